import { CLAUSES, FRAMEWORKS } from '../../../shared/compliance.ts'
import type { Gathered } from './lines.ts'

/** The report as tables, for a spreadsheet: a file each. Source: RFC 4180. */

type Cell = string | number | null
interface Table {
  readonly head: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

export const tablesOf = (report: Gathered): { readonly [name: string]: string } =>
  Object.fromEntries(Object.entries(TABLES).map(([name, of]) => [`${name}.csv`, csv(of(report))]))

const TABLES: { readonly [name: string]: (report: Gathered) => Table } = {
  keys: ({ keys }) => ({
    head: [
      ...['label', 'version', 'id', 'kind', 'purpose', 'quorum', 'fingerprint', 'made'],
      ...['activates', 'protect until', 'process until', 'state', 'transitions'],
    ],
    rows: keys.map(key => [
      ...[key.label, key.version, key.id, key.kind, key.purpose, key.setId, key.fingerprint],
      ...[key.made, key.activates, key.protectUntil, key.processUntil, key.state],
      transitionsIn(key),
    ]),
  }),
  cryptoperiods: ({ cryptoperiods }) => ({
    head: [
      ...['label', 'version', 'purpose', 'days to protect', 'days to read'],
      ...['agreed months to protect', 'agreed months to read', 'agreed months to rotate'],
    ],
    rows: cryptoperiods.map(({ label, version, purpose, protectDays, processDays, agreed }) => [
      ...[label, version, purpose, protectDays, processDays],
      ...[agreed?.protect ?? null, agreed?.process ?? null, agreed?.rotate ?? null],
    ]),
  }),
  'backup-keys': ({ backupKeys }) => ({
    head: [
      ...['quorum', 'number', 'fingerprint', 'made', 'replaced', 'days in use', 'state'],
      ...['suspect since', 'transitions'],
    ],
    rows: backupKeys.map(key => [
      ...[key.setId, key.generation, key.fingerprint, key.made, key.replaced, key.usedDays],
      ...[key.state, key.occurred, transitionsIn(key)],
    ]),
  }),
  quorums: ({ quorums }) => ({
    head: [
      ...['quorum', 'title', 'cards needed', 'cards', 'state', 'founded', 'replaced'],
      ...['card', 'custodian', 'last checked'],
    ],
    rows: quorums.flatMap(({ cards, ...quorum }) =>
      cards.map(({ index, custodian, checked }) => [
        ...[quorum.setId, quorum.title, quorum.threshold, quorum.count, quorum.state],
        ...[quorum.founded, quorum.replaced, index, custodian, checked],
      ]),
    ),
  }),
  deeds: ({ deeds }) => ({
    head: ['entry', 'time', 'actor', 'action', 'subject', 'about', 'where to', 'signed by'],
    rows: deeds.map(({ entry, time, actor, action, subject, about, destination, signers }) => [
      ...[entry, time, actor, action, subject, about, destination, signers.join('; ')],
    ]),
  }),
  people: ({ people }) => ({
    head: ['name', 'roles', 'state', 'since'],
    rows: people.map(({ name, roles, state, since }) => [name, roles.join('; '), state, since]),
  }),
  drills: ({ drills }) => ({
    head: ['held', 'quorum', 'cards of', 'items', 'problem'],
    rows: drills.map(({ held, setId, shares, items, problem }) => [
      ...[held, setId, shares.join('; '), items, problem],
    ]),
  }),
  'status-lists': ({ statusLists }) => ({
    head: ['number', 'hash', 'issued', 'next by'],
    rows: statusLists.map(({ number, hash, issued, nextIssue }) => [
      ...[number, hash, issued, nextIssue],
    ]),
  }),
  exceptions: ({ exceptions }) => ({
    head: ['exception', 'about', 'entry', 'day'],
    rows: exceptions.map(({ kind, about, entry, on }) => [kind, about, entry, on]),
  }),
  clauses: () => ({
    head: ['framework', 'clause', 'applies', 'evidence'],
    rows: CLAUSES.map(({ framework, clause, applies, evidence }) => [
      ...[FRAMEWORKS[framework], clause, applies, evidence.join('; ')],
    ]),
  }),
}

const transitionsIn = ({ transitions }: Pick<Gathered['keys'][number], 'transitions'>): string =>
  transitions.map(transition).join('; ')

const csv = ({ head, rows }: Table): string =>
  [head, ...rows].map(row => `${row.map(cellOf).join(',')}\r\n`).join('')

type Transition = Gathered['keys'][number]['transitions'][number]

const transition = ({ on, from, to, reason, occurred }: Transition): string =>
  `${on} ${from} ${to} ${reason}${occurred === null ? '' : ` since ${occurred}`}`

/**
 * A spreadsheet takes what begins like a formula for one, in full width too; and where it parts columns at other
 * signs than commas, what follows one of those begins a cell, unless it stands in quotes. Source: OWASP, CSV
 * injection.
 */
const FORMULA = /^[\s'"]*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/
const PLAIN = /^[\p{L}\p{N} .:_/-]*$/u

function cellOf(value: Cell): string {
  const text = value === null ? '' : String(value)
  const safe = typeof value === 'string' && FORMULA.test(text) ? `'${text}` : text
  return PLAIN.test(safe) ? safe : `"${safe.replaceAll('"', '""')}"`
}
