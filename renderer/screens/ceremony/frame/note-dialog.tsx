import type { Input } from '../../../../shared/contract.ts'
import { useClient } from '../../../boundary/client.tsx'
import { useAction } from '../../../boundary/use-action.ts'
import { Button } from '../../../design/button.tsx'
import { Choice } from '../../../design/choice.tsx'
import { Dialog, DialogButtons } from '../../../design/dialog.tsx'
import { CheckField, SelectField, TextField } from '../../../design/field.tsx'
import { Notice } from '../../../design/notice.tsx'
import { Problem } from '../../../design/problem.tsx'
import { useDraft } from '../../../session/drafts.tsx'
import { activePeople, type Person, usePeople } from '../../../session/people.tsx'
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

const NO_CARD = 0

type Evidence = Input<'ceremony.evidence'>
type Exception = Input<'ceremony.exception'>

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
  const form = `note of ${state.agreed.planHash}`
  const [way, setWay, forgetWay] = useDraft<Way>(form, 'evidence')
  const [seen, setSeen, forgetSeen] = useDraft<Evidence>(`${form}, seen`, () => ({
    ...{ kind: 'room', value: '', index: null, person: here[0]?.id ?? null },
  }))
  const [odd, setOdd, forgetOdd] = useDraft<Exception>(`${form}, odd`, () => ({
    ...{ what: '', reason: '', accepted: [] },
  }))
  const note = useAction(async () => {
    follow(
      way === 'evidence'
        ? await client.call('ceremony.evidence', { ...seen, value: seen.value.trim() })
        : await client.call('ceremony.exception', {
            ...odd,
            ...{ what: odd.what.trim(), reason: odd.reason.trim() },
          }),
    )
    forgetWay()
    if (way === 'evidence') forgetSeen()
    else forgetOdd()
    onClose()
  })
  const ready =
    way === 'evidence'
      ? seen.value.trim() !== ''
      : odd.what.trim() !== '' &&
        odd.reason.trim() !== '' &&
        (profile === null || odd.accepted.length > 0)
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
        <EvidenceFields
          value={seen}
          custodians={state.agreed.plan.quorum.custodians}
          here={here}
          onChange={setSeen}
        />
      ) : (
        <>
          <TextField
            label="What happened"
            value={odd.what}
            maxLength={400}
            onChange={what => setOdd({ ...odd, what })}
          />
          <TextField
            label="Why"
            value={odd.reason}
            maxLength={400}
            onChange={reason => setOdd({ ...odd, reason })}
          />
          {profile !== null && (
            <AcceptedBy
              here={here}
              accepted={odd.accepted}
              onChange={accepted => setOdd({ ...odd, accepted })}
            />
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

interface EvidenceFieldsProps {
  readonly value: Evidence
  readonly custodians: readonly string[]
  readonly here: readonly Person[]
  readonly onChange: (value: Evidence) => void
}

const EvidenceFields = ({ value, custodians, here, onChange }: EvidenceFieldsProps) => (
  <>
    <SelectField
      label="About"
      value={value.kind}
      options={KINDS}
      onChange={kind => onChange({ ...value, kind })}
    />
    <TextField
      label="What was seen"
      hint="A number, a name, a fingerprint; nothing secret."
      value={value.value}
      maxLength={200}
      onChange={seen => onChange({ ...value, value: seen })}
    />
    <SelectField
      label="About whose card"
      value={String(value.index ?? NO_CARD)}
      options={[
        { value: String(NO_CARD), label: 'No card' },
        ...custodians.map((name, i) => ({
          ...{ value: String(i + 1), label: `Share ${i + 1}, ${name}` },
        })),
      ]}
      onChange={index => onChange({ ...value, index: Number(index) || null })}
    />
    {here.length > 0 && (
      <SelectField
        label="Who saw it"
        value={value.person ?? ''}
        options={here.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={person => onChange({ ...value, person })}
      />
    )}
  </>
)

interface AcceptedByProps {
  readonly here: readonly Person[]
  readonly accepted: readonly string[]
  readonly onChange: (accepted: string[]) => void
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
