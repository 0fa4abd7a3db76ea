import { useState } from 'react'
import type { Chosen } from '../../../shared/chosen.ts'
import type { Output } from '../../../shared/contract.ts'
import { sayDetail, sayLogAction } from '../../../shared/messages/index.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { useAnswer } from '../../boundary/use-answer.ts'
import { Button } from '../../design/button.tsx'
import { Moment } from '../../design/facts.tsx'
import { Empty, Row, Table } from '../../design/layout.tsx'
import { SavedAs } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { formatCount } from '../../design/quantity.ts'
import { Tag } from '../../design/tag.tsx'
import { words } from '../../words.ts'
import { Picker } from '../files/picker.tsx'
import { Answered, Page } from '../section/page.tsx'
import classes from './audit-log.module.css'
import { CheckHead } from './check-head.tsx'
import { CheckSavedLog } from './check-saved-log.tsx'
import { SoundLog } from './sound-log.tsx'

type Entry = Output<'audit.page'>['entries'][number]
type Sound = Output<'audit.verify'>

const PAGE = 50

/** What was done, by whom and when, each entry chained to the one before. */
export function AuditLog() {
  const client = useClient()
  const newest = useAnswer('audit.page', { before: null, limit: PAGE })
  const [older, setOlder] = useState<readonly Entry[]>([])
  const [sound, setSound] = useState<Sound | null>(null)
  const [exporting, setExporting] = useState(false)
  const [exported, setExported] = useState<string | null>(null)
  const verify = useAction(async () => {
    setSound(null)
    setSound(await client.call('audit.verify', {}))
  })
  const more = useAction(async (before: number) => {
    const { entries } = await client.call('audit.page', { before, limit: PAGE })
    setOlder([...older, ...entries])
  })
  const save = useAction(async (out: Chosen) => {
    setExported((await client.call('audit.export', { out })).path)
  })
  return (
    <Page
      title="Audit log"
      lead="What was done in this vault. Each entry carries the digest of the one before it, and the signature of who did it."
      action={
        <Row>
          <Button busy={save.busy} onClick={() => setExporting(true)}>
            Save as a file…
          </Button>
          <Button kind="primary" busy={verify.busy} onClick={() => void verify.run()}>
            Verify
          </Button>
        </Row>
      }
    >
      <Problem of={verify.problem ?? save.problem} />
      {sound !== null && <SoundLog of={sound} />}
      <SavedAs path={exported} />
      <CheckHead />
      <CheckSavedLog />
      <Answered answer={newest}>
        {({ entries, size }) => {
          const shown = [...entries, ...older]
          const last = shown.at(-1)
          if (last === undefined) {
            return (
              <Empty title="The log is empty">The first ceremony writes its first entry.</Empty>
            )
          }
          return (
            <>
              <Table
                name="Audit log, newest first"
                columns={['No.', 'When', 'Who', 'What', 'About', 'Details']}
              >
                {shown.map(entry => (
                  <tr key={entry.sequence}>
                    <td>{entry.sequence}</td>
                    <td>
                      <Moment of={entry.time} exact />
                    </td>
                    <td>
                      {entry.actor}
                      {entry.signed === true && <Tag kind="good">signed</Tag>}
                    </td>
                    <th scope="row">
                      {sayLogAction(words, entry.action)}
                      <code className={classes.code}>{entry.action}</code>
                    </th>
                    <td>
                      <code className={classes.code}>{entry.subject}</code>
                    </td>
                    <td className={classes.details}>
                      {entry.details
                        .map(({ name, value }) => `${sayDetail(words, name)}: ${value}`)
                        .join(' · ')}
                    </td>
                  </tr>
                ))}
              </Table>
              <Problem of={more.problem} />
              <Row split>
                <span>
                  {shown.length} of {formatCount(size, 'entry', 'entries')}
                </span>
                {shown.length < size && (
                  <Button busy={more.busy} onClick={() => void more.run(last.sequence)}>
                    Show older entries
                  </Button>
                )}
              </Row>
            </>
          )
        }}
      </Answered>
      {exporting && (
        <Picker
          title="Save the audit log"
          wanted={{ kind: 'new-file', name: 'audit.jsonl' }}
          onCancel={() => setExporting(false)}
          onChoose={([path]) => {
            setExporting(false)
            if (path !== undefined) void save.run(path)
          }}
        />
      )}
    </Page>
  )
}
