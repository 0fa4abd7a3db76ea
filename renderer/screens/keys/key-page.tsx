import { useState } from 'react'
import { useAnswer } from '../../boundary/use-answer.ts'
import { Button } from '../../design/button.tsx'
import { Facts, Fingerprint, Moment } from '../../design/facts.tsx'
import { Card, Row, Stack, Table } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { formatDay, formatList } from '../../design/quantity.ts'
import { Tag } from '../../design/tag.tsx'
import { useDesk } from '../../session/session.tsx'
import { words } from '../../words.ts'
import { DeliveriesOfKey } from '../deliveries/deliveries-of-key.tsx'
import { type DeskPage, PageDesk } from '../pages/page-desk.tsx'
import { Answered, Page } from '../section/page.tsx'
import {
  capital,
  KEY_TAGS,
  type KeyPageFacts,
  kindOf,
  nameOf,
  standingOf,
  whenOf,
} from './key-words.ts'
import { KitChanged } from './kit-changed.tsx'
import { LeftOutOpeners } from './left-out.tsx'
import { PublicHalf } from './public-half.tsx'
import { ReportCompromise } from './report-compromise.tsx'
import { RotateDialog } from './rotate-dialog.tsx'
import { STATE_WORDS, type StateDeed, StateDialog } from './state-dialog.tsx'
import type { CarriedOut } from './use-key-change.ts'

type Version = KeyPageFacts['versions'][number]

/** What is being asked for: the next version, or something of one version. */
type Asking = { readonly deed: 'rotate' } | { readonly deed: StateDeed; readonly of: Version }

/** One key: its versions, what it is due for, what became of it, where it went, and what can be done with it. */
export function KeyPage({ id }: { id: string }) {
  const { go, session } = useDesk()
  const page = useAnswer('keys.show', { key: id })
  const [asking, setAsking] = useState<Asking | null>(null)
  const [done, setDone] = useState<CarriedOut | null>(null)
  const close = (): void => setAsking(null)
  const carriedOut = (carried: CarriedOut): void => {
    close()
    setDone(carried)
    page.askAgain()
  }
  const label = page.state === 'ready' ? page.value.label : 'Key'
  return (
    <Page
      title={label}
      place={page.state === 'ready' ? `key ${label}` : 'key'}
      lead="A key: its versions, its days, what became of it, and what can be done with it."
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
            <Standing of={of} />
            <ToDo of={of} readOnly={session.vault?.readOnly === true} onAsk={setAsking} />
            <Versions of={of} readOnly={session.vault?.readOnly === true} onAsk={setAsking} />
            <DeliveriesOfKey of={of} readOnly={session.vault?.readOnly === true} />
            <WhereItWent of={of} />
            <History of={of} />
            <Card title="On paper">
              <PageDesk pages={[sheetOf(of)]} />
            </Card>
            {asking?.deed === 'rotate' && of.versions[0] !== undefined && (
              <RotateDialog
                keys={[of.versions[0]]}
                period={of.cryptoperiod}
                onDone={carriedOut}
                onClose={close}
              />
            )}
            {asking !== null && asking.deed !== 'rotate' && (
              <StateDialog of={asking.of} deed={asking.deed} onDone={carriedOut} onClose={close} />
            )}
          </Stack>
        )}
      </Answered>
    </Page>
  )
}

/** The page of the key as it is drawn. */
const sheetOf = ({ id, label }: KeyPageFacts): DeskPage => ({
  of: { page: 'key', key: id },
  title: `Key ${label}`,
  text: 'Its versions with their days and states, and what became of it. Nothing secret.',
  name: `key-${id}.pdf`,
})

interface PartProps {
  readonly of: KeyPageFacts
}

interface AskingProps extends PartProps {
  readonly readOnly: boolean
  readonly onAsk: (asking: Asking) => void
}

function Standing({ of: { versions, quorum, cryptoperiod, inForce } }: PartProps) {
  const { go } = useDesk()
  const [newest] = versions
  if (newest === undefined) return null
  return (
    <Card>
      <Row>
        <Tag kind={KEY_TAGS[newest.state]}>{standingOf(newest)}</Tag>
        <span>{nameOf(newest)} is the newest version</span>
      </Row>
      {!inForce && (
        <Notice kind="caution">
          <p>
            No quorum in force has it: a re-issue left it out. It gets no next version; old cards
            still open it, until too few of them remain.
          </p>
        </Notice>
      )}
      <Facts
        of={[
          ['What', kindOf(newest)],
          ['For', newest.purpose],
          [
            'How long keys for this are used',
            cryptoperiod === null
              ? 'nothing was agreed on'
              : capital(words.keys.period(cryptoperiod)),
          ],
          [
            inForce ? 'Sealed to' : 'Was sealed to',
            <Button
              key="quorum"
              aria-label={`Open quorum ${quorum.title}, set ${quorum.setId}`}
              onClick={() =>
                void go({ screen: 'workspace', section: 'quorum', setId: quorum.setId })
              }
            >
              {quorum.title}
            </Button>,
          ],
        ]}
      />
    </Card>
  )
}

const ToDo = ({ of: { due, inForce }, readOnly, onAsk }: AskingProps) => (
  <Card title="To do">
    {due.length === 0 ? (
      <p>Nothing is due.</p>
    ) : (
      <ul aria-label="Due">
        {due.map(it => (
          <li key={it.what}>
            {capital(words.keys.due[it.what])}: {formatDay(it.day)}, {whenOf(it)}
          </li>
        ))}
      </ul>
    )}
    <Row>
      <Button
        kind={due.length > 0 ? 'primary' : 'secondary'}
        disabled={readOnly || !inForce}
        onClick={() => onAsk({ deed: 'rotate' })}
      >
        Make its next version…
      </Button>
    </Row>
  </Card>
)

/** Every version in its time, the newest first, with what may become of it today. */
const Versions = ({ of: { versions }, readOnly, onAsk }: AskingProps) => (
  <Card title="Versions">
    <Stack roomy>
      {versions.map(version => (
        <OneVersion key={version.version} of={version} readOnly={readOnly} onAsk={onAsk} />
      ))}
    </Stack>
  </Card>
)

const day = (of: string | null, none: string): string => (of === null ? none : formatDay(of))

const OneVersion = ({
  of,
  readOnly,
  onAsk,
}: Omit<AskingProps, 'of'> & { readonly of: Version }) => (
  <section aria-label={nameOf(of)}>
    <Stack>
      <Row>
        <h3>{nameOf(of)}</h3>
        <Tag kind={KEY_TAGS[of.state]}>{standingOf(of)}</Tag>
      </Row>
      <Facts
        of={[
          ['Made', <Moment key="made" of={of.created} />],
          ['First day', day(of.activates, 'the day it was made')],
          ['May protect until', day(of.protectUntil, 'no last day')],
          ['Is read until', day(of.processUntil, 'no last day')],
          ...(of.fingerprint === null
            ? []
            : [['Fingerprint', <Fingerprint key="f" of={of.fingerprint} />] as const]),
          ...(of.checkValue === null
            ? []
            : [['Check value', <Fingerprint key="c" of={of.checkValue} />] as const]),
        ]}
      />
      {of.leftOut !== null && <LeftOutOpeners name={nameOf(of)} openers={of.leftOut} />}
      <Row>
        {DEEDS.filter(deed => of.may.includes(deed)).map(deed => (
          <Button
            key={deed}
            disabled={readOnly}
            aria-label={`${STATE_WORDS[deed].title}: ${nameOf(of)}`}
            onClick={() => onAsk({ deed, of })}
          >
            {STATE_WORDS[deed].title}…
          </Button>
        ))}
        {of.kind === 'key-pair' && <PublicHalf of={of} />}
        <ReportCompromise
          suspect={{ kind: 'key', id: of.id, version: of.version }}
          name={nameOf(of)}
        />
        <ToDestruction of={of} readOnly={readOnly} />
      </Row>
    </Stack>
  </section>
)

/** Where a version may be destroyed, or was: the way to its course. */
function ToDestruction({ of, readOnly }: { readonly of: Version; readonly readOnly: boolean }) {
  const { go } = useDesk()
  const isGone = of.state.startsWith('destroyed')
  if (!isGone && !of.may.includes('destroy')) return null
  const item = `${of.id}@${of.version}`
  return (
    <Button
      kind={isGone ? 'secondary' : 'danger'}
      disabled={readOnly && !isGone}
      aria-label={`${isGone ? 'Its destruction' : 'Destroy'}: ${nameOf(of)}`}
      onClick={() => void go({ screen: 'workspace', section: 'destruction', item, setId: null })}
    >
      {isGone ? 'Its destruction' : 'Destroy'}…
    </Button>
  )
}

const DEEDS: readonly StateDeed[] = ['activate', 'suspend', 'resume', 'retire', 'compromise']

/** Every time it left protection, as far as this vault's log knows. */
function WhereItWent({ of: { events } }: PartProps) {
  const opened = events.filter(({ what }) => what === 'opened')
  return (
    <Card title="Where it was taken out to">
      {opened.length === 0 ? (
        <p>It was never taken out, as far as this vault knows.</p>
      ) : (
        <Table
          name="Where it was taken out to"
          columns={['When', 'Version', 'Where to', 'Signed by']}
        >
          {opened.map(({ entry, time, version, destination, people }) => (
            <tr key={`${entry} ${version}`}>
              <th scope="row">
                <Moment of={time} />
              </th>
              <td>{version}</td>
              <td>{destination ?? 'not said'}</td>
              <td>{formatList(people)}</td>
            </tr>
          ))}
        </Table>
      )}
    </Card>
  )
}

const History = ({ of: { events } }: PartProps) => (
  <Card title="What became of it">
    <Table name="What became of it" columns={['When', 'Version', 'What', 'Why', 'Signed by']}>
      {events.map(event => (
        <tr key={`${event.entry} ${event.version} ${event.what}`}>
          <th scope="row">
            <Moment of={event.time} />
          </th>
          <td>{event.version}</td>
          <td>{whatOf(event)}</td>
          <td>
            {event.reason === null ? '—' : capital(words.keys.reasons[event.reason])}
            {event.occurred !== null && `, suspect since ${formatDay(event.occurred)}`}
          </td>
          <td>{formatList(event.people)}</td>
        </tr>
      ))}
    </Table>
  </Card>
)

function whatOf({ what, state }: KeyPageFacts['events'][number]): string {
  if (what === 'made') return 'Made'
  if (what === 'delivered') return 'Handed over'
  return what === 'opened' ? 'Taken out' : capital(words.keys.states[state ?? 'active'])
}
