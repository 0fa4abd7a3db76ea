import { DECODERS, type DecoderName } from './decoders.ts'
import { degraded, type Kind, kinds } from './degraded-set.ts'

/** How many pictures of a kind each decoder read, and how many it read as something else. */
export interface Rates {
  readonly kind: Kind
  readonly count: number
  readonly read: Readonly<Record<DecoderName, number>>
  readonly misread: number
}

/** Shows the same pictures to each decoder. */
export async function* decodeRates(
  count: number,
  names: readonly DecoderName[],
): AsyncGenerator<Rates> {
  for (const kind of kinds) {
    const set = Array.from({ length: count }, (_, number) => degraded(kind, number))
    const read: Record<string, number> = {}
    let misread = 0
    for (const name of names) {
      const texts = await DECODERS[name](set.map(({ image }) => image))
      read[name] = texts.filter((text, i) => text === set[i]?.text).length
      misread += texts.filter((text, i) => text !== null && text !== set[i]?.text).length
    }
    yield { kind, count, read: read as Rates['read'], misread }
  }
}
