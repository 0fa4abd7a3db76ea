import { useState } from 'react'
import type { Output } from '../../../shared/contract.ts'
import type { BackupKeyDeed } from '../../../shared/key-life.ts'
import { useAnswer } from '../../boundary/use-answer.ts'
import { Button } from '../../design/button.tsx'
import { Facts, Moment } from '../../design/facts.tsx'
import { Card, Row, Stack, Table } from '../../design/layout.tsx'
import { formatCount, formatDay, formatList } from '../../design/quantity.ts'
import { Tag } from '../../design/tag.tsx'
import { useDesk } from '../../session/session.tsx'
import { words } from '../../words.ts'
import { Answered, Page } from '../section/page.tsx'
import { BackupKeyStateDialog } from './backup-key-state-dialog.tsx'
import { ChangeDialog } from './change-dialog.tsx'
import { KEY_TAGS } from './key-words.ts'
import { KitChanged } from './kit-changed.tsx'
import { ReportCompromise } from './report-compromise.tsx'
import { STATE_WORDS } from './state-dialog.tsx'
import { type CarriedOut, useKeyChange } from './use-key-change.ts'

type BackupKeyPage = Output<'keys.showBackupKeys'>
type Generation = BackupKeyPage['generations'][number]

/** What is being asked for: the next one, or something of one of them. */
type Asking =
  | { readonly deed: 'rotate' }
  | { readonly deed: BackupKeyDeed; readonly generation: number }

/** The backup keys of a quorum: which backups each opens, where one went, and the next one. */
export function BackupKeysPage({ setId }: { setId: string }) {
  const { go, session } = useDesk()
  const page = useAnswer('keys.showBackupKeys', { setId })
  const [asking, setAsking] = useState<Asking | null>(null)
  const [done, setDone] = useState<CarriedOut | null>(null)
  const readOnly = session.vault?.readOnly === true
  const close = (): void => setAsking(null)
  const carriedOut = (carried: CarriedOut): void => {
    close()
    setDone(carried)
    page.askAgain()
  }
  return (
    <Page
      title="Backup keys"
      place="backup keys"
      lead="What backups are encrypted to. Each opens every backup that was made with it, for ever."
      action={
        <Button onClick={() => void go({ screen: 'workspace', section: 'keys' })}>
          Back to the keys
        </Button>
      }
    >
      <Answered answer={page}>
        {of => (
          <Stack roomy>
            {done !== null && <KitChanged of={done} />}
            <Card>
              <p>
                Of the quorum {of.title}, set <code>{of.setId}</code>.
                {!of.inForce && ' It is not in force: it gets no further one.'}
              </p>
              <Row>
                <Button
                  disabled={readOnly || !of.inForce}
                  onClick={() => setAsking({ deed: 'rotate' })}
                >
                  Make the next backup key…
                </Button>
              </Row>
            </Card>
            {of.generations.map(generation => (
              <OneGeneration
                key={generation.generation}
                of={generation}
                {...{ setId, readOnly }}
                onAsk={setAsking}
              />
            ))}
            {asking?.deed === 'rotate' && (
              <NextBackupKey of={of} onClose={close} onDone={carriedOut} />
            )}
            {asking !== null && asking.deed !== 'rotate' && (
              <BackupKeyStateDialog
                of={{ setId, generation: asking.generation }}
                deed={asking.deed}
                onClose={close}
                onDone={carriedOut}
              />
            )}
          </Stack>
        )}
      </Answered>
    </Page>
  )
}

interface GenerationProps {
  readonly of: Generation
  readonly setId: string
  readonly readOnly: boolean
  readonly onAsk: (asking: Asking) => void
}

function whatItIs({ isCurrent, state }: Generation): string {
  if (isCurrent) return 'new backups are encrypted to it'
  return isGone(state) ? 'opens nothing here any more' : 'opens earlier backups alone'
}

const isGone = (state: Generation['state']): boolean => state.startsWith('destroyed')

const OneGeneration = ({ of, setId, readOnly, onAsk }: GenerationProps) => (
  <Card title={`Backup key ${of.generation}`}>
    <Row>
      <Tag kind={of.isCurrent ? 'good' : 'caution'}>{whatItIs(of)}</Tag>
      {of.state !== 'active' && of.state !== 'deactivated' && (
        <Tag kind={KEY_TAGS[of.state]}>{words.keys.states[of.state]}</Tag>
      )}
    </Row>
    <Facts
      of={[
        ['Made', <Moment key="made" of={of.created} />],
        ['Signed by', of.people.length === 0 ? 'by a ceremony' : formatList(of.people)],
        ['Recipient', <code key="to">{shortened(of.recipient)}</code>],
        ...(of.occurred === null
          ? []
          : [['Somebody else may have it since', formatDay(of.occurred)] as const]),
        ['Backups that it opens', formatCount(of.backupCount, 'backup')],
      ]}
    />
    <Row>
      {of.may.map(deed => (
        <Button
          key={deed}
          disabled={readOnly}
          aria-label={`${STATE_WORDS[deed].title}: backup key ${of.generation}`}
          onClick={() => onAsk({ deed, generation: of.generation })}
        >
          {STATE_WORDS[deed].title}…
        </Button>
      ))}
      <ReportCompromise
        suspect={{ kind: 'backup-key', setId, generation: of.generation }}
        name={`backup key ${of.generation}`}
      />
      <ToDestruction of={of} {...{ setId, readOnly }} />
    </Row>
    {of.backups.length > 0 && (
      <Table
        name={`Backups of backup key ${of.generation}`}
        columns={['Made', 'File', 'Quorum of that day']}
      >
        {of.backups.map(({ fileName, created, setId: set }) => (
          <tr key={`${fileName} ${created}`}>
            <th scope="row">
              <Moment of={created} />
            </th>
            <td>{fileName}</td>
            <td>{set === setId ? 'this one' : set}</td>
          </tr>
        ))}
      </Table>
    )}
    {of.opened.length > 0 && (
      <Table
        name={`Where backup key ${of.generation} went`}
        columns={['Taken out', 'Where to', 'Signed by']}
      >
        {of.opened.map(({ time, destination, people }) => (
          <tr key={time}>
            <th scope="row">
              <Moment of={time} />
            </th>
            <td>{destination ?? 'not said'}</td>
            <td>{formatList(people)}</td>
          </tr>
        ))}
      </Table>
    )}
  </Card>
)

/** The way to its destruction, which a current one has none of. */
function ToDestruction({ of, setId, readOnly }: Omit<GenerationProps, 'onAsk'>) {
  const { go } = useDesk()
  const gone = isGone(of.state)
  if (!gone && !of.mayDestroy) return null
  const item = `backup-key-${of.generation}`
  return (
    <Button
      kind={gone ? 'secondary' : 'danger'}
      disabled={readOnly && !gone}
      aria-label={`${gone ? 'Its destruction' : 'Destroy'}: backup key ${of.generation}`}
      onClick={() => void go({ screen: 'workspace', section: 'destruction', item, setId })}
    >
      {gone ? 'Its destruction' : 'Destroy'}…
    </Button>
  )
}

/** The recipient of a hybrid key is two thousand characters: its ends tell two apart. */
const shortened = (recipient: string): string =>
  recipient.length <= 70 ? recipient : `${recipient.slice(0, 32)}…${recipient.slice(-16)}`

interface NextProps {
  readonly of: BackupKeyPage
  readonly onDone: (carried: CarriedOut) => void
  readonly onClose: () => void
}

function NextBackupKey({ of: { setId, generations }, onDone, onClose }: NextProps) {
  const changing = useKeyChange(onDone)
  const next = 1 + (generations[0]?.generation ?? 0)
  return (
    <ChangeDialog
      title={`Backup key ${next}`}
      outcome="Every new backup is encrypted to it. The one before opens the backups that were made with it, as before. Nobody has to open the quorum. Its kit changes: copies elsewhere do not have this."
      signers="An administrator and a witness sign for it."
      verb="Make it"
      {...{ changing, onClose }}
      change={{ kind: 'rotate-backup-key', setId }}
    />
  )
}
