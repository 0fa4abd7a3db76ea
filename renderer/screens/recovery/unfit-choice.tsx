import type { Input, Output } from '../../../shared/contract.ts'
import type { DataOf, KeyclaveError } from '../../../shared/errors.ts'
import { Button } from '../../design/button.tsx'
import { Row } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { formatCount } from '../../design/quantity.ts'

/** What a person chose for what a drive cannot hold. */
export type FitChoice = NonNullable<Input<'recovery.restore'>['fit']>

const RENAMED: readonly string[] = ['names', 'twins', 'long-names']

/** Offered where the drive of the folder cannot hold everything; another folder is the way above. */
export function UnfitChoice({
  of,
  chosen,
  onChoose,
}: {
  readonly of: KeyclaveError | null
  readonly chosen: FitChoice
  readonly onChoose: (choice: FitChoice) => void
}) {
  if (of?.code !== 'RESTORE_UNFIT') return null
  const { unfit, space } = of.data as DataOf<'RESTORE_UNFIT'>
  const kinds = unfit.map(({ kind }) => kind)
  const despiteSpace = chosen.despiteSpace || space !== null
  const others = kinds.filter(kind => !RENAMED.includes(kind))
  const leaveOut = [...new Set([...chosen.leaveOut, ...kinds])]
  const tried = space === null ? '' : ', and try it although space is short'
  return (
    <Row>
      {kinds.length > others.length && (
        <Button
          onClick={() =>
            onChoose({
              ...{ rename: true, despiteSpace },
              leaveOut: [...new Set([...chosen.leaveOut, ...others])],
            })
          }
        >
          {others.length === 0 ? 'Rename them' : 'Rename what can be, leave the rest out'}
          {tried}
        </Button>
      )}
      {kinds.length > 0 && (
        <Button onClick={() => onChoose({ ...chosen, leaveOut, despiteSpace })}>
          Leave them out{tried}
        </Button>
      )}
      {kinds.length === 0 && space !== null && (
        <Button onClick={() => onChoose({ ...chosen, despiteSpace })}>
          Try it although space is short
        </Button>
      )}
    </Row>
  )
}

type OnDrive = Pick<
  Output<'recovery.restore'>,
  'renamed' | 'unfit' | 'list' | 'keepsModes' | 'outward' | 'outwardCount' | 'outwardMade'
>

/** More links than these are not named. */
const NAMED = 10

/** What the drive changed in what was restored. */
export function Differences({
  of: { renamed, unfit, list, keepsModes, outward, outwardCount, outwardMade },
}: {
  of: OnDrive
}) {
  return (
    <>
      {list !== null && (
        <Notice kind="caution">
          <p>
            This drive could not hold everything: {formatCount(renamed, 'name')} became others, and{' '}
            {formatCount(unfit, 'entry', 'entries')} left out. All are listed in <code>{list}</code>
            .
          </p>
        </Notice>
      )}
      {outwardCount > 0 && (
        <Notice kind="caution">
          <p>
            {formatCount(outwardCount, 'link')} out of the folder{' '}
            {outwardMade ? 'were made all the same' : 'were not made'}:
          </p>
          <ul>
            {outward.slice(0, NAMED).map(({ path, target }) => (
              <li key={path}>
                <code>{path}</code> → <code>{target}</code>
              </li>
            ))}
          </ul>
          {outwardCount > NAMED && <p>and {formatCount(outwardCount - NAMED, 'more link')}.</p>}
        </Notice>
      )}
      {!keepsModes && (
        <Notice kind="caution">
          <p>This drive keeps no permissions: whoever gets at it can read what was restored.</p>
        </Notice>
      )}
    </>
  )
}
