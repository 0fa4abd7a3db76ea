/** Deliveries: what each destination accepts, what is checked before, how a key is wrapped for it, what is done there, and the receipt. */

export type { AskedOption } from './asked.ts'
export { type Delivery, type DeliveryTogether, deliver, deliverTogether } from './deliver.ts'
export type {
  DeliveredKey,
  DeliveryRequest,
  Prepared,
  PreparedTogether,
} from './destination.ts'
export { mediaKeyId } from './media.ts'
export { keyIdsOfMedia } from './media-boxes.ts'
export { MOST_TOGETHER, partNames } from './part-names.ts'
export {
  checkValuesOf,
  newReceipt,
  RECEIPT_LIMIT,
  type Receipt,
  receiptToBytes,
  verifyReceipt,
} from './receipt.ts'
export {
  DESTINATIONS,
  destinationNamed,
  fits,
  prepareDelivery,
  prepareTogether,
} from './registry.ts'
export {
  newSealedShare,
  parseSealedShare,
  SEALED_SHARE_LIMIT,
  type SealedShare,
  sealedShareToBytes,
} from './sealed-share.ts'
export {
  policyText,
  readSignedUrl,
  requireAccepted,
  requirePairId,
  requireSignable,
  type SignedUrl,
  signedUrl,
  type UrlPolicy,
} from './signed-url.ts'
