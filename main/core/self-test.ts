import { Buffer } from 'node:buffer'
import { createHash, createHmac } from 'node:crypto'
import { decodeShare } from '../../shared/share.ts'
import { cardEntries, parseWord, shareToWords, wordsToShare } from '../../shared/share-text.ts'
import { quorumSeed, recipientOf, sealChunks, sealedLength } from './age/index.ts'
import { hkdf } from './bytes/index.ts'
import { aesCmac, publicHalfOf } from './kit/index.ts'
import { deriveKp } from './passphrase/index.ts'
import { combineShares, interpolate, MatchingShares } from './share/index.ts'

/**
 * Known answers, computed on the machine that is about to make keys: broken memory, a broken library or
 * a changed program shows here, before anything depends on it (the idea: FIPS 140-3, self-tests).
 *
 * The inputs are published or made up; nothing here is secret.
 */

/** One known answer. */
export interface KnownAnswer {
  readonly name: string
  /** Computes it anew, in hex. */
  readonly compute: () => string | Promise<string>
  readonly answer: string
}

const hex = (text: string): Buffer => Buffer.from(text, 'hex')
const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** Which blind the shares are combined with makes no difference to what comes out. */
const ANY_BLIND = (length: number): Buffer => Buffer.alloc(length, 0x5a)

const PAYLOAD_KEY = hex('808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f')

/** test/vectors/keys, "ascii, classic". */
const DERIVATION = {
  setId: '97235be2ff',
  secret: '097050145b3ccd41ea2a917d618c42cfa16f23c85389891e6c9f659d6c408846',
  passphrase: 'unmixed tarantula yo-yo gumdrop',
  kp: '969c6a63b10d05183e5a8974ede499be3b3829926f26d6d4edd3309b7923da3e',
  seed: '39a2db572c93795b996bc8eba1aaf47eaf0c26740e6094e516bc91fa4cb4bdef',
  recipient: 'age1xx373c2zektl5urma6883sf6zwqfe5geynql5y7zd2zafsxhwv7sfzyj7v',
}

const ED25519 = {
  seed: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
  publicKey: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
}

const P256 = {
  scalar: 'c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721',
  point:
    '0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb67903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299',
}

/** test/vectors/share, "hybrid 3 of 5": shares 1, 3 and 5. */
const SHARED = {
  secret: '2e7b6505515bab7ad9f9bd9a9e66d6ae08f2a508f716337fb9e748e346e98454',
  shares: [
    '2335bd1e83280301f7575b587406b719c0fb1382c5c16a95a307bc6c68ef60604cd26b49db4fd3226b4167f4',
    '2335bd1e832803031488290cded4c779f9cfd06d8544ff99d7b7529494173711134832e0cfd8766cbe4a5742',
    '2335bd1e8328030501d2876f9a026a7b9e53ba1abaa9ba78b77b2a41d65e2da3681ca5a13f43a80c167e4df8',
  ],
}

const KNOWN_ANSWERS: readonly KnownAnswer[] = [
  {
    name: 'SHA-256', // FIPS 180-4, "abc"
    compute: () => createHash('sha256').update('abc').digest('hex'),
    answer: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  },
  {
    name: 'HMAC-SHA-256', // RFC 4231, test case 2
    compute: () =>
      createHmac('sha256', 'Jefe').update('what do ya want for nothing?').digest('hex'),
    answer: '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  },
  {
    name: 'HKDF-SHA-256', // RFC 5869, test case 3 (no salt, no info)
    compute: () => toHex(hkdf(Buffer.alloc(22, 0x0b), Buffer.alloc(0), '', 42)),
    answer: '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
  },
  {
    name: 'AES-CMAC', // RFC 4493, example 2
    compute: () =>
      toHex(
        aesCmac(hex('2b7e151628aed2a6abf7158809cf4f3c'), hex('6bc1bee22e409f96e93d7e117393172a')),
      ),
    answer: '070a16b46b4d4144f79bdd9dd04a287c',
  },
  {
    name: 'key pair, Ed25519', // RFC 8032, test 2
    compute: () => publicHalf(`302e020100300506032b657004220420${ED25519.seed}`),
    answer: `302a300506032b6570032100${ED25519.publicKey}`,
  },
  {
    name: 'key pair, EC P-256', // RFC 6979, A.2.5
    compute: () =>
      publicHalf(
        `308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420${P256.scalar}a144034200${P256.point}`,
      ),
    answer: `3059301306072a8648ce3d020106082a8648ce3d030107034200${P256.point}`,
  },
  {
    name: 'ChaCha20-Poly1305', // computed with OpenSSL 3
    compute: sealPayload,
    answer: '150bb8b1c5e63dfa278e899000bde030c9cd902dae0b476c',
  },
  {
    name: 'Argon2id',
    compute: async () =>
      toHex(await deriveKp(Buffer.from(DERIVATION.passphrase), hex(DERIVATION.setId), 1)),
    answer: DERIVATION.kp,
  },
  {
    name: 'quorum identity',
    compute: () => {
      const { secret, kp, setId } = DERIVATION
      return toHex(quorumSeed(hex(secret), hex(kp), hex(setId)))
    },
    answer: DERIVATION.seed,
  },
  {
    name: 'age recipient',
    compute: async () => toHex(Buffer.from(await recipientOf(hex(DERIVATION.seed), 'classic'))),
    answer: toHex(Buffer.from(DERIVATION.recipient)),
  },
  {
    name: 'secret sharing',
    compute: async () => {
      const set = new MatchingShares()
      for (const share of SHARED.shares) set.add(hex(share))
      return toHex(await combineShares(set.all(), ANY_BLIND))
    },
    answer: SHARED.secret,
  },
  {
    name: 'secret sharing, second implementation',
    compute: () => {
      const points = SHARED.shares.map(share => decodeShare(hex(share)))
      const value = interpolate(
        points.map(({ index, value }) => ({ x: index, y: value })),
        0,
      )
      return toHex(value.subarray(0, 32))
    },
    answer: SHARED.secret,
  },
  {
    name: 'share words',
    compute: () => {
      const [share = ''] = SHARED.shares
      return toHex(wordsToShare(cardEntries(shareToWords(hex(share)).map(parseWord))))
    },
    answer: SHARED.shares[0] ?? '',
  },
]

/** How the known answers came out. */
export interface SelfTest {
  readonly passed: readonly string[]
  readonly failed: readonly string[]
}

/** Computes every known answer; one that throws has failed. */
export async function runSelfTest(
  answers: readonly KnownAnswer[] = KNOWN_ANSWERS,
): Promise<SelfTest> {
  const passed: string[] = []
  const failed: string[] = []
  for (const { name, compute, answer } of answers) {
    const computed = await Promise.resolve()
      .then(compute)
      .catch(() => '')
    if (computed === answer) passed.push(name)
    else failed.push(name)
  }
  return { passed, failed }
}

/** The public half of a PKCS#8 key, both in hex. */
const publicHalf = async (pkcs8: string): Promise<string> =>
  toHex(Buffer.from(await publicHalfOf(hex(pkcs8)), 'base64'))

/** The payload of an age file that holds "keyclave". */
function sealPayload(): string {
  const plain = Buffer.from('keyclave')
  const sealed = Buffer.alloc(sealedLength(plain.length))
  sealChunks(PAYLOAD_KEY, { first: 0, last: true }, [plain], sealed)
  return toHex(sealed)
}
