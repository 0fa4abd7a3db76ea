/**
 * An unwrapper of its own, with OpenSSL's functions, which no code of ours uses: run as a program of Node
 * without the guard. Takes lists of blobs on standard input, answers each with hexadecimal or null.
 */
import { constants, createDecipheriv, createPrivateKey, privateDecrypt } from 'node:crypto'
import { text } from 'node:stream/consumers'

export interface Job {
  readonly by: 'oaep' | 'rsa-aes' | 'kwp'
  /** PKCS#8 in DER, base64; of KWP the key. */
  readonly key: string
  readonly hash: string
  readonly label?: string
  /** Base64. */
  readonly blobs: readonly string[]
}

const { key, by, hash, label, blobs } = JSON.parse(await text(process.stdin)) as Job
const bytes = Buffer.from(key, 'base64')
const rsa = by === 'kwp' ? null : createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' })

function unwrapOaep(blob: Buffer): Buffer {
  if (rsa === null) throw new Error('an RSA key is needed')
  const padding = constants.RSA_PKCS1_OAEP_PADDING
  return privateDecrypt(
    {
      ...{ key: rsa, padding, oaepHash: hash },
      ...(label === undefined ? {} : { oaepLabel: Buffer.from(label, 'hex') }),
    },
    blob,
  )
}

/** RFC 5649 by OpenSSL; the vector is the first half of its constant. */
function unwrapKwp(kek: Buffer, blob: Buffer): Buffer {
  const name = `id-aes${kek.length * 8}-wrap-pad`
  const cipher = createDecipheriv(name, kek, Buffer.from('a65959a6', 'hex'))
  return Buffer.concat([cipher.update(blob), cipher.final()])
}

function unwrapRsaAes(blob: Buffer): Buffer {
  const modulus = (rsa?.asymmetricKeyDetails?.modulusLength ?? 0) / 8
  return unwrapKwp(unwrapOaep(blob.subarray(0, modulus)), blob.subarray(modulus))
}

const unwrap = {
  oaep: unwrapOaep,
  'rsa-aes': unwrapRsaAes,
  kwp: (b: Buffer) => unwrapKwp(bytes, b),
}

const answers = blobs.map(blob => {
  try {
    return unwrap[by](Buffer.from(blob, 'base64')).toString('hex')
  } catch {
    return null
  }
})
process.stdout.write(JSON.stringify(answers))
