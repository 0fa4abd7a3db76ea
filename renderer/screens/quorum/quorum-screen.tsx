import type { ReactNode } from 'react'
import type { Output } from '../../../shared/contract.ts'
import { useAnswer } from '../../boundary/use-answer.ts'
import { Button } from '../../design/button.tsx'
import { Facts, Fingerprint, Moment } from '../../design/facts.tsx'
import { Card, Row, Stack, Table } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { formatBytes, formatCount, formatDay } from '../../design/quantity.ts'
import { Tag } from '../../design/tag.tsx'
import { useDesk } from '../../session/session.tsx'
import { words } from '../../words.ts'
import { Attention } from '../attention/attention.tsx'
import { CEREMONY_STATES } from '../ceremony-state.ts'
import { SaveKit } from '../files/save-kit.tsx'
import { KeyTable } from '../keys/key-table.tsx'
import { RenewKit } from '../keys/renew-kit.tsx'
import { kitPages } from '../pages/kit-pages.ts'
import { KitPagesDesk } from '../pages/kit-pages-desk.tsx'
import { PageDesk } from '../pages/page-desk.tsx'
import { QUORUM_STATES } from '../quorum-state.ts'
import { CardTable } from '../register/card-table.tsx'
import { DrillTable } from '../register/drills.tsx'
import { WhatIsLeft } from '../register/what-is-left.tsx'
import { Answered, Page } from '../section/page.tsx'

type Quorum = Output<'quorum.show'>

/** One quorum with all that is its own: cards, kit, keys, backups, ceremonies, drills, and what is to be done. */
export function QuorumScreen({ setId }: { setId: string }) {
  const { go, session } = useDesk()
  const quorum = useAnswer('quorum.show', { setId })
  const readOnly = session.vault?.readOnly === true
  return (
    <Page
      title={quorum.state === 'ready' ? quorum.value.title : 'Quorum'}
      place={quorum.state === 'ready' ? `quorum ${quorum.value.title}` : 'quorum'}
      lead="A quorum: the people who can open things together, and all that belongs to them."
      action={
        <Button onClick={() => void go({ screen: 'workspace', section: 'overview' })}>
          Back to the overview
        </Button>
      }
    >
      <Answered answer={quorum}>
        {of => (
          <Stack roomy>
            <Standing of={of} />
            <ToDo of={of} />
            <Card title="Cards">
              <p>Opens with {words.policy.quorum({ threshold: of.threshold, count: of.count })}.</p>
              {of.state === 'replaced' && (
                <WhatIsLeft quorum={of} readOnly={readOnly} onNoted={quorum.askAgain} />
              )}
              <CardTable
                {...{ setId, title: of.title, state: of.state }}
                cards={of.cards}
                onNoted={quorum.askAgain}
              />
            </Card>
            <Kit of={of} onRenewed={quorum.askAgain} />
            <Card title="Keys and secrets">
              {of.keys.length === 0 ? (
                <p>None: this quorum opens backups alone.</p>
              ) : (
                <KeyTable keys={of.keys} />
              )}
            </Card>
            <Backups of={of} />
            <Ceremonies of={of} />
            <Drills of={of} />
          </Stack>
        )}
      </Answered>
    </Page>
  )
}

interface PartProps {
  readonly of: Quorum
}

/** What it is, and what it came from and went into. */
const Standing = ({ of }: PartProps) => (
  <Card>
    <Row>
      <Tag kind={QUORUM_STATES[of.state].kind}>{QUORUM_STATES[of.state].text}</Tag>
      <span>
        Set <code>{of.setId}</code>
      </span>
    </Row>
    {of.replacedBy !== null && (
      <Notice kind="caution">
        <p>
          Replaced by <Other of={of.replacedBy} />. Its cards, together with its passphrase, still
          open what was sealed and backed up until then.
        </p>
      </Notice>
    )}
    <Facts
      of={[
        ['Organisation', of.organisation ?? 'not known'],
        ['In force since', of.founded === null ? 'not yet' : <Moment key="m" of={of.founded} />],
        ...(of.replaces === null
          ? []
          : [['It replaced', <Other key="old" of={of.replaces} />] as const]),
        ['Encryption', of.identity === 'hybrid' ? 'hybrid, post-quantum' : 'classic'],
        ['Passphrase', `profile ${of.kdf}: ${words.policy.kdf[of.kdf as 1 | 2 | 3]}`],
      ]}
    />
  </Card>
)

/** A way to another quorum. */
function Other({ of: { setId, title } }: { of: NonNullable<Quorum['replaces']> }) {
  const { go } = useDesk()
  return (
    <Button
      aria-label={`Open quorum ${title}, set ${setId}`}
      onClick={() => void go({ screen: 'workspace', section: 'quorum', setId })}
    >
      {title}
    </Button>
  )
}

const ToDo = ({ of: { toDo, setId } }: PartProps) => (
  <Card title="To do">
    <Attention of={toDo} here={setId} />
  </Card>
)

/** The kit as a file, its fingerprint to compare, and the pages that are drawn of it. */
const Kit = ({
  of: { kit, setId, fingerprint, backupKeys, toDo, ceremonies },
  onRenewed,
}: PartProps & { readonly onRenewed: () => void }) => (
  <Card title="Recovery kit">
    {kit === null ? (
      <p>None yet: it is made when the ceremony closes.</p>
    ) : (
      <>
        <p>
          A public file with all that was sealed, still locked. Whoever has it, enough cards and the
          passphrase needs no vault.
        </p>
        <Facts
          of={[
            ['Fingerprint', <Fingerprint key="f" of={fingerprint} />],
            ['Revision', `${kit.revision}, of ${formatDay(kit.created)}`],
            ['Digest', <Fingerprint key="d" of={kit.digest} />],
            [
              'Backup keys',
              backupKeys
                .map(key => `number ${key.generation}${key.isCurrent ? ', in use' : ''}`)
                .join('; '),
            ],
          ]}
        />
        <Row>
          <SaveKit setId={setId} />
          {toDo.some(({ kind }) => kind === 'kit-people-old') && (
            <RenewKit setId={setId} onDone={onRenewed} />
          )}
        </Row>
        {ceremonies.some(({ what }) => what === 'imported') ? (
          <KitPagesDesk kit={{ kind: 'vault', setId }} setId={setId} />
        ) : (
          <PageDesk pages={kitPages({ kind: 'vault', setId }, setId)} />
        )}
      </>
    )}
  </Card>
)

function Backups({ of: { backups, backupCount } }: PartProps) {
  const { go } = useDesk()
  return (
    <Card title="Backups">
      {backups.length === 0 ? (
        <p>None yet.</p>
      ) : (
        <Table name="Backups" columns={['File', 'Made', 'Holds', 'Backup key']}>
          {backups.map(backup => (
            <tr key={backup.id}>
              <th scope="row">{backup.fileName}</th>
              <td>
                <Moment of={backup.created} />
              </td>
              <td>
                {formatCount(backup.files, 'file')}, {formatBytes(backup.bytes)}
              </td>
              <td>number {backup.generation}</td>
            </tr>
          ))}
        </Table>
      )}
      <More shown={backups.length} of={backupCount}>
        earlier ones stand under Backups.
      </More>
      <Row>
        <Button onClick={() => void go({ screen: 'workspace', section: 'backups' })}>
          Go to Backups
        </Button>
      </Row>
    </Card>
  )
}

const More = ({ shown, of, children }: { shown: number; of: number; children: ReactNode }) =>
  of > shown && (
    <p>
      {(of - shown).toLocaleString('en')} {children}
    </p>
  )

const WHAT = { made: 'made it', replaced: 'replaced it', imported: 'its kit came in' } as const

function Ceremonies({ of: { ceremonies } }: PartProps) {
  const { go } = useDesk()
  return (
    <Card title="Ceremonies">
      <Table name="Ceremonies" columns={['Title', 'What it did', 'State', 'Ended', 'Page']}>
        {ceremonies.map(({ id, title, what, state, ended }) => (
          <tr key={id}>
            <th scope="row">{title}</th>
            <td>{WHAT[what]}</td>
            <td>
              <Tag kind={CEREMONY_STATES[state].kind}>{CEREMONY_STATES[state].text}</Tag>
            </td>
            <td>{ended === null ? '—' : <Moment of={ended} />}</td>
            <td>
              <Button
                aria-label={`Open ceremony ${title}`}
                onClick={() => void go({ screen: 'workspace', section: 'ceremony', ceremony: id })}
              >
                Open
              </Button>
            </td>
          </tr>
        ))}
      </Table>
    </Card>
  )
}

function Drills({ of: { drills, nextDrill, interval, setId, state } }: PartProps) {
  const { go } = useDesk()
  return (
    <Card title="Drills">
      {nextDrill !== null && (
        <p>
          Due every {formatCount(interval, 'month')}; the next by {formatDay(nextDrill)}.
        </p>
      )}
      <DrillTable drills={drills} />
      {state === 'in-force' && (
        <Row>
          <Button onClick={() => void go({ screen: 'drill', setId })}>Hold a drill…</Button>
        </Row>
      )}
    </Card>
  )
}
