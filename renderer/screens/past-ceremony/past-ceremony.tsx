import type { Output } from '../../../shared/contract.ts'
import { sortOfPlanned } from '../../../shared/key-pairs.ts'
import { sayLogAction } from '../../../shared/messages/index.ts'
import { useAnswer } from '../../boundary/use-answer.ts'
import { Button } from '../../design/button.tsx'
import { Facts, Fingerprint, Moment } from '../../design/facts.tsx'
import { HashWords } from '../../design/hash-words.tsx'
import { Card, Row, Stack, Table } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { formatDay, formatList } from '../../design/quantity.ts'
import { Tag } from '../../design/tag.tsx'
import { useDesk } from '../../session/session.tsx'
import { words } from '../../words.ts'
import { CEREMONY_STATES, VOID_REASONS } from '../ceremony-state.ts'
import { kitPages } from '../pages/kit-pages.ts'
import { type DeskPage, PageDesk } from '../pages/page-desk.tsx'
import { QUORUM_STATES } from '../quorum-state.ts'
import { Answered, Page } from '../section/page.tsx'
import { PastRecord } from './past-record.tsx'

type Ceremony = Output<'ceremony.show'>

/** One past ceremony: what was agreed to, what happened, what it made, and its pages. */
export function PastCeremony({ ceremony: id }: { ceremony: string }) {
  const { go } = useDesk()
  const ceremony = useAnswer('ceremony.show', { ceremony: id })
  return (
    <Page
      title={ceremony.state === 'ready' ? ceremony.value.title : 'Ceremony'}
      place={ceremony.state === 'ready' ? `ceremony ${ceremony.value.title}` : 'ceremony'}
      lead="What was agreed to, what happened and what came of it."
      action={
        <Button onClick={() => void go({ screen: 'workspace', section: 'ceremonies' })}>
          Back to the ceremonies
        </Button>
      }
    >
      <Answered answer={ceremony}>
        {of => (
          <Stack roomy>
            <Outcome of={of} />
            {of.plan !== null && <Agreed of={of} plan={of.plan} />}
            <Card title="What happened">
              <p>As the log of the vault has it; the record that was saved says more.</p>
              <Course of={of} />
            </Card>
            <Pages of={of} />
            {of.state === 'closed' && !of.isImport && <PastRecord ceremony={of} />}
          </Stack>
        )}
      </Answered>
    </Page>
  )
}

interface PartProps {
  readonly of: Ceremony
}

function Outcome({ of }: PartProps) {
  const { go } = useDesk()
  const { quorum, reason } = of
  return (
    <Card>
      <Row>
        <Tag kind={CEREMONY_STATES[of.state].kind}>{CEREMONY_STATES[of.state].text}</Tag>
        {of.isImport && <span>No ceremony of this vault: a quorum came into it by its kit.</span>}
        {reason !== null && <span>{VOID_REASONS[reason] ?? reason}</span>}
      </Row>
      {of.state === 'void' && (
        <Notice kind="caution">
          <p>{words.cards.destroy(of.destroy)}</p>
        </Notice>
      )}
      <Facts
        of={[
          ['Opened', <Moment key="opened" of={of.opened} exact />],
          ['Ended', of.ended === null ? '—' : <Moment key="ended" of={of.ended} exact />],
          ...(quorum === null
            ? []
            : ([
                [
                  'Quorum',
                  <Row key="quorum">
                    <span>
                      {QUORUM_STATES[quorum.state].text}, set <code>{quorum.setId}</code>
                    </span>
                    <Button
                      onClick={() =>
                        void go({
                          ...{ screen: 'workspace', section: 'quorum', setId: quorum.setId },
                        })
                      }
                    >
                      Open its page
                    </Button>
                  </Row>,
                ],
                ['Kit fingerprint', <Fingerprint key="print" of={quorum.fingerprint} />],
              ] as const)),
          ...(of.replaces === null
            ? []
            : ([['It replaced', `${of.replaces.title}, set ${of.replaces.setId}`]] as const)),
        ]}
      />
    </Card>
  )
}

function Agreed({ of, plan }: PartProps & { plan: NonNullable<Ceremony['plan']> }) {
  const { people } = plan
  return (
    <Card title="What was agreed to">
      <Facts
        of={[
          ['Organisation', plan.organisation],
          [
            'Opens with',
            words.policy.quorum({ threshold: plan.threshold, count: plan.custodians.length }),
          ],
          ['Custodians', formatList(plan.custodians)],
          ...(people === null
            ? []
            : ([
                ['Administrators', formatList(people.administrators)],
                ['Witnesses', formatList(people.witnesses)],
                ['Recovery officers', formatList(people.recoveryOfficers)],
              ] as const)),
          ...(plan.leaveOut.length === 0
            ? []
            : ([['Left out', formatList(plan.leaveOut)]] as const)),
          ['Keys', plan.keys.map(keyInWords).join('; ') || 'none'],
          [
            'Secrets taken in',
            plan.imports.map(it => `${it.label}, ${it.purpose}`).join('; ') || 'none',
          ],
        ]}
      />
      <p>The plan in words, as it was read aloud:</p>
      <HashWords name="The plan in words" words={of.planWords} />
    </Card>
  )
}

const keyInWords = ({
  label,
  purpose,
  expires,
  ...key
}: NonNullable<Ceremony['plan']>['keys'][number]): string =>
  `${label}, ${sortOfPlanned(key)}, ${purpose}${expires === null ? '' : `, until ${formatDay(expires)}`}`

const Course = ({ of: { steps } }: PartProps) => (
  <Table name="What happened" columns={['When', 'Who', 'What', 'Card', 'Entry']}>
    {steps.map(({ sequence, time, actor, action, card, signed }) => (
      <tr key={sequence}>
        <td>
          <Moment of={time} exact />
        </td>
        <td>
          {actor} {signed && <Tag kind="good">signed</Tag>}
        </td>
        <th scope="row">{sayLogAction(words, action) ?? action}</th>
        <td>{card === null ? '—' : `${card.index}, ${card.custodian}`}</td>
        <td>{sequence}</td>
      </tr>
    ))}
  </Table>
)

/** What can be drawn again, and why a card never is. */
function Pages({ of }: PartProps) {
  const pages = pagesOf(of)
  return (
    <Card title="Pages">
      {pages.length === 0 ? (
        <p>Nothing of it can be drawn: it ended before there was anything to draw.</p>
      ) : (
        <>
          <p>
            Drawn again from what the vault has. Each says at its foot that it is drawn again: what
            people signed by hand is on the first one.
          </p>
          <PageDesk pages={pages} />
        </>
      )}
      <Notice>
        <p>
          No share card can be drawn again: the shares were wiped when the cards had been read back,
          and nothing in the vault could make them anew. If a card is lost, replace the quorum.
        </p>
      </Notice>
    </Card>
  )
}

function pagesOf({ id, quorum, pages }: Ceremony): readonly DeskPage[] {
  const plan: DeskPage = {
    of: { page: 'plan', ceremony: id },
    title: 'Plan',
    text: 'What the people in the room agreed to, with its 32 words.',
    name: `plan-${id}.pdf`,
  }
  return [
    ...(pages.includes('plan') ? [plan] : []),
    ...(quorum !== null && pages.includes('register')
      ? kitPages({ kind: 'vault', setId: quorum.setId }, quorum.setId)
      : []),
  ]
}
