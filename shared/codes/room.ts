/** What a check of the room found, and where. */
import * as z from 'zod'
import { flag, text, texts, whole } from './field.ts'

const kind = <const Kind extends string, const Shape extends z.core.$ZodLooseShape>(
  name: Kind,
  shape: Shape,
) => z.strictObject({ kind: z.literal(name), ...shape })

/** An instant, RFC 3339 in UTC. */
const time = text

export const roomEvidence = z.discriminatedUnion('kind', [
  /** For systems that do not say it in files. */
  kind('not-told', {}),
  /** `isolated`: Keyclave itself has no network whatever the machine has. */
  kind('no-interface', { isolated: flag }),
  kind('interfaces-up', { interfaces: texts, isolated: flag }),
  kind('swap-on', { names: texts }),
  kind('swap-in-memory', {}),
  kind('no-swap', {}),
  kind('cores-discarded', { collector: text }),
  kind('cores-collected', { collector: text }),
  kind('cores-off', {}),
  kind('cores-on', { limit: text, pattern: text }),
  kind('no-hibernation', {}),
  kind('hibernates-to', { names: texts }),
  kind('nowhere-to-hibernate', {}),
  kind('clock', { time }),
  /** A day. */
  kind('clock-before-program', { time, made: text }),
  kind('clock-before-log', { time, last: time }),
  kind('clock-far-ahead', { time, years: whole }),
  kind('free-space', {
    /** A device or a kind of file system: no path of anybody's folders. */
    places: z.array(z.strictObject({ device: text, megabytes: whole })).readonly(),
  }),
  kind('free-space-not-told', {}),
  kind('virtual-firmware', { firmware: text }),
  kind('hypervisor', {}),
  /** `firmware` is empty where it has no name. */
  kind('no-hypervisor', { firmware: text }),
  kind('wrong-answers', { names: texts }),
  kind('right-answers', { names: texts }),
])
export type RoomEvidence = z.infer<typeof roomEvidence>

export const ROOM_CHECKS = [
  'network',
  'swap',
  'core-dumps',
  'hibernation',
  'clock',
  'disk',
  'virtual-machine',
  'self-test',
] as const
export type RoomCheckName = (typeof ROOM_CHECKS)[number]
