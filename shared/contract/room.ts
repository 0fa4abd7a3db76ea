/** The room check: is this machine fit for a ceremony? */
import * as z from 'zod'

const roomCheckName = z.enum([
  'network',
  'swap',
  'core-dumps',
  'hibernation',
  'clock',
  'disk',
  'virtual-machine',
  'self-test',
])

export const roomCheck = z.strictObject({
  check: roomCheckName,
  /** `unknown`: this system does not tell. Both others than `passed` need somebody's reason to go on. */
  result: z.enum(['passed', 'failed', 'unknown']),
  /** What was checked: "No network interface". */
  title: z.string(),
  /** What was found, and where: "eth0 is up (/sys/class/net)". */
  evidence: z.string(),
  /** Why it matters, and what to do about it. */
  why: z.string(),
})

/** Going on in spite of a check, with the reason that the ceremony record will show. Public. */
export const override = z.strictObject({
  check: roomCheckName,
  reason: z.string().min(1).max(400),
})
