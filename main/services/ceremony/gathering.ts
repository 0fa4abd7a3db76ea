import { type DataOf, refuse } from '../../../shared/errors.ts'
import type { RecordStep } from '../../../shared/record-steps.ts'
import type { Role } from '../../../shared/roles.ts'
import {
  type AttendanceChange,
  type CeremonyStep,
  isAbsentIn,
  type Plan,
  placesOf,
  type RecordedPerson,
  type Witnessed,
} from '../../core/ceremony/index.ts'
import type { KitAuthority } from '../../core/kit/index.ts'
import type { Agreement } from '../../core/log/index.ts'
import type { Authority, Signatory } from '../../core/people/index.ts'
import { nameKey } from '../../core/text/index.ts'
import type { Vault } from '../../vault/index.ts'
import { kitAuthorityOf } from '../kits/index.ts'
import type { Authorization, Change } from '../people/index.ts'

/**
 * The people of a ceremony in a vault that has some: who takes part, who came and left, what was signed
 * before it began. Everything in it goes into the record.
 */
export class Gathering {
  readonly #authority: Authority
  readonly #people: Map<string, RecordedPerson>
  /** Everybody in the vault as it is now: somebody may be added while the ceremony runs. */
  readonly #everybody: () => readonly RecordedPerson[]
  readonly #approval: Agreement
  readonly #kitAuthority: () => KitAuthority
  readonly #places: ReturnType<typeof placesOf>
  readonly #attendance: AttendanceChange[] = []
  readonly #here = new Map<string, Signatory>()

  private constructor(vault: Vault, authority: Authority, plan: Plan, approval: Agreement) {
    this.#authority = authority
    this.#approval = approval
    this.#places = placesOf(plan)
    this.#kitAuthority = () => kitAuthorityOf(vault, authority)
    this.#everybody = () =>
      vault.people
        .list()
        .map(({ id, name, roles, publicKey }) => ({ id, name, roles, key: publicKey }))
    const planned = new Set(this.#places.map(({ name }) => nameKey(name)))
    const keys = new Set(approval.by.map(({ key }) => key))
    this.#people = new Map(
      this.#everybody()
        .filter(({ name, key }) => planned.has(nameKey(name)) || keys.has(key))
        .map(person => [person.id, person]),
    )
  }

  /** Null in a vault without people, and without a vault. */
  static of(vault: Vault | null, plan: Plan, leave: Authorization): Gathering | null {
    const authority = vault?.people.authority() ?? null
    if (vault === null || authority === null || typeof leave.actor === 'string') return null
    if (leave.actor.agreed === undefined) throw new Error('a ceremony with people is agreed to')
    return new Gathering(vault, authority, plan, leave.actor.agreed)
  }

  /** Somebody came or left, at `time`. */
  attend({ kind, person }: Change, time: Date): void {
    const known = this.#everybody().find(({ id }) => id === person.id)
    if (known !== undefined) this.#people.set(known.id, known)
    if (kind === 'came') this.#here.set(person.id, person)
    else this.#here.delete(person.id)
    this.#attendance.push({ time: time.toISOString(), person: person.id, change: kind })
  }

  /** @throws ABSENT unless somebody of this name is in the room */
  requirePresent(name: string): void {
    const here = [...this.#here.values()]
    if (here.some(person => nameKey(person.name) === nameKey(name))) return
    throw refuse('ABSENT', { names: [name] })
  }

  /** @throws ABSENT unless somebody of each role is in the room */
  requireRoles(...roles: readonly Role[]): void {
    for (const role of roles) {
      if ([...this.#here.values()].some(person => person.roles.includes(role))) continue
      throw refuse('ABSENT', { names: [], roles: [role] })
    }
  }

  /** How a step names somebody. @throws ABSENT when they are not in the room */
  attribution(id: string): NonNullable<CeremonyStep['by']> {
    const person = this.inRoom(id)
    if (person !== undefined) return person
    const name = this.#everybody().find(other => other.id === id)?.name
    throw name === undefined
      ? refuse('PERSON_UNKNOWN', { person: id })
      : refuse('ABSENT', { names: [name] })
  }

  /** How a step names somebody; undefined when they are not in the room. */
  inRoom(id: string): CeremonyStep['by'] {
    const person = this.#here.get(id)
    const [role] = person?.roles ?? []
    if (person === undefined || role === undefined) return undefined
    return named(person.name, role)
  }

  /**
   * To whom a step is put down when nobody is named: the custodian for what happens with their card, the
   * recovery officer for passphrase and proof, the first administrator of the plan for the rest. Undefined
   * where none of them is in the room.
   */
  attributionOf(step: RecordStep, { custodian }: CeremonyStep['facts']): CeremonyStep['by'] {
    const lead = this.#inRole('administrator')
    if (typeof custodian === 'string') return this.#inRole('custodian', custodian) ?? lead
    return OFFICER_STEPS.has(step) ? (this.#inRole('recovery-officer') ?? lead) : lead
  }

  /** Who is in the room. */
  get names(): readonly string[] {
    return [...this.#here.values()].map(({ name }) => name)
  }

  witnessed(): Witnessed {
    return {
      authority: this.#authority,
      people: [...this.#people.values()],
      attendance: [...this.#attendance],
      approval: this.#approval,
    }
  }

  /** Who may change the kit that is made here: everybody in force now, and by which rules. */
  authority(): KitAuthority {
    return this.#kitAuthority()
  }

  /** Whom the plan has in this role, or the one of that name; the first of them who is in the room. */
  #inRole(role: Role, only?: string): CeremonyStep['by'] {
    for (const place of this.#places) {
      if (place.role !== role || (only !== undefined && place.name !== only)) continue
      for (const { name } of this.#here.values()) {
        if (nameKey(name) === nameKey(place.name)) return named(name, role)
      }
    }
    return undefined
  }
}

const OFFICER_STEPS: ReadonlySet<RecordStep> = new Set([
  ...(['passphrase card printed', 'passphrase accepted', 'recovery proved'] as const),
])

const named = (name: string, role: Role): NonNullable<CeremonyStep['by']> => ({
  ...{ name, role, initials: initialsOf(name) },
})

/** "AL" for Ada Lovelace. */
const initialsOf = (name: string): string =>
  name
    .split(' ')
    .map(part => [...part][0] ?? '')
    .join('')
    .toUpperCase()

type Fault = DataOf<'PLAN_PEOPLE'>['faults'][number]

/**
 * Whether the vault knows everybody in a plan, in the role that they have there. A custodian who is absent need not be
 * one of its people: they sign nothing, and whoever never comes to this machine can have no sign-in key that is theirs
 * alone. The plan itself, which people sign, says who they are, by the fingerprint of the key that their share is sealed to.
 *
 * @throws PLAN_PEOPLE; PLAN_VAULT, PEOPLE_NONE when the plan names people and nobody could sign for them
 */
export function requirePlanPeople(vault: Vault | null, plan: Plan): void {
  const profile = vault?.people.profile() ?? null
  if (vault === null || profile === null) {
    if (plan.people === undefined) return
    throw vault === null ? refuse('PLAN_VAULT', {}) : refuse('PEOPLE_NONE', {})
  }
  const faults: Fault[] = []
  if (plan.profile !== undefined && plan.profile !== profile) {
    faults.push({ where: 'profile', problem: { profile } })
  }
  if (plan.people === undefined) faults.push({ where: 'people', problem: 'absent' })
  const known = new Map(vault.people.list().map(person => [nameKey(person.name), person]))
  for (const { name, role, where } of plan.people === undefined ? [] : placesOf(plan)) {
    const person = known.get(nameKey(name))
    if (person === undefined) {
      if (!isAbsentIn(plan, { name, role })) faults.push({ where, problem: { nobody: name } })
    } else if (person.state !== 'active') {
      faults.push({ where, problem: { name, state: person.state } })
    } else if (!person.roles.includes(role)) {
      faults.push({ where, problem: { name, lacks: role } })
    }
  }
  if (faults.length > 0) throw refuse('PLAN_PEOPLE', { faults })
}
