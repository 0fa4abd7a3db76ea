import { createContext, use } from 'react'
import type { Output } from '../../../../shared/contract.ts'

export type CeremonyState = Output<'ceremony.state'>
export type At<Step extends CeremonyState['step']> = Extract<CeremonyState, { readonly step: Step }>
/** Once the keys are made. */
export type Founded = At<'shares' | 'proving' | 'proved' | 'closed'>
export type CustodianShare = Founded['shares'][number]

const STEPS = [
  { id: 'plan', title: 'Plan' },
  { id: 'old', title: 'Old quorum' },
  { id: 'room', title: 'Room check' },
  { id: 'entropy', title: 'Randomness' },
  { id: 'passphrase', title: 'Passphrase' },
  { id: 'keys', title: 'Keys' },
  { id: 'shares', title: 'Shares' },
  { id: 'proof', title: 'Proof' },
  { id: 'close', title: 'Close' },
] as const
/** A re-issue has one step more: the old quorum opens what is sealed again. */
export const stepsOf = (reissue: boolean): readonly (typeof STEPS)[number][] =>
  STEPS.filter(({ id }) => reissue || id !== 'old')

export type StepId = (typeof STEPS)[number]['id']

/** The main side knows the state; two steps are only a matter of what has been read on screen. */
export function stepOf(state: CeremonyState, read: ReadOnScreen): StepId {
  switch (state.step) {
    case 'none':
      return 'plan'
    case 'old-quorum':
      return 'old'
    case 'founding':
      return 'passphrase'
    case 'shares':
      if (!read.keys && state.shares.every(share => share.state === 'waiting')) return 'keys'
      return state.shares.every(share => share.state === 'read-back') && read.cards
        ? 'proof'
        : 'shares'
    case 'proving':
      return 'proof'
    case 'proved':
      return read.proof ? 'close' : 'proof'
    case 'closed':
    case 'void':
      return 'close'
    default:
      return state.step
  }
}

/** What the people have read and gone on from. */
export interface ReadOnScreen {
  readonly keys: boolean
  readonly cards: boolean
  readonly proof: boolean
}

export interface Ceremony {
  /** Takes the state that a call answered with. */
  readonly follow: (state: CeremonyState) => void
  readonly reread: () => Promise<void>
  readonly goOnFrom: (read: keyof ReadOnScreen) => void
}

export const CeremonyContext = createContext<Ceremony | null>(null)

export function useCeremony(): Ceremony {
  const ceremony = use(CeremonyContext)
  if (ceremony === null) throw new Error('useCeremony: no CeremonyContext above')
  return ceremony
}
