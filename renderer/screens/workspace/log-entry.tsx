import type { Output } from '../../../shared/contract.ts'
import { detailsOf, sayEntry, sayLogAction } from '../../../shared/messages/index.ts'
import { Facts, Fingerprint, Moment } from '../../design/facts.tsx'
import { Tag } from '../../design/tag.tsx'
import { words } from '../../words.ts'
import classes from './audit-log.module.css'

type Entry = Output<'audit.page'>['entries'][number]

/** What was done as a sentence; everything that the entry says, folded beneath it. */
export function LogEntry({ of: entry }: { of: Entry }) {
  const { sequence, time, action, signed } = entry
  return (
    <tr>
      <td>{sequence}</td>
      <td>
        <Moment of={time} exact />
      </td>
      <th scope="row" className={classes.what}>
        <span className={classes.title}>
          {sayLogAction(words, action) ?? action} {signed && <Tag kind="good">signed</Tag>}
        </span>
        <span className={classes.sentence}>{sayEntry(words, entry)}</span>
        <EntryDetails of={entry} />
      </th>
    </tr>
  )
}

function EntryDetails({ of: entry }: { of: Entry }) {
  return (
    <details className={classes.details}>
      <summary>Details of entry {entry.sequence}</summary>
      <Facts
        of={[
          ...detailsOf(words, entry).map(
            ({ name, value, isDigest }) =>
              [name, isDigest ? <Fingerprint key={name} of={value} /> : value] as const,
          ),
          ['about', entry.subject] as const,
          ['action', entry.action] as const,
          ['hash of the entry', <Fingerprint key="hash" of={entry.hash} />] as const,
        ]}
      />
    </details>
  )
}
