import type { PaperWords } from './paper-words.ts'

export const en: PaperWords = {
  name: 'English',
  secret: 'SECRET',
  share: (index, count) => `Share ${index} of ${count}`,
  policy: (threshold, count) =>
    `${
      threshold === count
        ? `All ${count} shares are needed, together with a passphrase that is kept elsewhere.`
        : `Any ${threshold} of the ${count} shares, together with a passphrase that is kept elsewhere, open what was sealed.`
    } This one alone opens nothing and tells nothing.`,
  heir: {
    title: 'If you have found or inherited this card',
    card: (threshold, count, back) => [
      `It is one part of a secret that was divided among ${count} people, so that no single one of them could use it${threshold < count ? ' and no single loss would lose it' : ''}. It may still be needed, even after decades: do not throw it away.`,
      `Do not show, copy, photograph or type it. Keep it dry, dark and locked up, and bring it, unseen by others, to ${back}. If you cannot, leave it sealed with a notary or a bank, and tell them so.`,
    ],
    passphrase: (back, folder) => [
      'It is one of the two things that open what was locked away; the other one is cards with 40 words each, which other people keep. Alone it opens nothing. It may still be needed, even after decades: do not throw it away.',
      `Do not show, copy, photograph or type it, and never keep it beside such a card. Bring it, unseen by others, to ${back}. If you cannot, leave it sealed with a notary or a bank, and tell them so. How everything is opened stands in ${folder}: read START-HERE.txt there.`,
    ],
    giver: 'whoever gave it into this keeping',
  },
  facts: {
    ceremony: 'Ceremony',
    organisation: 'Organisation',
    date: 'Date',
    setId: 'Set id',
    fingerprint: 'Kit fingerprint',
    bundle: 'Bundle',
    contact: 'Whom to call',
    software: 'Printed by',
    custodian: 'Custodian',
    folder: name => `folder ${name} on the drives of the ceremony`,
  },
  noProgram:
    'No special program is needed to read this card. The words are from the English list of BIP-39; words 33 to 40 find and mend errors. FORMAT.md describes the format (“Keyclave share, version 1”), RUNBOOK.md what to do, step by step, for anyone: both are in the bundle, beside the recovery kit (kit.json: a public file with all that was sealed, still locked), and with the source of Keyclave. The code holds the same share as the words.',
  fold: 'Fold the lower part up along this line: words and code are then inside.',
  fields: {
    bag: 'Seal bag number',
    sealed: 'Sealed on (date)',
    custodian: 'Custodian: signature',
    witness: 'Witness: name and signature',
    officer: 'Recovery officer: signature',
  },
  passphrase: {
    title: 'Passphrase',
    what: 'With this passphrase, whoever has enough shares of this set opens what was sealed; without it, nobody does. Keep this card apart from every share, locked up, and show it to nobody.',
    count: characters =>
      `${characters} characters, spaces counted. Capitals, hyphens and spaces matter.`,
  },
  recovery: {
    title: 'Recovery sheet',
    what: 'How to open what was sealed at this ceremony. Nothing on this sheet is secret: keep a copy with each copy of the bundle, and one with each custodian.',
    now: 'Recover now',
    steps: (threshold, folder, begins) => [
      `Bring together ${threshold} custodians with their cards, the recovery officer with the passphrase, the backup, and a drive with the bundle, the folder ${folder}.`,
      'Take a computer that you can disconnect; best one that is started from a USB stick. Pull its network cable, and switch Wi-Fi and Bluetooth off. Let nobody else see the screen.',
      `Start Keyclave and press “Recover now”. Choose kit.json in the bundle, and compare its fingerprint with the one on every card: it begins with ${begins}. If it differs, take another copy.`,
      'Each custodian types the 40 words of the card, or shows its code to the camera; a word that cannot be read is a “?”. Then the officer types the passphrase. Cards and passphrase go into no file.',
      'Take out what is needed, a backup or one key, onto a drive of your own, and end the recovery.',
    ],
    doneTitle: 'When it is done',
    done: 'Give the cards back, switch the computer off, and write down who was there and what was opened. If a stranger may have seen cards and passphrase, plan a new ceremony.',
  },
}
