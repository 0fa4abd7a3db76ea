import type { destructionCodes } from '../../../codes/destruction.ts'
import type { ErrorMessages } from '../../wording/messages.ts'
import { atTerminal } from '../phrases/at-terminal.ts'
import { documentFault, nameFault } from '../phrases/document.ts'
import { needsOf } from './people.ts'

const PARTS = {
  cards: 'how many cards of a quorum are destroyed',
  states: 'the state of the key',
  signatures: 'what was signed',
} as const

const FIELDS = {
  observer: 'name of the observer',
  copy: 'name of the copy',
  by: 'name of who did it',
  serial: 'number',
} as const

/** "card 3", "the card with the passphrase". */
const cardOf = (card: number): string =>
  card === 0 ? 'the card with the passphrase' : `card ${card}`

export const destructionErrors: ErrorMessages<typeof destructionCodes> = {
  CERTIFICATE_FORMAT: d =>
    `This is not a certificate of destruction: ${documentFault(d)}. Use an unaltered copy of its file.`,
  CERTIFICATE_TAMPERED: d =>
    `The certificate was altered or damaged: ${PARTS[d.where]} does not match the rest. Use another copy, and compare it with the printed one.`,
  CERTIFICATE_NOT_LOGGED:
    'The log of this vault does not have this certificate: somebody else wrote it, or changed it, or this is a copy of the vault from before. Do not rely on it; compare the words of its hash with the printed one.',
  CERTIFICATE_UNSIGNED: d =>
    `The certificate lacks signatures that its policy asks for: ${needsOf(d.missing)}.`,
  NOT_DESTROYED: d =>
    `${d.item} is not destroyed. Destroy it first, with keyclave key destroy or keyclave backup-key destroy.`,
  CARDS_IN_FORCE: d =>
    `Quorum ${d.setId} is in force: its cards open what is sealed to it now. Replace the quorum first, with keyclave ceremony reissue; then destroy the old cards.`,
  CARD_GONE: d =>
    `That ${cardOf(d.card)} of quorum ${d.setId} is destroyed stands in the log already. Name the others.`,
  CARD_UNKNOWN: d =>
    `Quorum ${d.setId} has no card ${d.card}. Look at its cards with keyclave quorum show.`,
  CARDS_NONE: (_, desk) =>
    `No card is named. Name the cards that were destroyed${atTerminal(desk, ' with --card')}, or the card with the passphrase${atTerminal(desk, ' with --passphrase-card')}.`,
  DESTRUCTION_NOTE: d =>
    `The ${FIELDS[d.field]} ${nameFault(d.problem)}. Write it in a few plain words.`,
}
