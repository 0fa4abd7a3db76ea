import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import type { Json } from '../../shared/json.ts'
import { headText } from '../core/audit-head.ts'
import { recordHash } from '../core/ceremony-record.ts'
import { formatFingerprint } from '../core/kit.ts'
import { hashWords } from '../core/pgp-words.ts'
import { type Fact, printFacts } from './facts-block.ts'
import { columnOf, footOf, MARGIN } from './page-frame.ts'
import { printFields } from './ruled-field.ts'
import type { Sheet } from './sheet.ts'
import { printTable, type TableColumn } from './table.ts'

/**
 * The ceremony record for people: the file `record.json`, laid out, with the SHA-256 of that file.
 *
 * What this program does not know of a record is printed all the same, under the name that it has there.
 */

/** A record that has been read from its file. */
export interface ReadRecord {
  readonly fields: { readonly [name: string]: Json }
  /** 64 hex digits. */
  readonly digest: string
}

/** @param file the bytes of a record that this program wrote */
export const readRecord = (file: Uint8Array): ReadRecord => ({
  fields: JSON.parse(Buffer.from(file).toString('utf8')) as ReadRecord['fields'],
  digest: createHash('sha256').update(file).digest('hex'),
})

/** Said in the head or in tables of their own; the plan is what its hash stands for. */
const PRINTED = new Set([
  ...['format', 'title', 'organisation', 'opened', 'closed', 'software', 'plan', 'planHash'],
  ...['policy', 'quorum', 'kitFingerprint', 'kitDigest', 'keys', 'proof', 'steps', 'people'],
  ...['profile', 'attendance', 'approval', 'signatures', 'audit'],
])
/** Longer values are shortened: a hybrid recipient has 1,959 characters. */
const LONGEST = 160
const SIZE = 9

export function printRecord(sheet: Sheet, { fields, digest }: ReadRecord): void {
  const column = columnOf(sheet)
  const heading = { role: 'strong', size: 24 } as const
  let y = sheet.text('Ceremony record', { ...column, y: column.y - 3 }, heading, 'H1') + 6
  const quorum = objectOf(fields.quorum)
  y = printFacts(
    sheet,
    headFacts(fields, quorum, digest),
    { ...column, y },
    { size: 10, least: 7, height: 330, labels: 112 },
  )
  const pages = new Pages(sheet, y)
  const people = listOf(fields.people).map(objectOf)
  pages.table(
    'People',
    [
      { title: 'Name', share: 4 },
      { title: 'Roles', share: 3 },
      { title: 'Sign-in key', share: 5, role: 'mono' },
      { title: 'Signed', share: 3 },
    ],
    people.map(person => [
      textOf(person.name),
      rolesOf(person),
      formatFingerprint(textOf(person.key)),
      signedBy(person, fields),
    ]),
  )
  pages.table(
    'Who was in the room',
    [
      { title: 'Time (UTC)', share: 3 },
      { title: 'Name', share: 4 },
      { title: 'Came or left', share: 3 },
    ],
    listOf(fields.attendance).map(change => {
      const { time, person, change: what } = objectOf(change)
      const name = people.find(({ id }) => id === person)?.name ?? person
      return [readableTime(textOf(time)), textOf(name), textOf(what)]
    }),
  )
  pages.table(
    'Custodians',
    [
      { title: 'Share', share: 1 },
      { title: 'Custodian', share: 4 },
      { title: 'Commitment of the share', share: 8, role: 'mono' },
    ],
    listOf(quorum.custodians).map(custodian => {
      const { index, name, commitment } = objectOf(custodian)
      return [textOf(index), textOf(name), grouped(textOf(commitment))]
    }),
  )
  pages.table(
    'Sealed keys and secrets',
    [
      { title: 'Label', share: 3 },
      { title: 'Purpose', share: 3 },
      { title: 'Details', share: 7 },
    ],
    listOf(fields.keys).map(key => {
      const { label, purpose, ...rest } = objectOf(key)
      return [textOf(label), textOf(purpose), textOf(rest)]
    }),
  )
  pages.table(
    'What happened',
    [
      { title: 'Time (UTC)', share: 3 },
      { title: 'Step', share: 3 },
      { title: 'Details', share: 7 },
    ],
    listOf(fields.steps).map(step => {
      const { time, step: name, facts, ...rest } = objectOf(step)
      return [readableTime(textOf(time)), textOf(name), textOf({ ...objectOf(facts), ...rest })]
    }),
  )
  for (const [name, value] of Object.entries(fields)) {
    if (!PRINTED.has(name) && value !== null) pages.rest(name, value)
  }
  pages.signatures(people)
}

/** What somebody signed, of the plan and the record. */
function signedBy({ key }: JsonObject, { approval, signatures }: ReadRecord['fields']): string {
  const among = (agreement: Json | undefined): boolean =>
    listOf(objectOf(agreement).by).some(consent => objectOf(consent).key === key)
  const what = [
    ...(among(approval) ? ['the plan'] : []),
    ...(among(signatures) ? ['this record'] : []),
  ]
  return what.length === 0 ? 'nothing' : what.join(', ')
}

const rolesOf = ({ roles }: JsonObject): string => textOf(roles).replaceAll('-', ' ')

function headFacts(
  fields: ReadRecord['fields'],
  quorum: JsonObject,
  digest: string,
): readonly Fact[] {
  const proof = objectOf(fields.proof)
  const proved = `${textOf(proof.subsets)} of ${textOf(proof.possible)} sets of shares recovered everything`
  const mono = (label: string, value: string): Fact => ({ label, value, role: 'mono' })
  const { size, hash } = objectOf(fields.audit)
  const signed = fields.signatures ? hashWords(recordHash(fields)).join(' ') : ''
  const head = typeof size === 'number' ? [headText({ size, hash: textOf(hash) })] : []
  return [
    { label: 'Ceremony', value: textOf(fields.title) },
    { label: 'Organisation', value: textOf(fields.organisation) },
    { label: 'Opened', value: readableTime(textOf(fields.opened)) },
    { label: 'Closed', value: readableTime(textOf(fields.closed)) },
    { label: 'Policy', value: textOf(fields.policy) },
    ...(fields.profile ? [{ label: 'Profile', value: textOf(fields.profile) }] : []),
    { label: 'Proof', value: proved },
    { label: 'Identity', value: `${textOf(quorum.identity)}, KDF profile ${textOf(quorum.kdf)}` },
    mono('Set id', textOf(quorum.setId)),
    mono('Kit fingerprint', formatFingerprint(textOf(fields.kitFingerprint))),
    mono('Kit digest', grouped(textOf(fields.kitDigest))),
    mono('Plan hash', grouped(textOf(fields.planHash))),
    mono('SHA-256 of the record’s file', grouped(digest)),
    ...(signed ? [{ label: 'Signed hash, in words', value: signed }] : []),
    ...head.map(value => ({ label: 'Audit log before it', value })),
    { label: 'Software', value: textOf(fields.software) },
  ]
}

/** Sections, one after the other, on as many pages as they need. */
class Pages {
  readonly #sheet: Sheet
  #y: number

  constructor(sheet: Sheet, y: number) {
    this.#sheet = sheet
    this.#y = y
  }

  table(
    title: string,
    columns: readonly TableColumn[],
    rows: readonly (readonly string[])[],
  ): void {
    if (rows.length === 0) return
    this.#heading(title)
    const style = { size: SIZE, rowHeight: 0, foot: 0 }
    this.#y = printTable(this.#sheet, columns, rows, this.#y, style)
  }

  /** What this program has no layout for. */
  rest(name: string, value: Json): void {
    const rows = Array.isArray(value) ? value.map(item => [textOf(item)]) : [[textOf(value)]]
    this.table(titled(name), [{ title: 'Details', share: 1 }], rows)
  }

  /** Lines to sign on: one for each person, or for the roles that every ceremony has. */
  signatures(people: readonly JsonObject[]): void {
    const named = people.map(
      person => `${textOf(person.name)}, ${rolesOf(person)}: signature, date`,
    )
    const signers =
      named.length > 0
        ? named
        : ['Administrator: name, signature, date', 'Witness: name, signature, date']
    const { x, width } = columnOf(this.#sheet)
    this.#heading('Signatures')
    for (let i = 0; i < signers.length; i += 2) {
      this.#room(56)
      const pair = signers.slice(i, i + 2).map(label => [label, 1] as const)
      const fields = pair.length === 2 ? pair : [...pair, ['', 1] as const]
      printFields(this.#sheet, fields, { x, y: this.#y + 36, width })
      this.#y += 56
    }
  }

  #heading(title: string): void {
    this.#room(80)
    const box = { ...columnOf(this.#sheet), y: this.#y + 14 }
    this.#y = this.#sheet.text(title, box, { role: 'strong', size: 13 }, 'H2')
  }

  #room(points: number): void {
    if (this.#y + points <= footOf(this.#sheet)) return
    this.#sheet.newPage()
    this.#y = MARGIN.top
  }
}

type JsonObject = { readonly [name: string]: Json }

const objectOf = (value: Json | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}

const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : [])

/** Any value in one line. */
function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.map(textOf).join(', ')
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([name, inner]) => `${name}: ${textOf(inner)}`)
      .join('; ')
  }
  const text = String(value)
  if (text.length <= LONGEST) return text
  return `${text.slice(0, 40)}… (${text.length} characters; whole in the record’s file)`
}

/** `backupKeys` as a heading: `Backup keys`. */
const titled = (name: string): string => {
  const words = name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

/** Hexadecimal in groups of four, for eyes. */
const grouped = (hex: string): string => (hex.match(/.{1,4}/g) ?? []).join(' ')

const readableTime = (time: string): string => time.replace('T', ' ').replace(/\.\d+Z$/, '')
