import { DESTINATION_IDS } from '../../../deliveries.ts'
import type { ReceiptFacts } from '../../../delivery-receipt.ts'
import type { Block, Blocks } from '../../../help/document.ts'
import { keys } from '../phrases/keys.ts'
import { listOf } from '../phrases/listing.ts'
import { moment } from '../phrases/times.ts'
import { destinations } from './destinations.ts'
import { forms } from './forms.ts'

const heading = (level: 1 | 2, text: string): Block => ({
  ...{ kind: 'heading', level, text: [text] },
  slug: text.toLowerCase().replaceAll(/[^a-z]+/g, '-'),
})
const paragraph = (text: string): Block => ({ kind: 'paragraph', text: [text] })
const table = (head: readonly string[], rows: readonly (readonly string[])[]): Block => ({
  kind: 'table',
  head: head.map(text => [text]),
  rows: rows.map(row => row.map(text => [text])),
})
/** In groups of four, to be read aloud. */
const grouped = (hex: string): string => hex.match(/.{1,4}/g)?.join(' ') ?? ''

const destinationName = (given: string): string => {
  const id = DESTINATION_IDS.find(known => known === given)
  return id === undefined ? given : destinations[id].name
}

/** What a receiver compares with what they have. */
export const receipt = (facts: ReceiptFacts): Blocks => {
  const { key, checkValues, wrappingKey, wrappingWords, people, others } = facts
  return [
    heading(1, `Receipt of delivery ${facts.delivery}`),
    paragraph(
      `Made ${moment(facts.made)}${facts.organisation === null ? '' : ` by ${facts.organisation}`}. Nothing on this page is secret. It says what is in the package, for whom, and who agreed to it; receipt.json says the same, signed.`,
    ),
    heading(2, 'What is in the package'),
    table(
      ['', ''],
      [
        ...(others.length === 0
          ? [
              ['Key', `${key.label}@${key.version}, id ${key.id}`],
              ...(key.fingerprint === null ? [] : [['Fingerprint', grouped(key.fingerprint)]]),
            ]
          : [['Keys', `${others.length + 1}, which are listed below`]]),
        ['For', destinationName(facts.destination)],
        ...(facts.target === null ? [] : [['There', facts.target]]),
        ['What for', USES[facts.use]],
        ...(facts.although === null ? [] : [['Although', keys.exceptions[facts.although]]]),
        ['How', forms[facts.form]],
        ...(facts.plain === null ? [] : [['In the clear, because', facts.plain]]),
        ...(facts.validTo === null ? [] : [['Taken there until', moment(facts.validTo)]]),
        ['From quorum', `${facts.quorum.setId}, kit ${facts.quorum.fingerprint}`],
      ],
    ),
    ...(wrappingKey === null
      ? []
      : [
          heading(2, 'The key that it is wrapped under'),
          paragraph(
            'It must be the one of the machine or the person that this is meant for: compare it with theirs.',
          ),
          paragraph(grouped(wrappingKey)),
          ...(wrappingWords.length === 0 ? [] : [paragraph(wrappingWords.join(' '))]),
        ]),
    ...(others.length === 0 ? checkValueBlocks(checkValues) : allKeys(facts)),
    heading(2, 'Who agreed'),
    paragraph(
      people.length === 0
        ? 'Nobody signed: the vault that it comes from has no people.'
        : `${listOf(people.map(({ name }) => name))} signed. Whether these are their keys, they say:`,
    ),
    ...(people.length === 0
      ? []
      : [
          table(
            ['Name', 'Key'],
            people.map(({ name, key: own }) => [name, grouped(own)]),
          ),
        ]),
    heading(2, 'The files, with their SHA-256'),
    table(
      ['File', 'SHA-256'],
      facts.files.map(({ name, sha256 }) => [name, sha256]),
    ),
  ]
}

/** Every key of a package that has several, with its file. */
function allKeys({ key, delivery, checkValues, others, files }: ReceiptFacts): Blocks {
  const all = [{ key, delivery, checkValues }, ...others]
  return [
    heading(2, 'The keys'),
    table(
      ['Key', 'Delivery', 'File', 'AES-CMAC over zeros'],
      all.map((one, i) => [
        `${one.key.label}@${one.key.version}`,
        ...[one.delivery, files[i]?.name ?? '', one.checkValues.cmac ?? ''],
      ]),
    ),
  ]
}

const USES = {
  protect: 'to protect something anew, and to read it',
  process: 'to read what it protected, and nothing else',
} as const

function checkValueBlocks({ ecb, cmac, md5 }: ReceiptFacts['checkValues']): Blocks {
  const rows = [
    ...(ecb === null ? [] : [['AES-ECB over zeros, three bytes, as an HSM shows it', ecb]]),
    ...(cmac === null ? [] : [['AES-CMAC over zeros, five bytes, as Keyclave shows it', cmac]]),
    ...(md5 === null ? [] : [['MD5 in base64, as S3 shows it', md5]]),
  ]
  return rows.length === 0
    ? []
    : [heading(2, 'Check values of the key'), table(['Which', 'Value'], rows)]
}
