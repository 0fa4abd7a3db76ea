import { Button } from '../../design/button.tsx'
import { Card, Row, Stack } from '../../design/layout.tsx'
import { formatCount } from '../../design/quantity.ts'
import { Tag } from '../../design/tag.tsx'
import { useDesk } from '../../session/session.tsx'
import type { DestructionStatus } from './use-destruction.ts'

/** Who could still open a copy, and how far each quorum is from opening nothing. */
export function OldCardsStep({ of: { quorums } }: { readonly of: DestructionStatus }) {
  const { go } = useDesk()
  return (
    <Card title="3. Who could still open a copy">
      <Stack roomy>
        {quorums.map(({ setId, title, inForce, threshold, cards, destroyed, ...quorum }) => {
          const left = cards - destroyed.length
          return (
            <section key={setId} aria-label={`Quorum ${title}`}>
              <Row>
                <h3>{title}</h3>
                {quorum.fewerThanThresholdRemain ? (
                  <Tag kind="good">can no longer open anything</Tag>
                ) : (
                  <Tag kind="bad">can still open a copy</Tag>
                )}
              </Row>
              <p>
                {inForce
                  ? 'It is in force, and its cards open any copy that remains. To end that, replace this quorum, and destroy the old cards.'
                  : quorum.fewerThanThresholdRemain
                    ? `${formatCount(left, 'card remains', 'cards remain')}, and it needs ${threshold}.`
                    : `${formatCount(left, 'card is', 'cards are')} left; destroy ${left - threshold + 1} more.`}
              </p>
              <Row>
                <Button
                  aria-label={`${inForce ? 'Open its page' : 'Tick its cards off'}: ${title}, set ${setId}`}
                  onClick={() => void go({ screen: 'workspace', section: 'quorum', setId })}
                >
                  {inForce ? 'Open its page' : 'Tick its cards off'}
                </Button>
                {inForce && (
                  <Button onClick={() => void go({ screen: 'ceremony', replaces: setId })}>
                    Replace this quorum…
                  </Button>
                )}
              </Row>
            </section>
          )
        })}
      </Stack>
    </Card>
  )
}
