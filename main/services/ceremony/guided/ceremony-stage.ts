import type { MainOutput } from '../../../../shared/contract.ts'
import { assertNever } from '../../../../shared/errors.ts'
import type { RandomSource } from '../../../core/bytes/index.ts'
import type { CeremonyStep } from '../../../core/ceremony/index.ts'
import {
  currentBackupKey,
  formatFingerprint,
  type Kit,
  kitFingerprint,
  type TrustedKit,
} from '../../../core/kit/index.ts'
import { hashWords } from '../../../core/text/index.ts'
import { keyFactsOf, trustedFactsOf } from '../../kits/index.ts'
import type { Authorization, KeptLeave } from '../../people/index.ts'
import type { SharesAtHand } from '../../quorum/index.ts'
import type { RoomCheck } from '../../room/index.ts'
import type { VaultReference } from '../../vaults/index.ts'
import type { Addressees, Ceremony, Gathering, Outcome, ReadyPlan } from '../index.ts'
import type { CustodianTurns } from './custodian-turns.ts'
import type { Dice } from './dice.ts'

/** Where a ceremony in the window stands, and how that is told to the window. */

export type CeremonyState = MainOutput<'ceremony.state'>
type At<Step extends CeremonyState['step']> = Extract<CeremonyState, { step: Step }>

/** A ceremony that has begun and has not ended. */
export interface Begun {
  readonly ceremony: Ceremony
  readonly ready: ReadyPlan
  readonly agreed: At<'room'>['agreed']
  /** Where it is recorded; null: nowhere. */
  readonly vault: VaultReference | null
  /** The latest time that the audit log vouched for before this ceremony; null without a vault. */
  readonly lastEntry: string | null
  readonly dice: Dice
  /** The operating system's randomness, and the dice. */
  readonly random: RandomSource
  /** The people's part; null without people. */
  readonly gathering: Gathering | null
  /** Of a re-issue, the kit of the quorum that is replaced. */
  readonly oldKit: Kit | null
  /** Who is absent, and the key that their share is sealed to. */
  readonly absent: Addressees
  /** Wipes imports and dice, and closes the vault. To be called at the end, whatever the end is. */
  readonly letGo: () => void
}

/** The quorum that a re-issue replaces, until it is open. */
export interface OldQuorum {
  readonly kit: TrustedKit
  readonly shares: SharesAtHand
  readonly leave: KeptLeave
}

/** A ceremony that has made its quorum. */
export interface Founded extends Begun {
  readonly kit: Kit
  readonly turns: CustodianTurns
}

/** A record that is ready to be signed. */
interface Concluded {
  readonly outcome: Outcome
  readonly hash: string
  /** Leave to close with it, once everyone has signed. */
  leave: Authorization | null
}

type Proof = At<'proved'>['proof']

/** The steps, with what belongs to each; what has ended keeps only what it tells. */
export type Stage =
  | { readonly step: 'none' }
  | ({ readonly step: 'old-quorum'; readonly old: OldQuorum } & Begun)
  | ({ readonly step: 'room'; readonly checks: RoomCheck[] | null } & Begun)
  | ({ readonly step: 'entropy'; readonly checks: RoomCheck[] | null } & Begun)
  | ({ readonly step: 'passphrase'; readonly checks: RoomCheck[] | null } & Begun)
  | ({ readonly step: 'founding'; readonly cancel: AbortController } & Begun)
  | ({ readonly step: 'shares' } & Founded)
  | ({ readonly step: 'proving' } & Founded)
  | ({
      readonly step: 'proved'
      readonly proof: Proof
      readonly concluded: Concluded | null
    } & Founded)
  | { readonly step: 'ended'; readonly state: At<'closed'> | At<'void'> }

/** What the window may know. */
export function stateOf(stage: Stage): CeremonyState {
  switch (stage.step) {
    case 'none':
      return { step: 'none' }
    case 'old-quorum': {
      const { step, agreed, old } = stage
      const { kit, shares, leave } = old
      const leaveUntil = leave.until?.toISOString() ?? null
      const entered = { shares: shares.list(), ...shares.progress(), leaveUntil }
      return { step, agreed, kit: trustedFactsOf(kit), old: entered }
    }
    case 'room':
      return { step: stage.step, agreed: stage.agreed, checks: stage.checks }
    case 'entropy': {
      const { count: rolls, bits } = stage.dice
      return { step: stage.step, agreed: stage.agreed, rolls, bits }
    }
    case 'passphrase':
    case 'founding':
      return { step: stage.step, agreed: stage.agreed }
    case 'shares':
      return { step: stage.step, ...foundedState(stage), turn: stage.turns.current }
    case 'proving':
      return { step: stage.step, ...foundedState(stage) }
    case 'proved':
      return {
        ...{ step: stage.step, ...foundedState(stage), proof: stage.proof },
        ...(stage.concluded && {
          record: { hash: stage.concluded.hash, words: hashWords(stage.concluded.hash) },
        }),
      }
    case 'ended':
      return stage.state
    default:
      return assertNever(stage)
  }
}

/** What a founded ceremony tells. */
export const foundedState = ({ agreed, kit, turns }: Founded) => ({
  agreed,
  made: madeOf(kit),
  shares: turns.list(),
})

function madeOf(kit: Kit): At<'shares'>['made'] {
  const { setId, recipient } = kit.quorum
  const backupKey = currentBackupKey(kit)
  if (backupKey === null) throw new Error('a founding kit has a backup key')
  return {
    setId,
    recipient,
    fingerprint: formatFingerprint(kitFingerprint(kit.quorum)),
    backupKey: { generation: backupKey.generation, recipient: backupKey.recipient },
    keys: kit.keys.map(keyFactsOf),
  }
}

/** The steps of a record, for the window. */
export const recordSteps = (steps: readonly CeremonyStep[]): At<'closed'>['record'] =>
  steps.map(({ time, step, by, facts }) => ({
    time,
    step,
    by: by === undefined ? null : { name: by.name, role: by.role },
    facts: Object.entries(facts).map(([name, value]) => ({ name, value })),
  }))
