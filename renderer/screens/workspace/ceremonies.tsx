import { useState } from 'react'
import type { Output } from '../../../shared/contract.ts'
import { useAnswer } from '../../boundary/use-answer.ts'
import { Button } from '../../design/button.tsx'
import { Moment } from '../../design/facts.tsx'
import { Card, Empty, Row, Table } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { Tag } from '../../design/tag.tsx'
import { useDesk } from '../../session/session.tsx'
import { words } from '../../words.ts'
import { CEREMONY_STATES, VOID_REASONS } from '../ceremony-state.ts'
import { Answered, Page } from '../section/page.tsx'
import { ImportKit } from './import-kit.tsx'

/** Every ceremony that began in this vault. */
export function Ceremonies() {
  const overview = useAnswer('vault.overview', {})
  const { go, session } = useDesk()
  const [importing, setImporting] = useState(false)
  const [imported, setImported] = useState<Output<'kit.import'> | null>(null)
  const readOnly = session.vault?.readOnly === true
  const start = (
    <Button
      kind="primary"
      large
      disabled={readOnly}
      onClick={() => void go({ screen: 'ceremony' })}
    >
      Start a ceremony
    </Button>
  )
  return (
    <Page
      title="Ceremonies"
      lead="A ceremony makes a quorum and its keys. Nothing of it counts before it closes."
      action={
        <Row>
          <Button large onClick={() => void go({ screen: 'workspace', section: 'register' })}>
            Replace a quorum…
          </Button>
          {start}
        </Row>
      }
    >
      {importing && (
        <ImportKit
          onCancel={() => setImporting(false)}
          onImported={quorum => {
            setImporting(false)
            setImported(quorum)
            overview.askAgain()
          }}
        />
      )}
      {imported !== null && (
        <Notice kind="done" live>
          <p>
            {imported.title} (set <code>{imported.setId}</code>) is in this vault now. Export its
            kit or look at its cards as at any other.
          </p>
        </Notice>
      )}
      <Answered answer={overview}>
        {({ ceremonies }) =>
          ceremonies.length === 0 ? (
            <Empty title="No ceremony yet">
              Gather the custodians, an administrator, a recovery officer and a witness, and start
              one. It takes about ten minutes, and five more for each custodian.
            </Empty>
          ) : (
            <Table name="Ceremonies" columns={['Title', 'State', 'Opened', 'Ended', 'Page']}>
              {ceremonies.map(ceremony => (
                <tr key={ceremony.id}>
                  <th scope="row">{ceremony.title}</th>
                  <td>
                    <Tag kind={CEREMONY_STATES[ceremony.state].kind}>
                      {CEREMONY_STATES[ceremony.state].text}
                    </Tag>
                    {ceremony.reason !== null && (
                      <div>{VOID_REASONS[ceremony.reason] ?? ceremony.reason}</div>
                    )}
                    {ceremony.state === 'void' && (
                      <div>{words.cards.destroy(ceremony.destroy)}</div>
                    )}
                  </td>
                  <td>
                    <Moment of={ceremony.opened} />
                  </td>
                  <td>{ceremony.ended === null ? '—' : <Moment of={ceremony.ended} />}</td>
                  <td>
                    <Button
                      aria-label={`Open ceremony ${ceremony.title}`}
                      onClick={() =>
                        void go({
                          ...{ screen: 'workspace', section: 'ceremony', ceremony: ceremony.id },
                        })
                      }
                    >
                      Open
                    </Button>
                  </td>
                </tr>
              ))}
            </Table>
          )
        }
      </Answered>
      {!importing && (
        <Card title="A quorum from elsewhere">
          <p>
            A quorum that was founded without a vault, or in another one, comes into this vault by
            its kit.
          </p>
          <Row>
            <Button disabled={readOnly} onClick={() => setImporting(true)}>
              Import a kit…
            </Button>
          </Row>
        </Card>
      )}
    </Page>
  )
}
