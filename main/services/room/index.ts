/** The room check before a ceremony: network, swap, memory, clock. */

export type { RoomCheck } from './finding.ts'
export { knownTime } from './known-time.ts'
export { checkClock } from './machine.ts'
export { createRoom, type ProgramAnswer, type Room } from './room.ts'
