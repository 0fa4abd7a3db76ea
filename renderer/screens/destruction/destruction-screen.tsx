import { useState } from 'react'
import type { KeyReason } from '../../../shared/key-life.ts'
import { useAnswer } from '../../boundary/use-answer.ts'
import { Button } from '../../design/button.tsx'
import { SelectField } from '../../design/field.tsx'
import { Card, Row, Stack } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { formatMoment } from '../../design/quantity.ts'
import { Tag } from '../../design/tag.tsx'
import { usePeople } from '../../session/people.tsx'
import { useDesk } from '../../session/session.tsx'
import { words } from '../../words.ts'
import { capital, REASONS } from '../keys/key-words.ts'
import { Answered, Page } from '../section/page.tsx'
import { CertificateStep } from './certificate-step.tsx'
import { ClockDoubt } from './clock-doubt.tsx'
import { CopiesStep } from './copies-step.tsx'
import { OldCardsStep } from './old-cards-step.tsx'
import {
  type About,
  type DestructionStatus,
  type StepProps,
  useDestruction,
} from './use-destruction.ts'

/** A destruction from its beginning to its certificate. The vault keeps how far it is; it can be left and taken up again. */
export function DestructionScreen({ item, setId }: About) {
  const { go, session } = useDesk()
  const status = useAnswer('destruction.show', { item, setId })
  const readOnly = session.vault?.readOnly === true
  const title = status.state === 'ready' ? `Destroy ${status.value.item}` : 'Destroy a key'
  return (
    <Page
      title={title}
      place={title}
      lead="Four steps, each signed. You can leave after any of them and come back: the vault keeps how far it is."
      action={
        <Button onClick={() => void go({ screen: 'workspace', section: 'keys' })}>
          Back to the keys
        </Button>
      }
    >
      <Answered answer={status}>
        {of => (
          <Stack roomy>
            {of.destroyed === null ? (
              <DestroyStep {...{ item, setId, of, readOnly }} onDone={status.askAgain} />
            ) : (
              <>
                <Seen of={of} />
                <CopiesStep {...{ item, setId, of, readOnly }} onDone={status.askAgain} />
                <OldCardsStep of={of} />
                <CertificateStep {...{ item, setId, readOnly }} onDone={status.askAgain} />
              </>
            )}
          </Stack>
        )}
      </Answered>
    </Page>
  )
}

/** Which, why, and what will and will not be destroyed. */
function DestroyStep({ item, setId, of, readOnly, onDone }: StepProps) {
  const { profile } = usePeople()
  const [reason, setReason] = useState<KeyReason>('cessation-of-operation')
  const destroying = useDestruction(onDone)
  const kits = of.copies.filter(({ kind }) => kind === 'kit').length
  const taken = of.copies.filter(({ kind }) => kind === 'export').length
  return (
    <Card title={`1. Destroy ${of.item} in this vault`}>
      <Notice kind="danger">
        <div>
          <p>
            <b>What will be destroyed, for ever:</b> what is sealed of it in this vault’s file, in
            every recovery kit that the vault keeps ({kits}), and in the copies that updates leave
            beside it, which are removed. The files are searched for it afterwards.
          </p>
          <p>
            <b>What will not be:</b> copies elsewhere. Recovery kits on other drives, copies of the
            vault’s file, and what was taken out ({taken} times, as far as the log knows). Whoever
            has one opens it with enough cards and the passphrase. That is what the steps after this
            one are for.
          </p>
        </div>
      </Notice>
      <SelectField label="Why, for the log" value={reason} options={REASONS} onChange={setReason} />
      <ClockDoubt of={destroying} />
      <Problem of={destroying.action.problem} />
      {profile !== null && (
        <p>Two administrators and a witness sign; in a small team one administrator may.</p>
      )}
      <Row>
        <Button
          kind="danger"
          busy={destroying.action.busy}
          disabled={readOnly}
          onClick={() => void destroying.action.run({ kind: 'destroy', item, setId, reason })}
        >
          {profile === null ? 'Destroy it for ever' : 'Ask for signatures'}
        </Button>
      </Row>
    </Card>
  )
}

/** That it is destroyed, and how the files were found. */
function Seen({ of: { item, destroyed, verified } }: { readonly of: DestructionStatus }) {
  if (destroyed === null) return null
  const { state, recorded, signers } = destroyed
  const left = [...(verified?.foundIn ?? []), ...(verified?.copiesLeft ?? [])]
  return (
    <Card title="1. Destroyed in this vault">
      <Row>
        <Tag kind="bad">{words.keys.states[state]}</Tag>
        <span>
          {item}, {formatMoment(recorded)}
          {signers.length > 0 && `; signed by ${signers.join(', ')}`}
        </span>
      </Row>
      {verified === null ? (
        <Notice kind="caution">
          <p>Nobody has looked through the files of the vault afterwards.</p>
        </Notice>
      ) : left.length > 0 ? (
        <Notice kind="danger">
          <p>Pieces of it are still in {left.join(', ')}. Remove what you can.</p>
        </Notice>
      ) : (
        <Notice kind="done">
          <p>
            {capital('the files of the vault were searched: no piece of it is left in them.')}
            {verified.copiesRemoved.length > 0 &&
              ` Removed beside the vault: ${verified.copiesRemoved.join(', ')}.`}
          </p>
        </Notice>
      )}
    </Card>
  )
}
