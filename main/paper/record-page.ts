import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import type { Json } from '../../shared/json.ts'
import { WAIVERS } from '../../shared/roles.ts'
import { recordHash } from '../core/ceremony/index.ts'
import { formatFingerprint } from '../core/kit/index.ts'
import { hashWords, headText } from '../core/text/index.ts'
import { COMPARED, type Fact, printFacts } from './facts-block.ts'
import { columnOf } from './page-frame.ts'
import {
  grouped,
  type JsonObject,
  listOf,
  objectOf,
  readableTime,
  roleName,
  textOf,
} from './record-json.ts'
import { pairInWords, planRows } from './record-plan.ts'
import { Sections } from './record-sections.ts'
import { exceptionsIn, tell, whoOf } from './record-steps.ts'
import type { Sheet } from './sheet.ts'
import { words } from './words.ts'

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

/** Said in the head or in sections of their own. */
const PRINTED = new Set([
  ...['format', 'title', 'organisation', 'opened', 'closed', 'software', 'plan', 'planHash'],
  ...['policy', 'quorum', 'kitFingerprint', 'kitDigest', 'keys', 'proof', 'steps', 'people'],
  ...['profile', 'waivers', 'attendance', 'approval', 'signatures', 'audit'],
])

export function printRecord(sheet: Sheet, { fields, digest }: ReadRecord): void {
  const column = columnOf(sheet)
  const heading = { role: 'strong', size: 24 } as const
  let y = sheet.text('Ceremony record', { ...column, y: column.y - 3 }, heading, 'H1') + 6
  y = printFacts(
    sheet,
    headFacts(fields, digest),
    { ...column, y },
    { size: 10, least: 7, height: 360, labels: 112 },
  )
  const sections = new Sections(sheet, y)
  const people = listOf(fields.people).map(objectOf)
  const steps = listOf(fields.steps).map(objectOf)
  sections.table(
    'Plan',
    [
      { title: 'Part', share: 2 },
      { title: 'What was agreed', share: 9 },
    ],
    planRows(fields),
  )
  printPeople(sections, people, fields)
  printExceptions(sections, steps, fields)
  printMade(sections, fields)
  sections.table(
    'What happened',
    [
      { title: 'Time (UTC)', share: 2.6 },
      { title: 'Who', share: 3 },
      { title: 'What', share: 4 },
      { title: 'Details', share: 5 },
    ],
    steps.map(step => {
      const { what, details } = tell(step)
      return [readableTime(textOf(step.time)), whoOf(step), what, details]
    }),
  )
  for (const [name, value] of Object.entries(fields)) {
    if (!PRINTED.has(name) && value !== null) sections.rest(name, value)
  }
  sections.signatures(signersOf(people))
}

/** What stands at the foot of each page: whose record it is, and which. */
export function footOfRecord({ fields }: ReadRecord): string {
  const first = hashWords(recordHash(fields)).slice(0, 4).join(' ')
  return `Ceremony record: ${textOf(fields.title)}, set ${textOf(objectOf(fields.quorum).setId)}; hash ${first} …`
}

function headFacts(fields: ReadRecord['fields'], digest: string): readonly Fact[] {
  const quorum = objectOf(fields.quorum)
  const proof = objectOf(fields.proof)
  const proved = `${textOf(proof.subsets)} of ${textOf(proof.possible)} sets of shares recovered everything`
  const mono = (label: string, value: string): Fact => ({
    ...{ label, value, role: 'mono', least: COMPARED },
  })
  const { size, hash } = objectOf(fields.audit)
  const head = typeof size === 'number' ? [headText({ size, hash: String(hash) })] : []
  return [
    { label: 'Ceremony', value: textOf(fields.title) },
    { label: 'Organisation', value: textOf(fields.organisation) },
    { label: 'Opened', value: `${readableTime(textOf(fields.opened))} UTC` },
    { label: 'Closed', value: `${readableTime(textOf(fields.closed))} UTC` },
    ...(fields.profile ? [{ label: 'Profile', value: textOf(fields.profile) }] : []),
    { label: 'Proof', value: proved },
    mono('Set id', textOf(quorum.setId)),
    mono('Kit fingerprint', formatFingerprint(String(fields.kitFingerprint))),
    mono('Kit digest', textOf(fields.kitDigest)),
    mono('SHA-256 of the record’s file', grouped(digest)),
    {
      label: fields.signatures ? 'Signed hash, in words' : 'Hash, in words',
      value: hashWords(recordHash(fields)).join(' '),
    },
    ...head.map(value => ({ label: 'Audit log before it', value })),
    { label: 'Software', value: textOf(fields.software) },
  ]
}

function printPeople(
  sections: Sections,
  people: readonly JsonObject[],
  fields: ReadRecord['fields'],
): void {
  sections.table(
    'People',
    [
      { title: 'Name', share: 4 },
      { title: 'Roles', share: 3 },
      { title: 'Sign-in key', share: 5, role: 'mono' },
      { title: 'Signed', share: 3 },
    ],
    people.map(person => [
      textOf(person.name),
      roleName(person.roles),
      formatFingerprint(String(person.key)),
      signedBy(person, fields),
    ]),
  )
  sections.table(
    'Who was in the room',
    [
      { title: 'Time (UTC)', share: 3 },
      { title: 'Name', share: 4 },
      { title: 'Came or left', share: 3 },
    ],
    [
      ...listOf(fields.attendance).map(change => {
        const { time, person, change: what } = objectOf(change)
        const name = people.find(({ id }) => id === person)?.name ?? person
        return [readableTime(textOf(time)), textOf(name), textOf(what)]
      }),
      ...absentIn(people, fields).map(name => ['', name, 'absent, by sealed share']),
    ],
  )
}

/** Custodians to whose keys shares were sealed, and who did not come all the same. */
function absentIn(people: readonly JsonObject[], fields: ReadRecord['fields']): string[] {
  const came = new Set(listOf(fields.attendance).map(change => objectOf(change).person))
  const here = new Set(people.filter(({ id }) => came.has(id)).map(({ name }) => textOf(name)))
  return listOf(objectOf(fields.plan).sealedTo)
    .map(planned => textOf(objectOf(planned).custodian))
    .filter(name => !here.has(name))
}

/** What went otherwise than the rule says: in this ceremony, and by the policy. */
function printExceptions(
  sections: Sections,
  steps: readonly JsonObject[],
  fields: ReadRecord['fields'],
): void {
  sections.tableOr(
    'None was noted, and every check of the room passed.',
    'Exceptions and overrides',
    [
      { title: 'Time (UTC)', share: 3.1 },
      { title: 'What', share: 5 },
      { title: 'Why it went on', share: 4 },
      { title: 'Accepted by', share: 3 },
    ],
    exceptionsIn(steps).map(({ time, what, reason, accepted }) => [
      readableTime(time),
      what,
      reason,
      accepted,
    ]),
  )
  if (!fields.profile) return
  sections.tableOr(
    'None: every rule of the policy held.',
    'Waivers of a small team',
    [
      { title: 'What the team does without', share: 4 },
      { title: 'What that means', share: 8 },
    ],
    listOf(fields.waivers).map(waiver => {
      const code = WAIVERS.find(known => known === waiver)
      if (code === undefined) return [textOf(waiver), '']
      const { title, why } = words.policy.waivers[code]
      return [title, why]
    }),
  )
}

/** The quorum's shares, and what was sealed to it. */
function printMade(sections: Sections, fields: ReadRecord['fields']): void {
  sections.table(
    'Custodians',
    [
      { title: 'Share', share: 1 },
      { title: 'Custodian', share: 4 },
      { title: 'Commitment of the share', share: 8, role: 'mono' },
    ],
    listOf(objectOf(fields.quorum).custodians).map(custodian => {
      const { index, name, commitment } = objectOf(custodian)
      return [textOf(index), textOf(name), textOf(commitment)]
    }),
  )
  sections.table(
    'Sealed keys and secrets',
    [
      { title: 'Label', share: 3 },
      { title: 'Purpose', share: 3 },
      { title: 'Details', share: 7 },
    ],
    listOf(fields.keys).map(key => {
      const { label, purpose, ...rest } = objectOf(key)
      return [textOf(label), textOf(purpose), describeSealed(rest)]
    }),
  )
}

/** What a key, an imported secret or a key pair is, beside its label and purpose. */
function describeSealed({
  kind,
  bits,
  bytes,
  algorithm,
  publicKey: _, // Up to 736 digits, which its fingerprint stands for.
  expires,
  kcv,
  fingerprint,
  id,
  version,
  created,
  ...rest
}: JsonObject): string {
  const said = (text: string, value: Json | undefined): readonly string[] =>
    value === undefined || value === null ? [] : [text]
  return [
    ...said(`AES-${textOf(bits)}`, bits),
    ...said(`imported secret of ${textOf(bytes)} bytes`, kind === 'master-key' ? null : bytes),
    ...said(pairInWords(algorithm ?? ''), algorithm),
    ...said(`until ${textOf(expires)}`, expires),
    ...said(`check value ${textOf(kcv)}`, kcv),
    ...said(`fingerprint ${formatFingerprint(String(fingerprint))}`, fingerprint),
    ...said(`id ${textOf(id)}, version ${textOf(version)}`, id),
    ...said(`made ${readableTime(textOf(created))} UTC`, created),
    ...(Object.keys(rest).length === 0 ? [] : [textOf(rest)]),
  ].join('; ')
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

/** A line for each person, or for the roles that every ceremony has. */
const signersOf = (people: readonly JsonObject[]): readonly string[] =>
  people.length > 0
    ? people.map(({ name, roles }) => `${textOf(name)}, ${roleName(roles)}: signature, date`)
    : ['Administrator: name, signature, date', 'Witness: name, signature, date']
