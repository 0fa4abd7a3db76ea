/**
 * A quorum opened with leave: the four ports of every verb that opens one, and the order that holds at
 * both desks.
 */

export { backupHeader } from './backup-header.ts'
export {
  type CommandTools,
  type OpenedWithLeave,
  type OpeningCommand,
  type OpeningPorts,
  openWithLeave,
  withPorts,
} from './open-with-leave.ts'
