import type { PersonReason, Profile, Role } from '../../../shared/roles.ts'
import type { Vault } from '../../vault/index.ts'
import type { Input } from '../files/index.ts'
import { readPassphrase, type SecretSource } from '../quorum/index.ts'
import type { Watch } from '../tasks/index.ts'
import {
  isVaultFile,
  type OpenVault,
  removeVault,
  reportInterrupted,
  vaultAt,
  vaultToRead,
} from '../vaults/index.ts'
import type { ApprovalTools } from './approvals.ts'
import { foundPeople } from './founding.ts'
import { introduceTo, makeKey, requirePeople, signedByOld, withSecret } from './newcomers.ts'
import {
  addition,
  keyReplacement,
  profileChange,
  requireToStay,
  type StateAction,
  stateChange,
} from './people-changes.ts'
import {
  type PeopleFacts,
  type PolicyFacts,
  peopleFacts,
  policyFacts,
  policyFactsIn,
} from './people-facts.ts'
import { changeSecret } from './secret-change.ts'
import { makeChange, type Planned } from './signed-change.ts'
import { permitFromFiles, type SignerFile } from './signers.ts'

/** Somebody new on the command line: their PIN or passphrase stands in a file. */
interface NewcomerFile {
  readonly name: string
  readonly contact: string
  readonly roles: readonly Role[]
  readonly secretFile: string
}

/** A change, the vault it is made in, and who signs it. */
interface Signing {
  readonly vault: string
  readonly sign: readonly SignerFile[]
}

/** The people after one of them was suspended, reinstated or retired. */
interface StateChanged extends PeopleFacts {
  /** Whose state was changed: their id. */
  readonly changed: string
}

/** People and policy on the command line. Secrets come from files, and those who sign are named. */
export interface People {
  readonly list: (vault: string) => Promise<PeopleFacts>
  readonly found: (
    request: {
      readonly vault: string
      readonly profile: Profile
      readonly people: readonly NewcomerFile[]
      /** As Founding. */
      readonly single?: string
    },
    watch: Watch,
  ) => Promise<PeopleFacts>
  readonly add: (request: Signing & NewcomerFile, watch: Watch) => Promise<PeopleFacts>
  readonly changeState: (
    request: Signing & {
      readonly action: StateAction
      readonly name: string
      readonly reason: PersonReason
    },
    watch: Watch,
  ) => Promise<StateChanged>
  readonly replaceKey: (
    request: Signing & {
      readonly name: string
      readonly secretFile: string
      /** Of the key that is replaced, where it is at hand: it signs the new one. */
      readonly oldFile?: string
    },
    watch: Watch,
  ) => Promise<PeopleFacts>
  readonly changeSecret: (
    request: {
      readonly vault: string
      readonly name: string
      readonly oldFile: string
      readonly secretFile: string
    },
    watch: Watch,
  ) => Promise<PeopleFacts>
  readonly changeProfile: (
    request: Signing & { readonly profile: Profile },
    watch: Watch,
  ) => Promise<PeopleFacts>
  readonly policy: (profile: Profile) => PolicyFacts
  /** The policy in force in a vault. @throws PEOPLE_NONE, VAULT_* */
  readonly policyIn: (vault: string) => Promise<PolicyFacts>
}

export interface PeopleTools extends ApprovalTools {
  readonly input: Input
  readonly openVault: OpenVault
}

export function createPeople(tools: PeopleTools): People {
  const { input, openVault, uptime } = tools
  const facts = (vault: Vault): PeopleFacts => peopleFacts(vault, [], uptime())
  const secretIn =
    (file: string): SecretSource =>
    () =>
      readPassphrase(file, input)
  const change = (
    { vault, sign }: Signing,
    watch: Watch,
    planned: Planned,
  ): Promise<PeopleFacts> => {
    const ports = {
      vault: vaultAt(vault, openVault, watch),
      permit: permitFromFiles(sign, tools),
    }
    return makeChange(ports, planned, facts)
  }

  return {
    policy: policyFacts,
    policyIn: path => vaultToRead(path, openVault).use('read', policyFactsIn),
    list: path => vaultToRead(path, openVault).use('read', facts),

    found: ({ vault: path, profile, people, single = '' }, watch) =>
      inNewVault(path, openVault, async vault => {
        reportInterrupted(vault, watch)
        const newcomers = people.map(({ secretFile, ...who }) => ({
          ...{ ...who, secret: secretIn(secretFile) },
        }))
        await foundPeople(vault, { profile, newcomers, single }, tools)
        return facts(vault)
      }),

    add: ({ secretFile, vault: path, sign, ...who }, watch) =>
      change({ vault: path, sign }, watch, async vault => {
        const newcomer = { ...who, secret: secretIn(secretFile) }
        return addition(await introduceTo(vault, newcomer, tools))(vault)
      }),

    changeState: async ({ name, action, reason, ...signing }, watch) => {
      let changed = ''
      const people = await change(signing, watch, vault => {
        requirePeople(vault)
        changed = vault.people.named(name).id
        return stateChange({ action, person: changed, reason })(vault)
      })
      return { ...people, changed }
    },

    replaceKey: ({ name, secretFile, oldFile, ...signing }, watch) =>
      change(signing, watch, async vault => {
        requirePeople(vault)
        const { id: person } = vault.people.named(name)
        const whose = requireToStay(vault, person)
        const made = await withSecret(secretIn(secretFile), secret =>
          makeKey(vault, whose, secret, tools),
        )
        const key =
          oldFile === undefined
            ? made
            : await withSecret(secretIn(oldFile), old =>
                signedByOld(vault, made, whose, old, uptime),
              )
        return keyReplacement({ person, key })(vault)
      }),

    changeProfile: ({ profile, ...signing }, watch) =>
      change(signing, watch, profileChange(profile)),

    changeSecret: ({ vault: path, name, oldFile, secretFile }, watch) =>
      vaultAt(path, openVault, watch).use('write', async vault => {
        const { id } = vault.people.named(name)
        const secrets = { old: secretIn(oldFile), fresh: secretIn(secretFile) }
        await changeSecret(vault, id, secrets, tools)
        return facts(vault)
      }),
  }
}

/** A vault that this call has made does not outlast its refusal. */
async function inNewVault<Result>(
  path: string,
  openVault: OpenVault,
  work: (vault: Vault) => Promise<Result>,
): Promise<Result> {
  const isNew = !isVaultFile(path)
  const vault = await openVault(path, 'write')
  let isEmpty = vault.audit.head().size === 1
  try {
    const result = await work(vault)
    isEmpty = false
    return result
  } finally {
    vault.close()
    if (isNew && isEmpty) removeVault(path)
  }
}
