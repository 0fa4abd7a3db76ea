import { useEffect, useEffectEvent, useState } from 'react'
import type { Chosen } from '../../../shared/chosen.ts'
import type { OddKind } from '../../../shared/codes/index.ts'
import type { Input, Output } from '../../../shared/contract.ts'
import type { DataOf, KeyclaveError } from '../../../shared/errors.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { useAnswer } from '../../boundary/use-answer.ts'
import { useTask } from '../../boundary/use-task.ts'
import { Button } from '../../design/button.tsx'
import { Card, Row } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { Progress } from '../../design/progress.tsx'
import { formatBytes, formatCount } from '../../design/quantity.ts'
import { useDraft } from '../../session/drafts.tsx'
import { usePeople } from '../../session/people.tsx'
import { useApprovals } from '../approval/approvals.tsx'
import { PathChoice } from '../files/path-choice.tsx'
import { Page } from '../section/page.tsx'
import { BackupMade } from './backup-made.tsx'
import { type Keeping, KeepingChoice } from './keeping.tsx'
import { KitChoice } from './kit-choice.tsx'
import { LeftOut } from './left-out.tsx'
import { Sources } from './sources.tsx'

type Kit = Input<'backup.create'>['kit']

/** What to back up, for whom and where to; then it is written, and read back. */
export function NewBackup({ onLeave }: { onLeave: () => void }) {
  const client = useClient()
  const { progress, cancel, reset } = useTask('backup')
  const overview = useAnswer('vault.overview', {})
  const { signIfPeople } = useApprovals()
  const { profile } = usePeople()
  const [paths, setPaths, forgetPaths] = useDraft<readonly Chosen[]>('new backup', [])
  const [kit, setKit] = useState<Kit | null>(null)
  const [out, setOut, forgetOut] = useDraft<Chosen | null>('new backup, file', null)
  const [survey, setSurvey] = useState<Output<'backup.survey'> | null>(null)
  const [made, setMade] = useState<Output<'backup.create'> | null>(null)

  const [keeping, setKeeping, forgetKeeping] = useDraft<Keeping>('new backup, how it is kept', {})
  // What people agreed to leave out, of these sources.
  const [leaveOut, setLeaveOut] = useState<OddKind[]>([])

  const look = useAction(
    async (sources: readonly Chosen[], target: Chosen | null, without: OddKind[]) => {
      setSurvey(null)
      setLeaveOut(without)
      if (sources.length === 0 || target === null) return
      const asked = { paths: [...sources], out: target, leaveOut: without }
      setSurvey(await client.call('backup.survey', asked))
    },
  )
  const create = useAction(async () => {
    if (kit === null || out === null) return
    reset()
    const approved = await signIfPeople({ action: 'backup.create', setId: await setIdOf(kit) })
    if (approved === null) return
    const order = { paths: [...paths], kit, out, leaveOut, ...keeping }
    setMade(await client.call('backup.create', { ...order, ...approved }))
    forgetPaths()
    forgetOut()
    forgetKeeping()
  })
  const setIdOf = async (source: Kit): Promise<string> =>
    source.kind === 'vault'
      ? source.setId
      : (await client.call('kit.inspect', { kit: source })).setId
  const choose = (sources: readonly Chosen[], target: Chosen | null): void => {
    setPaths(sources)
    setOut(target)
    create.forget()
    void look.run(sources, target, sources === paths ? leaveOut : [])
  }

  const onDraft = useEffectEvent(() => void look.run(paths, out, []))
  // Whoever comes back to a draft sees how large it is.
  useEffect(() => onDraft(), [])

  if (made !== null) return <BackupMade made={made} onLeave={onLeave} />
  if (create.busy) {
    return (
      <Page title="Making the backup" lead="Read, packed and encrypted in one go.">
        <Progress title="Backing up" of={progress} />
        <Button onClick={cancel}>Cancel: nothing is kept</Button>
      </Page>
    )
  }
  const quorums =
    overview.state === 'ready'
      ? overview.value.quorums.filter(({ state }) => state === 'in-force')
      : []
  const odd = oddIn(look.problem).filter(kind => !leaveOut.includes(kind))
  const tooSmall = survey !== null && survey.free !== null && survey.free < survey.bytes
  return (
    <Page
      title="Make a backup"
      lead={`${profile === null ? 'No share is needed for it.' : 'No share is needed for it; one of the vault’s people signs.'} Once it is written, only the quorum can open it.`}
    >
      <Card title="1. What to back up">
        <Sources paths={paths} onChange={sources => choose(sources, out)} />
      </Card>
      <Card title="2. Who can open it">
        <KitChoice quorums={quorums} kit={kit} onChoose={setKit} />
      </Card>
      <Card title="3. Where to">
        <PathChoice
          label="Backup file"
          hint="Best on a removable drive. An existing file is not overwritten."
          wanted={{ kind: 'new-file', name: 'backup.tar.zst.age' }}
          path={out}
          onChoose={target => choose(paths, target)}
        />
        {survey !== null && (
          <Notice kind={tooSmall ? 'caution' : 'plain'} live>
            <p>
              {formatCount(survey.files, 'file')}, {formatBytes(survey.bytes)}.{' '}
              {survey.free !== null && `${formatBytes(survey.free)} are free there. `}
              {tooSmall && 'It may not fit: packing makes most files smaller, but not all.'}
            </p>
            <LeftOut of={survey.leftOut} />
            {survey.repeated.files > 0 && (
              <p>
                {formatCount(survey.repeated.files, 'file')} ({formatBytes(survey.repeated.bytes)})
                of it are further names (hard links) of files that have several: each is stored as a
                file of its own.
              </p>
            )}
          </Notice>
        )}
        <Problem of={look.problem} />
        {odd.length > 0 && (
          <Button onClick={() => void look.run(paths, out, [...leaveOut, ...odd])}>
            Leave them out: the backup says so
          </Button>
        )}
      </Card>
      <Card title="4. How it is kept">
        <KeepingChoice keeping={keeping} onChoose={setKeeping} />
      </Card>
      <Problem of={create.problem} />
      <Row>
        <Button
          kind="primary"
          large
          disabled={paths.length === 0 || kit === null || out === null}
          onClick={() => void create.run()}
        >
          Make the backup
        </Button>
        <Button large onClick={onLeave}>
          Cancel
        </Button>
      </Row>
    </Page>
  )
}

/** The kinds of what a backup cannot hold, if that is why it was refused. */
const oddIn = (problem: KeyclaveError | null): OddKind[] =>
  problem?.code === 'BACKUP_ODD'
    ? (problem.data as DataOf<'BACKUP_ODD'>).odd.map(({ kind }) => kind)
    : []
