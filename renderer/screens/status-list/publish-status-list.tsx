import { useState } from 'react'
import type { Chosen } from '../../../shared/chosen.ts'
import type { Output } from '../../../shared/contract.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { useAnswer } from '../../boundary/use-answer.ts'
import { Button } from '../../design/button.tsx'
import { Facts, Fingerprint, Moment } from '../../design/facts.tsx'
import { TextField } from '../../design/field.tsx'
import { HashWords } from '../../design/hash-words.tsx'
import { Card, Row } from '../../design/layout.tsx'
import { Notice, SavedAs } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { formatCount, formatList } from '../../design/quantity.ts'
import { useDraft } from '../../session/drafts.tsx'
import { words } from '../../words.ts'
import { useApprovals } from '../approval/approvals.tsx'
import { PathChoice } from '../files/path-choice.tsx'
import { Picker } from '../files/picker.tsx'
import { STATUS_LISTS } from '../files/wanted.ts'
import { PaperField, usePaper } from '../printing/paper-field.tsx'
import { Answered } from '../section/page.tsx'

type Draft = Output<'status.draft'>
type Published = Output<'status.publish'>

const DAYS = '90'

/** The list that is out, and the next one: drawn up, signed, saved. */
export function PublishStatusList() {
  const client = useClient()
  const { signIfPeople } = useApprovals()
  const [published, setPublished] = useState<Published | null>(null)
  const last = useAnswer('status.last', {})
  const [days, setDays] = useDraft('days of a status list', DAYS)
  const [draft, setDraft] = useState<Draft | null>(null)
  const [saving, setSaving] = useState(false)
  const draw = useAction(async () => {
    setPublished(null)
    setDraft(await client.call('status.draft', { days: Number(days) }))
  })
  const publish = useAction(async (out: Chosen, of: Draft) => {
    const { words: _, states: __, days: until, size, ...list } = of
    const approved = await signIfPeople({ action: 'status.publish', ...list })
    if (approved === null) return
    const order = { issued: of.issued, days: until, size, out }
    setPublished(await client.call('status.publish', { ...order, ...approved }))
    setDraft(null)
    last.askAgain()
  })
  return (
    <>
      <Card title="The list that is out">
        <Answered answer={last}>
          {({ last: out }) =>
            out === null ? (
              <p>No list was published from this vault yet.</p>
            ) : (
              <>
                <Facts
                  of={[
                    ['Number', String(out.number)],
                    ['Issued', <Moment key="issued" of={out.issued} />],
                    ['Next list', <Moment key="next" of={out.nextIssue} />],
                    ['Hash', <Fingerprint key="hash" of={out.hash} />],
                  ]}
                />
                <HashWords name="The hash of the list in words" words={out.words} />
              </>
            )
          }
        </Answered>
        {published !== null && <SavedAs path={published.path} />}
      </Card>
      <Card title="Publish the next list">
        <TextField
          label="Days until the list after it"
          hint="Whoever holds the list back keeps others from its news until then at most."
          inputMode="numeric"
          value={days}
          onChange={value => {
            setDays(value)
            setDraft(null)
          }}
        />
        {draft !== null && (
          <Notice live>
            <p>
              List {draft.number} says of{' '}
              {formatList(
                draft.states.map(
                  ({ state, count }) => `${formatCount(count, 'key')}: ${words.keys.states[state]}`,
                ),
              )}
              . It counts until <Moment of={draft.nextIssue} />.
            </p>
          </Notice>
        )}
        <Problem of={draw.problem ?? publish.problem} />
        <Row>
          <Button
            busy={draw.busy}
            disabled={!/^\d{1,3}$/.test(days)}
            onClick={() => void draw.run()}
          >
            Draw it up
          </Button>
          <Button
            kind="primary"
            busy={publish.busy}
            disabled={draft === null}
            onClick={() => setSaving(true)}
          >
            Sign and save…
          </Button>
        </Row>
        {saving && draft !== null && (
          <Picker
            title="Save the status list"
            wanted={{ kind: 'new-file', name: `status-list-${draft.number}.json` }}
            onCancel={() => setSaving(false)}
            onChoose={([path]) => {
              setSaving(false)
              if (path !== undefined) void publish.run(path, draft)
            }}
          />
        )}
      </Card>
      <ListPage />
    </>
  )
}

/** The page of a list: its hash in words and, of a small one, a code. */
function ListPage() {
  const client = useClient()
  const [list, setList] = useDraft<Chosen | null>('page of a status list', null)
  const [paper, setPaper] = usePaper()
  const [saving, setSaving] = useState(false)
  const [saved, setSaved] = useState<string | null>(null)
  const save = useAction(async (out: Chosen, of: Chosen) => {
    setSaved((await client.call('status.page', { list: of, out, paper })).path)
  })
  return (
    <Card title="On paper">
      <PathChoice label="Status list" wanted={STATUS_LISTS} path={list} onChoose={setList} />
      <PaperField value={paper} onChange={setPaper} />
      <Problem of={save.problem} />
      <SavedAs path={saved} />
      <Button busy={save.busy} disabled={list === null} onClick={() => setSaving(true)}>
        Save its page…
      </Button>
      {saving && list !== null && (
        <Picker
          title="Save the page"
          wanted={{ kind: 'new-file', name: 'status-list.pdf' }}
          onCancel={() => setSaving(false)}
          onChoose={([path]) => {
            setSaving(false)
            if (path !== undefined) void save.run(path, list)
          }}
        />
      )}
    </Card>
  )
}
