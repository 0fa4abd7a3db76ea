import { createContext, use, useState } from 'react'
import type { Client } from '../../../shared/client.ts'
import type { Input, Output } from '../../../shared/contract.ts'
import { type CardWords, useCardWords } from '../share/use-card-words.ts'
import type { At, Corrections } from './state.ts'

type Purpose = Input<'share.add'>['for']
type Card = Input<'share.add'>['card']
type Added = Output<'share.add'>

/** Cards as far as they have come in, whatever they are for. */
export type SharesIn = Omit<At<'shares'>, 'step' | 'kit' | 'setId' | 'passphrase'>

/** A card was taken in, or words of it wait to be confirmed. */
export interface Taken {
  readonly added: Added
  /** Draws the state after it. */
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

/** What a desk stands at: what the cards are for, and the screen that shows how far it is. */
export interface DeskOf<State> {
  readonly client: Client
  readonly purpose: Purpose
  readonly read: () => Promise<State>
  readonly follow: (state: State) => void
  readonly goOn: () => void
}

/** A card while it comes in. It belongs to the screen, so that no step that is left costs its words. */
export interface CardComingIn {
  readonly card: CardWords
  /** What the check words propose; null: nothing, or they were told before the window was drawn anew. */
  readonly corrections: Corrections | null
  readonly setCorrections: (corrections: Corrections | null) => void
}

export function useCardComingIn(): CardComingIn {
  const card = useCardWords()
  const [corrections, setCorrections] = useState<Corrections | null>(null)
  return { card, corrections, setCorrections }
}

export function shareDesk<State>(desk: DeskOf<State>): ShareDesk {
  const { client, purpose, read, follow, goOn } = desk
  const shown = async (): Promise<() => void> => {
    const state = await read()
    return () => follow(state)
  }
  return {
    add: async card => {
      const added = await client.call('share.add', { for: purpose, card })
      return { added, show: await shown() }
    },
    confirm: async () => {
      const added = await client.call('share.confirm', { for: purpose })
      return { added, show: await shown() }
    },
    reject: async () => {
      await client.call('share.reject', { for: purpose })
      return await shown()
    },
    remove: async index => {
      await client.call('share.remove', { for: purpose, index })
      follow(await read())
    },
    goOn,
  }
}

export const ShareDeskContext = createContext<ShareDesk | null>(null)

export function useShareDesk(): ShareDesk {
  const desk = use(ShareDeskContext)
  if (desk === null) throw new Error('useShareDesk: no ShareDeskContext above')
  return desk
}
