import type { Chosen } from '../../../shared/chosen.ts'
import type { DeliveryFileName, DeliveryOptionName } from '../../../shared/deliveries.ts'
import { SelectField, TextField } from '../../design/field.tsx'
import { words } from '../../words.ts'
import { PathChoice } from '../files/path-choice.tsx'
import type { Destination } from './delivery-words.ts'

/** What was chosen and typed for one destination. */
export interface Answers {
  readonly files: { readonly [name in DeliveryFileName]?: Chosen }
  readonly options: { readonly [name in DeliveryOptionName]?: string }
}

interface AskedFieldsProps {
  readonly of: Destination
  readonly answers: Answers
  readonly onChange: (answers: Answers) => void
}

/** What a destination asks for: what must be there first. The fingerprint is compared after the check. */
export function AskedFields({ of, answers, onChange }: AskedFieldsProps) {
  const { asked } = words.deliveries
  const options = of.options.filter(({ name }) => name !== 'fingerprint')
  const inOrder = [
    ...options.filter(({ required }) => required),
    ...options.filter(({ required }) => !required),
  ]
  const setOption = (name: DeliveryOptionName, value: string): void =>
    onChange({ ...answers, options: { ...answers.options, [name]: value } })
  return (
    <>
      {of.files.map(({ name, required }) => (
        <PathChoice
          key={name}
          label={asked.files[name].label}
          hint={withNeed(asked.files[name].hint, required || of.files.length === 1)}
          wanted={{ kind: 'file' }}
          path={answers.files[name] ?? null}
          onChoose={file => onChange({ ...answers, files: { ...answers.files, [name]: file } })}
        />
      ))}
      {inOrder.map(({ name, required, form, among }) => {
        const { label, hint } = asked.options[name]
        const value = answers.options[name] ?? ''
        if (form === 'one-of') {
          return (
            <SelectField
              key={name}
              label={label}
              hint={hint}
              value={value === '' ? (among[0] ?? '') : value}
              options={among.map(one => ({ value: one, label: asked.values[one] ?? one }))}
              onChange={next => setOption(name, next)}
            />
          )
        }
        return (
          <TextField
            key={name}
            label={label}
            hint={withNeed(hint, required)}
            value={value}
            onChange={next => setOption(name, next)}
          />
        )
      })}
    </>
  )
}

const withNeed = (hint: string, required: boolean): string =>
  required ? hint : `${hint} May be left empty.`
