import { useState } from 'react'
import type { Chosen } from '../../../shared/chosen.ts'
import type { Output } from '../../../shared/contract.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { useTask } from '../../boundary/use-task.ts'
import { Button } from '../../design/button.tsx'
import { Fingerprint } from '../../design/facts.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { Progress } from '../../design/progress.tsx'
import { formatCount } from '../../design/quantity.ts'
import { MadeWhole, mayBeRepaired, type Repaired, RepairOffer } from './repair-offer.tsx'

/** Reads a backup from its drive, and says exactly what that showed and what it did not. */
export function ReadBackCheck({ file, sha256 }: { file: Chosen; sha256: string | null }) {
  const client = useClient()
  const { progress, cancel, reset } = useTask('backup-check')
  const [checked, setChecked] = useState<Output<'backup.check'> | null>(null)
  const [repaired, setRepaired] = useState<Repaired | null>(null)
  const check = useAction(async () => {
    reset()
    setRepaired(null)
    setChecked(null)
    setChecked(await client.call('backup.check', { file, sha256 }))
  })
  if (check.busy) {
    return (
      <>
        <Progress title="Reading the backup back" of={progress} />
        <Button onClick={cancel}>Cancel</Button>
      </>
    )
  }
  return (
    <>
      {checked === null ? (
        <p>Reads the whole file from its drive. It is not opened: that would take the quorum.</p>
      ) : (
        <Notice kind="done" live>
          <p>The backup was read back and is as it should be.</p>
          <Sentences title="Checked" of={checked.did} />
          <Sentences title="Not checked" of={checked.didNot} />
          <CheckFile of={checked.blocks} />
          <RecoveryFiles of={checked.parity} />
        </Notice>
      )}
      <Problem of={check.problem} />
      {mayBeRepaired(check.problem?.code) && (
        <RepairOffer
          file={file}
          onRepaired={made => {
            check.forget()
            setRepaired(made)
          }}
        />
      )}
      {repaired !== null && <MadeWhole made={repaired} />}
      <Button kind={checked === null ? 'primary' : 'secondary'} onClick={() => void check.run()}>
        {checked === null ? 'Read it back' : 'Read it back again'}
      </Button>
    </>
  )
}

function CheckFile({ of }: { of: Output<'backup.check'>['blocks'] }) {
  if (of === null) return null
  return (
    <>
      <p>
        All its {formatCount(of.blocks, 'block')} are as the check file beside it says.{' '}
        {of.proved
          ? 'The vault’s log has the root of that file.'
          : 'Nothing here says that it is the right check file: compare its root with the label.'}
      </p>
      {!of.proved && <Fingerprint of={of.root} />}
    </>
  )
}

function RecoveryFiles({ of }: { of: Output<'backup.check'>['parity'] }) {
  if (of === null) return null
  if (of.useless) {
    return (
      <p>
        <strong>The recovery files beside it are of no use to this backup.</strong> Remove them, and
        make new ones with <code>keyclave backup parity</code>.
      </p>
    )
  }
  return (
    <p>
      All its {formatCount(of.slices, 'slice')} are as the recovery files beside it say. Should some
      be lost, they make up to {of.recovery} again.
    </p>
  )
}

const Sentences = ({ title, of }: { title: string; of: readonly string[] }) =>
  of.length === 0 ? null : (
    <div>
      <strong>{title}</strong>
      <ul>
        {of.map(sentence => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  )
