import type { DeliveriesWording } from '../../wording/deliveries.ts'
import { steps } from './steps.ts'

/** How a key is taken out of use at each destination: what the package says as well, where it says no name. */
const SEALED_KEY = 'Encrypt anew under the next key what this one protects there.'
const AS_A_PERSON = steps['person-disable']({})

export const disable: DeliveriesWording['disable'] = {
  'aws-kms': steps['aws-kms-disable']({}),
  transit:
    'Import the next version first; then lift min_decryption_version and min_encryption_version above this one. It works at once, on every node that has the change.',
  'gcp-kms': steps['gcp-kms-disable']({}),
  'azure-hsm': steps['azure-disable']({}),
  pkcs11: steps['pkcs11-disable']({}),
  's3-sse-c': steps['s3-disable']({}),
  's3-sse-kms': steps['s3-kms-disable']({}),
  's3-sse-s3': steps['s3-own-disable']({}),
  'aws-encryption-sdk': steps['sdk-disable']({}),
  'ffmpeg-hls': steps['hls-disable']({}),
  'ffmpeg-cenc': SEALED_KEY,
  'shaka-cenc': SEALED_KEY,
  cloudfront: steps['cloudfront-disable']({}),
  age: AS_A_PERSON,
  cms: AS_A_PERSON,
  openpgp: AS_A_PERSON,
  mediaconvert: SEALED_KEY,
  mediapackage: SEALED_KEY,
  'cloudfront-sse-kms': SEALED_KEY,
}
