import type { QrProblem, shareCodes } from '../../../codes/share.ts'
import type { ErrorMessages } from '../../wording/messages.ts'
import { atTerminal } from '../phrases/at-terminal.ts'
import { documentFault } from '../phrases/document.ts'
import { list } from '../phrases/listing.ts'
import { day } from '../phrases/times.ts'

const QR_PROBLEMS: { readonly [problem in QrProblem]: string } = {
  prefix: 'it does not begin with KEYCLAVE:S1: or KEYCLAVE:S2:',
  'not-base45': 'it is not base45',
  length: 'its length is wrong',
}

const HEADER = {
  'kdf-profile': ['KDF profile', '1, 2 or 3'],
  threshold: ['threshold', '2 to 255'],
  index: ['index', '1 to 255'],
} as const

export const shareErrors: ErrorMessages<typeof shareCodes> = {
  SHARE_LENGTH: d => `A share has ${d.need} bytes, this has ${d.have}. Read the whole card again.`,
  SHARE_WORD_COUNT: d =>
    `A share has ${d.need} words, here are ${d.have}. Enter all ${d.need}, in order, with "?" for a word that cannot be read.`,
  SHARE_WORD_UNKNOWN: d =>
    `Word ${d.word} is not in the word list. Look at word ${d.word} on the card again, or enter "?" for it if it cannot be read.`,
  SHARE_WORDS_WRONG: d =>
    `The words do not fit together. Look again at ${d.words.length === 1 ? 'word' : 'words'} ${list(d.words)} on the card.`,
  SHARE_DAMAGED:
    'Too many words are wrong or missing to say which. Read the whole card again, row by row; a different card of another custodian may be needed.',
  SHARE_QR_FORMAT: d =>
    `This is not the QR code of a share: ${QR_PROBLEMS[d.problem]}. Scan the code on a share card.`,
  SHARE_QR_CHECKSUM:
    'The QR text of the share is damaged. Scan the card again, or enter its words.',
  SHARE_VERSION: d =>
    `This share has format version ${d.have}; this Keyclave knows version ${d.known}. Use the Keyclave version named on the card.`,
  SHARE_HEADER: d =>
    `The share's ${HEADER[d.field][0]} must be ${HEADER[d.field][1]}, it is ${d.have}. It is not a valid share: read the card again.`,
  SHARE_CORRECTABLE: (d, desk) =>
    `${d.words.length === 1 ? 'Word' : 'Words'} ${list(d.words)} cannot be right. Look again at the card, and correct what was entered. If the card itself is damaged there, agree${atTerminal(desk, ' with --accept-corrections')} to what its check words say.`,
  SHARE_EXPECTED: d =>
    `This is share ${d.index}; share ${d.expected} is to be read back now. Take its card.`,
  SEALED_SHARE_FORMAT: d =>
    `This is not the sheet of a sealed share: ${documentFault(d)}. Use an unaltered copy of its file.`,
  SEALED_SHARE_UNREADABLE: d =>
    `The share was sealed, and ${d.file} cannot be read back as it was written: the drive is not sound. Destroy what is there, and seal the share again on another drive.`,
  SHARE_NOT_ACKNOWLEDGED: d =>
    `That is not what the holder of share ${d.index} would say. Ask ${d.custodian} to read it again from what they opened; until it is right, count on the other shares alone.`,
  SHARE_ACKNOWLEDGED: d =>
    `${d.custodian} has acknowledged share ${d.index} already, on ${day(d.since)}: the log has it, and there is nothing more to record.`,
  SEALED_SHARE_UNKNOWN:
    'No ceremony that counts in the log of this vault sealed a share that is acknowledged so. Have it read again; and look whether this is the vault of its ceremony. A share that was sealed from its card, or before acknowledgements were recorded, is known by its sheet alone.',
  SHARE_SEALED: d =>
    `The plan has ${d.custodian} absent: share ${d.index} is sealed to a key of theirs, and neither shown nor printed. Seal it.`,
  SHARE_NOT_SEALED: d =>
    `The plan has ${d.custodian} in the room: share ${d.index} goes onto a card, and is read back from it. Show it to ${d.custodian}.`,
  CARD_ENCODING:
    'This is not UTF-8 text, so it is not a share. Save the words or the QR text as plain text in UTF-8.',
  CORRECTIONS_PENDING:
    'The corrections of the last card are not answered yet. Confirm or reject them first.',
  CORRECTIONS_NONE: 'There are no corrections to answer. Enter a card first.',
}
