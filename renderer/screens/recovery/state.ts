import { createContext, use } from 'react'
import type { Output } from '../../../shared/contract.ts'

export type RecoveryState = Output<'recovery.state'>
export type At<Step extends RecoveryState['step']> = Extract<RecoveryState, { readonly step: Step }>
export type AddedShare = Output<'share.add'>
export type Corrections = Extract<AddedShare, { readonly kind: 'proposal' }>['corrections']
export type Deed = At<'open'>['opened'][number]

export const STEPS = [
  { id: 'kit', title: 'Recovery kit' },
  { id: 'shares', title: 'Shares' },
  { id: 'passphrase', title: 'Passphrase' },
  { id: 'open', title: 'Open' },
  { id: 'end', title: 'End' },
] as const
export type StepId = (typeof STEPS)[number]['id']

export function stepOf(state: RecoveryState, sharesDone: boolean): StepId {
  switch (state.step) {
    case 'none':
      return 'kit'
    case 'shares':
      return state.complete && sharesDone ? 'passphrase' : 'shares'
    case 'open':
      return 'open'
    case 'ended':
      return 'end'
  }
}

export interface Recovery {
  /** Takes the state that a call answered with. */
  readonly follow: (state: RecoveryState) => void
  readonly reread: () => Promise<void>
  /** Enough cards, or back to them. */
  readonly setSharesDone: (done: boolean) => void
}

export const RecoveryContext = createContext<Recovery | null>(null)

export function useRecovery(): Recovery {
  const recovery = use(RecoveryContext)
  if (recovery === null) throw new Error('useRecovery: no RecoveryContext above')
  return recovery
}

export const nameOfShare = (share: { index: number; custodian: string | null }): string =>
  share.custodian ?? `share ${share.index}`
