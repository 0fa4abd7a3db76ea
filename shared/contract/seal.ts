/** Keys for what is secret in a call. */
import * as z from 'zod'
import { nothing } from '../field.ts'

export const sealCalls = {
  /**
   * Before every call that has a secret in it, or is answered with one: a key of the main side that serves
   * once. The client asks by itself. Works while locked.
   */
  'seal.offer': {
    input: nothing,
    output: z.strictObject({
      /** Names it. */
      offer: z
        .string()
        .regex(/^[0-9a-f]{32}$/)
        .meta({ examples: ['00112233445566770011223344556677'] }),
      /** X25519, 64 hex digits. */
      publicKey: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .meta({ examples: ['09'.padEnd(64, '0')] }),
    }),
  },
} as const
