import type { Buffer } from 'node:buffer'
import type { Input as CallInput, Output } from '../../../shared/contract.ts'
import { KeyclaveError, refuse } from '../../../shared/errors.ts'
import { REASON_WORDS, ROLE_NAMES } from '../../../shared/roles.ts'
import { equalSecrets, wipe } from '../../core/bytes/index.ts'
import { formatFingerprint } from '../../core/kit/index.ts'
import type { NewPerson, NewSignInKey, Vault } from '../../vault/index.ts'
import { typedSecret } from '../quorum/index.ts'
import type { Workspace } from '../vaults/index.ts'
import type { Approvals, ApprovalTools } from './approvals.ts'
import type { Attendance } from './attendance.ts'
import { type Authorization, authorize, type Deed } from './authorize.ts'
import {
  backupDeed,
  ceremonyDeed,
  custodyDeed,
  type Described,
  drillDeed,
  openingDeed,
  placeDeed,
  reissueDeed,
  scheduleDeed,
} from './deeds.ts'
import { approvalFacts, type PeopleFacts, peopleFacts, presentFacts } from './people-facts.ts'
import {
  addDeed,
  changeProfile,
  changeSecret,
  changeState,
  foundPeople,
  introduce,
  makeKey,
  type Newcomer,
  profileDeed,
  replaceKeyDeed,
  requireNewName,
  requireProfile,
  requireStateChange,
  type StateAction,
  signing,
  stateDeed,
} from './person-verbs.ts'

type AskedDeed = CallInput<'approval.ask'>['deed']
type Present = Output<'signIn.list'>
type DraftFacts = Output<'people.draft'>

/** A key that waits for signatures: of somebody new, or a new one of somebody there. */
type Draft =
  | { readonly kind: 'person'; readonly person: NewPerson }
  | { readonly kind: 'key'; readonly person: string; readonly key: NewSignInKey }

export interface PeopleScreenTools extends ApprovalTools {
  readonly workspace: Workspace
  readonly approvals: Approvals
  readonly attendance: Attendance
  /** Whether a ceremony or a recovery forbids it now. @throws CEREMONY_RUNNING, RECOVERY_RUNNING */
  readonly requireFree: () => void
  /** The record that those in the room are to sign. @throws CEREMONY_ORDER, CEREMONY_NONE */
  readonly closingDeed: () => Described
}

/** Most drafts that wait; the oldest gives way. */
const MOST_DRAFTS = 20

/** People, who is in the room, and approvals, in the window. The vault is the open one. */
export class PeopleScreen {
  readonly #tools: PeopleScreenTools
  readonly #drafts = new Map<string, Draft>()

  constructor(tools: PeopleScreenTools) {
    this.#tools = tools
  }

  list(): Promise<PeopleFacts> {
    return this.#use('read', vault => this.#facts(vault))
  }

  found({ profile, people }: CallInput<'people.found'>): Promise<PeopleFacts> {
    this.#tools.requireFree()
    return this.#use('write', async vault => {
      const newcomers: Newcomer[] = []
      try {
        for (const { secret, again, ...who } of people) {
          newcomers.push({ ...who, secret: typedTwice(secret, again, who.name) })
        }
        await foundPeople(vault, profile, newcomers, this.#tools)
      } finally {
        wipe(...newcomers.map(({ secret }) => secret))
      }
      return this.#facts(vault)
    })
  }

  draft({ secret, again, ...who }: CallInput<'people.draft'>): Promise<DraftFacts> {
    return this.#use('read', async vault => {
      const profile = vault.people.profile()
      if (profile === null) throw refuse('PEOPLE_NONE', {})
      requireNewName(vault, who.name)
      const typed = typedTwice(secret, again, who.name)
      try {
        const person = await introduce({ ...who, secret: typed }, profile, this.#tools)
        this.#keep(person.id, { kind: 'person', person })
        const { id: draft, name, roles, key } = person
        return { draft, name, roles: [...roles], fingerprint: formatFingerprint(key.publicKey) }
      } finally {
        wipe(typed)
      }
    })
  }

  draftKey({ person: id, secret, again }: CallInput<'people.draftKey'>): Promise<DraftFacts> {
    return this.#use('read', async vault => {
      const { name, roles, state } = vault.people.get(id)
      if (state === 'retired') throw refuse('PERSON_STATE', { name, state })
      const typed = typedTwice(secret, again, name)
      try {
        const key = await makeKey({ id, name }, typed, this.#tools)
        const draft = this.#tools.random(8).toString('hex')
        this.#keep(draft, { kind: 'key', person: id, key })
        return { draft, name, roles: [...roles], fingerprint: formatFingerprint(key.publicKey) }
      } finally {
        wipe(typed)
      }
    })
  }

  add({ draft, approval }: CallInput<'people.add'>): Promise<PeopleFacts> {
    const person = this.#newcomer(draft)
    return this.#change(approval, addDeed(person), (vault, leave) => {
      vault.people.add(signing(leave), person)
      this.#drafts.delete(draft)
    })
  }

  /** Not while a ceremony or a recovery runs: what they signed in it is signed with the key of then. */
  replaceKey({ draft, approval }: CallInput<'people.replaceKey'>): Promise<PeopleFacts> {
    this.#tools.requireFree()
    const { person, key } = this.#newKey(draft)
    return this.#change(approval, replaceKeyDeed(person, key), (vault, leave) => {
      vault.people.replaceKey(signing(leave), person, key)
      this.#drafts.delete(draft)
    })
  }

  changeState(
    action: StateAction,
    { person: id, reason, approval }: CallInput<'people.suspend'>,
  ): Promise<PeopleFacts> {
    return this.#change(approval, stateDeed(action, id, reason), (vault, leave) => {
      changeState(vault, leave, { action, id, reason })
      if (action !== 'person.reinstate') this.#tools.attendance.remove(id)
    })
  }

  /** Not while a ceremony or a recovery runs: it ends by the profile by which it began. */
  changeProfile({ profile, approval }: CallInput<'policy.change'>): Promise<PeopleFacts> {
    this.#tools.requireFree()
    return this.#change(approval, profileDeed(profile), (vault, leave) =>
      changeProfile(vault, leave, profile),
    )
  }

  changeCustody({ approval, ...where }: CallInput<'custody.change'>): Promise<PeopleFacts> {
    return this.#use('write', vault => {
      const custody = { ...where, person: holderOf(vault, where) }
      const leave = this.authorize(vault, custodyDeed(custody), approval)
      try {
        vault.people.changeCustody(leave.actor, custody)
      } finally {
        leave.close()
      }
      return this.#facts(vault)
    })
  }

  changeSecret(change: CallInput<'people.changeSecret'>): Promise<PeopleFacts> {
    return this.#use('write', async vault => {
      const old = typedSecret(change.old)
      let fresh: Buffer | null = null
      try {
        fresh = typedTwice(change.secret, change.again, vault.people.get(change.person).name)
        await changeSecret(vault, change.person, old, fresh, this.#tools)
      } finally {
        wipe(old, fresh)
      }
      return this.#facts(vault)
    })
  }

  present(): Present {
    return presentFacts(this.#tools.attendance.list())
  }

  signIn({ person, secret }: CallInput<'signIn.in'>): Promise<Present> {
    return this.#use('write', async vault => {
      const typed = typedSecret(secret)
      try {
        await this.#tools.attendance.signIn(vault, person, typed)
      } finally {
        wipe(typed)
      }
      return this.present()
    })
  }

  signOut(person: string): Promise<Present> {
    return this.#use('write', vault => {
      this.#tools.attendance.signOut(vault, person)
      return this.present()
    })
  }

  ask(asked: AskedDeed): Promise<Output<'approval.ask'>> {
    return this.#use('read', vault => {
      const { deed, what } = this.#describe(vault, asked)
      return this.#approvalFacts(vault, this.#tools.approvals.ask(vault, deed, what))
    })
  }

  approval(id: string): Promise<Output<'approval.ask'>> {
    return this.#use('read', vault => this.#approvalFacts(vault, this.#tools.approvals.get(id)))
  }

  sign({ approval, person, secret }: CallInput<'approval.sign'>): Promise<Output<'approval.ask'>> {
    return this.#use('write', async vault => {
      const typed = typedSecret(secret)
      try {
        const signed = await this.#tools.approvals.sign(vault, approval, person, typed)
        return this.#approvalFacts(vault, signed)
      } finally {
        wipe(typed)
      }
    })
  }

  withdraw(id: string): void {
    this.#tools.approvals.withdraw(id)
  }

  /** Leave for a deed in the window: `authorize` with the approval and with who is in the room. */
  authorize(
    vault: Vault,
    deed: Deed,
    approval: string | null,
    unsigned = 'operator',
  ): Authorization {
    const { approvals, attendance } = this.#tools
    const present = attendance.list()
    return approvals.use(approval, signed => authorize(vault, deed, signed, { unsigned, present }))
  }

  /** The window was locked: what was being signed ends. */
  lock(): void {
    this.#tools.approvals.end()
    this.#drafts.clear()
  }

  /** The vault was closed: the room is empty. */
  leave(): void {
    this.lock()
    this.#tools.attendance.clear()
  }

  #describe(vault: Vault, asked: AskedDeed): Described {
    const named = (id: string): string => vault.people.get(id).name
    switch (asked.action) {
      case 'person.add': {
        const person = this.#newcomer(asked.draft)
        const roles = listOf(person.roles.map(role => ROLE_NAMES[role]))
        return { deed: addDeed(person), what: `Add ${person.name} as ${roles}` }
      }
      case 'person.replace-key': {
        const { person, key } = this.#newKey(asked.draft)
        return {
          deed: replaceKeyDeed(person, key),
          what: `Give ${named(person)} a new sign-in key`,
        }
      }
      case 'person.suspend':
      case 'person.reinstate':
      case 'person.retire': {
        const { name } = requireStateChange(vault, asked.action, asked.person)
        const verb = { suspend: 'Suspend', reinstate: 'Reinstate', retire: 'Retire' } as const
        const [, what] = asked.action.split('.') as [string, keyof typeof verb]
        const deed = stateDeed(asked.action, asked.person, asked.reason)
        return { deed, what: `${verb[what]} ${name}. The reason: ${REASON_WORDS[asked.reason]}` }
      }
      case 'policy.change':
        requireProfile(vault, asked.profile)
        return {
          deed: profileDeed(asked.profile),
          what: `Choose the ${asked.profile === 'strict' ? 'strict profile' : 'profile for a small team'}`,
        }
      case 'ceremony.run':
        return {
          deed: ceremonyDeed(asked.planHash),
          what: 'Run a ceremony by the plan with this hash',
        }
      case 'ceremony.close':
        return this.#tools.closingDeed()
      case 'quorum.open':
        return { deed: openingDeed(asked.setId), what: `Open what quorum ${asked.setId} sealed` }
      case 'backup.create':
        return { deed: backupDeed(asked.setId), what: `Record a backup for quorum ${asked.setId}` }
      case 'quorum.reissue':
        return {
          deed: reissueDeed(asked.setId, asked.planHash),
          what: `Replace quorum ${asked.setId} by a new one, by the plan with this hash`,
        }
      case 'drill.schedule':
        return {
          deed: scheduleDeed(asked.months),
          what: `Hold a drill every ${asked.months === 1 ? 'month' : `${asked.months} months`}`,
        }
      case 'drill.run':
        return {
          deed: drillDeed(asked.setId),
          what: `Rehearse a recovery with quorum ${asked.setId}`,
        }
      case 'custody.change': {
        const { setId, index, place, bag } = asked
        const what = `Record share ${index} of quorum ${setId} ${whereabouts(place ?? null, bag)}`
        if (place !== undefined) {
          const person = vault.sharePlaces.holder(setId, index)
          return { deed: placeDeed({ setId, index, place, bag, person }), what }
        }
        if (bag === null) break
        return { deed: custodyDeed({ setId, index, bag, person: holderOf(vault, asked) }), what }
      }
    }
    throw refuse('CALL_INPUT', { call: 'approval.ask', field: 'deed' })
  }

  #change(
    approval: string,
    deed: Deed,
    change: (vault: Vault, leave: Authorization) => void,
  ): Promise<PeopleFacts> {
    return this.#use('write', vault => {
      const leave = this.authorize(vault, deed, approval)
      try {
        change(vault, leave)
      } finally {
        leave.close()
      }
      return this.#facts(vault)
    })
  }

  #use<Result>(
    mode: 'read' | 'write',
    work: (vault: Vault) => Result | Promise<Result>,
  ): Promise<Result> {
    return this.#tools.workspace.require().use(mode, work)
  }

  #facts(vault: Vault): PeopleFacts {
    return peopleFacts(vault, this.#tools.attendance.list(), this.#tools.now())
  }

  #approvalFacts(vault: Vault, approval: Parameters<typeof approvalFacts>[1]) {
    return approvalFacts(vault, approval, this.#tools.attendance.list())
  }

  #newcomer(id: string): NewPerson {
    const draft = this.#drafts.get(id)
    if (draft?.kind !== 'person') throw refuse('DRAFT_UNKNOWN', {})
    return draft.person
  }

  #newKey(id: string): Extract<Draft, { kind: 'key' }> {
    const draft = this.#drafts.get(id)
    if (draft?.kind !== 'key') throw refuse('DRAFT_UNKNOWN', {})
    return draft
  }

  #keep(id: string, draft: Draft): void {
    const [oldest] = this.#drafts.keys()
    if (this.#drafts.size >= MOST_DRAFTS && oldest !== undefined) this.#drafts.delete(oldest)
    this.#drafts.set(id, draft)
  }
}

const listOf = (words: readonly string[]): string => new Intl.ListFormat('en-GB').format(words)

interface Where {
  readonly setId: string
  readonly index: number
}

/** "at the bank, in bag A-0007". */
const whereabouts = (place: string | null, bag: string | null): string =>
  [place && `at ${place}`, bag && `in bag ${bag}`].filter(part => part !== null).join(', ')

/** Who holds a share: by name in the register. @throws VAULT_UNKNOWN, PERSON_UNKNOWN */
function holderOf(vault: Vault, { setId, index }: Where): string {
  const share = vault.shareRegister.of(setId).find(candidate => candidate.index === index)
  if (share === undefined) throw refuse('VAULT_UNKNOWN', { what: 'share', id: `${setId}/${index}` })
  return vault.people.named(share.custodian).id
}

/** @throws PIN_DIFFERS, naming the person among several */
function typedTwice(first: string, second: string, name: string): Buffer {
  const [secret, again] = [typedSecret(first), typedSecret(second)]
  try {
    if (equalSecrets(secret, again)) return secret
    wipe(secret)
    throw new KeyclaveError('PIN_DIFFERS', { source: name })
  } finally {
    wipe(again)
  }
}
