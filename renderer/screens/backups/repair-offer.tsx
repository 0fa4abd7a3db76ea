import { withoutVolume } from '../../../shared/backup-files.ts'
import type { Chosen } from '../../../shared/chosen.ts'
import type { Output } from '../../../shared/contract.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { useAnswer } from '../../boundary/use-answer.ts'
import { useTask } from '../../boundary/use-task.ts'
import { Button } from '../../design/button.tsx'
import { Fingerprint } from '../../design/facts.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { Progress } from '../../design/progress.tsx'
import { formatCount } from '../../design/quantity.ts'
import { useDraft } from '../../session/drafts.tsx'
import { keepChosen, pathOf } from '../files/chosen.ts'
import { nameOf } from '../files/path.ts'
import { PathChoice } from '../files/path-choice.tsx'

/** What a backup is refused with that recovery files may make whole. */
const DAMAGED: readonly string[] = [
  ...['AGE_HEADER', 'AGE_MAC', 'AGE_PAYLOAD', 'AGE_TRUNCATED'],
  ...['BACKUP_BLOCKS', 'BACKUP_DAMAGED', 'BACKUP_DIGEST', 'BACKUP_MANIFEST', 'BACKUP_SLICES'],
  ...['BACKUP_VOLUME', 'FILE_VOLUME', 'FILE_VOLUME_SIZE'],
]

export const mayBeRepaired = (code: string | undefined): boolean =>
  code !== undefined && DAMAGED.includes(code)

export type Repaired = Output<'backup.repair'>

interface RepairOfferProps {
  /** The damaged backup. */
  readonly file: Chosen
  /** Told of the whole one, once it is made. */
  readonly onRepaired: (made: Repaired) => void
}

/** Where recovery files lie beside a damaged backup: the way to a whole one. */
export function RepairOffer({ file, onRepaired }: RepairOfferProps) {
  const client = useClient()
  const beside = useAnswer('backup.recoveryFiles', { file })
  const { progress, cancel, reset } = useTask('backup-check')
  const [out, setOut, forgetOut] = useDraft<Chosen | null>('repair a backup', null)
  const repair = useAction(async () => {
    if (out === null) return
    reset()
    const made = await client.call('backup.repair', { file, out })
    keepChosen([{ token: made.file, path: made.path }])
    forgetOut()
    onRepaired(made)
  })
  if (beside.state !== 'ready' || beside.value.count === 0) return null
  if (repair.busy) {
    return (
      <>
        <Progress title="Making the backup whole" of={progress} />
        <Button onClick={cancel}>Cancel: nothing is kept</Button>
      </>
    )
  }
  return (
    <Notice kind="caution">
      <p>
        {formatCount(beside.value.count, 'recovery file')}{' '}
        {beside.value.count === 1 ? 'lies' : 'lie'} beside this backup: perhaps enough to make it
        whole. That takes no share. The damaged backup stays as it is.
      </p>
      <PathChoice
        label="New file for the whole backup"
        hint="Best on another drive: this one may be failing."
        wanted={{ kind: 'new-file', name: withoutVolume(nameOf(pathOf(file))) }}
        path={out}
        onChoose={setOut}
      />
      <Problem of={repair.problem} />
      <Button disabled={out === null} onClick={() => void repair.run()}>
        Make it whole
      </Button>
    </Notice>
  )
}

/** Said of a backup that was made whole. */
export const MadeWhole = ({ made: { path, sha256, mended, proved } }: { made: Repaired }) => (
  <Notice kind="done" live>
    <p>
      The backup is whole again, as <code>{path}</code>.{' '}
      {mended === 0
        ? 'Nothing had to be made again.'
        : `${formatCount(mended, 'part')} of it came from the recovery files.`}{' '}
      {proved
        ? 'Every block is as its check file says.'
        : 'Compare its SHA-256 with the one on its label:'}
    </p>
    {!proved && <Fingerprint of={sha256} />}
  </Notice>
)
