/**
 * What rules of others ask of key management, clause by clause, and how far what a vault records answers it.
 * Sentences to each are in the messages. Numbers are those of the editions named here.
 */

export const FRAMEWORKS = {
  'sp800-57': 'NIST SP 800-57 part 1, revision 5',
  'sp800-88': 'NIST SP 800-88, revision 2',
  'pci-pin': 'PCI PIN Security, version 3.1',
  'pci-dss': 'PCI DSS, version 4.0.1',
  'iso-27001': 'ISO/IEC 27001:2022',
  'fips-140-3': 'FIPS 140-3',
} as const
export type Framework = keyof typeof FRAMEWORKS

/** Parts of the report that hold the evidence. */
export const SECTIONS = [
  'keys',
  'cryptoperiods',
  'backupKeys',
  'quorums',
  'deeds',
  'people',
  'drills',
  'statusLists',
  'exceptions',
] as const
export type Section = (typeof SECTIONS)[number]

/** `serves`: the records are evidence for it. `partly`: for some of it. `not`: it is nothing that Keyclave does. */
export type Applies = 'serves' | 'partly' | 'not'

export interface Clause {
  readonly framework: Framework
  readonly clause: string
  readonly applies: Applies
  readonly evidence: readonly Section[]
}

const clause = <const Name extends string>(
  framework: Framework,
  name: Name,
  applies: Applies,
  ...evidence: readonly Section[]
) => ({ framework, clause: name, applies, evidence }) as const

export const CLAUSES = [
  clause('sp800-57', '5.2', 'serves', 'keys'),
  clause('sp800-57', '5.3', 'serves', 'keys', 'cryptoperiods', 'backupKeys', 'exceptions'),
  clause('sp800-57', '5.5', 'serves', 'keys', 'deeds'),
  clause('sp800-57', '6.1', 'partly', 'deeds', 'people'),
  clause('sp800-57', '7', 'serves', 'keys', 'backupKeys', 'deeds'),
  clause('sp800-57', '8.1.5', 'partly', 'keys', 'deeds'),
  clause('sp800-57', '8.2.3', 'serves', 'keys', 'backupKeys', 'deeds'),
  clause('sp800-57', '8.3.4', 'partly', 'deeds'),
  clause('sp800-57', '8.3.5', 'serves', 'statusLists', 'deeds'),
  clause('sp800-57', '9.1', 'serves', 'people', 'deeds'),
  clause('sp800-57', '9.2', 'serves', 'deeds', 'exceptions'),
  clause('sp800-57', '9.3', 'serves', 'drills'),
  clause('sp800-88', 'cryptographic erase', 'partly', 'deeds'),
  clause('sp800-88', 'media', 'not'),
  clause('pci-pin', '5-6', 'partly', 'deeds', 'people'),
  clause('pci-pin', '18-19', 'partly', 'keys'),
  clause('pci-pin', '21', 'serves', 'quorums', 'people', 'deeds'),
  clause('pci-pin', '22', 'serves', 'deeds', 'exceptions'),
  clause('pci-pin', '24', 'partly', 'deeds'),
  clause('pci-pin', '25-26', 'serves', 'people', 'deeds'),
  clause('pci-pin', 'secure cryptographic devices', 'not'),
  clause('pci-dss', '3.6.1', 'partly', 'keys', 'backupKeys', 'quorums'),
  clause('pci-dss', '3.7.1-3.7.3', 'partly', 'keys', 'deeds'),
  clause('pci-dss', '3.7.4', 'serves', 'cryptoperiods', 'backupKeys'),
  clause('pci-dss', '3.7.5', 'serves', 'keys', 'backupKeys', 'deeds'),
  clause('pci-dss', '3.7.6', 'serves', 'quorums', 'people', 'deeds'),
  clause('pci-dss', '3.7.7', 'partly', 'deeds', 'exceptions'),
  clause('pci-dss', '3.7.8-3.7.9', 'not'),
  clause('iso-27001', 'A.8.24', 'partly', 'keys', 'cryptoperiods', 'deeds', 'people'),
  clause('fips-140-3', 'validated module', 'not'),
] as const satisfies readonly Clause[]

export type ClauseName = {
  [F in Framework]: `${F} ${Extract<(typeof CLAUSES)[number], { framework: F }>['clause']}`
}[Framework]

export const nameOf = ({ framework, clause: name }: (typeof CLAUSES)[number]): ClauseName =>
  `${framework} ${name}` as ClauseName

/** What an auditor has to look at. */
export const EXCEPTIONS = [
  'no-last-day',
  'past-last-day',
  'compromised',
  'opened-although',
  'delivered-although',
  'delivered-plain',
  'not-erased',
  'unsigned',
  'small-team',
  'no-people',
  'refused',
  'wrong-secret',
  'locked',
  'voided',
  'log-damaged',
  'clock-set-back',
  'clock-elsewhere',
  'drill-failed',
  'drill-overdue',
  'status-list-overdue',
] as const
export type ExceptionKind = (typeof EXCEPTIONS)[number]
