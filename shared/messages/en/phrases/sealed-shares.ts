import type { SealedShareForm } from '../../../sealed-shares.ts'

/** What an absent custodian gave, as it is asked for and read aloud. */
export const sealedShareForms: { readonly [form in SealedShareForm]: string } = {
  age: 'an age recipient',
  cms: 'a certificate or public key (CMS)',
  openpgp: 'an OpenPGP key',
}
