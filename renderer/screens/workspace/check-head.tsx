import { useState } from 'react'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { TextField } from '../../design/field.tsx'
import { Card } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { useDraft } from '../../session/drafts.tsx'

/** What a person can see to in the typed head. */
const ABOUT_HEAD: readonly string[] = ['HEAD_FORMAT', 'WORDS_UNKNOWN', 'WORDS_ORDER', 'WORDS_COUNT']

/** A head from a card, a record or a label proves that the log still contains what it contained then. */
export function CheckHead() {
  const client = useClient()
  const [head, setHead] = useDraft('printed head', '')
  const [contained, setContained] = useState(false)
  const check = useAction(async () => {
    setContained(false)
    await client.call('audit.verify', { head: head.trim() })
    setContained(true)
  })
  const aboutHead = check.problem !== null && ABOUT_HEAD.includes(check.problem.code)
  const ready = head.trim() !== ''
  return (
    <Card title="Check a printed head">
      <TextField
        label="Head, as it is printed on a card, a record or a label"
        hint="The number of entries, then the 32 words. One person reads, another types."
        value={head}
        maxLength={1000}
        problem={aboutHead ? check.problem : null}
        onChange={next => {
          setHead(next)
          setContained(false)
          check.forget()
        }}
        onKeyDown={event => {
          if (event.key === 'Enter' && ready) void check.run()
        }}
      />
      {contained && (
        <Notice kind="done" live>
          <p>
            The log still contains this head: every entry up to it is the one that was there when it
            was printed.
          </p>
        </Notice>
      )}
      <Problem of={aboutHead ? null : check.problem} />
      <Button busy={check.busy} disabled={!ready} onClick={() => void check.run()}>
        Check the head
      </Button>
    </Card>
  )
}
