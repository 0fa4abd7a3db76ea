import type { Chosen } from '../../../shared/chosen.ts'
import type { Output } from '../../../shared/contract.ts'
import { PAIR_ALGORITHMS, PAIR_NAMES, type PairAlgorithm } from '../../../shared/key-pairs.ts'
import { Choice } from '../../design/choice.tsx'
import { CheckField, SelectField, TextField } from '../../design/field.tsx'
import { useDraft } from '../../session/drafts.tsx'
import { PathChoice } from '../files/path-choice.tsx'
import { ChangeDialog } from './change-dialog.tsx'
import { DaysFields, daysIn, NO_DAYS, type TypedDays } from './days-fields.tsx'
import { type CarriedOut, useKeyChange } from './use-key-change.ts'

type What = '256' | '192' | '128' | PairAlgorithm | 'file'

const WHAT = [
  { value: '256', title: 'A new AES-256 key' },
  { value: '192', title: 'A new AES-192 key' },
  { value: '128', title: 'A new AES-128 key' },
  ...PAIR_ALGORITHMS.map(value => ({ value, title: `A new ${PAIR_NAMES[value]} key pair` })),
  {
    value: 'file',
    title: 'A secret or a private key from a file',
    hint: 'Something made elsewhere, 64 KB at most. The file is read once; a private key becomes a pair.',
  },
] satisfies readonly { readonly value: What; readonly title: string; readonly hint?: string }[]

interface Form {
  readonly label: string
  readonly purpose: string
  readonly what: What
  /** Of a file: its bytes are the secret, though they be a private key. */
  readonly asSecret: boolean
  readonly setId: string
  readonly days: TypedDays
}

interface NewKeyDialogProps {
  readonly vault: Pick<Output<'keys.list'>, 'quorums' | 'cryptoperiods'>
  readonly onDone: (carried: CarriedOut) => void
  readonly onClose: () => void
}

const isSame = (one: string, other: string): boolean =>
  one.trim().toLowerCase() === other.trim().toLowerCase()

/** A key for a quorum in force: made, or taken in from a file. */
export function NewKeyDialog({ vault, onDone, onClose }: NewKeyDialogProps) {
  const { quorums, cryptoperiods } = vault
  const [form, setForm, forgetForm] = useDraft<Form>('new key', () => ({
    ...{
      label: '',
      purpose: '',
      what: '256',
      asSecret: false,
      setId: quorums[0]?.setId ?? '',
      days: NO_DAYS,
    },
  }))
  const [file, setFile, forgetFile] = useDraft<Chosen | null>('new key, file', null)
  const changing = useKeyChange(carried => {
    forgetForm()
    forgetFile()
    onDone(carried)
  })
  const { label, purpose, what, asSecret, setId, days } = form
  const set = (change: Partial<Form>): void => setForm(before => ({ ...before, ...change }))
  const period = cryptoperiods.find(other => isSame(other.purpose, purpose))?.period ?? null
  const named = { label, purpose, setId, ...daysIn(days) }
  const isMissing = label === '' || purpose === '' || (what === 'file' && file === null)
  return (
    <ChangeDialog
      title="Add a key"
      outcome="It is sealed to the quorum at once, and listed in its kit, of which copies elsewhere are then too old. Nobody has to open the quorum."
      signers="An administrator and a witness sign for it."
      verb="Add it"
      {...{ changing, onClose }}
      change={
        isMissing
          ? null
          : what === 'file'
            ? file && { kind: 'import', file, asSecret, ...named }
            : { ...madeAs(what), ...named }
      }
    >
      <TextField
        label="Label"
        hint="What people call it. It stands on records and labels, and stays for all versions."
        value={label}
        onChange={text => set({ label: text })}
      />
      <TextField
        label="What it is for"
        hint={
          cryptoperiods.length > 0 &&
          `Something was agreed on for: ${cryptoperiods.map(other => other.purpose).join(' · ')}.`
        }
        value={purpose}
        onChange={text => set({ purpose: text })}
      />
      <Choice
        legend="What it is"
        value={what}
        options={WHAT}
        onChange={next => set({ what: next })}
      />
      {what === 'file' && (
        <PathChoice
          label="File of the secret"
          hint="Its bytes are the secret, to the last one. Destroy the file afterwards."
          wanted={{ kind: 'file' }}
          path={file}
          onChoose={setFile}
        />
      )}
      {what === 'file' && (
        <CheckField
          label="Take a private key in as it is, as a secret"
          hint="It is not read then, and its public half is not in the kit. For kinds of keys that Keyclave does not know."
          checked={asSecret}
          onChange={next => set({ asSecret: next })}
        />
      )}
      {quorums.length > 1 && (
        <SelectField
          label="Quorum that opens it"
          value={setId}
          options={quorums.map(quorum => ({
            ...{ value: quorum.setId, label: `${quorum.title}, ${quorum.setId}` },
          }))}
          onChange={next => set({ setId: next })}
        />
      )}
      <DaysFields value={days} onChange={next => set({ days: next })} period={period} />
    </ChangeDialog>
  )
}

const BITS = { 256: 256, 192: 192, 128: 128 } as const

/** What is planned of a key that is made. */
const madeAs = (what: Exclude<What, 'file'>) =>
  what === '256' || what === '192' || what === '128'
    ? ({ kind: 'add', bits: BITS[what] } as const)
    : ({ kind: 'add-pair', pair: what } as const)
