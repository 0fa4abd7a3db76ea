import { useState } from 'react'
import type { Chosen } from '../../../shared/chosen.ts'
import type { Output, Payload } from '../../../shared/contract.ts'
import { fromWireText } from '../../../shared/wire-error.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { useMainEvent } from '../../boundary/use-event.ts'
import { useTask } from '../../boundary/use-task.ts'
import { Button } from '../../design/button.tsx'
import { Fingerprint } from '../../design/facts.tsx'
import { CheckField } from '../../design/field.tsx'
import { Row, Table } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { Progress } from '../../design/progress.tsx'
import { formatBytes, formatCount, formatDay } from '../../design/quantity.ts'
import { Tag } from '../../design/tag.tsx'
import { useDraft } from '../../session/drafts.tsx'
import type { Suspect } from '../../session/session.tsx'
import { useApprovals } from '../approval/approvals.tsx'
import { Sources } from '../backups/sources.tsx'
import { pathOf } from '../files/chosen.ts'
import { LeftoverNotices } from '../files/leftovers.tsx'
import { nameOf } from '../files/path.ts'
import { PathChoice } from '../files/path-choice.tsx'
import { StillExpected } from './still-expected.tsx'

type Plan = Output<'incident.planReencryption'>
type Done = Output<'incident.reencrypt'>
type Outcome = Done['outcomes'][number]
type State = Payload<'incident.backup'>['state']

interface EncryptAgainProps {
  /** Whose incident it is for; null: for none. */
  readonly incident: Suspect | null
  readonly files: readonly Chosen[]
  readonly onFiles: (files: readonly Chosen[]) => void
  /** The session says what was done in it. */
  readonly onDone: () => Promise<void>
}

/** Encrypts old backups again, for the current backup key of the quorum that is open. */
export function EncryptAgain({ incident, files, onFiles, onDone }: EncryptAgainProps) {
  const client = useClient()
  const { signIfPeople } = useApprovals()
  const { progress, cancel, reset } = useTask('reencryption')
  const [out, setOut] = useDraft<Chosen | null>('encrypt again into', null)
  const [again, setAgain] = useDraft('encrypt again anew', false)
  const [plan, setPlan] = useState<Plan | null>(null)
  const [states, setStates] = useState<ReadonlyMap<number, State>>(new Map())
  const [done, setDone] = useState<Done | null>(null)
  useMainEvent('incident.backup', ({ position, state }) =>
    setStates(before => new Map(before).set(position, state)),
  )
  const look = useAction(async () => {
    if (out === null) return
    work.forget()
    setPlan(await client.call('incident.planReencryption', { files: [...files], out }))
  })
  const work = useAction(async ({ draft }: Plan) => {
    reset()
    setStates(new Map())
    const approved = await signIfPeople({ action: 'backup.reencrypt', draft })
    if (approved === null) return
    try {
      setDone(await client.call('incident.reencrypt', { draft, again, ...approved }))
      setPlan(null)
      onFiles([])
    } finally {
      await onDone()
    }
  })
  const change = (): void => {
    setPlan(null)
    look.forget()
    work.forget()
  }

  if (work.busy && plan !== null) {
    return (
      <>
        <Progress title="Encrypting again, reading back and comparing" of={progress} />
        <AtWork plan={plan} states={states} />
        <Row>
          <Button onClick={cancel}>Cancel</Button>
        </Row>
        <p>Whatever is done stays done. Cancelled, the rest is as it was, and can be done later.</p>
      </>
    )
  }
  if (done !== null) return <Outcomes of={done} onMore={() => setDone(null)} />
  if (plan !== null) {
    return (
      <>
        <p>
          {formatCount(plan.backups.length, 'backup')} will be opened in memory and encrypted again,
          each with a new key of its own, for backup key {plan.generation} of quorum {plan.setId}{' '}
          and for the quorum itself. Each new one is read back and compared with the old one before
          it gets its name in <code>{plan.folder}</code>. No old file is changed or removed.
        </p>
        <AtWork plan={plan} states={states} />
        <UnfinishedBackups of={plan.leftovers} />
        {work.problem?.code === 'CANCELLED' ? (
          <Notice kind="caution" live>
            <p>
              It was cancelled. {formatCount(madeIn(states), 'backup is', 'backups are')} done and
              stay; the same again goes on with the others. In a vault with people they sign anew.
            </p>
          </Notice>
        ) : (
          <Problem of={work.problem} />
        )}
        <Row>
          <Button kind="primary" onClick={() => void work.run(plan)}>
            {work.problem === null ? 'Encrypt them again' : 'Go on'}
          </Button>
          <Button onClick={change}>Change what is chosen</Button>
        </Row>
      </>
    )
  }
  return (
    <>
      <p>
        Choose the old backups, and a folder on another place for the new ones: they get the same
        names. If it is broken off, choose the same again, and it goes on.
      </p>
      <Sources
        name="To encrypt again"
        question="Which backups to encrypt again"
        paths={files}
        onChange={onFiles}
      />
      <StillExpected incident={incident} chosen={files.map(file => nameOf(pathOf(file)))} />
      <PathChoice
        label="Folder for the new backups"
        hint="Another one than where the old ones are."
        wanted={{ kind: 'folder' }}
        path={out}
        problem={look.problem}
        onChoose={chosen => {
          setOut(chosen)
          look.forget()
        }}
      />
      <CheckField
        label="Make those again whose new backup is not in this folder"
        hint="Only where a new one that the catalogue knows was lost."
        checked={again}
        onChange={setAgain}
      />
      <Row>
        <Button
          kind="primary"
          busy={look.busy}
          disabled={files.length === 0 || out === null}
          onClick={() => void look.run()}
        >
          Look at what would be done
        </Button>
      </Row>
    </>
  )
}

const TAGS = {
  'at-work': { kind: 'caution', text: 'at work' },
  made: { kind: 'good', text: 'done: read back and compared' },
  compared: { kind: 'good', text: 'was there already: compared now' },
  known: { kind: 'good', text: 'was done before' },
  current: { kind: 'waiting', text: 'for the current backup key already' },
  elsewhere: { kind: 'waiting', text: 'was done before, elsewhere' },
  refused: { kind: 'bad', text: 'not done' },
} as const

const madeIn = (states: ReadonlyMap<number, State>): number =>
  [...states.values()].filter(state => state !== 'at-work' && state !== 'refused').length

interface AtWorkProps {
  readonly plan: Plan
  readonly states: ReadonlyMap<number, State>
}

/** Every backup of the plan, and how far it is. */
const AtWork = ({ plan, states }: AtWorkProps) => (
  <Table name="What is encrypted again" columns={['Backup', 'Size', 'Where it is', 'Standing']}>
    {plan.backups.map(({ path, name, size }, position) => {
      const state = states.get(position)
      return (
        <tr key={path}>
          <th scope="row">{name}</th>
          <td>{formatBytes(size)}</td>
          <td>
            <code>{path}</code>
          </td>
          <td>
            {state === undefined ? (
              <Tag kind="waiting">waiting</Tag>
            ) : (
              <Tag kind={TAGS[state].kind}>{TAGS[state].text}</Tag>
            )}
          </td>
        </tr>
      )
    })}
  </Table>
)

const isReplaced = (outcome: Outcome): outcome is Extract<Outcome, { readonly replaces: string }> =>
  'replaces' in outcome

function Outcomes({ of, onMore }: { of: Done; onMore: () => void }) {
  const { generation, outcomes } = of
  const replaced = outcomes.filter(isReplaced)
  const refused = outcomes.filter(({ kind }) => kind === 'refused').length
  return (
    <>
      <Notice kind={refused > 0 ? 'caution' : 'done'} live>
        <p>
          {replaced.length} of {formatCount(outcomes.length, 'old backup')} may be destroyed now;
          their new ones are for backup key {generation}.
          {refused > 0 && ` ${refused} could not be encrypted again, and must be kept.`}
        </p>
      </Notice>
      <Table name="What became of each backup" columns={['Old backup', 'Standing', 'New backup']}>
        {outcomes.map(outcome => (
          <tr key={outcome.path}>
            <th scope="row">
              <code>{outcome.path}</code>
              {isReplaced(outcome) && (
                <div>
                  SHA-256 <Fingerprint of={outcome.replaces} />
                </div>
              )}
            </th>
            <td>
              <Tag kind={TAGS[outcome.kind].kind}>
                {isReplaced(outcome) ? 'may be destroyed' : TAGS[outcome.kind].text}
              </Tag>
            </td>
            <td>
              <NewOne of={outcome} />
            </td>
          </tr>
        ))}
      </Table>
      <p>
        Keyclave removes no old file. Until every copy of it is destroyed, whoever has the old key
        reads it there. The system may have read the new files from its own memory: to be sure of
        the drive, take it out, put it in again and encrypt the same backups again: then they are
        compared with what is there.
      </p>
      <Row>
        <Button onClick={onMore}>Encrypt others again</Button>
      </Row>
    </>
  )
}

function NewOne({ of: outcome }: { of: Outcome }) {
  switch (outcome.kind) {
    case 'current':
      return 'none is needed'
    case 'elsewhere':
      return (
        <>
          {outcome.fileName}, SHA-256 <Fingerprint of={outcome.sha256} />. If it is lost, make it
          again.
        </>
      )
    case 'refused':
      return <Problem of={fromWireText(outcome.error)} />
    default:
      return (
        <>
          <code>{outcome.target}</code>
          <div>
            {formatCount(outcome.files, 'file')}, {formatBytes(outcome.size)}, SHA-256{' '}
            <Fingerprint of={outcome.sha256} />
          </div>
        </>
      )
  }
}

/** What a call that was killed has left where the new ones go. */
function UnfinishedBackups({ of }: { of: Plan['leftovers'] }) {
  const [left, setLeft] = useState(of)
  return (
    <LeftoverNotices
      of={left}
      onRemoved={leftover => setLeft(before => before.filter(one => one.leftover !== leftover))}
      said={({ path, modified }) => (
        <>
          Work that was ended on {formatDay(modified)} left <code>{path}</code>: an unfinished
          backup, encrypted like any other. Nothing needs it.
        </>
      )}
    />
  )
}
