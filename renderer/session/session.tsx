import { createContext, use } from 'react'
import type { Chosen } from '../../shared/chosen.ts'
import type { About, Input, Output } from '../../shared/contract.ts'

export type Session = Output<'app.session'>
/** What may be in other hands. */
export type Suspect = Input<'incident.report'>['suspect']
export type Section =
  | 'overview'
  | 'ceremonies'
  | 'keys'
  | 'backups'
  | 'recovery'
  | 'incident'
  | 'register'
  | 'cards'
  | 'people'
  | 'policy'
  | 'status'
  | 'audit'

/** Whose key ten wrong entries have locked. */
export interface LockedPerson {
  /** An id. */
  readonly person: string
  readonly name: string
}

/** Which screen is shown. The main side knows how far it is; this says only where to look. */
export type View =
  | { readonly screen: 'door' }
  /** `replaces`: the set id of the quorum that a re-issue is to replace. */
  | { readonly screen: 'ceremony'; readonly replaces?: string; readonly rehearsal?: true }
  /** `over`: with what it was, if it has just ended; otherwise whoever comes to recover finds none that ended. */
  | { readonly screen: 'recovery'; readonly over?: true }
  /** `path`: a vault that was chosen at the front door. */
  | { readonly screen: 'vault'; readonly path?: Chosen }
  /** `unlocks`: whose key the quorum is opened to unlock, in place of a rehearsal. */
  | { readonly screen: 'drill'; readonly setId: string | null; readonly unlocks?: LockedPerson }
  /** A kit alone, without a vault. */
  | { readonly screen: 'kit' }
  | WorkspaceView

/** A part of the vault, or one thing in it with a page of its own. */
export type WorkspaceView = { readonly screen: 'workspace' } & (
  | { readonly section: Exclude<Section, 'incident'> }
  /** `suspect`: what somebody reports; absent: they choose it there. */
  | { readonly section: 'incident'; readonly suspect?: Suspect }
  | { readonly section: 'quorum'; readonly setId: string }
  | { readonly section: 'ceremony'; readonly ceremony: string }
  /** `key`: an id. */
  | { readonly section: 'key'; readonly key: string }
  /** A version of a key that is to be handed over. */
  | { readonly section: 'delivery'; readonly key: string; readonly version: number }
  | { readonly section: 'backup-keys'; readonly setId: string }
  /** `item`: `9f86d081884c7d65@2`, or `backup-key-2` with its quorum. */
  | { readonly section: 'destruction'; readonly item: string; readonly setId: string | null }
)

export interface Desk {
  readonly about: About
  readonly session: Session
  /** Shows another screen, once the session has been asked for again. */
  readonly go: (view: View) => Promise<void>
  /** Asks again where everything stands. */
  readonly refresh: () => Promise<Session>
  readonly lock: () => void
}

export const DeskContext = createContext<Desk | null>(null)

export function useDesk(): Desk {
  const desk = use(DeskContext)
  if (desk === null) throw new Error('useDesk: no DeskContext above')
  return desk
}

/** Where a window that was (re)loaded or unlocked belongs. */
export function homeOf(session: Session): View {
  if (session.ceremony) return { screen: 'ceremony' }
  if (session.recovery) return { screen: 'recovery' }
  if (session.vault !== null) return { screen: 'workspace', section: 'overview' }
  return { screen: 'door' }
}
