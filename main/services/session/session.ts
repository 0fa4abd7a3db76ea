import type { Output, Payload } from '../../../shared/contract.ts'
import { createLock, type Lock, type LockReason } from '../lock/index.ts'
import type { Occupation } from '../occupation/index.ts'
import type { Tasks } from '../tasks/index.ts'
import type { Workspace } from '../vaults/index.ts'

type SessionFacts = Output<'app.session'>
type PutAway = SessionFacts['putAway'][number]
type Lost = Payload<'app.closing'>['underWay'][number]

export interface SessionTools {
  readonly idleSeconds: number
  /** Milliseconds of a clock that never goes back. */
  readonly monotonic: () => number
  readonly workspace: Workspace
  readonly tasks: Tasks
  readonly occupation: Occupation
  readonly ceremony: { readonly end: () => Promise<void> }
  readonly recovery: { readonly end: (reason: 'locked' | 'window-closed') => unknown }
  readonly drill: { readonly leave: () => unknown }
  /** What waited for signatures is given up. */
  readonly endSigning: () => void
  /** Nobody is in the room any more. */
  readonly emptyRoom: () => void
  readonly onLocked: (reason: LockReason) => void
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
  let putAway: PutAway[] = []

  const lock = createLock({
    ...{ idleSeconds, monotonic },
    isBusy: () => tasks.running().length > 0,
    onLock: reason => {
      // A ceremony goes on afterwards, with its vault and the people in the room.
      const isCeremony = isRunning('ceremony')
      putAway = [
        ...running().filter(what => what !== 'ceremony'),
        ...(workspace.current !== null && !isCeremony ? (['vault'] as const) : []),
      ]
      recovery.end('locked')
      drill.leave()
      tools.endSigning()
      if (!isCeremony) {
        tools.emptyRoom()
        workspace.close()
      }
      tools.onLocked(reason)
    },
  })

  return {
    lock,
    facts: () => ({
      locked: lock.isLocked(),
      putAway: lock.isLocked() ? putAway : [],
      idleSeconds,
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
