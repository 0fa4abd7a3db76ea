import { useState } from 'react'
import type { Input } from '../../../shared/contract.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Choice } from '../../design/choice.tsx'
import { Dialog, DialogButtons } from '../../design/dialog.tsx'
import { CheckField, SelectField, TextField } from '../../design/field.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { activePeople, type Person, usePeople } from '../../people.tsx'
import classes from './note-dialog.module.css'
import { type CeremonyState, useCeremony } from './state.ts'

type Kind = Input<'ceremony.evidence'>['kind']
type Way = 'evidence' | 'exception'

const KINDS: readonly { readonly value: Kind; readonly label: string }[] = [
  { value: 'room', label: 'The room: locked, searched, phones outside' },
  { value: 'seal', label: 'A seal, and whether it is whole' },
  { value: 'bag', label: 'A bag and its number' },
  { value: 'printer', label: 'The printer' },
  { value: 'program-hash', label: 'The hash of this program' },
  { value: 'fingerprint', label: 'A fingerprint that was compared' },
  { value: 'other', label: 'Something else' },
]

const NOBODY = 'nobody'

interface NoteDialogProps {
  readonly state: Exclude<CeremonyState, { step: 'none' }>
  readonly onClose: () => void
}

/** What somebody saw, or what went otherwise than planned and who accepted it: for the record. */
export function NoteDialog({ state, onClose }: NoteDialogProps) {
  const client = useClient()
  const { follow } = useCeremony()
  const { people, profile } = usePeople()
  const here = activePeople(people).filter(({ present }) => present !== null)
  const [way, setWay] = useState<Way>('evidence')
  const [kind, setKind] = useState<Kind>('room')
  const [value, setValue] = useState('')
  const [share, setShare] = useState(NOBODY)
  const [seenBy, setSeenBy] = useState<string>(here[0]?.id ?? NOBODY)
  const [what, setWhat] = useState('')
  const [reason, setReason] = useState('')
  const [accepted, setAccepted] = useState<readonly string[]>([])

  const note = useAction(async () => {
    const person = seenBy === NOBODY ? null : seenBy
    const index = share === NOBODY ? null : Number(share)
    follow(
      way === 'evidence'
        ? await client.call('ceremony.evidence', { kind, value: value.trim(), index, person })
        : await client.call('ceremony.exception', {
            ...{ what: what.trim(), reason: reason.trim(), accepted: [...accepted] },
          }),
    )
    onClose()
  })
  const ready =
    way === 'evidence'
      ? value.trim() !== ''
      : what.trim() !== '' && reason.trim() !== '' && (profile === null || accepted.length > 0)
  const { custodians } = state.agreed.plan.quorum
  return (
    <Dialog title="Note for the record" wide onCancel={onClose}>
      <Choice
        across
        legend="What to note"
        value={way}
        options={[
          { value: 'evidence', title: 'What somebody saw' },
          { value: 'exception', title: 'Something went otherwise than planned' },
        ]}
        onChange={next => {
          setWay(next)
          note.forget()
        }}
      />
      {way === 'evidence' ? (
        <>
          <SelectField label="About" value={kind} options={KINDS} onChange={setKind} />
          <TextField
            label="What was seen"
            hint="A number, a name, a fingerprint; nothing secret."
            value={value}
            maxLength={200}
            onChange={setValue}
          />
          <SelectField
            label="About whose card"
            value={share}
            options={[
              { value: NOBODY, label: 'No card' },
              ...custodians.map((name, i) => ({
                value: String(i + 1),
                label: `Share ${i + 1}, ${name}`,
              })),
            ]}
            onChange={setShare}
          />
          {here.length > 0 && (
            <SelectField
              label="Who saw it"
              value={seenBy}
              options={here.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={setSeenBy}
            />
          )}
        </>
      ) : (
        <>
          <TextField label="What happened" value={what} maxLength={400} onChange={setWhat} />
          <TextField label="Why" value={reason} maxLength={400} onChange={setReason} />
          {profile !== null && (
            <AcceptedBy here={here} accepted={accepted} onChange={setAccepted} />
          )}
        </>
      )}
      <Problem of={note.problem} />
      <DialogButtons>
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="primary" busy={note.busy} disabled={!ready} onClick={() => void note.run()}>
          Note it
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

interface AcceptedByProps {
  readonly here: readonly Person[]
  readonly accepted: readonly string[]
  readonly onChange: (accepted: readonly string[]) => void
}

const AcceptedBy = ({ here, accepted, onChange }: AcceptedByProps) => (
  <fieldset className={classes.accepted}>
    <legend>Who accepts it, of those in the room</legend>
    {here.length === 0 && (
      <Notice kind="caution">
        <p>Nobody is in the room. Sign in first.</p>
      </Notice>
    )}
    {here.map(({ id, name }) => (
      <CheckField
        key={id}
        label={name}
        checked={accepted.includes(id)}
        onChange={yes => onChange(yes ? [...accepted, id] : accepted.filter(other => other !== id))}
      />
    ))}
  </fieldset>
)
