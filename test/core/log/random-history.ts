import { createHash } from 'node:crypto'
import type { AuditEntry } from '../../../main/core/log/entry.ts'
import { type Signer, signerOf } from '../../../main/core/people/signature.ts'
import { type Seeded, seeded } from '../../degraded/seeded.ts'
import { type Person, person, SignedLog } from './signed-log.ts'

/** Logs of offices in which people come, go, sign and work in an order that a seed decides. */

export interface History {
  readonly entries: readonly AuditEntry[]
  /** Every key that anybody in it ever had. */
  readonly signers: ReadonlyMap<string, Signer>
}

/** Most histories are short, some are long. */
const [FEWEST, MOST] = [60, 200]
const ROLES = ['administrator', 'witness', 'custodian', 'recovery-officer'] as const

/** @param seed anything but 0 */
export function randomHistory(seed: number): History {
  const chance = seeded(seed)
  const office = new Office(chance, `${seed}`)
  const size = FEWEST + Math.floor((MOST - FEWEST) * chance.between(0, 1) ** 5)
  while (office.log.entries.length < size) office.doSomething()
  return { entries: office.log.entries, signers: office.signers }
}

/** What may follow what; only people in force act, and always enough of them agree. */
class Office {
  readonly log = new SignedLog()
  readonly signers = new Map<string, Signer>()
  readonly #chance: Seeded
  readonly #tag: string
  #active: Person[] = []
  #suspended: Person[] = []
  #made = 0

  constructor(chance: Seeded, tag: string) {
    this.#chance = chance
    this.#tag = tag
    const before = 1 + chance.below(3)
    for (let i = 0; i < before; i += 1) {
      this.log.note('operator', 'backup.created', `backup:${i}`, { unsigned: 'no people' })
    }
    const first = [this.#newcomer('administrator'), this.#newcomer('witness')]
    this.log.found(...first)
    this.#active = first
  }

  doSomething(): void {
    const turns = [
      ...[this.#work, this.#work, this.#work, this.#programNotes, this.#comeIn],
      ...[this.#add, this.#add, this.#suspend, this.#reinstate, this.#retire, this.#rekey],
    ]
    this.#one(turns).call(this)
  }

  #work(): void {
    const actor = this.#one(this.#active)
    const action = this.#one(['share.issued', 'share.read-back', 'key.looked-at', 'kit.exported'])
    const at = this.#chance.below(1_000_000)
    this.log.note(actor, action, `share:${at}`, {
      index: this.#chance.below(255),
      list: [at, null],
    })
  }

  #programNotes(): void {
    const { id } = this.#one(this.#active)
    const failed = 1 + this.#chance.below(9)
    this.log.note('keyclave', 'sign-in.refused', `person:${id}`, { failed })
  }

  #comeIn(): void {
    const who = this.#one(this.#active)
    const session = `s${this.#chance.below(3)}`
    this.log.note(who, 'attendance.signed-in', `person:${who.id}`, { session })
  }

  #add(): void {
    const newcomer = this.#newcomer(this.#one(ROLES))
    this.log.add(newcomer, ...this.#leaders())
    this.#active.push(newcomer)
  }

  #suspend(): void {
    const whom = this.#dispensable()
    if (whom === null) return
    this.log.change('suspend', whom, ...this.#leaders(whom))
    this.#active = this.#active.filter(other => other !== whom)
    this.#suspended.push(whom)
  }

  #reinstate(): void {
    const whom = this.#suspended.pop()
    if (whom === undefined) return
    this.log.change('reinstate', whom, ...this.#leaders())
    this.#active.push(whom)
  }

  #retire(): void {
    const whom = this.#suspended.pop() ?? this.#dispensable()
    if (whom === null) return
    this.log.change('retire', whom, ...this.#leaders(whom))
    this.#active = this.#active.filter(other => other !== whom)
  }

  #rekey(): void {
    const whom = this.#dispensable()
    if (whom === null) return
    const key = this.#newKey()
    const same = this.log.rekey(whom, key, ...this.#leaders(whom))
    this.#active = this.#active.map(other => (other === whom ? same : other))
  }

  /** An administrator and a witness, other than this one. */
  #leaders(but: Person | null = null): [Person, Person] {
    const of = (role: Person['roles'][number]): Person =>
      this.#one(this.#active.filter(other => other !== but && other.roles.includes(role)))
    return [of('administrator'), of('witness')]
  }

  /** Somebody without whom an administrator and a witness are still there; null when nobody is. */
  #dispensable(): Person | null {
    const remain = (whom: Person, role: Person['roles'][number]): boolean =>
      this.#active.some(other => other !== whom && other.roles.includes(role))
    const some = this.#active.filter(
      whom => remain(whom, 'administrator') && remain(whom, 'witness'),
    )
    return some.length === 0 ? null : this.#one(some)
  }

  #newcomer(role: Person['roles'][number]): Person {
    this.#made += 1
    const made = person(`Person ${this.#tag}-${this.#made}`, role)
    this.signers.set(made.signer.publicKey, made.signer)
    return made
  }

  #newKey(): Signer {
    this.#made += 1
    const key = signerOf(createHash('sha256').update(`${this.#tag}/${this.#made}`).digest())
    this.signers.set(key.publicKey, key)
    return key
  }

  #one<Of>(of: readonly Of[]): Of {
    return of[this.#chance.below(of.length)] as Of
  }
}
