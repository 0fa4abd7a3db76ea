import { useAnswer } from '../../boundary/use-answer.ts'
import { Button } from '../../design/button.tsx'
import { Card, Empty, Row, Stack } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { formatBytes, formatCount, formatMoment } from '../../design/quantity.ts'
import { usePeople } from '../../session/people.tsx'
import { useDesk } from '../../session/session.tsx'
import { Attention } from '../attention/attention.tsx'
import { inForceFirst } from '../quorum-state.ts'
import { Answered, Page } from '../section/page.tsx'
import classes from './overview.module.css'
import { QuorumCard } from './quorum-card.tsx'

/** What the vault holds, and what somebody should see to. */
export function Overview() {
  const overview = useAnswer('vault.overview', {})
  const { go, session } = useDesk()
  const { people, profile } = usePeople()
  return (
    <Page title="Overview" lead="What this vault holds, and what needs attention.">
      {people !== null && profile === null && session.vault?.readOnly !== true && (
        <Notice>
          <p>
            This vault has no people: names in its log are only names, and nobody signs. That works,
            but nobody can prove later who did what.
          </p>
          <Row>
            <Button onClick={() => void go({ screen: 'workspace', section: 'people' })}>
              Name the first people
            </Button>
          </Row>
        </Notice>
      )}
      <Answered answer={overview}>
        {({ attention, quorums, keys, backups, backupCount, ceremonies }) =>
          quorums.length === 0 && ceremonies.length === 0 ? (
            <Empty
              title="This vault is empty"
              action={
                <Button kind="primary" large onClick={() => void go({ screen: 'ceremony' })}>
                  Start a ceremony
                </Button>
              }
            >
              A ceremony makes the first quorum: the people who can open things together. After
              that, keys and backups can be kept here.
            </Empty>
          ) : (
            <Stack roomy>
              <Attention of={attention} />
              <dl className={classes.figures}>
                <Figure
                  one="quorum in force"
                  many="quorums in force"
                  value={quorums.filter(({ state }) => state === 'in-force').length}
                />
                <Figure one="key" many="keys" value={keys.length} />
                <Figure one="backup" many="backups" value={backupCount} />
                <Figure
                  one="ceremony closed"
                  many="ceremonies closed"
                  value={ceremonies.filter(({ state }) => state === 'closed').length}
                />
              </dl>
              <div className={classes.cards} data-wide>
                {quorums
                  .filter(({ state }) => state !== 'void')
                  .toSorted(inForceFirst)
                  .map(quorum => (
                    <QuorumCard key={quorum.setId} quorum={quorum} />
                  ))}
                {backups[0] && (
                  <Card title="Newest backup">
                    <p>
                      <strong>{backups[0].fileName}</strong>, {formatMoment(backups[0].created)}:{' '}
                      {formatCount(backups[0].files, 'file')}, {formatBytes(backups[0].bytes)}.
                    </p>
                  </Card>
                )}
              </div>
            </Stack>
          )
        }
      </Answered>
    </Page>
  )
}

interface FigureProps {
  readonly one: string
  readonly many: string
  readonly value: number
}

const Figure = ({ one, many, value }: FigureProps) => (
  <div className={classes.figure}>
    <dt>{value === 1 ? one : many}</dt>
    <dd>{value.toLocaleString('en')}</dd>
  </div>
)
