/**
 * Wrapping: a secret closed for the way to whoever holds another key (RSA-OAEP, RSA-AES, AES-KWP, CMS, age,
 * OpenPGP), and what those keys look like.
 */

export { readAgeRecipients } from './age-recipient.ts'
export { readCmsRecipient } from './cms-recipients.ts'
export { readOpenPgpKey } from './openpgp-key.ts'
export { publicKeyOf, type RsaPublicKey, readRsaPublicKey } from './public-key.ts'
export { isWholeSealed } from './sealed-structure.ts'
export { base64Of, notTooLarge } from './text-forms.ts'
export { unfit } from './unfit.ts'
export {
  type Envelope,
  type Values,
  type ValueWork,
  type WrapJob,
  type Wrapped,
  wrapAll,
  wrapOnce,
} from './wrapping.ts'
