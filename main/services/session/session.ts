import type { Output, Payload } from '../../../shared/contract.ts'
import { createLock, type Lock, type LockReason } from '../lock/index.ts'
import type { Occupation } from '../occupation/index.ts'
import type { Tasks } from '../tasks/index.ts'
import type { Workspace } from '../vaults/index.ts'

type SessionFacts = Output<'app.session'>
type Kept = SessionFacts['kept'][number]
type Lost = Payload<'app.closing'>['underWay'][number]

export interface SessionTools {
  readonly idleSeconds: number
  /** Milliseconds of a clock that never goes back. */
  readonly monotonic: () => number
  readonly workspace: Workspace
  readonly tasks: Tasks
  readonly occupation: Occupation
  readonly ceremony: { readonly end: () => Promise<void> }
  readonly recovery: { readonly end: (reason: 'window-closed') => unknown }
  readonly drill: { readonly leave: () => unknown }
  /** What waited for signatures is given up. */
  readonly endSigning: () => void
  /** Nobody is in the room any more. */
  readonly emptyRoom: () => void
  readonly onLocked: (reason: LockReason) => void
  /** The screen will cover itself in so many seconds; null: it will not, after all. */
  readonly onWarning: (secondsLeft: number | null) => void
}

export interface Session {
  readonly lock: Lock
  readonly facts: () => SessionFacts
  /** What would be lost if the window closed now. */
  readonly underWay: () => Lost[]
  /** When the window has closed: a running ceremony is void, a recovery session is wiped. */
  readonly end: () => Promise<void>
}

export function createSession(tools: SessionTools): Session {
  const { idleSeconds, monotonic, workspace, tasks, ceremony, recovery, drill } = tools
  const isRunning = (what: 'ceremony' | 'recovery' | 'drill'): boolean =>
    tools.occupation.underWay().some(other => other.what === what)
  const running = () => (['ceremony', 'recovery', 'drill'] as const).filter(isRunning)
  const kept = (): Kept[] => [
    ...running(),
    ...(workspace.current === null ? [] : (['vault'] as const)),
  ]
  let signedOut = false

  const lock = createLock({
    ...{ idleSeconds, monotonic },
    isExempt: () => tasks.running().length > 0 || kept().length === 0,
    onWarning: tools.onWarning,
    onLock: reason => {
      // Whatever has begun goes on afterwards, with its vault and the people in the room; where nothing has,
      // nobody is in the room any more, and what waited for signatures is asked for anew.
      signedOut = running().length === 0
      if (signedOut) {
        tools.endSigning()
        tools.emptyRoom()
      }
      tools.onLocked(reason)
    },
  })

  return {
    lock,
    facts: () => ({
      locked: lock.isLocked(),
      kept: lock.isLocked() ? kept() : [],
      signedOut: lock.isLocked() && signedOut,
      idleSeconds: lock.idleSeconds(),
      vault: workspace.current && {
        path: workspace.current.path,
        readOnly: workspace.current.readOnly,
      },
      ceremony: isRunning('ceremony'),
      recovery: isRunning('recovery'),
      tasks: tasks.running(),
    }),
    underWay: () => [...new Set<Lost>([...tasks.running(), ...running()])],
    end: async () => {
      lock.end()
      for (const task of tasks.running()) tasks.cancel(task)
      recovery.end('window-closed')
      drill.leave()
      tools.endSigning()
      if (isRunning('ceremony')) await ceremony.end()
    },
  }
}
