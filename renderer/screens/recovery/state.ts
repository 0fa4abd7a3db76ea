import { createContext, use } from 'react'
import type { Chosen } from '../../../shared/chosen.ts'
import type { Output } from '../../../shared/contract.ts'

export type RecoveryState = Output<'recovery.state'>
export type At<Step extends RecoveryState['step']> = Extract<RecoveryState, { readonly step: Step }>
export type AddedShare = Output<'share.add'>
export type Corrections = Extract<AddedShare, { readonly kind: 'proposal' }>['corrections']
export type Deed = At<'open'>['opened'][number]

export const STEPS = [
  { id: 'table', title: 'What is here' },
  { id: 'open', title: 'Open' },
  { id: 'end', title: 'End' },
] as const
export type StepId = (typeof STEPS)[number]['id']

export function stepOf(state: RecoveryState): StepId {
  switch (state.step) {
    case 'none':
    case 'shares':
      return 'table'
    case 'open':
      return state.proved ? 'open' : 'table'
    case 'ended':
      return 'end'
  }
}

/** What a recovery is made of. Each can be changed at any time, until something has been opened. */
export type RowId = 'kit' | 'cards' | 'passphrase' | 'backup'

export interface Recovery {
  /** Takes the state that a call answered with. */
  readonly follow: (state: RecoveryState) => void
  readonly reread: () => Promise<void>
  /** The backup that somebody has chosen; null: none. */
  readonly backup: Chosen | null
  readonly setBackup: (chosen: Chosen | null) => void
  /** Shows one row's own screen; null: what comes next. */
  readonly choose: (row: RowId | null) => Promise<void>
  /** What saves the row that is shown before another one is; null: nothing has to be saved. */
  readonly beforeLeaving: { current: (() => Promise<void>) | null }
}

export const RecoveryContext = createContext<Recovery | null>(null)

export function useRecovery(): Recovery {
  const recovery = use(RecoveryContext)
  if (recovery === null) throw new Error('useRecovery: no RecoveryContext above')
  return recovery
}

export const nameOfShare = (share: { index: number; custodian: string | null }): string =>
  share.custodian ?? `share ${share.index}`
