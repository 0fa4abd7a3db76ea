import type { Buffer } from 'node:buffer'
import { refuse } from '../../../shared/errors.ts'
import type { PersonReason, Profile, Role } from '../../../shared/roles.ts'
import { wipe } from '../../core/bytes/index.ts'
import type { Vault } from '../../vault/index.ts'
import type { Input } from '../files/index.ts'
import { readPassphrase } from '../quorum/index.ts'
import { isVaultFile, type OpenVault, removeVault, requireVaultFile } from '../vaults/index.ts'
import type { ApprovalTools } from './approvals.ts'
import type { Authorization, Deed } from './authorize.ts'
import { type PeopleFacts, type PolicyFacts, peopleFacts, policyFacts } from './people-facts.ts'
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
import { leaveFromFiles, type SignerFile } from './signers.ts'

/** Somebody new on the command line: their PIN or passphrase stands in a file. */
export interface NewcomerFile {
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
export interface StateChanged extends PeopleFacts {
  /** Whose state was changed: their id. */
  readonly changed: string
}

/** People and policy on the command line. Secrets come from files. */
export interface People {
  readonly list: (vault: string) => Promise<PeopleFacts>
  readonly found: (request: {
    readonly vault: string
    readonly profile: Profile
    readonly people: readonly NewcomerFile[]
  }) => Promise<PeopleFacts>
  readonly add: (request: Signing & NewcomerFile) => Promise<PeopleFacts>
  readonly changeState: (
    request: Signing & {
      readonly action: StateAction
      readonly name: string
      readonly reason: PersonReason
    },
  ) => Promise<StateChanged>
  readonly replaceKey: (
    request: Signing & { readonly name: string; readonly secretFile: string },
  ) => Promise<PeopleFacts>
  readonly changeSecret: (request: {
    readonly vault: string
    readonly name: string
    readonly oldFile: string
    readonly secretFile: string
  }) => Promise<PeopleFacts>
  readonly changeProfile: (request: Signing & { readonly profile: Profile }) => Promise<PeopleFacts>
  readonly policy: (profile: Profile) => PolicyFacts
  /** The policy in force in a vault. @throws PEOPLE_NONE, VAULT_* */
  readonly policyIn: (vault: string) => Promise<PolicyFacts>
}

export interface PeopleTools extends ApprovalTools {
  readonly input: Input
  readonly openVault: OpenVault
}

export function createPeople(tools: PeopleTools): People {
  const { input, openVault, now } = tools
  const secretFrom = async <Result>(
    file: string,
    use: (secret: Buffer) => Promise<Result>,
  ): Promise<Result> => {
    const secret = await readPassphrase(file, input)
    try {
      return await use(secret)
    } finally {
      wipe(secret)
    }
  }
  const inVault = async (
    path: string,
    mode: 'read' | 'write',
    work: (vault: Vault) => Promise<void> | void,
  ): Promise<PeopleFacts> => {
    const vault = await openVault(path, mode)
    try {
      await work(vault)
      return peopleFacts(vault, [], now())
    } finally {
      vault.close()
    }
  }
  /** A vault that this call has made does not outlast its refusal. */
  const inNewVault = async (
    path: string,
    work: (vault: Vault) => Promise<void>,
  ): Promise<PeopleFacts> => {
    const isNew = !isVaultFile(path)
    let isEmpty = false
    try {
      return await inVault(path, 'write', async vault => {
        isEmpty = vault.audit.head().size === 1
        await work(vault)
        isEmpty = false
      })
    } catch (error) {
      if (isNew && isEmpty) removeVault(path)
      throw error
    }
  }
  /** Opens an existing vault and makes one change that was signed. */
  const change = (
    { vault: path, sign }: Signing,
    plan: (vault: Vault) => Promise<Change> | Change,
  ): Promise<PeopleFacts> => {
    requireVaultFile(path)
    return inVault(path, 'write', async vault => {
      if (vault.people.profile() === null) throw refuse('PEOPLE_NONE', {})
      const { deed, carryOut } = await plan(vault)
      const leave = await leaveFromFiles(vault, deed, sign, { ...tools, unsigned: '' })
      try {
        carryOut(leave)
      } finally {
        leave.close()
      }
    })
  }

  return {
    policy: policyFacts,
    policyIn: async path => {
      const vault = await openVault(path, 'read')
      try {
        const profile = vault.people.profile()
        if (profile === null) throw refuse('PEOPLE_NONE', {})
        return policyFacts(profile)
      } finally {
        vault.close()
      }
    },
    list: path => inVault(path, 'read', () => {}),

    found: ({ vault: path, profile, people }) =>
      inNewVault(path, async vault => {
        const newcomers: Newcomer[] = []
        try {
          for (const { secretFile, ...who } of people) {
            newcomers.push({ ...who, secret: await readPassphrase(secretFile, input) })
          }
          await foundPeople(vault, profile, newcomers, tools)
        } finally {
          wipe(...newcomers.map(({ secret }) => secret))
        }
      }),

    add: ({ secretFile, vault: path, sign, ...who }) =>
      change({ vault: path, sign }, async vault => {
        requireNewName(vault, who.name)
        const profile = vault.people.profile() ?? 'strict'
        const person = await secretFrom(secretFile, secret =>
          introduce({ ...who, secret }, profile, tools),
        )
        return {
          deed: addDeed(person),
          carryOut: leave => vault.people.add(signing(leave), person),
        }
      }),

    changeState: async ({ action, name, reason, ...request }) => {
      let changed = ''
      const facts = await change(request, vault => {
        const { id } = requireStateChange(vault, action, vault.people.named(name).id)
        changed = id
        return {
          deed: stateDeed(action, id, reason),
          carryOut: leave => changeState(vault, leave, { action, id, reason }),
        }
      })
      return { ...facts, changed }
    },

    replaceKey: ({ name, secretFile, ...request }) =>
      change(request, async vault => {
        const person = vault.people.named(name)
        const { id } = person
        const key = await secretFrom(secretFile, secret => makeKey(person, secret, tools))
        return {
          deed: replaceKeyDeed(id, key),
          carryOut: leave => vault.people.replaceKey(signing(leave), id, key),
        }
      }),

    changeProfile: ({ profile, ...request }) =>
      change(request, vault => {
        requireProfile(vault, profile)
        return {
          deed: profileDeed(profile),
          carryOut: leave => changeProfile(vault, leave, profile),
        }
      }),

    changeSecret: ({ vault: path, name, oldFile, secretFile }) => {
      requireVaultFile(path)
      return inVault(path, 'write', vault =>
        secretFrom(oldFile, old =>
          secretFrom(secretFile, fresh =>
            changeSecret(vault, vault.people.named(name).id, old, fresh, tools),
          ),
        ),
      )
    },
  }
}

interface Change {
  readonly deed: Deed
  readonly carryOut: (leave: Authorization) => void
}
