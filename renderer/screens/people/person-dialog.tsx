import { useState } from 'react'
import { PERSON_REASONS, type PersonReason } from '../../../shared/roles.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Choice } from '../../design/choice.tsx'
import { Dialog, DialogButtons } from '../../design/dialog.tsx'
import { Facts, Fingerprint, Moment } from '../../design/facts.tsx'
import { SecretField, SelectField } from '../../design/field.tsx'
import { Problem } from '../../design/problem.tsx'
import { type Person, usePeople } from '../../session/people.tsx'
import { useDesk } from '../../session/session.tsx'
import { words } from '../../words.ts'
import { useApprovals } from '../approval/approvals.tsx'
import { hasPlaceHere, SecretPair } from './person-fields.tsx'

type Change = 'suspend' | 'reinstate' | 'retire' | 'replace-key' | 'change-secret'

const CHANGES: {
  readonly [change in Change]: { readonly title: string; readonly hint: string }
} = {
  'change-secret': {
    title: 'Another PIN or passphrase',
    hint: 'The same key. Takes the old PIN or passphrase, and nobody else.',
  },
  'replace-key': {
    title: 'A new key',
    hint: 'When the PIN was forgotten, the key is locked, or somebody may know it. The old key signs nothing from then on.',
  },
  suspend: {
    title: 'Suspend',
    hint: 'They sign nothing until they are reinstated. Two people are enough for it.',
  },
  reinstate: { title: 'Reinstate', hint: 'They may sign again.' },
  retire: {
    title: 'Retire',
    hint: 'For good. Cards that they hold must be replaced by a re-issue.',
  },
}

const REASONS = PERSON_REASONS.map(value => {
  const said = words.policy.reasons[value]
  return { value, label: `${said.slice(0, 1).toUpperCase()}${said.slice(1)}` }
})

const changesOf = ({ state }: Person): readonly Change[] =>
  state === 'active'
    ? ['change-secret', 'replace-key', 'suspend', 'retire']
    : state === 'suspended'
      ? ['reinstate', 'replace-key', 'retire']
      : []

const EMPTY = { secret: '', again: '' }

/** One person: what is known of them, and what can be changed. */
export function PersonDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const client = useClient()
  const { follow } = usePeople()
  const { sign } = useApprovals()
  const { go } = useDesk()
  const changes = changesOf(person)
  const [change, setChange] = useState<Change | null>(changes[0] ?? null)
  const [reason, setReason] = useState<PersonReason>('left')
  const [old, setOld] = useState('')
  const [fresh, setFresh] = useState(EMPTY)
  const { id, name, state } = person

  const carryOut = useAction(async () => {
    switch (change) {
      case null:
        return
      case 'change-secret':
        setOld('')
        setFresh(EMPTY)
        follow(await client.call('people.changeSecret', { person: id, old, ...fresh }))
        return onClose()
      case 'replace-key': {
        const before = old === '' ? {} : { old }
        const { draft } = await client.call('people.draftKey', { person: id, ...before, ...fresh })
        setOld('')
        setFresh(EMPTY)
        const approval = await sign({ action: 'person.replace-key', draft })
        if (approval === null) return
        follow(await client.call('people.replaceKey', { draft, approval }))
        return onClose()
      }
      default: {
        const approval = await sign({ action: `person.${change}`, person: id, reason })
        if (approval === null) return
        follow(await client.call(`people.${change}`, { person: id, reason, approval }))
        return onClose()
      }
    }
  })
  const typesNew = change === 'change-secret' || change === 'replace-key'
  const placed = typesNew && carryOut.problem !== null && hasPlaceHere(carryOut.problem)
  const wrongOld = carryOut.problem?.code === 'PIN_WRONG'
  return (
    <Dialog title={name} wide onCancel={onClose}>
      <Facts
        of={[
          ['State', state],
          ['Roles', words.policy.rolesTogether(person.roles)],
          ['Contact', person.contact || 'not given'],
          ['Added', <Moment key="added" of={person.added} />],
          ['Sign-in key', <Fingerprint key="key" of={person.key.fingerprint} />],
          ['Key since', <Moment key="since" of={person.key.since} />],
        ]}
      />
      {change === null ? (
        <p>Nothing more can be changed: {name} is retired.</p>
      ) : (
        <>
          <Choice
            legend="What is to change"
            value={change}
            options={changes.map(value => ({ value, ...CHANGES[value] }))}
            onChange={next => {
              setChange(next)
              setReason(next === 'reinstate' ? 'returned' : 'left')
              setFresh(EMPTY)
              setOld('')
              carryOut.forget()
            }}
          />
          {typesNew && (
            <SecretField
              label={`PIN or passphrase of ${name} until now`}
              hint={
                change === 'replace-key' &&
                `If ${name} still has it, the old key signs the new one. Leave it empty if it is lost.`
              }
              value={old}
              problem={wrongOld ? carryOut.problem : null}
              onChange={setOld}
              onPaste={event => event.preventDefault()}
            />
          )}
          {typesNew ? (
            <SecretPair value={fresh} problem={carryOut.problem} onChange={setFresh} />
          ) : (
            <SelectField
              label="Reason, for the log"
              value={reason}
              options={REASONS}
              onChange={setReason}
            />
          )}
        </>
      )}
      <Problem of={placed || (wrongOld && typesNew) ? null : carryOut.problem} />
      <DialogButtons>
        <Button data-first onClick={onClose}>
          Cancel
        </Button>
        {person.attempts.locked && state !== 'retired' && (
          <Button
            onClick={() => void go({ screen: 'drill', setId: null, unlocks: { person: id, name } })}
          >
            Unlock by a quorum…
          </Button>
        )}
        {change !== null && (
          <Button
            kind={change === 'retire' ? 'danger' : 'primary'}
            busy={carryOut.busy}
            disabled={
              typesNew &&
              (fresh.secret === '' ||
                fresh.again === '' ||
                (change === 'change-secret' && old === ''))
            }
            onClick={() => void carryOut.run()}
          >
            {change === 'change-secret' ? 'Change it' : 'Ask for signatures'}
          </Button>
        )}
      </DialogButtons>
    </Dialog>
  )
}
