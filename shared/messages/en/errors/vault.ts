import type {
  ForeignProblem,
  HeadBearer,
  HeadProblem,
  TableProblem,
  VaultDamage,
  vaultCodes,
} from '../../../codes/vault.ts'
import type { Desk, ErrorMessages } from '../../wording/messages.ts'
import { atTerminal } from '../phrases/at-terminal.ts'

const FOREIGN: { readonly [problem in ForeignProblem]: string } = {
  'broken-link': 'it is a broken link',
  folder: 'it is a folder',
  special: 'it is not a regular file',
  empty: 'it is empty',
  'no-database': 'it is not a database',
  'other-database': 'it is a database of another program',
}

const DAMAGES: { readonly [problem in Extract<VaultDamage, string>]: string } = {
  'cut-off': 'it is cut off',
  'no-format': 'it has no format number',
  'too-large': 'it is far larger than a vault can be',
  tables: 'its tables are not those that Keyclave makes',
  'no-answer': 'its check gives no answer',
  'not-whole': 'it is not whole',
}

function damage(problem: VaultDamage): string {
  if (typeof problem === 'string') return DAMAGES[problem]
  if ('column' in problem) return `a record has an impossible ${problem.column}`
  return 'check' in problem
    ? problem.check
    : `a record in ${problem.lostReferenceIn} refers to one that is not there`
}

const BEARERS: { readonly [bearer in HeadBearer]: string } = {
  kit: 'the kit',
  record: 'the ceremony record',
  'exported-log': 'the saved log',
  card: 'the share card',
}

interface HeadFacts {
  readonly path: string
  readonly by: HeadBearer
  readonly entry: number | null
  readonly have: number
}

const twoCopies = (desk: Desk): string =>
  `Nothing was done with it. Look for the newer copy of the vault, compare both with a head on paper (a card, a record, a label)${atTerminal(desk, ' under "audit verify --head"')}, and go on with the one that has it.`

const HEADS: { readonly [problem in HeadProblem]: (d: HeadFacts) => string } = {
  older: d =>
    `The vault ${d.path} is an older copy of itself: its log ends at entry ${d.have}, and ${BEARERS[d.by]} was made when it had entry ${d.entry ?? 0}. An older file was put back, or the end of its log was cut off.`,
  branch: d =>
    `The vault ${d.path} is another branch than the one that ${BEARERS[d.by]} is of: entry ${d.entry ?? 0} of its log is not the one named there. An older copy was put back and worked with, its log was written anew, or ${BEARERS[d.by]} is of another vault.`,
  unknown: d =>
    `The log of the vault ${d.path}, of ${d.have} entries, lacks an entry that ${BEARERS[d.by]} rests on: this is an older copy of the vault that was put back, or another branch of it${d.by === 'kit' ? '; or somebody else made the kit: compare its fingerprint with the one on a card' : ''}.`,
  another: d =>
    `The vault ${d.path} has another log than the one that ${BEARERS[d.by]} is of: they belong to different vaults. Open the vault that it is of, or check it without a vault.`,
}

interface TablesFacts {
  readonly table: string
  readonly row: string
  readonly column: string | null
  readonly entry: number | null
}

const said = ({ entry }: TablesFacts): string =>
  entry === null ? 'no entry of its log says it' : `entry ${entry} of its log says otherwise`

const TABLES: { readonly [problem in TableProblem]: (d: TablesFacts) => string } = {
  changed: d =>
    `its table ${d.table} was changed in ${d.column ?? 'a row'} of row ${d.row}: ${said(d)}`,
  added: d => `its table ${d.table} has a row ${d.row} that no entry of its log made`,
  missing: d =>
    `its table ${d.table} lacks row ${d.row}, which entry ${d.entry ?? 0} of its log made`,
  moved: d => `the rows of its table ${d.table} stand in another order from row ${d.row} on`,
  'not-replayable': d =>
    `its table ${d.table} cannot follow from its log: entry ${d.entry ?? 0} cannot be, or does not say enough of row ${d.row}`,
  'not-adopted': () => 'no entry of its log says since when its tables follow from it',
}

export const vaultErrors: ErrorMessages<typeof vaultCodes> = {
  VAULT_MISSING: d => `${d.path} does not exist. Check the path of the vault.`,
  VAULT_DENIED: d =>
    `The vault ${d.path} may not be opened like this. Check the permissions of the file and of its folder; to read a vault from a write-protected place after a crash, copy its whole folder first.`,
  VAULT_FULL: d =>
    `There is no space left to write the vault ${d.path}. Nothing of this step was recorded: make space and repeat it.`,
  VAULT_IO: d =>
    `Reading or writing the vault ${d.path} failed (${d.code}). Nothing of this step was recorded: check the disk and repeat it.`,
  VAULT_NAME: d => `The name of the vault ${d.path} ends with a space. Choose another name.`,
  VAULT_BUSY: d =>
    `The vault ${d.path} is open elsewhere. One program at a time may write to it: close the other one and try again.`,
  VAULT_READ_ONLY: d =>
    `The vault ${d.path} was opened for reading. Open it for writing to record something.`,
  VAULT_FOREIGN: d =>
    `${d.path} is not a Keyclave vault: ${FOREIGN[d.problem]}. It was left as it is.`,
  VAULT_NEWER: d =>
    `The vault ${d.path} has format ${d.have}; this Keyclave knows up to ${d.known}. It was left as it is: use a newer Keyclave.`,
  VAULT_OLDER: d =>
    `The vault ${d.path} has format ${d.have}; this Keyclave reads ${d.known}. Open it once for writing: it is brought up to date, and a copy of it as it is now is kept beside it.`,
  VAULT_DAMAGED: d =>
    `The vault ${d.path} is damaged: ${damage(d.problem)}. It was left as it is: keep it, and go on with a copy made earlier. A recovery needs only the kit, shares and passphrase.`,
  VAULT_TABLES: d =>
    `The vault ${d.path} is not what its log says: ${TABLES[d.problem](d)}. Another program changed it, or the disk did. Nothing is done with it: open it read-only to look at it, and go on with a copy made earlier. A recovery needs only the kit, shares and passphrase.`,
  VAULT_HEAD: (d, desk) => `${HEADS[d.problem](d)} ${twoCopies(desk)}`,
  VAULT_RULE: d => `The vault refuses this record: ${d.rule}. Nothing of this step was recorded.`,
  VAULT_UNKNOWN: d =>
    `The vault knows no ${d.ceremony === undefined ? d.what : `${d.what} of ceremony ${d.ceremony}:`} ${d.id}. Check the id, and that this is the right vault.`,
  VAULT_CLOSED: 'No vault is open. Open or create one first.',
}
