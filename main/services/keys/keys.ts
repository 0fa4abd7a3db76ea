import type { PairAlgorithm } from '../../../shared/key-pairs.ts'
import { type RandomSource, wipe } from '../../core/bytes/index.ts'
import {
  IMPORT_LIMIT,
  type KeyBits,
  type KeyLabels,
  type KeySource,
  type KitKey,
  kindOfFile,
} from '../../core/kit/index.ts'
import type { PurposePeriod, Vault } from '../../vault/index.ts'
import type { Input } from '../files/index.ts'
import {
  type ApprovalTools,
  makeChange,
  permitFromFiles,
  type SignedChange,
  type SignerFile,
} from '../people/index.ts'
import { type ClockTools, clockOfCommand } from '../room/index.ts'
import type { Watch } from '../tasks/index.ts'
import { type OpenVault, vaultAt, vaultToRead } from '../vaults/index.ts'
import { keyAddition } from './add-key.ts'
import { changeOfState, keyOfDeed, type StateChange } from './change-of-state.ts'
import type { ChosenDays } from './chosen-days.ts'
import { type PeriodChange, periodChange } from './cryptoperiod-change.ts'
import { dueKeys, keysToRotate, namesToRotate } from './due-keys.ts'
import { type DueKey, dueFacts, factsOf, type KeyFacts } from './key-facts.ts'
import { historiesOf, type KeyHistory } from './key-history.ts'
import { isLeftOutIn, keyKnown, keyNamed, keysInForce, versionsKnown } from './named-key.ts'
import { type PublicHalf, type PublicHalfRequest, publicHalf } from './public-half.ts'
import { kitRenewal } from './renew-kit.ts'
import { backupKeyRotation, keyRotation } from './rotate-keys.ts'

export interface Keys {
  /** Every version of every key that is sealed to a quorum in force. @throws VAULT_* */
  readonly list: (vault: string) => Promise<readonly KeyFacts[]>
  /** Every version that a name means, with those that a re-issue left out. @throws KEY_UNKNOWN_HERE, KEY_LABEL_SHARED; VAULT_* */
  readonly show: (vault: string, key: string) => Promise<readonly ShownKey[]>
  /** What became of every version that a name means. @throws as `show` */
  readonly history: (vault: string, key: string) => Promise<readonly KeyHistory[]>
  /**
   * What the newest version of each key is due for, the soonest first.
   *
   * @param within days from today; null: as many as were agreed on for the purpose of each key
   * @throws VAULT_*
   */
  readonly due: (vault: string, within: number | null) => Promise<readonly DueKey[]>
  /**
   * Changes the state of one version of a key.
   *
   * @throws as `changeOfState`; CLOCK_DOUBTFUL; APPROVAL_*; as `Signers.open`; VAULT_*
   */
  readonly change: (request: ChangeRequest, watch: Watch) => Promise<KeyFacts>
  /**
   * Makes a key, or takes in a secret, for a quorum in force; the vault's kit lists it.
   *
   * @throws as `keyAddition`; KIT_NOT_THEIRS; CLOCK_DOUBTFUL; APPROVAL_*; FILE_*; VAULT_*
   */
  readonly add: (request: AddRequest, watch: Watch) => Promise<GrownKeys>
  /** Makes the next versions of keys. @throws as `keyRotation`; KIT_NOT_THEIRS; as `add` */
  readonly rotate: (request: RotateRequest, watch: Watch) => Promise<RotatedKeys>
  /** The public half of a key pair, for which nobody has to open anything. @throws as `publicHalf` */
  readonly publicHalf: (request: PublicHalfRequest) => Promise<PublicHalf>
  /** Makes the next backup key of a quorum. @throws as `backupKeyRotation`; KIT_NOT_THEIRS; as `add` */
  readonly rotateBackupKey: (
    request: Signing & { readonly setId?: string },
    watch: Watch,
  ) => Promise<NewGeneration>
  /** How long keys of each purpose are used, as far as it was agreed on. @throws VAULT_* */
  readonly cryptoperiods: (vault: string) => Promise<readonly PurposePeriod[]>
  /** Agrees on how long keys of a purpose are used. @throws as `periodChange`; as `change` */
  readonly setCryptoperiod: (
    request: PeriodChange & Signing,
    watch: Watch,
  ) => Promise<readonly PurposePeriod[]>
  /** Has the kit of a quorum name the people of today. @throws as `kitRenewal`; KIT_NOT_THEIRS; as `add` */
  readonly renewKit: (
    request: Signing & { readonly setId?: string },
    watch: Watch,
  ) => Promise<RenewedKit>
}

/** A kit that names the people of today. */
export interface RenewedKit {
  readonly setId: string
  /** Of the people whom it names. */
  readonly people: readonly string[]
  /** Digest of the kit, 64 hex digits. */
  readonly kit: string
}

/** Keys that a kit lists from now on. */
export interface GrownKeys {
  readonly keys: readonly KeyFacts[]
  /** Digest of the kit, 64 hex digits: copies of an earlier one do not have them. */
  readonly kit: string
}

/** With whether a re-issue left it out, so that no card in force opens it. */
export interface ShownKey extends KeyFacts {
  readonly leftOut: boolean
}

/** With what was due as well, and is not made here: the next one of an imported secret is brought. */
export interface RotatedKeys extends GrownKeys {
  /** Versions that were in use until now: what they protected stays readable. */
  readonly retired: readonly KeyFacts[]
  readonly left: readonly KeyFacts[]
}

export interface NewGeneration {
  readonly setId: string
  readonly generation: number
  readonly kit: string
}

/** A vault, and who signs. */
interface Signing {
  readonly vault: string
  readonly sign: readonly SignerFile[]
  /** The day that somebody typed because the clock is right all the same. */
  readonly confirmClock?: string
}

interface AddRequest extends Signing {
  readonly labels: KeyLabels
  /** Whether it is to have no last day, whatever was agreed on for its purpose. */
  readonly unlimited?: boolean
  /** Of the AES key to make, or the kind of the pair. Absent, both: what is in the file is taken in. */
  readonly bits?: KeyBits
  readonly pair?: PairAlgorithm
  readonly importFile?: string
  /** Takes a private key in as it is, like any secret: without its public half, and unread. */
  readonly asSecret?: true
  readonly setId?: string
}

interface RotateRequest extends Signing {
  /** As somebody names them; null: every key whose next version is due within so many days (as in `due`). */
  readonly keys: readonly string[] | null
  readonly within: number | null
  /** With `keys` null: of this quorum alone. */
  readonly setId?: string
  /** Null: those agreed on for their purpose or, without, as far apart as those of the version before. */
  readonly days: ChosenDays | null
  readonly unlimited?: boolean
  readonly importFile?: string
}

type ChangeRequest = StateChange & Signing

interface KeysTools extends ApprovalTools, ClockTools {
  readonly input: Input
  readonly openVault: OpenVault
  readonly random: RandomSource
}

export function createKeys(tools: KeysTools): Keys {
  const { openVault, now, random, input } = tools
  const read = <Answer>(path: string, answer: (vault: Vault) => Answer): Promise<Answer> =>
    vaultToRead(path, openVault).use('read', answer)
  return {
    list: path => read(path, vault => keysInForce(vault).map(key => factsOf(key, now()))),

    show: (path, wanted) =>
      read(path, vault => {
        const isLeftOut = isLeftOutIn(vault)
        return versionsKnown(vault, wanted).map(key => ({
          ...factsOf(key, now()),
          leftOut: isLeftOut(key),
        }))
      }),

    history: (path, wanted) => read(path, vault => historiesOf(vault, wanted, now())),

    due: (path, within) =>
      read(path, vault => dueKeys(vault, within, now()).map(found => dueFacts(found, now()))),

    publicHalf: request => publicHalf(request, tools),

    change: ({ key: wanted, deed, reason, occurred, ...signing }, watch) => {
      // What a name without a version means may be another version afterwards.
      let key = wanted
      return change(
        signing,
        watch,
        vault => {
          const { id, version } = keyOfDeed(vault, deed, wanted, now())
          key = `${id}@${version}`
          const since = occurred === undefined ? {} : { occurred }
          return changeOfState(vault, { deed, key, reason, ...since }, now())
        },
        vault => factsOf(keyKnown(vault, key, now()), now()),
      )
    },

    add: ({ labels, unlimited = false, importFile, setId, ...request }, watch) =>
      withSecret(importFile, async secret => {
        const what = sourceOf(secret, request)
        let made: readonly KitKey[] = []
        return await change(
          request,
          watch,
          async vault => {
            const meant = { labels, unlimited, what, ...(setId !== undefined && { setId }) }
            const addition = await keyAddition(vault, meant, { now: now(), random })
            made = [addition.key]
            return addition
          },
          vault => grown(vault, made),
        )
      }),

    rotate: ({ keys, within, setId, days, unlimited = false, importFile, ...signing }, watch) =>
      withSecret(importFile, async secret => {
        const which = { within, ...(setId !== undefined && { setId }) }
        let made: readonly KitKey[] = []
        let left: readonly KeyFacts[] = []
        let used: readonly string[] = []
        return await change(
          signing,
          watch,
          async vault => {
            const due = keysToRotate(vault, which, now())
            const wanted = keys ?? namesToRotate(due)
            const rotation = { keys: wanted, days, unlimited, secret }
            const planned = await keyRotation(vault, rotation, { now: now(), random })
            made = planned.next
            used = planned.next.flatMap(({ id }) => inUse(vault, id, now()))
            left = keys === null ? due.brought.map(key => factsOf(key, now())) : []
            return planned
          },
          vault => {
            const before = used.map(name => factsOf(keyNamed(vault, name, now()), now()))
            const retired = before.filter(({ state }) => state === 'deactivated')
            return { ...grown(vault, made), retired, left }
          },
        )
      }),

    rotateBackupKey: ({ setId, ...signing }, watch) => {
      let made = { setId: '', generation: 0 }
      return change(
        signing,
        watch,
        async vault => {
          const rotation = await backupKeyRotation(vault, setId, { now: now(), random })
          made = { setId: rotation.setId, generation: rotation.generation }
          return rotation
        },
        vault => ({ ...made, kit: vault.kits.kitOf(made.setId)?.digest ?? '' }),
      )
    },

    cryptoperiods: path => read(path, vault => vault.cryptoperiods.list()),

    setCryptoperiod: ({ purpose, period, ...signing }, watch) =>
      change(signing, watch, periodChange({ purpose, period }), vault =>
        vault.cryptoperiods.list(),
      ),

    renewKit: ({ setId, ...signing }, watch) => {
      let set = ''
      return change(
        signing,
        watch,
        vault => {
          const renewal = kitRenewal(vault, setId, now())
          set = renewal.setId
          return renewal
        },
        vault => ({
          setId: set,
          people: vault.people
            .list()
            .filter(({ state }) => state === 'active')
            .map(({ name }) => name),
          kit: vault.kits.kitOf(set)?.digest ?? '',
        }),
      )
    },
  }

  function change<Answer>(
    { vault, sign, confirmClock = '' }: Signing,
    watch: Watch,
    planned: (vault: Vault) => SignedChange | Promise<SignedChange>,
    answer: (vault: Vault) => Answer,
  ): Promise<Answer> {
    return makeChange(
      { vault: vaultAt(vault, openVault, watch), permit: permitFromFiles(sign, tools) },
      async opened => {
        await clockOfCommand(confirmClock, tools)(opened)
        return await planned(opened)
      },
      answer,
    )
  }

  /** With the secret in a file, which is wiped; null: there is none to import. */
  async function withSecret<Answer>(
    file: string | undefined,
    use: (secret: Uint8Array | null) => Promise<Answer>,
  ): Promise<Answer> {
    const secret = file === undefined ? null : await input.read(file, IMPORT_LIMIT)
    try {
      return await use(secret)
    } finally {
      if (secret !== null) wipe(secret)
    }
  }

  function grown(vault: Vault, made: readonly KitKey[]): GrownKeys {
    const keys = made.map(({ id, version }) => keyNamed(vault, `${id}@${version}`, now()))
    const setId = keys[0]?.setId ?? ''
    return {
      keys: keys.map(key => factsOf(key, now())),
      kit: vault.kits.kitOf(setId)?.digest ?? '',
    }
  }
}

/** Versions of a key that are in use or suspended, each by its name. */
const inUse = (vault: Vault, key: string, now: Date): readonly string[] =>
  versionsKnown(vault, key)
    .map(version => factsOf(version, now))
    .flatMap(({ id, version, state }) =>
      state === 'active' || state === 'suspended' ? [`${id}@${version}`] : [],
    )

/** What is to be made, or taken in from a file. */
function sourceOf(
  secret: Uint8Array | null,
  { bits, pair, asSecret }: Pick<AddRequest, 'bits' | 'pair' | 'asSecret'>,
): KeySource {
  if (secret !== null) return { secret, as: asSecret ? 'imported-secret' : kindOfFile(secret) }
  return pair === undefined ? { bits: bits ?? 256 } : { pair }
}
