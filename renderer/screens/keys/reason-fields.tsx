import type { KeyReason } from '../../../shared/key-life.ts'
import { SelectField, TextField } from '../../design/field.tsx'
import { REASONS } from './key-words.ts'

interface SinceProps {
  /** What the day means for what is marked here. */
  readonly hint: string
  readonly value: string
  readonly onChange: (day: string) => void
}

/** Since when somebody else may have had what is marked compromised; empty: today. */
export const SinceField = (props: SinceProps) => (
  <TextField label="Since when somebody else may have had it" type="date" {...props} />
)

interface ReasonProps {
  readonly value: KeyReason
  readonly onChange: (reason: KeyReason) => void
}

/** Why a state changes, as the log has it. */
export const ReasonField = (props: ReasonProps) => (
  <SelectField label="Reason, for the log" options={REASONS} {...props} />
)
