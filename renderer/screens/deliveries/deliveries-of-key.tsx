import { useState } from 'react'
import { useAnswer } from '../../boundary/use-answer.ts'
import { Button } from '../../design/button.tsx'
import { Moment } from '../../design/facts.tsx'
import { Card, Row, Table } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { useDesk } from '../../session/session.tsx'
import { words } from '../../words.ts'
import { Answered } from '../section/page.tsx'
import {
  asBeginning,
  destinationName,
  disableThere,
  type KeyOfPage,
  type KnownDelivery,
  mayBeThere,
  outcomeOf,
  versionName,
} from './delivery-words.ts'
import { NoteDialog } from './note-dialog.tsx'

interface DeliveriesOfKeyProps {
  readonly of: KeyOfPage
  readonly readOnly: boolean
}

/** Where a key was handed to, what became of that, and the way to hand it over. */
export function DeliveriesOfKey({ of: { id, versions }, readOnly }: DeliveriesOfKeyProps) {
  const { go } = useDesk()
  const answer = useAnswer('deliveries.list', { key: id })
  const [noting, setNoting] = useState<KnownDelivery | null>(null)
  const fit = versions.filter(({ uses }) => uses.length > 0)
  return (
    <Card title="Where it was handed over">
      <Answered answer={answer}>
        {({ deliveries }) => (
          <>
            <StillThere versions={versions} deliveries={deliveries} />
            {deliveries.length === 0 ? (
              <p>It was never handed to another system, as far as this vault knows.</p>
            ) : (
              <Table
                name="Where it was handed over"
                columns={['When', 'Version', 'Where to', 'What became of it', 'What to do']}
              >
                {deliveries.map(delivery => (
                  <tr key={delivery.id}>
                    <th scope="row">
                      <Moment of={delivery.made} />
                    </th>
                    <td>{delivery.version}</td>
                    <td>{placeOf(delivery)}</td>
                    <td>
                      <Became of={delivery} />
                    </td>
                    <td>
                      <Button
                        disabled={readOnly}
                        aria-label={`Note… What became of delivery ${delivery.id}`}
                        onClick={() => setNoting(delivery)}
                      >
                        Note…
                      </Button>
                    </td>
                  </tr>
                ))}
              </Table>
            )}
          </>
        )}
      </Answered>
      {fit.length === 0 && <p>Nothing of it can be handed over today.</p>}
      <Row>
        {fit.map(version => (
          <Button
            key={version.version}
            onClick={() =>
              void go({
                ...{ screen: 'workspace', section: 'delivery' },
                ...{ key: id, version: version.version },
              })
            }
          >
            {version.uses.some(({ use }) => use === 'protect')
              ? `Hand ${versionName(version)} over…`
              : `Hand ${versionName(version)} over to read…`}
          </Button>
        ))}
      </Row>
      {noting !== null && (
        <NoteDialog
          of={noting}
          onClose={() => setNoting(null)}
          onDone={() => {
            setNoting(null)
            answer.askAgain()
          }}
        />
      )}
    </Card>
  )
}

const placeOf = ({ destination, target }: KnownDelivery): string =>
  target === null
    ? asBeginning(destinationName(destination))
    : `${asBeginning(destinationName(destination))} (${target})`

function Became({ of }: { of: KnownDelivery }) {
  const last = outcomeOf(of)
  if (last === null) return 'Nobody has said whether it arrived'
  return (
    <>
      It {words.deliveries.outcomes[last.outcome]}, noted <Moment of={last.recorded} />
      {last.proof !== null && ', with a file that shows it'}
    </>
  )
}

/** Of a version that is compromised or destroyed: the places where it may still be, and what is done there. */
function StillThere({
  versions,
  deliveries,
}: Pick<KeyOfPage, 'versions'> & { readonly deliveries: readonly KnownDelivery[] }) {
  const ended = versions.filter(
    ({ state }) => state === 'compromised' || state.startsWith('destroyed'),
  )
  return ended.map(version => {
    const there = deliveries.filter(
      delivery => delivery.version === version.version && mayBeThere(delivery),
    )
    if (there.length === 0) return null
    return (
      <Notice key={version.version} kind="danger">
        <div>
          <p>
            <b>
              {versionName(version)} is {words.keys.states[version.state]}, and may still be in use
              here:
            </b>
          </p>
          <ul>
            {there.map(delivery => (
              <li key={delivery.id}>
                {placeOf(delivery)}. {disableThere(delivery.destination)}
              </li>
            ))}
          </ul>
          <p>Then note what became of each.</p>
        </div>
      </Notice>
    )
  })
}
