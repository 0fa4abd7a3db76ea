import type { Output } from '../../../shared/contract.ts'
import { CheckField, TextField } from '../../design/field.tsx'
import { words } from '../../words.ts'

/** The days of a key as they are typed; '' is none. */
export interface TypedDays {
  readonly activates: string
  readonly protectUntil: string
  readonly processUntil: string
  readonly unlimited: boolean
}

export const NO_DAYS: TypedDays = {
  activates: '',
  protectUntil: '',
  processUntil: '',
  unlimited: false,
}

export const daysIn = ({ activates, protectUntil, processUntil, unlimited }: TypedDays) => ({
  activates: activates || null,
  protectUntil: (!unlimited && protectUntil) || null,
  processUntil: (!unlimited && processUntil) || null,
  unlimited,
})

interface DaysFieldsProps {
  readonly value: TypedDays
  readonly onChange: (days: TypedDays) => void
  /** What was agreed on for its purpose; null: nothing. */
  readonly period: Output<'keys.show'>['cryptoperiod']
  /** Whether it follows a version whose days count where nothing was agreed on. */
  readonly follows?: boolean
}

/** The days of a new key or version, and what they are when nobody types any. */
export function DaysFields({ value, onChange, period, follows = false }: DaysFieldsProps) {
  const standard =
    period !== null
      ? `Without dates it is used as was agreed on for its purpose: ${words.keys.period(period)}.`
      : follows
        ? 'Without dates it is used as long as the version before was meant to be.'
        : 'Nothing was agreed on for this purpose: without dates it has no last day, and nothing will say when its next version is due.'
  const field = (name: 'activates' | 'protectUntil' | 'processUntil', label: string) => (
    <TextField
      label={label}
      type="date"
      value={value[name]}
      onChange={text => onChange({ ...value, [name]: text })}
    />
  )
  return (
    <>
      <p>{standard}</p>
      {field('activates', 'First day of its use, if it is not today')}
      {!value.unlimited && (
        <>
          {field('protectUntil', 'Last day on which it may protect anything')}
          {field('processUntil', 'Last day on which what it protected is read')}
        </>
      )}
      {(period !== null || follows) && (
        <CheckField
          label="It has no last day"
          hint="An exception: the log names who agreed to it."
          checked={value.unlimited}
          onChange={unlimited => onChange({ ...value, unlimited })}
        />
      )}
    </>
  )
}
