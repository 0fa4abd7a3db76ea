import type { passphraseCodes } from '../../../codes/passphrase.ts'
import type { ErrorMessages } from '../../messages.ts'

export const passphraseErrors: ErrorMessages<typeof passphraseCodes> = {
  PASSPHRASE_ENCODING: d => `The passphrase ${d.problem}. Enter it as one line of ordinary text.`,
  PASSPHRASE_SHORT: d =>
    `The passphrase has ${d.have} characters and needs at least ${d.need}. Choose a longer one, or let Keyclave generate one.`,
  PASSPHRASE_LONG: d =>
    `The passphrase has ${d.have} bytes; the stock argon2 command, which opens it without Keyclave, takes ${d.limit}. Choose a shorter one.`,
  PASSPHRASE_WEAK: d =>
    `The passphrase is too easy to guess (score ${d.score}, needed ${d.need}). ${d.why} Choose another one, or let Keyclave generate one.`,
  PASSPHRASE_UNPRINTABLE: d =>
    `Character ${d.character} of the passphrase cannot be printed so that everybody reads the same: the printed page has no letter for it. Write the passphrase onto a card by hand, or choose one in letters that can be printed.`,
  PASSPHRASE_WRONG: d =>
    d.against === 'kit'
      ? 'The shares are right, but the passphrase does not open this quorum. Check capitals, spaces and the keyboard layout, and that the fingerprint of the kit is the one on the cards; then enter the passphrase again.'
      : 'The shares are right, but what they and this passphrase give does not open this file. Check the passphrase (capitals, spaces, keyboard layout), and that the file belongs to this quorum; with the kit, Keyclave can tell the two apart.',
  KDF_MEMORY: d =>
    `The passphrase needs ${d.mebibytes} MiB of free memory to be checked. Close other programs or use a machine with more memory.`,
  PASSPHRASE_DIFFERS: 'The two entries of the passphrase differ. Enter it twice again.',
}
