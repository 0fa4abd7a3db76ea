import { Buffer } from 'node:buffer'
import type { MainInput, Output } from '../../../shared/contract.ts'
import { wipe } from '../../core/bytes/index.ts'
import { IMPORT_LIMIT, type KeySource, kindOfFile } from '../../core/kit/index.ts'
import type { Vault } from '../../vault/index.ts'
import { absolutePath, type Input, writeNewFile } from '../files/index.ts'
import {
  type AgainJudged,
  PlannedChanges,
  type PlannedChangesTools,
  type SignedChange,
} from '../people/index.ts'
import { keyAddition } from './add-key.ts'
import { changeOfBackupKey } from './backup-key-state.ts'
import { changeOfState } from './change-of-state.ts'
import type { ChosenDays } from './chosen-days.ts'
import { periodChange } from './cryptoperiod-change.ts'
import { keysToRotate, namesToRotate } from './due-keys.ts'
import { factsOf } from './key-facts.ts'
import { backupKeyPageIn, keyListIn, keyPageIn } from './key-pages.ts'
import { keyKnown } from './named-key.ts'
import { type PublicHalf, publicHalfIn } from './public-half.ts'
import { compromiseOfQuorum } from './quorum-compromise.ts'
import { kitRenewal } from './renew-kit.ts'
import { backupKeyRotation, keyRotation } from './rotate-keys.ts'

type Change = MainInput<'keys.plan'>['change']
type Carried = Output<'keys.carryOut'>

/** What a change is about. */
interface Plan extends AgainJudged {
  /** Versions, `9f86d081884c7d65@2`. */
  readonly keys: readonly string[]
  /** The quorum whose kit gets another revision; null: none. */
  readonly setId: string | null
}

/** Keys in the window: the same verbs as at the command line. What was planned waits for signatures as a draft. */
export interface KeyScreen {
  readonly list: () => Promise<Output<'keys.list'>>
  readonly show: (key: string) => Promise<Output<'keys.show'>>
  /** @throws KEY_UNKNOWN_HERE, KEY_NO_PAIR */
  readonly publicHalf: (key: string, version: number) => Promise<Output<'keys.publicHalf'>>
  /** Writes it into a new file. */
  readonly savePublicHalf: (
    key: string,
    version: number,
    out: string,
  ) => Promise<Output<'keys.savePublicHalf'>>
  readonly showBackupKeys: (setId: string) => Promise<Output<'keys.showBackupKeys'>>
  readonly plan: (request: MainInput<'keys.plan'>) => Promise<Output<'keys.plan'>>
  readonly carryOut: (draft: string, approval: string | null) => Promise<Carried>
}

export interface KeyScreenTools extends PlannedChangesTools {
  readonly now: () => Date
  readonly input: Input
}

export function createKeyScreen(tools: KeyScreenTools): KeyScreen {
  const { workspace, now } = tools
  const changes = new PlannedChanges<Plan>(tools)
  const halfOf = (key: string, version: number): Promise<PublicHalf> =>
    workspace.require().use('look', vault => publicHalfIn(vault, `${key}@${version}`, now()))
  return {
    list: () => workspace.require().use('look', vault => keyListIn(vault, now())),
    show: key => workspace.require().use('look', vault => keyPageIn(vault, key, now())),
    publicHalf: async (key, version) => ({ pem: (await halfOf(key, version)).pem }),
    savePublicHalf: async (key, version, to) => {
      const out = absolutePath(to)
      await writeNewFile(out, Buffer.from((await halfOf(key, version)).pem))
      return { path: out }
    },
    showBackupKeys: setId =>
      workspace.require().use('look', vault => backupKeyPageIn(vault, setId, now())),

    plan: async ({ change, clock = '' }) =>
      (await changes.plan(clock, vault => planned(vault, change, tools))) as Output<'keys.plan'>,

    carryOut: (draft, approval) =>
      changes.carryOut(draft, approval, (vault, plan) => carriedOut(vault, plan, now())),
  }
}

function carriedOut(vault: Vault, { keys, setId }: Plan, now: Date): Carried {
  const kit = setId === null ? null : vault.kits.kitOf(setId)
  return {
    keys: keys.map(key => factsOf(keyKnown(vault, key, now), now)),
    kit: setId === null || kit === null ? null : { setId, digest: kit.digest },
  }
}

/** What a key is to be made as. */
const madeAs = (change: Extract<Change, { readonly kind: 'add' | 'add-pair' }>): KeySource =>
  change.kind === 'add' ? { bits: change.bits } : { pair: change.pair }

/** What is to be made is made, and sealed, now. */
async function planned(
  vault: Vault,
  change: Change,
  { input, random, now }: Pick<KeyScreenTools, 'input' | 'random' | 'now'>,
): Promise<Plan> {
  const making = { now: now(), random }
  const named = ({ id, version }: { readonly id: string; readonly version: number }): string =>
    `${id}@${version}`
  switch (change.kind) {
    case 'add':
    case 'add-pair':
    case 'import': {
      const { label, purpose, setId, unlimited } = change
      const labels = { label, purpose, ...(daysIn(change) ?? {}) }
      const meant = { labels, unlimited, ...(setId !== null && { setId }) }
      const {
        key,
        again,
        setId: set,
      } = change.kind === 'import'
        ? await withSecret(change.file, input, secret =>
            keyAddition(
              vault,
              {
                ...meant,
                what: { secret, as: change.asSecret ? 'imported-secret' : kindOfFile(secret) },
              },
              making,
            ),
          )
        : await keyAddition(vault, { ...meant, what: madeAs(change) }, making)
      return { again, keys: [named(key)], setId: set }
    }
    case 'rotate': {
      const keys = change.keys ?? namesToRotate(keysToRotate(vault, { within: null }, now()))
      const rotation = { keys, days: daysIn(change), unlimited: change.unlimited, secret: null }
      const { next, again, setId } = await keyRotation(vault, rotation, making)
      return { again, keys: next.map(named), setId }
    }
    case 'replace': {
      const { key, file, unlimited } = change
      const { next, again, setId } = await withSecret(file, input, secret =>
        keyRotation(vault, { keys: [key], days: daysIn(change), unlimited, secret }, making),
      )
      return { again, keys: next.map(named), setId }
    }
    case 'rotate-backup-key': {
      const { again, setId } = await backupKeyRotation(vault, change.setId, making)
      return { again, keys: [], setId }
    }
    case 'change-backup-key': {
      const { deed, setId, generation, reason, occurred } = change
      const day = occurred === null ? {} : { occurred }
      const time = now()
      const again = (as: Vault): SignedChange =>
        changeOfBackupKey(as, { deed, setId, generation, reason, ...day }, time)
      return { again, keys: [], setId: null }
    }
    case 'compromise-quorum': {
      const { setId, reason, occurred } = change
      const day = occurred === null ? {} : { occurred }
      const time = now()
      const again = (as: Vault): SignedChange =>
        compromiseOfQuorum(as, { setId, reason, ...day }, time)
      return { again, keys: [], setId: null }
    }
    case 'renew-kit': {
      const time = now()
      const again = (as: Vault): SignedChange => kitRenewal(as, change.setId, time)
      again(vault)
      return { again, keys: [], setId: change.setId }
    }
    case 'cryptoperiod':
      return { again: periodChange(change), keys: [], setId: null }
    default: {
      const { kind: deed, version, reason, occurred } = change
      const key = `${change.key}@${version}`
      // The day that is signed is the one on which it was planned.
      const day = occurred === null ? {} : { occurred }
      const time = now()
      const again = (as: Vault): SignedChange =>
        changeOfState(as, { deed, key, reason, ...day }, time)
      return { again, keys: [key], setId: null }
    }
  }
}

type WithDays = Pick<
  Extract<Change, { kind: 'rotate' }>,
  'activates' | 'protectUntil' | 'processUntil'
>

/** Null: nobody chose any. */
function daysIn({ activates, protectUntil, processUntil }: WithDays): ChosenDays | null {
  if (activates === null && protectUntil === null && processUntil === null) return null
  return {
    ...(activates !== null && { activates }),
    ...(protectUntil !== null && { expires: protectUntil }),
    ...(processUntil !== null && { processUntil }),
  }
}

/** With the secret in a file, which is wiped. @throws FILE_* */
async function withSecret<Answer>(
  file: string,
  input: Input,
  use: (secret: Uint8Array) => Promise<Answer>,
): Promise<Answer> {
  const secret = await input.read(absolutePath(file), IMPORT_LIMIT)
  try {
    return await use(secret)
  } finally {
    wipe(secret)
  }
}
