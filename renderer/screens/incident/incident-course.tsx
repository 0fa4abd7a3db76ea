import { useState } from 'react'
import type { CompromiseReport } from '../../../shared/compromise.ts'
import type { Block } from '../../../shared/help/document.ts'
import { useAnswer } from '../../boundary/use-answer.ts'
import { Button } from '../../design/button.tsx'
import { Card, Row, Stack } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { formatDay } from '../../design/quantity.ts'
import { Tag } from '../../design/tag.tsx'
import { type Suspect, useDesk } from '../../session/session.tsx'
import { words } from '../../words.ts'
import { ReadDocument } from '../help/article.tsx'
import { BackupKeyStateDialog } from '../keys/backup-key-state-dialog.tsx'
import { StateDialog } from '../keys/state-dialog.tsx'
import { Answered } from '../section/page.tsx'
import { BackupsStep } from './backups-step.tsx'
import { IncidentSheet } from './incident-sheet.tsx'
import { newestQuorumOf } from './newest-quorum.ts'
import { QuorumCompromiseDialog } from './quorum-compromise-dialog.tsx'
import { isMarked, whatIsLeft } from './what-is-left.ts'

interface IncidentCourseProps {
  readonly suspect: Suspect
  /** It was marked: what is listed elsewhere of it is old. */
  readonly onChange: () => void
}

/** The steps of one incident, once it is chosen. Each says by the report of today what is done. */
export function IncidentCourse({ suspect, onChange }: IncidentCourseProps) {
  const answer = useAnswer('incident.report', { suspect })
  return (
    <Answered answer={answer}>
      {({ report }) => (
        <Stack roomy>
          <MarkStep
            of={report}
            onDone={() => {
              answer.askAgain()
              onChange()
            }}
          />
          <Card title="3. What it reaches">
            <IncidentSheet suspect={suspect} />
            <ReadDocument of={words.compromise.sheet(report).slice(1).map(below)} />
          </Card>
          <ReplaceStep of={report} />
          <BackupsStep of={report} suspect={suspect} />
          <LeftStep of={report} onAgain={answer.askAgain} />
        </Stack>
      )}
    </Answered>
  )
}

/** On the page the report stands below the heading of its step. */
const below = (block: Block): Block =>
  block.kind === 'heading' && block.level === 2 ? { ...block, level: 3 } : block

interface StepProps {
  readonly of: CompromiseReport
}

function MarkStep({ of: report, onDone }: StepProps & { readonly onDone: () => void }) {
  const { session } = useDesk()
  const [asking, setAsking] = useState(false)
  const { of, mark } = report
  const isQuorum = of.kind === 'quorum'
  const close = (): void => setAsking(false)
  const done = (): void => {
    close()
    onDone()
  }
  return (
    <Card title="2. Mark it compromised">
      {isMarked(report) ? (
        <Notice kind="done" live>
          <p>
            {isQuorum ? 'Everything that was sealed to it' : words.compromise.name(of)} is marked
            compromised
            {mark?.occurred != null && `: suspect since ${formatDay(mark.occurred)}`}. This is for
            ever.
          </p>
        </Notice>
      ) : (
        <>
          {isQuorum && (
            <p>
              Whoever opened it may have everything that was sealed to it: all of its keys and
              backup keys are marked by one deed.
            </p>
          )}
          <p>
            From then on it protects nothing any more. One administrator or witness signs, at once:
            the steps after this one take longer. There is no way back. To gain time while you look,{' '}
            {isQuorum ? 'suspend its keys on their pages.' : 'suspend it on its page.'}
          </p>
          <Row>
            <Button
              kind="danger"
              disabled={session.vault?.readOnly === true}
              onClick={() => setAsking(true)}
            >
              Mark as compromised…
            </Button>
          </Row>
        </>
      )}
      {asking && of.kind === 'quorum' && (
        <QuorumCompromiseDialog of={report} setId={of.setId} onDone={done} onClose={close} />
      )}
      {asking && of.kind === 'key' && (
        <StateDialog of={of} deed="compromise" onDone={done} onClose={close} />
      )}
      {asking && of.kind === 'backup-key' && (
        <BackupKeyStateDialog of={of} deed="compromise" onDone={done} onClose={close} />
      )}
    </Card>
  )
}

function ReplaceStep({ of: { of } }: StepProps) {
  const { go } = useDesk()
  const setId = newestQuorumOf(of)
  switch (of.kind) {
    case 'key':
      return (
        <Card title="4. Replace it">
          <p>
            {!of.inForce
              ? 'It gets no next version: a re-issue left it out. Where something must still be protected, add another key on the page of the keys.'
              : of.newest > of.version
                ? `Version ${of.newest} is there: use it wherever this one was used.`
                : 'Make its next version on its page. An administrator and a witness sign; nobody has to open the quorum.'}
          </p>
          <Row>
            <Button
              onClick={() => void go({ screen: 'workspace', section: 'key', key: of.id })}
            >{`Open the page of ${of.label}`}</Button>
          </Row>
        </Card>
      )
    case 'backup-key':
      return (
        <Card title="4. Replace it">
          <p>
            {of.current
              ? 'Make the next backup key on their page. An administrator and a witness sign; nobody has to open the quorum.'
              : 'New backups are made for another one already.'}
          </p>
          <Row>
            <Button onClick={() => void go({ screen: 'workspace', section: 'backup-keys', setId })}>
              Open the page of the backup keys
            </Button>
          </Row>
        </Card>
      )
    case 'quorum':
      return (
        <Card title="4. Replace it">
          <p>
            {of.replacedBy === null
              ? 'Hold a re-issue at once: new cards and a new passphrase. The old quorum is opened for it one last time. It seals the same keys again: make their next versions too.'
              : `Quorum ${of.replacedBy} has its place. The old cards still open what was sealed to the old one: destroy them under witness.`}
          </p>
          <Row>
            <Button onClick={() => void go({ screen: 'workspace', section: 'quorum', setId })}>
              {of.replacedBy === null ? 'Open the page of the quorum' : 'Open the new quorum'}
            </Button>
          </Row>
        </Card>
      )
  }
}

const TAGS = {
  done: { kind: 'good', text: 'done' },
  open: { kind: 'caution', text: 'to do' },
  outside: { kind: 'waiting', text: 'you alone know' },
} as const

function LeftStep({ of, onAgain }: StepProps & { readonly onAgain: () => void }) {
  return (
    <Card title="6. What is left to do">
      <ul aria-label="What is left to do">
        {whatIsLeft(of).map(({ text, state }) => (
          <li key={text}>
            <Tag kind={TAGS[state].kind}>{TAGS[state].text}</Tag> {text}
          </li>
        ))}
      </ul>
      <Row>
        <Button onClick={onAgain}>Look again</Button>
      </Row>
    </Card>
  )
}
