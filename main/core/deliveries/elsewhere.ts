import type { DestinationId } from '../../../shared/deliveries.ts'
import { step } from '../../../shared/delivery-steps.ts'
import type { Elsewhere } from './destination.ts'

/** What takes keys online alone: nothing can be brought there over a gap, and this is done instead. */

const elsewhere = (
  id: DestinationId,
  code: 'instead-mediaconvert' | 'instead-mediapackage' | 'instead-cloudfront-kms',
  instead: readonly DestinationId[],
): Elsewhere => ({
  ...{ kind: 'elsewhere', id, instead },
  instructions: { prepare: [step(code, {})], arrive: [], proof: [], watch: [], disable: [] },
})

export const mediaConvert = elsewhere('mediaconvert', 'instead-mediaconvert', [
  'shaka-cenc',
  'ffmpeg-hls',
  's3-sse-kms',
])
export const mediaPackage = elsewhere('mediapackage', 'instead-mediapackage', [
  'shaka-cenc',
  'ffmpeg-hls',
])
export const cloudfrontSseKms = elsewhere('cloudfront-sse-kms', 'instead-cloudfront-kms', [
  's3-sse-kms',
  'cloudfront',
])
