/**
 * Bytes of secrets and streams: randomness, hashing, key derivation, wiping, one-shot workers. Knows
 * nothing of Keyclave’s words.
 */

export { type ByteSource, copyBytes, fill, lengthOf, prepend } from './byte-source.ts'
export { type CallKey, type OfferedKey, offerKey } from './call-keys.ts'
export { aead } from './chacha20-poly1305.ts'
export { mixIn, randomBelow } from './entropy.ts'
export { fileHash } from './file-hash.ts'
export { hkdf, hkdfOfBoth } from './hkdf.ts'
export { inHalves } from './in-halves.ts'
export { inOrder } from './in-order.ts'
export { runOnce, type Secrets, serveOnce } from './one-shot-worker.ts'
export { osRandom, type RandomSource } from './random.ts'
export { refusalIn } from './refusal-in.ts'
export { allocSecret, copySecret, equalSecrets, wipe } from './secret.ts'
export { bytesAt, type SeekableSource } from './seekable-source.ts'
export { taggedHash, taggedHexHash, taggedTextHash } from './tagged-hash.ts'
export { Turn } from './turn.ts'
export { secretNamed } from './worker-secret.ts'
