import { useId } from 'react'
import classes from './choice.module.css'

interface ChoiceProps<Value extends string> {
  readonly legend: string
  /** Side by side, where there is room. */
  readonly across?: boolean
  readonly value: Value
  readonly options: readonly {
    readonly value: Value
    readonly title: string
    readonly hint?: string
  }[]
  readonly onChange: (value: Value) => void
}

/** One of a few ways, each with what it means. */
export function Choice<Value extends string>({
  legend,
  across = false,
  value,
  options,
  onChange,
}: ChoiceProps<Value>) {
  const name = useId()
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>{legend}</legend>
      <div className={`${classes.choices} ${across ? classes.across : ''}`}>
        {options.map(option => (
          <label key={option.value} className={classes.choice}>
            <input
              type="radio"
              name={name}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span className={classes.title}>{option.title}</span>
            {option.hint && <span className={classes.hint}>{option.hint}</span>}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
