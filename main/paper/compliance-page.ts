import { CLAUSES, type ExceptionKind, FRAMEWORKS, nameOf } from '../../shared/compliance.ts'
import type { KeyState } from '../../shared/key-life.ts'
import { sayLogAction } from '../../shared/messages/index.ts'
import { type Role, WAIVERS } from '../../shared/roles.ts'
import { hashWords } from '../core/text/index.ts'
import { printFacts } from './facts-block.ts'
import { columnOf, footOf, MARGIN } from './page-frame.ts'
import type { Sheet } from './sheet.ts'
import { printTable, type TableColumn } from './table.ts'
import { words } from './words.ts'

/** The report for an auditor, on paper: what the files beside it say, clause by clause. Public. */

export interface CompliancePageFacts {
  readonly from: string
  readonly to: string
  /** RFC 3339. */
  readonly made: string
  readonly software: string
  readonly organisations: readonly string[]
  readonly profile: string | null
  readonly keys: readonly {
    readonly label: string
    readonly version: number
    readonly purpose: string
    readonly made: string
    readonly activates: string | null
    readonly protectUntil: string | null
    readonly processUntil: string | null
    readonly state: KeyState
  }[]
  readonly cryptoperiods: readonly {
    readonly label: string
    readonly version: number
    readonly protectDays: number | null
    readonly processDays: number | null
    readonly agreed: { readonly protect: number; readonly process: number } | null
  }[]
  readonly backupKeys: readonly {
    readonly setId: string
    readonly generation: number
    readonly fingerprint: string
    readonly made: string
    readonly replaced: string | null
    readonly usedDays: number
    readonly state: KeyState
  }[]
  readonly quorums: readonly {
    readonly setId: string
    readonly title: string
    readonly threshold: number
    readonly state: 'in-force' | 'replaced'
    readonly founded: string
    readonly replaced: string | null
    readonly cards: readonly {
      readonly index: number
      readonly custodian: string
      readonly checked: string | null
    }[]
  }[]
  readonly statusLists: readonly {
    readonly number: number
    readonly hash: string
    readonly issued: string
    readonly nextIssue: string
  }[]
  readonly deeds: readonly {
    readonly entry: number
    readonly time: string
    readonly actor: string
    readonly action: string
    readonly subject: string
    readonly about: string | null
    readonly destination: string | null
    readonly signers: readonly string[]
  }[]
  readonly people: readonly {
    readonly name: string
    readonly roles: readonly Role[]
    readonly state: string
    readonly since: string
  }[]
  readonly drills: readonly {
    readonly held: string
    readonly setId: string
    readonly shares: readonly string[]
    readonly items: number
    readonly problem: string | null
  }[]
  readonly exceptions: readonly {
    readonly kind: ExceptionKind
    readonly about: string
    readonly entry: number | null
    readonly on: string | null
  }[]
  readonly head: { readonly size: number; readonly hash: string }
}

const TEXT =
  'Made of the vault’s log, which is chained and, where there are people, signed by them; the log itself, exported and verified, is the proof of what stands here. Times are UTC.'
const NO_CERTIFICATE =
  'This report is evidence and no certificate. Keyclave is not a validated cryptographic module (FIPS 140-3) and no certified device; what it does not do, and what people do outside it, is named below as such. Check the numbers of clauses against the editions that you are audited by.'
const NOTHING = 'None.'

export function printCompliance(sheet: Sheet, facts: CompliancePageFacts): void {
  const column = columnOf(sheet)
  const { x, width } = column
  const body = { role: 'text', size: 10 } as const
  let y = sheet.text(
    'Compliance report',
    { ...column, y: column.y - 3 },
    { role: 'strong', size: 24 },
    'H1',
  )
  y = printFacts(
    sheet,
    factsOf(facts),
    { x, y: y + 2, width },
    { size: 10, least: 6, height: 260, labels: 100 },
  )
  y = sheet.text(TEXT, { x, y: y + 6, width }, body)
  y = sheet.text(NO_CERTIFICATE, { x, y: y + 4, width }, { role: 'strong', size: 10 })
  for (const { title, columns, rows } of sectionsOf(facts)) {
    if (y + 90 > footOf(sheet)) {
      sheet.newPage()
      y = MARGIN.top
    }
    y = sheet.text(title, { x, y: y + 12, width }, { role: 'strong', size: 13 }, 'H2') + 2
    y =
      rows.length === 0
        ? sheet.text(NOTHING, { x, y, width }, body)
        : printTable(sheet, columns, rows, y, { size: 8, rowHeight: 14, foot: 0 })
  }
}

interface Section {
  readonly title: string
  readonly columns: readonly TableColumn[]
  readonly rows: readonly (readonly string[])[]
}

const col = (title: string, share: number): TableColumn => ({ title, share })
const none = (value: string | number | null): string => (value === null ? 'none' : String(value))
const minute = (time: string): string => time.slice(0, 16).replace('T', ' ')

function sectionsOf(facts: CompliancePageFacts): readonly Section[] {
  const { compliance } = words
  return [
    {
      title: 'What others ask for',
      columns: [
        col('Rule', 22),
        col('Clause', 13),
        col('', 11),
        col('What the records say', 42),
        col('Evidence', 12),
      ],
      rows: CLAUSES.map(row => [
        ...[FRAMEWORKS[row.framework], row.clause, compliance.applies[row.applies]],
        compliance.clauses[nameOf(row)],
        row.evidence.map(section => compliance.sections[section]).join(', '),
      ]),
    },
    {
      title: 'Exceptions',
      columns: [col('About', 40), col('What', 40), col('Entry', 8), col('Day', 12)],
      rows: facts.exceptions.map(({ kind, about, entry, on }) => [
        ...[exceptionAbout(kind, about), compliance.exceptions[kind]],
        ...[entry === null ? '' : String(entry), on ?? ''],
      ]),
    },
    {
      title: 'Keys',
      columns: [
        ...[col('Key', 22), col('Purpose', 22), col('State', 12), col('Made', 11)],
        ...[col('First day', 11), col('Protects until', 11), col('Read until', 11)],
      ],
      rows: facts.keys.map(key => [
        ...[`${key.label}@${key.version}`, key.purpose, words.keys.states[key.state], key.made],
        ...[key.activates ?? key.made, none(key.protectUntil), none(key.processUntil)],
      ]),
    },
    {
      title: 'Cryptoperiods',
      columns: [
        ...[col('Key', 34), col('Days to protect', 20), col('Days to read', 18)],
        col('Agreed: months to protect, to read', 28),
      ],
      rows: facts.cryptoperiods.map(({ label, version, protectDays, processDays, agreed }) => [
        ...[`${label}@${version}`, none(protectDays), none(processDays)],
        agreed === null ? 'nothing' : `${agreed.protect}, ${agreed.process}`,
      ]),
    },
    {
      title: 'Backup keys',
      columns: [
        ...[col('Number', 8), col('Quorum', 13), col('SHA-256 of its recipient', 24)],
        ...[col('State', 18), col('Made', 12), col('Replaced', 13), col('Days in use', 12)],
      ],
      rows: facts.backupKeys.map(key => [
        ...[String(key.generation), key.setId, `${key.fingerprint.slice(0, 16)}…`],
        ...[words.keys.states[key.state], key.made, key.replaced ?? 'in use', `${key.usedDays}`],
      ]),
    },
    {
      title: 'Quorums and cards',
      columns: [
        ...[col('Quorum', 13), col('Title', 29), col('State', 26), col('Card', 7)],
        ...[col('Custodian', 25)],
      ],
      rows: facts.quorums.flatMap(quorum =>
        quorum.cards.map(({ index, custodian, checked }, i) => [
          ...(i === 0 ? [quorum.setId, quorum.title, standingOf(quorum)] : ['', '', '']),
          ...[String(index), checked === null ? custodian : `${custodian}, looked at ${checked}`],
        ]),
      ),
    },
    {
      title: 'Deeds',
      columns: [col('Entry', 7), col('Time', 15), col('What', 25), col('About', 27), col('By', 26)],
      rows: facts.deeds.map(({ entry, time, actor, action, subject, signers, ...deed }) => [
        ...[String(entry), minute(time), sayLogAction(words, action) ?? action],
        `${aboutOf(subject, deed.about)}${deed.destination === null ? '' : `, to ${deed.destination}`}`,
        signers.length === 0 ? actor : signers.join(', '),
      ]),
    },
    {
      title: 'People',
      columns: [col('Name', 35), col('Roles', 35), col('State', 15), col('Since', 15)],
      rows: facts.people.map(({ name, roles, state, since }) => [
        ...[name, roles.map(role => words.policy.roles[role].name).join(', '), state, since],
      ]),
    },
    {
      title: 'Drills',
      columns: [col('Held', 16), col('Quorum', 14), col('Cards of', 44), col('Found', 26)],
      rows: facts.drills.map(({ held, setId, shares, items, problem }) => [
        ...[minute(held), setId, shares.join(', ')],
        problem === null ? `${items} items would open` : problem,
      ]),
    },
    {
      title: 'Status lists',
      columns: [col('Number', 10), col('Hash', 50), col('Issued', 20), col('Next by', 20)],
      rows: facts.statusLists.map(({ number, hash, issued, nextIssue }) => [
        ...[String(number), `${hash.slice(0, 32)}…`, minute(issued), nextIssue.slice(0, 10)],
      ]),
    },
  ]
}

/** A waiver of the small team by its title. */
function exceptionAbout(kind: ExceptionKind, about: string): string {
  const waiver = kind === 'small-team' ? WAIVERS.find(name => name === about) : undefined
  return waiver === undefined ? about : words.policy.waivers[waiver].title
}

/** By name, as far as it has one: "video-root@1", "card 2, Ada", "backup key 2 of 0123456789". */
function aboutOf(subject: string, name: string | null): string {
  const [set = '', number = ''] = subject.replace(/^[a-z-]+:/, '').split('/')
  if (subject.startsWith('backup-key:')) return `backup key ${number} of ${set}`
  if (subject.startsWith('share:')) return `card ${number}${name === null ? '' : `, ${name}`}`
  return name ?? subject
}

const standingOf = ({
  threshold,
  state,
  founded,
  replaced,
}: CompliancePageFacts['quorums'][number]): string =>
  state === 'in-force'
    ? `any ${threshold} open it, since ${founded}`
    : `replaced ${replaced ?? ''}; any ${threshold} open what it had`

const factsOf = ({
  from,
  to,
  made,
  software,
  organisations,
  profile,
  head,
}: CompliancePageFacts) => [
  { label: 'Organisation', value: organisations.join(', ') || 'none named' },
  { label: 'Period', value: `${from} to ${to}, both days in it` },
  { label: 'Made', value: `${minute(made)} UTC, ${software}` },
  {
    label: 'Who signs',
    value:
      profile === null
        ? 'nobody: the vault has no people'
        : words.policy.profiles[profile as 'strict'].title,
  },
  { label: 'Audit log', value: `${head.size} ${hashWords(head.hash).join(' ')}` },
]
