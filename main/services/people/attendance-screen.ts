import type { MainInput, Output } from '../../../shared/contract.ts'
import { wipe } from '../../core/bytes/index.ts'
import { typedSecret } from '../quorum/index.ts'
import type { Workspace } from '../vaults/index.ts'
import type { Attendance } from './attendance.ts'
import { presentFacts } from './people-facts.ts'

type Present = Output<'signIn.list'>

/** Who is in the room, in the window. */
export interface AttendanceScreen {
  readonly list: () => Present
  readonly signIn: (who: MainInput<'signIn.in'>) => Promise<Present>
  /** @param person an id */
  readonly signOut: (person: string) => Promise<Present>
}

export function createAttendanceScreen(tools: {
  readonly workspace: Workspace
  readonly attendance: Attendance
}): AttendanceScreen {
  const { workspace, attendance } = tools
  const list = (): Present => presentFacts(attendance.list())
  return {
    list,

    signIn: ({ person, secret }) =>
      workspace.require().use('write', async vault => {
        const typed = typedSecret(secret)
        try {
          await attendance.signIn(vault, person, typed)
        } finally {
          wipe(typed)
        }
        return list()
      }),

    signOut: person =>
      workspace.require().use('write', vault => {
        attendance.signOut(vault, person)
        return list()
      }),
  }
}
