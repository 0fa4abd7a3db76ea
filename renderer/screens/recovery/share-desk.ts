import { createContext, use } from 'react'
import type { Input } from '../../../shared/contract.ts'
import type { AddedShare, At } from './state.ts'

type Card = Input<'recovery.addShare'>['card']
type WithoutState<Added> = Added extends unknown ? Omit<Added, 'state'> : never

/** Cards as far as they have come in, whatever they are for. */
export type SharesIn = Omit<At<'shares'>, 'step' | 'kit' | 'setId'>

/** A card was taken in, or words of it wait to be confirmed. */
export interface Taken {
  readonly added: WithoutState<AddedShare>
  /** Draws the state that came with it. */
  readonly show: () => void
}

/** Where cards come in one after the other: a recovery, a drill, the old quorum of a re-issue. */
export interface ShareDesk {
  readonly add: (card: Card) => Promise<Taken>
  readonly confirm: () => Promise<Taken>
  /** Resolves with what draws the state after it. */
  readonly reject: () => Promise<() => void>
  readonly remove: (index: number) => Promise<void>
  /** Enough cards are here, and the people go on. */
  readonly goOn: () => void
}

/** The calls that a desk makes. */
export interface DeskCalls<State> {
  readonly add: (card: Card) => Promise<WithoutState<AddedShare> & { readonly state: State }>
  readonly confirm: () => Promise<WithoutState<AddedShare> & { readonly state: State }>
  readonly reject: () => Promise<State>
  readonly remove: (index: number) => Promise<State>
}

export function shareDesk<State>(
  calls: DeskCalls<State>,
  follow: (state: State) => void,
  goOn: () => void,
): ShareDesk {
  const taken = (added: WithoutState<AddedShare> & { readonly state: State }): Taken => ({
    added,
    show: () => follow(added.state),
  })
  return {
    add: async card => taken(await calls.add(card)),
    confirm: async () => taken(await calls.confirm()),
    reject: async () => {
      const state = await calls.reject()
      return () => follow(state)
    },
    remove: async index => follow(await calls.remove(index)),
    goOn,
  }
}

export const ShareDeskContext = createContext<ShareDesk | null>(null)

export function useShareDesk(): ShareDesk {
  const desk = use(ShareDeskContext)
  if (desk === null) throw new Error('useShareDesk: no ShareDeskContext above')
  return desk
}
