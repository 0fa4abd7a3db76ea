/** The age format: headers, payload, identities and recipients of both kinds. */

export {
  createHeader,
  findHeaderEnd,
  HEADER_LIMIT,
  matchHeaders,
  openDamagedHeader,
  openHeader,
  readAgeFile,
  splitAgeFile,
} from './header.ts'
export {
  ageIdentity,
  identityText,
  quorumSeed,
  recipientOf,
  recipientOfIdentity,
  SEED_BYTES,
} from './identity.ts'
export { ageIdentityText } from './identity-text.ts'
export {
  CHUNK,
  type ChunkRun,
  type OpenedRun,
  openChunks,
  openOneChunk,
  PAYLOAD_NONCE,
  payloadKey,
  SEALED_CHUNK,
  sealChunks,
  sealedLength,
  TAG,
} from './payload.ts'
