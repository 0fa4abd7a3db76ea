import type { PairAlgorithm } from '../../../shared/key-pairs.ts'
import { copySecret, secretNamed, serveOnce, wipe } from '../bytes/index.ts'
import type { PairWork } from './key-pair.ts'
import { makePair, provesPair, readPair, type ShownPair, type WholePair } from './private-key.ts'

/** Makes, reads and proves key pairs; see key-pair.ts and private-key.ts. */

const given = ({ shown, privateKey }: WholePair) => ({ output: shown, secrets: { privateKey } })

/** Pairs by what is public of them, and the private half of each. */
function make(
  algorithms: readonly PairAlgorithm[],
  chance: (place: string) => Buffer,
): { readonly output: (ShownPair | null)[]; readonly secrets: { [place: string]: Buffer } } {
  const output: (ShownPair | null)[] = []
  const secrets: { [place: string]: Buffer } = {}
  for (const [i, algorithm] of algorithms.entries()) {
    const made = makePair(algorithm, chance(`${i}`))
    output.push(made?.shown ?? null)
    if (made !== null) secrets[`${i}`] = made.privateKey
  }
  return { output, secrets }
}

serveOnce<PairWork, ShownPair | readonly (ShownPair | null)[] | boolean>(async (work, secrets) => {
  if (work.does === 'make') {
    return make(work.algorithms, place => secretNamed(secrets, place))
  }
  // The library takes no memory that threads share.
  const own = copySecret(secretNamed(secrets, work.does === 'read' ? 'file' : 'privateKey'))
  try {
    return work.does === 'read' ? given(readPair(own)) : { output: provesPair(own, work) }
  } finally {
    wipe(own)
  }
})
