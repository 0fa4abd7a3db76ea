import * as z from 'zod'
import { documentFault, nameProblem } from './document.ts'
import { code, needs, text, whole } from './field.ts'

/** What of a certificate does not follow from the rest of it. */
export const CERTIFICATE_PARTS = ['cards', 'states', 'signatures'] as const

export const destructionCodes = {
  CERTIFICATE_FORMAT: code('invalid', documentFault.shape),
  CERTIFICATE_TAMPERED: code('damaged', { where: z.enum(CERTIFICATE_PARTS) }),
  /** The log of the vault does not say that this certificate was issued. */
  CERTIFICATE_NOT_LOGGED: code('damaged'),
  CERTIFICATE_UNSIGNED: code('damaged', { missing: needs }),
  /** Nothing of it is destroyed, so that there is nothing to certify or to account for. */
  NOT_DESTROYED: code('invalid', { item: text }),
  /** A card of a quorum in force is needed to open what it seals. */
  CARDS_IN_FORCE: code('invalid', { setId: text }),
  /** `card` 0 is the one with the passphrase. */
  CARD_GONE: code('invalid', { setId: text, card: whole }),
  CARD_UNKNOWN: code('invalid', { setId: text, card: whole }),
  /** Neither a share card nor the card with the passphrase is named. */
  CARDS_NONE: code('usage'),
  /** A name, number or note that cannot stand in a record. */
  DESTRUCTION_NOTE: code('usage', {
    field: z.enum(['observer', 'copy', 'by', 'serial']),
    problem: nameProblem,
  }),
}
