import { useState } from 'react'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Choice } from '../../design/choice.tsx'
import { Card } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { Step } from '../../design/steps.tsx'
import { Deeds } from './deeds.tsx'
import { ExportKey } from './export-key.tsx'
import { HandOutIdentity } from './hand-out-identity.tsx'
import { RestoreBackup } from './restore-backup.tsx'
import { type At, useRecovery } from './state.ts'

const WAYS = [
  {
    value: 'backup',
    title: 'Restore a backup',
    hint: 'Into a new folder, every file checked.',
  },
  { value: 'key', title: 'Export a key', hint: 'Once, into a new file in a place you choose.' },
  {
    value: 'identity',
    title: 'Hand out an identity',
    hint: 'For the age command: of a backup key, or of the quorum itself.',
  },
] as const
type Way = (typeof WAYS)[number]['value']

/** The quorum is open: what is to be opened with it. */
export function OpenStep({ state }: { state: At<'open'> }) {
  const client = useClient()
  const { follow } = useRecovery()
  const [way, setWay] = useState<Way>('backup')
  const end = useAction(async () => follow(await client.call('recovery.end', {})))
  return (
    <Step
      instruction={
        state.proved
          ? 'The quorum is open. What do you need?'
          : 'Cards and passphrase are in. Nothing has been opened yet.'
      }
      next="end the session when you have what you need; then everything is forgotten."
      actions={
        <Button
          kind={state.opened.length > 0 ? 'primary' : 'secondary'}
          large
          busy={end.busy}
          onClick={() => void end.run()}
        >
          End the session
        </Button>
      }
    >
      {!state.proved && (
        <Notice kind="caution">
          <p>
            Without a kit, nothing has confirmed the passphrase yet: the first backup that you
            restore will tell. Until then every row above can be changed, and no card has to be
            entered again.
          </p>
        </Notice>
      )}
      <Choice across legend="What to open" value={way} options={WAYS} onChange={setWay} />
      <Card title={WAYS.find(({ value }) => value === way)?.title ?? ''}>
        {way === 'backup' && <RestoreBackup state={state} />}
        {way === 'key' && <ExportKey state={state} />}
        {way === 'identity' && <HandOutIdentity state={state} />}
      </Card>
      <Deeds of={state.opened} title="Opened so far" />
      <Problem of={end.problem} />
    </Step>
  )
}
