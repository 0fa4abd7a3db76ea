import { Buffer } from 'node:buffer'
import {
  constants,
  createCipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
} from 'node:crypto'
import { cmac } from '@noble/ciphers/aes.js'
import { md5 } from '@noble/hashes/legacy.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { assertNever, refuse } from '../../../shared/errors.ts'
import { PAYLOAD_NONCE, payloadKey, sealChunks, sealedLength } from '../age/index.ts'
import { aead, copySecret, osRandom, secretNamed, serveOnce, wipe } from '../bytes/index.ts'
import { wrapKwp } from './aes-kwp.ts'
import { sealCms } from './cms.ts'
import { sealOpenPgp } from './openpgp-message.ts'
import { encryptOaep, wrapRsaAes } from './rsa-oaep.ts'
import { unfit } from './unfit.ts'
import {
  type Content,
  type Envelope,
  kekAt,
  type Part,
  plainAt,
  secretAt,
  type Values,
  type ValueWork,
  type WrapOutput,
  type WrapWork,
} from './wrapping.ts'

/** Wraps one secret; see wrapping.ts. Here, and only here, it is plain, and where a form asks for it a string. */

/** The secret of one job, and the key under which it may be wrapped. */
interface Given {
  readonly secret: Buffer
  readonly kek: () => Buffer
}

/** The secret in its form, in memory of its own. */
function contentOf(content: Content, secret: Buffer): Buffer {
  switch (content.form) {
    case 'raw':
      return copySecret(secret)
    case 'hex':
      return copySecret(
        Buffer.from(`${content.before}${bytesToHex(secret)}${content.after}`, 'latin1'),
      )
    case 'pkcs1-pem': {
      const pem = privateKey(secret).export({ type: 'pkcs1', format: 'pem' })
      return copySecret(Buffer.from(pem))
    }
    default:
      return assertNever(content)
  }
}

const privateKey = (pkcs8: Buffer) => createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })

/** An RSA key in PEM, as somebody gives it in a file. @throws DELIVERY_FILE {not-private-key, not-rsa} */
function privateKeyIn(pem: Buffer): KeyObject {
  const key = readPrivateKey(pem)
  if (key === null) throw unfit('private-half', 'not-private-key')
  if (key.asymmetricKeyType !== 'rsa') throw unfit('private-half', 'not-rsa')
  return key
}

function readPrivateKey(pem: Buffer): KeyObject | null {
  try {
    return createPrivateKey({ key: pem, format: 'pem' })
  } catch {
    return null
  }
}

async function sealAge(recipients: readonly string[], plain: Buffer): Promise<Buffer> {
  // Loaded where it is wanted: most destinations have no use for it.
  const { wrapFileKey } = await import('../age/in-worker.ts')
  const nonce = osRandom(PAYLOAD_NONCE)
  const { header, fileKey } = await wrapFileKey(recipients)
  const key = payloadKey(fileKey, nonce)
  try {
    const payload = Buffer.alloc(sealedLength(plain.length))
    sealChunks(key, { first: 0, last: true }, [plain], payload)
    return Buffer.concat([header, nonce, payload])
  } finally {
    wipe(fileKey, key)
  }
}

/** Null: nothing closes it. */
async function close(envelope: Envelope, plain: Buffer, given: Given): Promise<Buffer | null> {
  switch (envelope.by) {
    case 'rsa-oaep':
      return encryptOaep(envelope.spki, envelope.hash, plain)
    case 'rsa-aes':
      return wrapRsaAes(envelope.spki, envelope.hash, plain)
    case 'aes-kwp':
      return wrapKwp(given.kek(), plain)
    case 'age':
      return await sealAge(envelope.recipients, plain)
    case 'cms':
      return sealCms(envelope.recipients, plain)
    case 'openpgp':
      return sealOpenPgp(envelope.key, plain)
    case 'nothing':
      return null
    default:
      return assertNever(envelope)
  }
}

/** The first three bytes of AES-ECB over a zero block, as HSMs show them (CKA_CHECK_VALUE). */
const ecbCheck = (key: Buffer): string => {
  const cipher = createCipheriv(`aes-${key.length * 8}-ecb`, key, null).setAutoPadding(false)
  return cipher.update(Buffer.alloc(16)).subarray(0, 3).toString('hex')
}

type Transit = Extract<ValueWork, { value: 'transit' }>

/** `vault:v1:` and nonce ‖ ciphertext ‖ tag in base64: what transit itself would have made. */
function transitProof({ cipher, version, text }: Transit, key: Buffer): string {
  const plain = Buffer.from(text)
  const nonce = osRandom(12)
  if (cipher === 'hmac') {
    return `vault:v${version}:${createHmac('sha256', key).update(plain).digest('base64')}`
  }
  if (cipher === 'aes-gcm') {
    const gcm = createCipheriv(key.length === 16 ? 'aes-128-gcm' : 'aes-256-gcm', key, nonce)
    const sealed = Buffer.concat([gcm.update(plain), gcm.final(), gcm.getAuthTag()])
    return `vault:v${version}:${Buffer.concat([nonce, sealed]).toString('base64')}`
  }
  const sealed = Buffer.alloc(plain.length + 16)
  aead.crypto_aead_chacha20poly1305_ietf_encrypt(sealed, plain, null, null, nonce, key)
  return `vault:v${version}:${Buffer.concat([nonce, sealed]).toString('base64')}`
}

function toldBy(work: ValueWork, secret: Buffer): Values {
  switch (work.value) {
    case 'check-values': {
      const whole = Buffer.from(cmac(Buffer.alloc(16), secret))
      return { ecbCheck: ecbCheck(secret), cmacCheck: whole.subarray(0, 5).toString('hex') }
    }
    case 'md5':
      return { md5: Buffer.from(md5(secret)).toString('base64') }
    case 'transit':
      return { transit: transitProof(work, secret) }
    case 'cloudfront': {
      const half = work.from === 'pem' ? privateKeyIn(secret) : privateKey(secret)
      const key = { key: half, padding: constants.RSA_PKCS1_PADDING }
      const signature = sign('sha1', Buffer.from(work.policy), key).toString('base64')
      return { cloudfront: inQuery(signature) }
    }
    case 'public-half': {
      const half = createPublicKey(privateKeyIn(secret)).export({ format: 'der', type: 'spki' })
      return { publicHalf: half.toString('base64') }
    }
    default:
      return assertNever(work)
  }
}

/** Base64 with what a query cannot hold replaced, as CloudFront's manual has it. */
const inQuery = (base64: string): string =>
  base64.replaceAll('+', '-').replaceAll('=', '_').replaceAll('/', '~')

/** @throws DELIVERY_CHECK_VALUE */
function kekValue(job: WrapWork, given: Given): Values {
  if (!job.parts.some(({ envelope }) => envelope.by === 'aes-kwp')) return {}
  const kekCheck = ecbCheck(given.kek())
  if (job.kekCheck !== null && job.kekCheck !== kekCheck) {
    throw refuse('DELIVERY_CHECK_VALUE', { have: kekCheck, given: job.kekCheck })
  }
  return { kekCheck }
}

async function wrapPart(part: Part, given: Given) {
  const plain = contentOf(part.content, given.secret)
  const closed = await close(part.envelope, plain, given)
  if (closed === null) return { name: part.name, plain }
  wipe(plain)
  return { name: part.name, closed }
}

async function wrap(work: WrapWork, given: Given) {
  const values: Values[] = [kekValue(work, given)]
  const parts: { [name: string]: Uint8Array } = {}
  const plain: { [name: string]: Buffer } = {}
  for (const part of work.parts) {
    const { name, closed, plain: open } = await wrapPart(part, given)
    // A copy of its own: a message takes along the whole memory that a buffer is a slice of.
    if (closed !== undefined) parts[name] = new Uint8Array(closed)
    if (open !== undefined) plain[name] = open
  }
  for (const value of work.values) values.push(toldBy(value, given.secret))
  return { output: { parts, values: Object.assign({}, ...values) as Values }, plain }
}

serveOnce<readonly WrapWork[], WrapOutput[]>(async (works, all) => {
  const output: WrapOutput[] = []
  const secrets: { [name: string]: Buffer } = {}
  for (const [number, work] of works.entries()) {
    const done = await wrap(work, {
      secret: secretNamed(all, secretAt(number)),
      kek: () => secretNamed(all, kekAt(number)),
    })
    output.push(done.output)
    for (const [name, bytes] of Object.entries(done.plain)) secrets[plainAt(number, name)] = bytes
  }
  return { output, secrets }
})
