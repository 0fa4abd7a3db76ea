import { Buffer } from 'node:buffer'
import { refuse } from '../../../shared/errors.ts'
import { isRehearsal, REHEARSAL } from '../../../shared/rehearsal.ts'
import { judgeCode, notShare } from '../../../shared/scanned-code.ts'
import { decodeHeader } from '../../../shared/share.ts'
import {
  type CardEntries,
  cardEntries,
  confirmCorrections,
  parseWord,
  parseWords,
  propose,
  readShareCode,
  shareToCode,
  shareToWords,
  wordsToShare,
} from '../../../shared/share-text.ts'
import { bundleName } from '../bundle/index.ts'
import { secretNamed, serveOnce } from '../bytes/index.ts'
import { headSentence } from '../text/index.ts'
import { type CardFacts, type CardReading, type CardWork, correctionName } from './card.ts'
import { qrModules } from './qr-modules.ts'

/** Writes and reads the text of share cards; see share-card.ts. */
serveOnce<
  CardWork,
  CardReading[] | { readonly size: number } | { readonly kit: string | null } | null
>(async (work, secrets) => {
  if (work.does === 'write') {
    const texts = Object.entries(secrets).map(([name, share]) => [
      name,
      Buffer.from(cardText(share, work.facts, work.plain), 'utf8'),
    ])
    return { output: null, secrets: Object.fromEntries(texts) }
  }
  if (work.does === 'show') {
    return showShare(secretNamed(secrets, 'share'), work.fingerprint)
  }
  if (work.does === 'check') {
    const entries = typedEntries(decodeText(secretNamed(secrets, 'words')))
    return { output: null, secrets: { share: wordsToShare(entries) } }
  }
  if (work.does === 'scan') {
    const { share, kit } = scannedShare(decodeText(secretNamed(secrets, 'text')))
    return { output: { kit }, secrets: { share } }
  }
  const read = Array.from({ length: work.count }, (_, i) =>
    readCard(secretNamed(secrets, String(i)), work.typed),
  )
  const output = read.map(
    ({ corrections, kit }): CardReading => ({
      corrected: corrections.map(correction => correction.word),
      kit,
    }),
  )
  const secret = read.flatMap(({ bytes, corrections }, i) => [
    [String(i), bytes] as const,
    ...(work.showCorrections ? corrections : []).map(
      ({ word, to }) => [correctionName(i, word), Buffer.from(to, 'ascii')] as const,
    ),
  ])
  return { output, secrets: Object.fromEntries(secret) }
})

/** What a camera has read, if it is a share and nothing else. */
function scannedShare(text: string) {
  const code = judgeCode(text)
  if (code.kind === 'other') throw notShare(code.what)
  return readShareCode(text)
}

const WORDS_PER_ROW = 4

function cardText(bytes: Uint8Array, facts: CardFacts, plain: boolean): string {
  const { index } = decodeHeader(bytes)
  const words = shareToWords(bytes)
  const rows = Array.from({ length: words.length / WORDS_PER_ROW }, (_, row) =>
    words
      .slice(row * WORDS_PER_ROW, (row + 1) * WORDS_PER_ROW)
      .map((word, i) => `${String(row * WORDS_PER_ROW + i + 1).padStart(2)} ${word.padEnd(9)}`)
      .join('  ')
      .trimEnd(),
  )
  return [
    ...heading(index, facts, plain),
    ...rows,
    '#',
    '# The same share as the text of its QR code:',
    `# ${shareToCode(bytes, facts.fingerprint)}`,
    ...(facts.auditHead === null ? [] : ['#', ...commented(headSentence(facts.auditHead))]),
    '',
  ].join('\n')
}

function heading(index: number, facts: CardFacts, plain: boolean): readonly string[] {
  const { threshold, custodians, title, organisation, date, setId, fingerprint, contact } = facts
  const back = plain ? 'whoever gave it into this keeping' : 'the organisation named above'
  return [
    ...(isRehearsal(setId) ? [`# ${REHEARSAL}: this card opens nothing.`] : []),
    `# KEYCLAVE SHARE ${index} of ${custodians.length}. SECRET: for ${custodians[index - 1]} alone.`,
    '#',
    `# Custodian    ${custodians[index - 1]}`,
    plain ? `# Date         ${date}` : `# Ceremony     ${title}, ${organisation}, ${date}`,
    `# Set id       ${setId}`,
    `# Fingerprint  ${fingerprint}`,
    '#',
    ...commented(
      `Any ${threshold} of the ${custodians.length} shares, together with a passphrase that is kept elsewhere, open what was sealed at this ceremony. This one alone opens nothing and tells nothing. Keep it where only its custodian reaches it. If you have found or inherited it, bring it, unseen by others, to ${back}.`,
    ),
    ...commented(
      `No special program is needed to read it. FORMAT.md describes the format, RUNBOOK.md what to do, step by step: both are in the bundle (the folder ${bundleName(setId)} on the drives of the ceremony), beside the recovery kit (kit.json: a public file with all that was sealed, still locked), and with the source of Keyclave.`,
    ),
    ...(plain || contact === null ? [] : [`# Whom to call ${contact}`]),
    '#',
    '# The 40 words, in this order:',
  ]
}

const LINE = 88

/** A paragraph as lines for people. */
const commented = (paragraph: string): readonly string[] =>
  (paragraph.match(new RegExp(`.{1,${LINE}}(?= |$)`, 'g')) ?? []).map(line => `# ${line.trim()}`)

/** Words and QR code of a share (FORMAT: Words, QR text). */
function showShare(share: Uint8Array, fingerprint: string) {
  const words = Buffer.from(shareToWords(share).join(' '), 'ascii')
  const { modules, size } = qrModules(shareToCode(share, fingerprint))
  return { output: { size }, secrets: { words, modules } }
}

/** One entry per line, so that what was typed in one place cannot move the others. */
const typedEntries = (text: string): CardEntries => cardEntries(text.split('\n').map(parseWord))

/** A line whose first visible character is "#". */
const FOR_PEOPLE = /^[\s\p{Cf}]*#/u

/** The share on a card, put right where words were wrong; nobody has agreed to the corrections yet. */
function readCard(
  text: Buffer,
  typed: boolean,
): {
  readonly bytes: Uint8Array
  readonly corrections: readonly { readonly word: number; readonly to: string }[]
  readonly kit: string | null
} {
  if (typed) {
    const proposal = propose(typedEntries(decodeText(text)))
    return { bytes: confirmCorrections(proposal), corrections: proposal.corrections, kit: null }
  }
  const content = decodeText(text)
    .split(/\r\n|\r|\n/)
    .filter(line => !FOR_PEOPLE.test(line))
    .join('\n')
    .trim()
  if (/^KEYCLAVE:/i.test(content)) {
    const { share, kit } = readShareCode(content)
    return { bytes: share, corrections: [], kit }
  }
  const proposal = propose(parseWords(content))
  return { bytes: confirmCorrections(proposal), corrections: proposal.corrections, kit: null }
}

function decodeText(text: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(text)
  } catch {
    throw refuse('CARD_ENCODING', {})
  }
}
