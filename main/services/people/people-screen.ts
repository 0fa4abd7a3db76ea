import type { MainInput, Output } from '../../../shared/contract.ts'
import { formatFingerprint } from '../../core/kit/index.ts'
import type { NewSignInKey, Vault } from '../../vault/index.ts'
import type { Occupation } from '../occupation/index.ts'
import { typedSecret } from '../quorum/index.ts'
import type { Workspace } from '../vaults/index.ts'
import type { ApprovalTools } from './approvals.ts'
import type { Attendance } from './attendance.ts'
import type { Gate } from './authorize.ts'
import { custodyChange } from './custody-change.ts'
import type { Drafts } from './drafts.ts'
import { foundPeople, judgeFounder } from './founding.ts'
import {
  type Introduced,
  introduceTo,
  makeKey,
  requirePeople,
  signedByOld,
  withSecret,
} from './newcomers.ts'
import {
  addition,
  keyReplacement,
  profileChange,
  requireToStay,
  type StateAction,
  stateChange,
} from './people-changes.ts'
import { type PeopleFacts, peopleFacts } from './people-facts.ts'
import { permitBy } from './permit.ts'
import { changeSecret } from './secret-change.ts'
import { makeChange, type Planned } from './signed-change.ts'
import { typedTwice } from './typed-twice.ts'

type DraftFacts = Output<'people.draft'>

export interface PeopleScreenTools extends ApprovalTools {
  readonly workspace: Workspace
  readonly occupation: Occupation
  readonly attendance: Attendance
  readonly drafts: Drafts
  readonly authorize: Gate
}

/** People in the window. The vault is the open one; secrets are typed, and signatures are approvals. */
export interface PeopleScreen {
  readonly list: () => Promise<PeopleFacts>
  /** One of the first people, before the next one comes. */
  readonly judge: (newcomer: MainInput<'people.judge'>) => Promise<void>
  readonly found: (founding: MainInput<'people.found'>) => Promise<PeopleFacts>
  /** Somebody new chooses their PIN: what others then sign for. */
  readonly draft: (newcomer: MainInput<'people.draft'>) => Promise<DraftFacts>
  /** Somebody chooses the PIN of a new key: what others then sign for. */
  readonly draftKey: (key: MainInput<'people.draftKey'>) => Promise<DraftFacts>
  readonly add: (addition: MainInput<'people.add'>) => Promise<PeopleFacts>
  readonly replaceKey: (replacement: MainInput<'people.replaceKey'>) => Promise<PeopleFacts>
  readonly changeState: (
    action: StateAction,
    change: MainInput<'people.suspend'>,
  ) => Promise<PeopleFacts>
  readonly changeProfile: (change: MainInput<'policy.change'>) => Promise<PeopleFacts>
  readonly changeCustody: (change: MainInput<'custody.change'>) => Promise<PeopleFacts>
  readonly changeSecret: (change: MainInput<'people.changeSecret'>) => Promise<PeopleFacts>
}

export function createPeopleScreen(tools: PeopleScreenTools): PeopleScreen {
  const { workspace, occupation, attendance, drafts, authorize, uptime, random } = tools
  const open = () => workspace.require()
  const facts = (vault: Vault): PeopleFacts => peopleFacts(vault, attendance.list(), uptime())
  const change = (approval: string | null, planned: Planned): Promise<PeopleFacts> =>
    makeChange({ vault: open(), permit: permitBy(authorize, approval) }, planned, facts)

  return {
    list: () => open().use('look', facts),

    judge: ({ profile, person: { secret, again, ...who } }) =>
      judgeFounder({ ...who, secret: typedTwice(secret, again, who.name) }, profile),

    found: ({ profile, people, single = '' }) =>
      occupation.occupy('policy', () =>
        open().use('write', async vault => {
          const newcomers = people.map(({ secret, again, ...who }) => ({
            ...{ ...who, secret: typedTwice(secret, again, who.name) },
          }))
          await foundPeople(vault, { profile, newcomers, single }, tools)
          return facts(vault)
        }),
      ),

    draft: ({ secret, again, ...who }) =>
      open().use('read', async vault => {
        const newcomer = { ...who, secret: typedTwice(secret, again, who.name) }
        const person = await introduceTo(vault, newcomer, tools)
        drafts.keepPerson(person.id, person)
        return draftFacts(person.id, person, person.key)
      }),

    draftKey: ({ person: id, old, secret, again }) =>
      // A wrong old one is counted in the vault.
      open().use(old === undefined ? 'read' : 'write', async vault => {
        requirePeople(vault)
        const person = requireToStay(vault, id)
        const typed = typedTwice(secret, again, person.name)
        const made = await withSecret(typed, chosen => makeKey(vault, person, chosen, tools))
        const key =
          old === undefined
            ? made
            : await withSecret(
                () => typedSecret(old),
                before => signedByOld(vault, made, person, before, uptime),
              )
        const draft = random(8).toString('hex')
        drafts.keepKey(draft, { person: id, key })
        return draftFacts(draft, person, key)
      }),

    add: ({ draft, approval }) =>
      occupation.occupy('people', async () => {
        const people = await change(approval, addition(drafts.person(draft)))
        drafts.delete(draft)
        return people
      }),

    replaceKey: ({ draft, approval }) =>
      occupation.occupy('policy', async () => {
        const people = await change(approval, keyReplacement(drafts.key(draft)))
        drafts.delete(draft)
        return people
      }),

    changeState: (action, { approval, ...whom }) =>
      occupation.occupy('people', () =>
        change(approval, vault => {
          const planned = stateChange({ ...whom, action })(vault)
          return {
            ...planned,
            carryOut: leave => {
              planned.carryOut(leave)
              if (action !== 'person.reinstate') attendance.remove(whom.person)
            },
          }
        }),
      ),

    changeProfile: ({ profile, approval }) =>
      occupation.occupy('policy', () => change(approval, profileChange(profile))),

    changeCustody: ({ approval, ...where }) =>
      occupation.occupy('custody', () => change(approval, custodyChange(where))),

    changeSecret: ({ person: id, old, secret, again }) =>
      occupation.occupy('people', () =>
        open().use('write', async vault => {
          const fresh = typedTwice(secret, again, vault.people.get(id).name)
          await changeSecret(vault, id, { old: () => typedSecret(old), fresh }, tools)
          return facts(vault)
        }),
      ),
  }
}

const draftFacts = (
  draft: string,
  { name, roles }: Pick<Introduced, 'name' | 'roles'>,
  { publicKey }: NewSignInKey,
): DraftFacts => ({ draft, name, roles: [...roles], fingerprint: formatFingerprint(publicKey) })
