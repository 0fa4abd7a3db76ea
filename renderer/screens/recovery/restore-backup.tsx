import { useState } from 'react'
import { withoutVolume } from '../../../shared/backup-files.ts'
import type { Chosen } from '../../../shared/chosen.ts'
import type { Output } from '../../../shared/contract.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { useTask } from '../../boundary/use-task.ts'
import { Button } from '../../design/button.tsx'
import { CheckField } from '../../design/field.tsx'
import { Row, Table } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { Progress } from '../../design/progress.tsx'
import { formatBytes, formatCount, formatDay } from '../../design/quantity.ts'
import { useDraft } from '../../session/drafts.tsx'
import { useApprovals } from '../approval/approvals.tsx'
import { LeftOut } from '../backups/left-out.tsx'
import { MadeWhole, mayBeRepaired, type Repaired, RepairOffer } from '../backups/repair-offer.tsx'
import { Volumes } from '../backups/volumes.tsx'
import { pathOf } from '../files/chosen.ts'
import { Leftovers } from '../files/leftovers.tsx'
import { nameOf } from '../files/path.ts'
import { PathChoice } from '../files/path-choice.tsx'
import { BACKUPS } from '../files/wanted.ts'
import { mayBeSalvaged, type Salvaged, SalvagedFiles, SalvageOffer } from './salvage-backup.tsx'
import { type At, useRecovery } from './state.ts'
import { Tamed } from './tamed.tsx'
import { Differences, type FitChoice, UnfitChoice } from './unfit-choice.tsx'

type Restored = Output<'recovery.restore'>
/** How a damaged backup is restored; null: it is not known to be one. */
type Salvaging = { readonly partial: boolean } | null

const AS_IT_IS: FitChoice = { leaveOut: [], rename: false, despiteSpace: false }

/** The name of a backup, of which a volume may have been chosen. */
const backupNameOf = (file: Chosen): string => withoutVolume(nameOf(pathOf(file)))

/** Restores a backup into a new folder. */
export function RestoreBackup({ state: { setId } }: { state: At<'open'> }) {
  const client = useClient()
  const { reread, backup: file, setBackup: setFile, choose } = useRecovery()
  const { signIfPeople } = useApprovals()
  const { progress, cancel, reset } = useTask('restore')
  const [out, setOut] = useDraft<Chosen | null>('restore into', null)
  const [allModes, setAllModes] = useState(false)
  const [outwardLinks, setOutwardLinks] = useState(false)
  const [restored, setRestored] = useState<Restored | null>(null)
  const [whole, setWhole] = useState<Repaired | null>(null)
  const [saved, setSaved] = useState<Salvaged | null>(null)
  const [fit, setFit] = useState<FitChoice>(AS_IT_IS)
  const [salvaged, setSalvaged] = useState<Salvaging>(null)
  const restore = useAction(async (salvage: Salvaging, fit: FitChoice) => {
    if (file === null || out === null) return
    setSalvaged(salvage)
    setFit(fit)
    reset()
    const approved = await signIfPeople({
      ...{ action: 'backup.restore', setId, backup: backupNameOf(file), destination: out },
    })
    if (approved === null) return
    const order = { file, out, allModes, fit, outwardLinks, ...approved }
    if (salvage === null) setRestored(await client.call('recovery.restore', order))
    else setSaved(await client.call('recovery.salvage', { ...order, ...salvage }))
    setFile(null)
    setOut(null)
    await reread()
  })

  if (restore.busy) {
    return (
      <>
        <Progress title="Restoring" of={progress} />
        <Button onClick={cancel}>Cancel</Button>
      </>
    )
  }
  if (restored !== null) {
    return <RestoredFiles restored={restored} onAnother={() => setRestored(null)} />
  }
  if (saved !== null) {
    return <SalvagedFiles saved={saved} onAnother={() => setSaved(null)} />
  }
  return (
    <>
      <PathChoice
        label="Backup file"
        wanted={BACKUPS}
        path={file}
        onChoose={chosen => {
          setFile(chosen)
          setWhole(null)
          restore.forget()
        }}
      />
      <Volumes
        file={file}
        onGathered={gathered => {
          setFile(gathered)
          restore.forget()
        }}
      />
      <PathChoice
        label="New folder to restore into"
        hint="It must not exist yet."
        wanted={{
          kind: 'new-folder',
          name:
            file === null
              ? 'restored'
              : backupNameOf(file).replace(/\.tar\.zst\.age$/, '-restored'),
        }}
        path={out}
        onChoose={chosen => {
          setOut(chosen)
          setFit(AS_IT_IS)
          restore.forget()
        }}
      />
      <Leftovers beside={out} />
      <CheckField
        label="Restore dangerous permissions as well"
        hint="Those that run a program with another user’s rights (setuid, setgid), and those that let everybody write."
        checked={allModes}
        onChange={setAllModes}
      />
      <CheckField
        label="Make links that lead out of the folder as well"
        hint="Otherwise they are listed. What writes through such a link changes something outside."
        checked={outwardLinks}
        onChange={setOutwardLinks}
      />
      <Problem of={restore.problem} />
      <UnfitChoice
        of={restore.problem}
        chosen={fit}
        onChoose={choice => void restore.run(salvaged, choice)}
      />
      {restore.problem?.code === 'PASSPHRASE_WRONG' && (
        <Row>
          <Button onClick={() => void choose('passphrase')}>Enter the passphrase again</Button>
        </Row>
      )}
      {mayBeRepaired(restore.problem?.code) && file !== null && (
        <RepairOffer
          file={file}
          onRepaired={made => {
            setWhole(made)
            setFile(made.file)
            restore.forget()
          }}
        />
      )}
      {whole !== null && <MadeWhole made={whole} />}
      {mayBeSalvaged(restore.problem?.code) && (
        <SalvageOffer onSalvage={partial => void restore.run({ partial }, fit)} />
      )}
      <Button
        kind="primary"
        disabled={file === null || out === null}
        onClick={() => void restore.run(null, AS_IT_IS)}
      >
        Restore
      </Button>
    </>
  )
}

const KINDS = { file: 'file', directory: 'folder', symlink: 'link' } as const

function RestoredFiles({ restored, onAnother }: { restored: Restored; onAnother: () => void }) {
  const { files, bytes, created, path, entries, leftOut, agreed } = restored
  const { sha256, knownMaker, tamed } = restored
  return (
    <>
      <Notice kind="done" live>
        <p>
          {formatCount(files, 'file')}, {formatBytes(bytes)}, restored to <code>{path}</code>. Every
          file agrees with the manifest of the backup of {formatDay(created)}.
        </p>
      </Notice>
      {knownMaker === null ? (
        <Notice kind="caution">
          <p>
            Anybody with the kit could have made this backup. Compare its SHA-256 with the one on
            its label: <code>{sha256}</code>
          </p>
        </Notice>
      ) : (
        <p>
          The vault’s log knows this backup: made by {knownMaker.by}, {formatDay(knownMaker.time)}.
        </p>
      )}
      <Tamed of={tamed} />
      <Differences of={restored} />
      <LeftOut of={agreed} />
      <details>
        <summary>What was restored</summary>
        <Table name="What was restored" columns={['Path', 'Kind', 'Size']}>
          {entries.map(entry => (
            <tr key={entry.path}>
              <td>{entry.path}</td>
              <td>{KINDS[entry.kind]}</td>
              <td>{entry.size === null ? '' : formatBytes(entry.size)}</td>
            </tr>
          ))}
        </Table>
        {leftOut > 0 && <p>and {formatCount(leftOut, 'more entry', 'more entries')}.</p>}
      </details>
      <Row>
        <Button onClick={onAnother}>Restore another backup</Button>
      </Row>
    </>
  )
}
