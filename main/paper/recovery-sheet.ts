import { firstDigits } from '../../shared/kit-fingerprint.ts'
import { wordLines } from '../../shared/word-lines.ts'
import { bundleName } from '../core/bundle/index.ts'
import type { CardFacts } from '../core/share/index.ts'
import { hashWords } from '../core/text/index.ts'
import { bundleFacts } from './card-facts.ts'
import { COMPARED, printFacts } from './facts-block.ts'
import { columnOf, footOf } from './page-frame.ts'
import type { Sheet } from './sheet.ts'
import { words } from './words.ts'

/**
 * One public page to keep with the bundle: how to tell the right one, and how to open what was sealed, in the window,
 * at a terminal, and without Keyclave. The runbook (docs/RUNBOOK.md) says the same at length.
 */

export interface RecoveryFacts extends CardFacts {
  readonly identity: 'hybrid' | 'classic'
  readonly kdf: 1 | 2 | 3
  /** SHA-256 of the recover.html beside the kit, 64 hex digits; null: there is none, or another one may lie there. */
  readonly recoverPage: string | null
  /** SHA-256 of the bundle's SHA256SUMS, 64 hex digits; null: the sheet was made for no bundle. */
  readonly sums: string | null
}

/** Nothing here puts a card or the passphrase into a file: they are typed, or shown to a camera. */
const stepsFor = ({ threshold, setId, fingerprint }: RecoveryFacts): readonly string[] => [
  `Bring together ${threshold} custodians with their cards, the recovery officer with the passphrase, the backup, and a drive with the bundle, the folder ${bundleName(setId)}.`,
  'Take a computer that you can disconnect; best one that is started from a USB stick. Pull its network cable, and switch Wi-Fi and Bluetooth off. Let nobody else see the screen.',
  `Start Keyclave and press “Recover now”. Choose kit.json in the bundle, and compare its fingerprint with the one above and on every card: it begins with ${firstDigits(fingerprint)}. If it differs, take another copy.`,
  'Each custodian types the 40 words of the card, or shows its code to the camera; a word that cannot be read is a “?”. Then the officer types the passphrase. Cards and passphrase go into no file.',
  'Take out what is needed, a backup or one key, onto a drive of your own, and end the recovery.',
]

/** Typed as they stand. No line may be wrapped. */
const commandsFor = (fingerprint: string): readonly string[] => {
  const given = `--fingerprint ${firstDigits(fingerprint)}`
  return [
    'keyclave bundle check .',
    'keyclave recover backup FILE.tar.zst.age --kit kit.json \\',
    `    ${given} --out restored`,
    `keyclave recover key LABEL --kit kit.json ${given} --out key.bin`,
  ]
}
const COMMANDS_TEXT =
  'The same at a terminal, in the folder of the bundle; words and passphrase are asked for, and do not show:'
const BROWSER_TEXT =
  'Where there is a browser alone: open recover.html, from the bundle. Its SHA-256 is'
const WITHOUT_TEXT =
  'On a day when Keyclave is not there: RUNBOOK.md in the bundle says each step, and FORMAT.md every byte. It uses the program recover.py, and python3, argon2, zstd and tar: have these on the computer before it is disconnected. Do it on a system that was started from a stick: what you write then lies in memory, and is gone when it is switched off. Begin with'
const WITHOUT = 'python3 recover.py selftest'
const BUNDLE_TEXT =
  'Before anything in the bundle is used, compare: “keyclave bundle check” and START-HERE.txt say how. These 32 words stand for its file SHA256SUMS, which names every other file; the digits below are what “sha256sum SHA256SUMS” says:'
const AFTER_TEXT =
  'Afterwards: give the cards back, switch the computer off, and write down who was there and what was opened. If a stranger may have seen cards and passphrase, plan a new ceremony.'

export function printRecoverySheet(sheet: Sheet, facts: RecoveryFacts): void {
  const column = columnOf(sheet)
  const { x, width } = column
  const body = { role: 'text', size: 10 } as const
  const code = { role: 'mono', size: 9 } as const
  const heading = { role: 'strong', size: 13 } as const
  const commands = (lines: readonly string[], top: number, left: number): number =>
    lines.reduce((y, line) => sheet.text(line, { x: left, y, width: x + width - left }, code), top)

  let y = sheet.text(
    'Recovery sheet',
    { ...column, y: column.y - 3 },
    { role: 'strong', size: 24 },
    'H1',
  )
  const what =
    'How to open what was sealed at this ceremony. Nothing on this sheet is secret: keep a copy with each copy of the bundle, and one with each custodian.'
  y = sheet.text(what, { x, y: y + 2, width }, body) + 8
  y = printFacts(
    sheet,
    factsOf(facts),
    { x, y, width },
    { size: 10, least: 6, height: 142, labels: 100 },
  )

  y = sheet.text('Recover now', { x, y: y + 5, width }, heading, 'H2') + 2
  sheet.group('L', () => {
    for (const [i, text] of stepsFor(facts).entries()) {
      sheet.group('LI', () => {
        sheet.text(`${i + 1}.`, { x, y, width: 16 }, { ...body, role: 'strong' }, 'Lbl')
        y = sheet.text(text, { x: x + 18, y, width: width - 18 }, body, 'LBody') + 2
      })
    }
  })
  y = sheet.text(COMMANDS_TEXT, { x, y: y + 4, width }, body)
  y = commands(commandsFor(facts.fingerprint), y + 2, x + 18)

  y = sheet.text('Without Keyclave', { x, y: y + 5, width }, heading, 'H2') + 2
  if (facts.recoverPage !== null) {
    y = sheet.text(BROWSER_TEXT, { x, y, width }, body)
    y = commands([groupsOf(facts.recoverPage)], y + 1, x) + 4
  }
  y = sheet.text(WITHOUT_TEXT, { x, y, width }, body)
  y = commands([WITHOUT], y + 2, x + 18)

  if (facts.sums !== null) {
    y = sheet.text('Is it the right bundle?', { x, y: y + 5, width }, heading, 'H2') + 2
    y = sheet.text(BUNDLE_TEXT, { x, y, width }, body) + 2
    y = commands(wordLines(hashWords(facts.sums)), y, x + 18)
    y = commands([groupsOf(facts.sums)], y + 2, x)
  }
  y = sheet.text('When it is done', { x, y: y + 5, width }, heading, 'H2') + 2
  const after = sheet.fit(AFTER_TEXT, { width, height: footOf(sheet) - y, least: 7 }, body)
  sheet.text(after.content, { x, y, width }, after.style)
}

/** A hash in groups of four; they fit into one line. */
const groupsOf = (sha256: string): string => (sha256.match(/.{4}/g) ?? []).join(' ')

function factsOf(facts: RecoveryFacts) {
  const { title, organisation, date, setId, fingerprint, threshold, custodians } = facts
  return [
    { label: 'Kit fingerprint', value: fingerprint, role: 'mono', least: COMPARED },
    { label: 'Set id', value: setId, role: 'mono', least: COMPARED },
    { label: 'Ceremony', value: `${title}, ${date}` },
    { label: 'Organisation', value: organisation },
    { label: 'Needed', value: `${threshold} of ${custodians.length} shares, and the passphrase` },
    {
      label: 'Identity',
      value: `${facts.identity}${facts.identity === 'hybrid' ? ' (opened by recover.py, recover.html, or age from 1.3 on)' : ''}; ${words.policy.kdf[facts.kdf]}`,
    },
    { label: 'Custodians', value: namesOf(custodians) },
    ...bundleFacts(facts),
  ] as const
}

/** A list that is cut somewhere says less than where the whole of it stands. */
const LONGEST_LIST = 300

function namesOf(custodians: readonly string[]): string {
  const names = custodians.join(', ')
  return names.length <= LONGEST_LIST ? names : `${custodians.length}, listed in the kit`
}
