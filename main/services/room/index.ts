/** The room check before a ceremony: network, swap, memory, clock. */

export { type ClockCheck, clockOfCommand } from './asked-clock.ts'
export type { RoomCheck } from './finding.ts'
export { knownTime } from './known-time.ts'
export { type ClockTools, requireClock } from './required-clock.ts'
export { createRoom, type ProgramAnswer, type Room } from './room.ts'
export { WindowClock } from './window-clock.ts'
