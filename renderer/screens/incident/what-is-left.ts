import type { CompromiseReport } from '../../../shared/compromise.ts'
import { formatCount } from '../../design/quantity.ts'

export interface LeftToDo {
  readonly text: string
  /** `outside`: nothing in the vault tells. */
  readonly state: 'done' | 'open' | 'outside'
}

type Backup = CompromiseReport['backups'][number]

/** Of a quorum: everything that was sealed to it. */
export const isMarked = ({ of, mark, items }: CompromiseReport): boolean =>
  of.kind === 'quorum'
    ? unmarked({ items }).length === 0
    : mark?.state === 'compromised' || mark?.state === 'destroyed-compromised'

/** Backups that it opens and that have no new one. */
export const toEncryptAgain = ({ backups }: CompromiseReport): readonly Backup[] =>
  backups.filter(({ replacedBy, superseded }) => replacedBy === null && !superseded)

/** What of the course is done, as far as the vault knows, and what only those who do it know. */
export function whatIsLeft(report: CompromiseReport): readonly LeftToDo[] {
  const { of, takenOut, deliveries, items } = report
  const places = takenOut.length + deliveries.length
  const visits: readonly LeftToDo[] =
    places === 0
      ? []
      : [
          {
            text: `Go to the ${formatCount(places, 'place')} that it went to, and destroy it there.`,
            state: 'outside',
          },
        ]
  switch (of.kind) {
    case 'key':
      return [
        check('Mark it compromised.', isMarked(report)),
        ...(of.inForce ? [check('Make its next version.', of.newest > of.version)] : []),
        tellOutside(report),
        ...visits,
        {
          text: 'Protect anew what was protected with it, and must not be read.',
          state: 'outside',
        },
        ...(of.inForce ? [] : [OLD_CARDS]),
      ]
    case 'backup-key':
      return [
        check('Mark it compromised.', isMarked(report)),
        check('Make the next backup key.', !of.current),
        tellOutside(report),
        ...backupsLeft(report),
        ...visits,
      ]
    case 'quorum': {
      const left = unmarked({ items })
      return [
        check('Hold a re-issue.', of.replacedBy !== null),
        check(
          left.length === 0
            ? 'Mark everything that was sealed to it.'
            : `Mark everything that was sealed to it: ${formatCount(left.length, 'key')} ${left.length === 1 ? 'is' : 'are'} not marked yet.`,
          left.length === 0,
        ),
        tellOutside(report),
        ...backupsLeft(report),
        ...visits,
        { text: 'Destroy the old cards and the old passphrase under witness.', state: 'outside' },
      ]
    }
  }
}

/** States in which nobody has said yet that somebody else may have it, and something is left that they can read. */
const UNMARKED: ReadonlySet<CompromiseReport['items'][number]['state']> = new Set([
  ...(['pre-activation', 'active', 'suspended', 'deactivated'] as const),
])

export const unmarked = ({ items }: Pick<CompromiseReport, 'items'>): CompromiseReport['items'] =>
  items.filter(({ state }) => UNMARKED.has(state))

/** Those who have no vault learn of it by a status list; of a whole quorum the vault cannot tell which one says so. */
function tellOutside({ of, statusList }: CompromiseReport): LeftToDo {
  return statusList === null || of.kind === 'quorum'
    ? { text: 'Tell everybody outside who relies on it: a status list does.', state: 'outside' }
    : check('Publish a status list that says so, and give it out.', statusList.saysSo)
}

const OLD_CARDS: LeftToDo = {
  text: 'Destroy the cards and the passphrase of the quorums that had it, under witness: they open any copy of it.',
  state: 'outside',
}

const check = (text: string, isDone: boolean): LeftToDo => ({
  text,
  state: isDone ? 'done' : 'open',
})

function backupsLeft(report: CompromiseReport): readonly LeftToDo[] {
  const left = toEncryptAgain(report).length
  return [
    check(
      left === 0
        ? 'Encrypt again the backups of the catalogue.'
        : `Encrypt again the ${formatCount(left, 'backup')} of the catalogue that it opens.`,
      left === 0,
    ),
    check('Look for backups on drives.', report.searches.length > 0),
    {
      text: 'Look through every drive that nobody has named yet.',
      state: 'outside',
    },
    {
      text: 'Destroy each old file, and every copy of it, once its new backup is read back.',
      state: 'outside',
    },
    { text: 'Tell those whose data was in the backups.', state: 'outside' },
  ]
}
