import type { KeyclaveError } from '../../../../shared/errors.ts'
import { TextField } from '../../../design/field.tsx'
import { Tag } from '../../../design/tag.tsx'
import { words } from '../../../words.ts'
import type { At } from '../frame/state.ts'
import classes from './room-check.module.css'

type Finding = NonNullable<At<'room'>['checks']>[number]

const RESULTS = {
  passed: { kind: 'good', text: 'Passed' },
  failed: { kind: 'bad', text: 'Did not pass' },
  unknown: { kind: 'caution', text: 'Not known' },
} as const

interface RoomCheckProps {
  readonly of: Finding
  readonly reason: string
  readonly problem: KeyclaveError | null
  readonly onReason: (reason: string) => void
}

/** One finding: what, on what evidence, why it matters, and the reason to go on in spite of it. */
export function RoomCheck({ of, reason, problem, onReason }: RoomCheckProps) {
  const { kind, text } = RESULTS[of.result]
  const { title, why } = words.room.checks[of.check]
  return (
    <li className={classes.check}>
      <div className={classes.head}>
        <h2 className={classes.title}>{title}</h2>
        <Tag kind={kind}>{text}</Tag>
      </div>
      <p>{words.room.evidence(of.evidence)}</p>
      {of.result !== 'passed' && (
        <>
          <p className={classes.why}>{why}</p>
          <TextField
            label={`Why go on, although “${title}” ${of.result === 'failed' ? 'did not pass' : 'is not known'}?`}
            hint="Recorded with the ceremony."
            value={reason}
            problem={problem}
            maxLength={400}
            onChange={onReason}
          />
        </>
      )}
    </li>
  )
}
