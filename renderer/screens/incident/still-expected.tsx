import { useAnswer } from '../../boundary/use-answer.ts'
import { Notice } from '../../design/notice.tsx'
import { formatBytes, formatCount, formatDay } from '../../design/quantity.ts'
import type { Suspect } from '../../session/session.tsx'
import { toEncryptAgain } from './what-is-left.ts'

interface StillExpectedProps {
  /** Whose incident it is; null: of none, and nothing is expected. */
  readonly incident: Suspect | null
  /** The names of the files that were chosen. */
  readonly chosen: readonly string[]
}

/** Backups that the catalogue knows, that the compromised key opens, and that nobody has chosen yet. */
export function StillExpected({ incident, chosen }: StillExpectedProps) {
  if (incident === null) return null
  return <ExpectedIn incident={incident} chosen={chosen} />
}

function ExpectedIn({ incident, chosen }: { incident: Suspect; chosen: readonly string[] }) {
  const answer = useAnswer('incident.report', { suspect: incident })
  if (answer.state !== 'ready') return null
  const names = new Set(chosen)
  const left = toEncryptAgain(answer.value.report).filter(({ fileName }) => !names.has(fileName))
  if (left.length === 0) return null
  return (
    <Notice>
      <p>
        The catalogue has {formatCount(left.length, 'backup')} to be encrypted again that{' '}
        {left.length === 1 ? 'is' : 'are'} not chosen yet. Look through the drives, or choose them:
      </p>
      <ul aria-label="Not chosen yet">
        {left.map(({ id, fileName, created, size }) => (
          <li key={id}>
            <code>{fileName}</code>, made on {formatDay(created)}, {formatBytes(size)}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
