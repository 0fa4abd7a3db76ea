/** The room check: is this machine fit for a ceremony? */
import * as z from 'zod'
import { ROOM_CHECKS, roomEvidence } from '../codes/room.ts'

const roomCheckName = z.enum(ROOM_CHECKS)

export const roomCheck = z.strictObject({
  check: roomCheckName,
  /** `unknown`: this system does not tell. Both others than `passed` need somebody's reason to go on. */
  result: z.enum(['passed', 'failed', 'unknown']),
  /** What was found, and where. */
  evidence: roomEvidence,
})

/** Going on in spite of a check, with the reason that the ceremony record will show. Public. */
export const override = z.strictObject({
  check: roomCheckName,
  reason: z.string().min(1).max(400),
})
