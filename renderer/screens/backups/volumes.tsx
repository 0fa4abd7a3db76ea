import { useState } from 'react'
import { withoutVolume } from '../../../shared/backup-files.ts'
import type { Chosen } from '../../../shared/chosen.ts'
import type { Output } from '../../../shared/contract.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { useAnswer } from '../../boundary/use-answer.ts'
import { useTask } from '../../boundary/use-task.ts'
import { Button } from '../../design/button.tsx'
import { Row } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { Progress } from '../../design/progress.tsx'
import { formatBytes, formatCount, formatDay, formatList } from '../../design/quantity.ts'
import { useDraft } from '../../session/drafts.tsx'
import { keepChosen, pathOf } from '../files/chosen.ts'
import { folderOf, nameOf, pathIn } from '../files/path.ts'
import { PathChoice } from '../files/path-choice.tsx'
import { BACKUPS } from '../files/wanted.ts'

type Here = NonNullable<Output<'backup.volumes'>['volumes']>

interface VolumesProps {
  /** The backup that was chosen; null: none. */
  readonly file: Chosen | null
  /** Told of the same backup where its volumes are brought together. */
  readonly onGathered: (file: Chosen) => void
}

/** Beside a backup of which a volume was chosen: which are here, which is wanted next, and the way to bring it. */
export function Volumes({ file, onGathered }: VolumesProps) {
  if (file === null || withoutVolume(pathOf(file)) === pathOf(file)) return null
  return <VolumesOf key={file} file={file} onGathered={onGathered} />
}

function VolumesOf({ file, onGathered }: VolumesProps & { readonly file: Chosen }) {
  const looked = useAnswer('backup.volumes', { file })
  if (looked.state === 'asking') return null
  if (looked.state === 'refused') return <Problem of={looked.problem} />
  const { volumes } = looked.value
  if (volumes === null) return null
  return (
    <>
      <WhatIsHere volumes={volumes} />
      {wantsMore(volumes) && (
        <Gathering
          {...{ file, volumes }}
          onGathered={gathered => {
            onGathered(gathered)
            looked.askAgain()
          }}
        />
      )}
    </>
  )
}

const wantsMore = ({ missing, mayFollow }: Here): boolean =>
  missing.length > 0 || mayFollow !== null

/** More missing volumes than these are not named. */
const NAMED = 6

function WhatIsHere({ volumes }: { volumes: Here }) {
  const { here, missing, mayFollow, path, known } = volumes
  const [next] = missing
  const size = here.reduce((sum, volume) => sum + volume.size, 0)
  return (
    <Notice kind={wantsMore(volumes) ? 'caution' : 'done'} live>
      <p>
        <strong>{nameOf(path)}</strong> is cut into volumes.{' '}
        {known !== null &&
          `The vault’s catalogue has it: made on ${formatDay(known.created)} for quorum ${known.setId}, ${formatBytes(known.size)} in all. `}
        {next === undefined && mayFollow === null
          ? `All ${here.length} are here.`
          : `Here ${here.length === 1 ? 'is' : 'are'} ${named(here.map(({ name }) => name))}: ${formatBytes(size)}.`}
      </p>
      {next !== undefined && (
        <p>
          Missing: {named(missing)}. Wanted next: <strong>{next}</strong>.
        </p>
      )}
      {mayFollow !== null && (
        <p>
          {mayFollow} may follow: nothing here says how many volumes there are. A restore finds out,
          and writes nothing if one is missing.
        </p>
      )}
    </Notice>
  )
}

const named = (names: readonly string[]): string =>
  names.length > NAMED
    ? `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} more`
    : formatList(names)

/** Copies one drive's volumes after the other's into one folder. */
function Gathering({
  file,
  volumes,
  onGathered,
}: VolumesProps & { readonly file: Chosen; readonly volumes: Here }) {
  const client = useClient()
  const { progress, cancel, reset } = useTask('backup-check')
  const [into, setInto] = useDraft<Chosen | null>('gather volumes', null)
  const [brought, setBrought] = useState<Chosen | null>(null)
  const gather = useAction(async (from: Chosen, folder: Chosen, despiteDamage: boolean) => {
    reset()
    setBrought(from)
    const { volumes: now } = await client.call('backup.gather', {
      ...{ files: [from], into: folder, despiteDamage },
    })
    keepChosen([{ token: now.file, path: pathIn(folderOf(now.path), now.here[0]?.name ?? '') }])
    setBrought(null)
    onGathered(now.file)
  })
  const isBegun = into !== null && folderOf(pathOf(file)) === pathOf(into)
  if (gather.busy) {
    return (
      <>
        <Progress title="Copying volumes" of={progress} />
        <Button onClick={cancel}>Cancel: volumes that are copied stay</Button>
      </>
    )
  }
  return (
    <>
      {isBegun ? (
        <PathChoice
          label="Next volume"
          hint={`The drive may be pulled out now. Plug the next one in${volumes.missing[0] === undefined ? '' : `, with ${volumes.missing[0]}`}, and choose any volume on it: what lies beside it comes along.`}
          wanted={BACKUPS}
          path={brought}
          onChoose={chosen => void gather.run(chosen, into, false)}
        />
      ) : (
        <>
          <PathChoice
            label="Folder for all volumes"
            hint="Where the others lie on other drives: they are copied into one folder, one drive after the other. Volumes are encrypted; on a machine that runs from memory choose a drive that stays plugged in."
            wanted={{ kind: 'folder' }}
            path={into}
            onChoose={setInto}
          />
          {into !== null && (
            <Row>
              <Button onClick={() => void gather.run(file, into, false)}>
                Copy {formatCount(volumes.here.length, 'volume')} there
              </Button>
            </Row>
          )}
        </>
      )}
      <Problem of={gather.problem} />
      {gather.problem?.code === 'VOLUME_DAMAGED' && into !== null && (
        <Row>
          <Button onClick={() => void gather.run(brought ?? file, into, true)}>
            Take it as it is, for a repair or a salvage
          </Button>
        </Row>
      )}
    </>
  )
}
