import assert from 'node:assert/strict'
import { inflateSync } from 'node:zlib'

/** A test vector of C2SP/CCTV for age (c2sp.org/CCTV/age, "Format"). */
export interface Vector {
  readonly expect: string
  /** SHA-256 of what may be released, also when the file fails later. */
  readonly payload: string | null
  readonly identities: readonly string[]
  readonly passphrases: readonly string[]
  readonly armored: boolean
  readonly file: Buffer
}

const KNOWN = /^(expect|payload|identity|passphrase|armored|compressed|file key|comment)$/

export function parseVector(bytes: Buffer): Vector {
  const end = bytes.indexOf('\n\n')
  const lines = bytes.subarray(0, end).toString().split('\n')
  const fields = lines.map(line => {
    const [, key = '', value = ''] = /^([^:]+): (.*)$/.exec(line) ?? []
    assert.match(key, KNOWN)
    return { key, value }
  })
  const all = (key: string) => fields.filter(field => field.key === key).map(field => field.value)
  const body = bytes.subarray(end + 2)
  return {
    expect: all('expect')[0] ?? '',
    payload: all('payload')[0] ?? null,
    identities: all('identity'),
    passphrases: all('passphrase'),
    armored: all('armored')[0] === 'yes',
    file: all('compressed')[0] === 'zlib' ? inflateSync(body) : body,
  }
}
