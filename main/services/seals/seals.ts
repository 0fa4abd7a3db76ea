import { Buffer } from 'node:buffer'
import {
  openIn,
  SEALED_WITH,
  type SealedWith,
  sealedWithSchema,
  sealIn,
} from '../../../shared/secret/wire.ts'
import {
  type CallKey,
  type OfferedKey,
  offerKey,
  type RandomSource,
  wipe,
} from '../../core/bytes/index.ts'

/** Offers that may wait at once: a window has a few calls under way, not more. */
const MOST_WAITING = 32

/** Keys of the main side: each is offered, serves one call, and is wiped. */
export interface Seals {
  /** A new key, for the next call. Of too many that wait, the oldest is forgotten. */
  readonly offer: () => { readonly offer: string; readonly publicKey: string }
  /**
   * Does a call whose input or output has secrets: opens each into bytes that are wiped when the call is over,
   * and seals the bytes of the output, which are wiped, too.
   *
   * @param payload JSON, as it came
   * @param call    gets it with bytes at the place of what was sealed
   * @returns the output, to be sent; null: it was sealed with no key that waits, or for another call
   */
  readonly during: (
    payload: unknown,
    call: (input: unknown) => Promise<unknown>,
  ) => Promise<{ readonly sealed: unknown } | null>
}

export function createSeals(random: RandomSource): Seals {
  const waiting = new Map<string, OfferedKey>()
  const forgetOldest = (): void => {
    for (const [name, key] of waiting) {
      if (waiting.size <= MOST_WAITING) return
      key.end()
      waiting.delete(name)
    }
  }
  return {
    offer: () => {
      const key = offerKey(random)
      const offer = random(16).toString('hex')
      waiting.set(offer, key)
      forgetOldest()
      return { offer, publicKey: key.publicKey.toString('hex') }
    },

    during: async (payload, call) => {
      const { [SEALED_WITH]: sealedWith, ...input } = payload as {
        readonly [field: string]: unknown
      }
      const key = agreed(waiting, sealedWithSchema.safeParse(sealedWith).data)
      if (key === null) return null
      const own: Uint8Array[] = []
      try {
        const opened = openAll(input, key, own)
        if (opened === null) return null
        const output = await call(opened.input)
        own.push(...bytesIn(output))
        return { sealed: sealIn(output, key.seal) }
      } finally {
        key.end()
        wipe(...own)
      }
    },
  }
}

/** The key of one call, from an offer that waits. */
function agreed(
  waiting: Map<string, OfferedKey>,
  sealedWith: SealedWith | undefined,
): CallKey | null {
  const key = sealedWith && waiting.get(sealedWith.offer)
  if (sealedWith === undefined || key === undefined) return null
  waiting.delete(sealedWith.offer)
  return unlessBroken(() => key.agree(Buffer.from(sealedWith.publicKey, 'hex')), key.end)
}

/** @param own gets the bytes, for whoever wipes them */
function openAll(
  input: unknown,
  key: CallKey,
  own: Uint8Array[],
): { readonly input: unknown } | null {
  let broken = false
  const opened = openIn(input, sealed => {
    const bytes = unlessBroken(() => key.open(sealed))
    broken ||= bytes === null
    const kept = bytes ?? new Uint8Array()
    own.push(kept)
    return kept
  })
  return broken ? null : { input: opened }
}

/** `null` for what the cryptography refuses, whatever it says. */
function unlessBroken<Result>(work: () => Result, always: () => void = () => {}): Result | null {
  try {
    return work()
  } catch {
    return null
  } finally {
    always()
  }
}

function bytesIn(value: unknown): readonly Uint8Array[] {
  if (value instanceof Uint8Array) return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(bytesIn) : []
}
