import { useState } from 'react'
import type { Chosen } from '../../../shared/chosen.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { useAnswer } from '../../boundary/use-answer.ts'
import { Button } from '../../design/button.tsx'
import { Choice } from '../../design/choice.tsx'
import { Card } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { Step } from '../../design/steps.tsx'
import { useDraft } from '../../session/drafts.tsx'
import type { MadeDelivery } from '../deliveries/delivery-words.ts'
import { MadeDelivery as Made } from '../deliveries/made-delivery.tsx'
import { MakeDelivery } from '../deliveries/make-delivery.tsx'
import { EncryptAgain } from '../incident/encrypt-again.tsx'
import { ScanDrives, type Scanned } from '../incident/scan-drives.tsx'
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
  {
    value: 'scan',
    title: 'Look through drives',
    hint: 'Which files there are backups that this quorum opens.',
  },
  {
    value: 'again',
    title: 'Encrypt backups again',
    hint: 'For the current backup key, after an old one was compromised.',
  },
] as const
const DELIVERY = {
  value: 'delivery',
  title: 'Hand a key over',
  hint: 'The one that was checked for it, to the system that needs it.',
} as const
type Way = (typeof WAYS)[number]['value'] | typeof DELIVERY.value
/** What takes a kit: without one nothing says which backup keys there are. */
const BY_KIT: ReadonlySet<Way> = new Set(['scan', 'again'])

/** The quorum is open: what is to be opened with it. */
export function OpenStep({ state }: { state: At<'open'> }) {
  const client = useClient()
  const { follow, reread } = useRecovery()
  const { incident = null, setId } = state
  const [chosen, setWay] = useState<Way | null>(incident === null ? null : 'scan')
  const [found, setFound] = useState<Scanned | null>(null)
  const [files, setFiles] = useState<readonly Chosen[]>([])
  const delivery = useAnswer('deliveries.waiting', {})
  const waiting = delivery.state === 'ready' ? delivery.value.waiting : null
  const [made, setMade] = useDraft<MadeDelivery | null>('delivery made', null)
  const known = WAYS.filter(({ value }) => state.kit !== null || !BY_KIT.has(value))
  const ways = waiting === null && made === null ? known : [DELIVERY, ...known]
  const way = chosen ?? ways[0]?.value ?? 'backup'
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
      <Choice across legend="What to open" value={way} options={ways} onChange={setWay} />
      <Card title={ways.find(({ value }) => value === way)?.title ?? ''}>
        {way === 'delivery' && waiting !== null && (
          <MakeDelivery
            of={waiting}
            onMade={async done => {
              setMade(done)
              delivery.askAgain()
              await reread()
            }}
            onForget={delivery.askAgain}
          />
        )}
        {way === 'delivery' && waiting === null && made !== null && <Made of={made} />}
        {way === 'backup' && <RestoreBackup state={state} />}
        {way === 'key' && <ExportKey state={state} />}
        {way === 'identity' && <HandOutIdentity state={state} />}
        {way === 'scan' && (
          <ScanDrives
            {...{ setId, found }}
            onFound={setFound}
            onEncrypt={affected => {
              setFiles(affected)
              setWay('again')
            }}
            onDone={reread}
          />
        )}
        {way === 'again' && (
          <EncryptAgain {...{ incident, files }} onFiles={setFiles} onDone={reread} />
        )}
      </Card>
      <Deeds of={state.opened} title="Opened so far" />
      <Problem of={end.problem} />
    </Step>
  )
}
