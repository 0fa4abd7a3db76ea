import { DESTINATION_IDS, type DestinationId } from '../../../shared/deliveries.ts'
import { KeyclaveError, refuse } from '../../../shared/errors.ts'
import { awsKms } from './aws-kms.ts'
import { azureHsm } from './azure-hsm.ts'
import { checkKey } from './checks.ts'
import { cloudfront } from './cloudfront.ts'
import type {
  DeliveredKey,
  DeliveryRequest,
  Destination,
  Elsewhere,
  Prepared,
  PreparedTogether,
  RequestTogether,
} from './destination.ts'
import { cloudfrontSseKms, mediaConvert, mediaPackage } from './elsewhere.ts'
import { encryptionSdk } from './encryption-sdk.ts'
import { gcpKms } from './gcp-kms.ts'
import { ffmpegCenc, ffmpegHls, shakaCenc } from './media.ts'
import { age, cms, openpgp } from './people.ts'
import { pkcs11 } from './pkcs11.ts'
import { s3SseC, s3SseKms, s3SseS3 } from './s3.ts'
import { transit } from './transit.ts'

/** Every destination. Another one is a module, a line here, and its words. */
export const DESTINATIONS: { readonly [id in DestinationId]: Destination | Elsewhere } = {
  'aws-kms': awsKms,
  transit,
  'gcp-kms': gcpKms,
  'azure-hsm': azureHsm,
  pkcs11,
  's3-sse-c': s3SseC,
  's3-sse-kms': s3SseKms,
  's3-sse-s3': s3SseS3,
  'aws-encryption-sdk': encryptionSdk,
  'ffmpeg-hls': ffmpegHls,
  'ffmpeg-cenc': ffmpegCenc,
  'shaka-cenc': shakaCenc,
  cloudfront,
  age,
  cms,
  openpgp,
  mediaconvert: mediaConvert,
  mediapackage: mediaPackage,
  'cloudfront-sse-kms': cloudfrontSseKms,
}

const isDestination = (given: string): given is DestinationId => Object.hasOwn(DESTINATIONS, given)

/** @throws DELIVERY_DESTINATION */
export function destinationNamed(given: string): Destination | Elsewhere {
  if (!isDestination(given)) throw refuse('DELIVERY_DESTINATION', { given, known: DESTINATION_IDS })
  return DESTINATIONS[given]
}

/** Whether a destination takes a key of this kind and size. */
export function fits(id: DestinationId, key: DeliveredKey): boolean {
  const destination = DESTINATIONS[id]
  if (destination.kind === 'elsewhere') return false
  try {
    checkKey(id, destination.accepts, key)
    return true
  } catch (error) {
    if (error instanceof KeyclaveError) return false
    throw error
  }
}

/**
 * Checks a delivery by what is public: no share, no passphrase, no secret.
 *
 * @throws DELIVERY_DESTINATION, DELIVERY_ONLINE, and what the destination's preflight refuses
 */
export const prepareDelivery = (given: string, request: DeliveryRequest): Prepared =>
  overTheGap(given).prepare(request)

/**
 * The same of several keys in one package.
 *
 * @throws DELIVERY_ONE_KEY, and as `prepareDelivery`
 */
export function prepareTogether(given: string, request: RequestTogether): PreparedTogether {
  const { id, prepareTogether: prepare } = overTheGap(given)
  if (prepare !== null) return prepare(request)
  throw refuse('DELIVERY_ONE_KEY', {
    ...{ destination: id, keys: request.keys.length },
    together: DESTINATION_IDS.filter(takesSeveral),
  })
}

function takesSeveral(id: DestinationId): boolean {
  const destination = DESTINATIONS[id]
  return destination.kind === 'destination' && destination.prepareTogether !== null
}

/** @throws DELIVERY_DESTINATION, DELIVERY_ONLINE */
function overTheGap(given: string): Destination {
  const destination = destinationNamed(given)
  if (destination.kind === 'destination') return destination
  const { id, instead } = destination
  throw refuse('DELIVERY_ONLINE', { destination: id, instead })
}
