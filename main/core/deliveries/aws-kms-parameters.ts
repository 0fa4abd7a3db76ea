import { Buffer } from 'node:buffer'
import type { DeliveryFile } from '../../../shared/delivery-file.ts'
import { refuse } from '../../../shared/errors.ts'
import {
  base64Of,
  notTooLarge,
  publicKeyOf,
  type RsaPublicKey,
  readRsaPublicKey,
  unfit,
} from '../wrapping/index.ts'
import type { Given } from './asked.ts'
import { readFields, textField, timeField } from './parameters.ts'
import { readZip } from './zip.ts'

/**
 * What AWS KMS gives for an import: a wrapping key and a token that belong together, as the CLI prints them
 * (version 1: the time as a number; version 2: as text), as the console's ZIP, or as its two files.
 *
 * Source: botocore, service model kms/2014-11-01, GetParametersForImport.
 */
export interface KmsParameters {
  readonly key: RsaPublicKey
  readonly token: Buffer
  /** Null: the files do not say; 24 hours after they were asked for. */
  readonly validTo: Date | null
  /** The ARN; null: the files do not say. */
  readonly keyArn: string | null
}

const ARN = /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]{1,64}$/
const LONGEST_TOKEN = 6144

type Files = { readonly [name: string]: Uint8Array }

/** @throws DELIVERY_ASKED unless one way of giving them was used, DELIVERY_FILE */
export function readKmsParameters(files: Files, given: Given): KmsParameters {
  const { parameters, zip, 'public-key': key, token } = files
  const ways = [parameters, zip, key ?? token].filter(way => way !== undefined).length
  const lacks = key !== undefined && token === undefined ? ['token'] : []
  const missing = ways === 0 ? ['parameters'] : lacks.length > 0 ? lacks : []
  if (token !== undefined && key === undefined) missing.push('public-key')
  if (missing.length > 0 || ways > 1) {
    const unknown = ways > 1 ? Object.keys(files).slice(1) : []
    throw refuse('DELIVERY_ASKED', { destination: 'aws-kms', missing, unknown })
  }
  if (parameters !== undefined) return ofCommand(parameters)
  const said = given['valid-to']
  const validTo = said === undefined ? null : new Date(said)
  const loose = { validTo, keyArn: null }
  if (zip !== undefined) return { ...ofZip(zip), ...loose }
  return { ...ofFiles(key ?? Buffer.alloc(0), token ?? Buffer.alloc(0)), ...loose }
}

function ofCommand(bytes: Uint8Array): KmsParameters {
  const file = 'aws-parameters'
  const fields = readFields(bytes, file)
  const keyArn = textField(fields, 'KeyId', file)
  if (!ARN.test(keyArn)) throw unfit(file, 'field-not-text', 'KeyId')
  const key = base64Of(textField(fields, 'PublicKey', file), file, 'PublicKey')
  const token = base64Of(textField(fields, 'ImportToken', file), file, 'ImportToken')
  const validTo = timeField(fields, 'ParametersValidTo', file)
  if (isKey(token)) throw unfit(file, isKey(key) ? 'key-instead' : 'token-instead')
  return { key: rsaOf(key, file), token: tokenOf(token, file), validTo, keyArn }
}

function ofZip(bytes: Uint8Array) {
  const found = readZip(notTooLarge(bytes, 'aws-zip'), 'aws-zip')
  const member = (...names: readonly string[]): Buffer => {
    const name = names.find(one => found.has(one))
    const content = name === undefined ? undefined : found.get(name)
    if (content === undefined) throw unfit('aws-zip', 'field-missing', names[0] ?? null)
    return content
  }
  return ofFiles(member('WrappingPublicKey.bin', 'PublicKey.bin'), member('ImportToken.bin'))
}

function ofFiles(key: Uint8Array, token: Uint8Array) {
  if (isKey(token)) throw unfit('aws-token', 'key-instead')
  return {
    key: readRsaPublicKey(key, 'aws-public-key'),
    token: tokenOf(notTooLarge(token, 'aws-token'), 'aws-token'),
  }
}

function isKey(bytes: Uint8Array): boolean {
  try {
    publicKeyOf(bytes, 'aws-public-key')
    return true
  } catch {
    return false
  }
}

function rsaOf(bytes: Uint8Array, file: DeliveryFile): RsaPublicKey {
  const key = publicKeyOf(bytes, file)
  if (key.kind !== 'rsa') throw unfit(file, 'not-rsa')
  return key
}

function tokenOf(token: Buffer, file: DeliveryFile): Buffer {
  if (token.length > LONGEST_TOKEN) throw unfit(file, 'too-large', 'ImportToken')
  return token
}
