import { CircleAlert, Eye, EyeOff } from 'lucide-react'
import {
  type ComponentProps,
  type KeyboardEvent,
  type ReactNode,
  use,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react'
import type { KeyclaveError } from '../../shared/errors.ts'
import { untypeableIn } from '../../shared/typed-again.ts'
import { sentence, words } from '../words.ts'
import classes from './field.module.css'
import { KeyboardContext } from './keyboard.ts'

/** A refusal, as a field shows it. */
export type Complaint = Pick<KeyclaveError, 'code' | 'data'> & {
  /** In place of the refusal's own, where the field says what it is about. */
  readonly sentence?: string
}

interface FieldProps {
  readonly label: string
  readonly hint?: ReactNode
  readonly problem?: Complaint | null
}

interface Ids {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': true | undefined
}

/** Label above, hint below it, refusal under the control it is about. */
function Field({
  label,
  hint,
  problem = null,
  notes = [],
  children,
}: FieldProps & {
  /** What its owner cannot see, and has to know now. */
  readonly notes?: readonly string[]
  readonly children: (ids: Ids) => ReactNode
}) {
  const id = useId()
  const describedBy = [hint && `${id}-hint`, `${id}-notes`, problem && `${id}-problem`]
    .filter(Boolean)
    .join(' ')
  return (
    <div className={classes.field}>
      <label className={classes.label} htmlFor={id}>
        {label}
      </label>
      {hint && (
        <div className={classes.hint} id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {children({
        id,
        'aria-describedby': describedBy || undefined,
        'aria-invalid': problem ? true : undefined,
      })}
      <div className={classes.notes} id={`${id}-notes`} role="status">
        {notes.join(' ')}
      </div>
      {problem && <FieldProblem id={`${id}-problem`} problem={problem} />}
    </div>
  )
}

/** A refusal that is about one field. */
export function FieldProblem({ id, problem }: { id?: string; problem: Complaint }) {
  return (
    <div className={classes.problem} id={id} role="alert">
      <CircleAlert size={18} aria-hidden="true" />
      <span>
        {problem.sentence ?? sentence(problem)} <code>{problem.code}</code>
      </span>
    </div>
  )
}

type InputProps = Omit<ComponentProps<'input'>, 'id' | 'className' | 'onChange' | 'value'> &
  FieldProps & { readonly value: string; readonly onChange: (value: string) => void }

/** Nothing a person types here is remembered, completed or corrected by the browser. */
const PLAIN_INPUT = {
  autoComplete: 'off',
  autoCapitalize: 'off',
  autoCorrect: 'off',
  spellCheck: false,
} as const

export function TextField({ label, hint, problem, onChange, ...input }: InputProps) {
  return (
    <Field label={label} hint={hint} problem={problem ?? null}>
      {ids => (
        <input
          type="text"
          {...PLAIN_INPUT}
          {...input}
          {...ids}
          className={classes.input}
          onChange={event => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}

/**
 * A passphrase: hidden unless its owner wants to see it, and so it says what its owner cannot see: that
 * capitals are locked, and what nobody could type again. Copying would leave it on the clipboard.
 *
 * @param props `next`: the next key belongs here, once the screen is shown
 */
export function SecretField(props: InputProps & { readonly next?: boolean }) {
  const { label, hint, problem, onChange, onBlur, onFocus, onKeyDown, onKeyUp, ...rest } = props
  const { next = false, ...input } = rest
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (next) box.current?.focus()
  }, [next])
  const keyboard = use(KeyboardContext)
  const [shown, setShown] = useState(false)
  const [capitals, setCapitals] = useState(false)
  const [left, setLeft] = useState(false)
  const look = (event: KeyboardEvent): void => setCapitals(event.getModifierState('CapsLock'))
  const odd = left || problem ? untypeableIn(`${input.value}`.normalize('NFKC')) : []
  const notes = [
    ...(keyboard === null ? [] : [`Keyboard: ${keyboard}.`]),
    ...(capitals ? ['Caps Lock is on.'] : []),
    ...(odd.length > 0 && problem?.code !== 'PASSPHRASE_UNTYPEABLE'
      ? [`What was typed ${odd.map(what => words.untypeable[what]).join('; it ')}.`]
      : []),
  ]
  return (
    <Field label={label} hint={hint} problem={problem ?? null} notes={notes}>
      {ids => (
        <div className={classes.secret}>
          <input
            ref={box}
            {...PLAIN_INPUT}
            {...input}
            {...ids}
            type={shown ? 'text' : 'password'}
            className={classes.input}
            onChange={event => onChange(event.target.value)}
            onKeyDown={event => {
              look(event)
              onKeyDown?.(event)
            }}
            onKeyUp={event => {
              look(event)
              onKeyUp?.(event)
            }}
            onFocus={event => {
              setLeft(false)
              onFocus?.(event)
            }}
            onBlur={event => {
              setLeft(true)
              setCapitals(false)
              onBlur?.(event)
            }}
            onCopy={event => event.preventDefault()}
            onCut={event => event.preventDefault()}
          />
          <button
            type="button"
            className={classes.reveal}
            aria-pressed={shown}
            aria-label={`Show ${label.toLowerCase()}`}
            onClick={() => setShown(!shown)}
          >
            {shown ? <EyeOff size={20} aria-hidden="true" /> : <Eye size={20} aria-hidden="true" />}
          </button>
        </div>
      )}
    </Field>
  )
}

type SelectProps<Value extends string> = FieldProps & {
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  readonly onChange: (value: Value) => void
}

export function SelectField<Value extends string>({
  label,
  hint,
  problem,
  value,
  options,
  onChange,
}: SelectProps<Value>) {
  return (
    <Field label={label} hint={hint} problem={problem ?? null}>
      {ids => (
        <select
          {...ids}
          className={classes.input}
          value={value}
          onChange={event => {
            const chosen = options.find(option => option.value === event.target.value)
            if (chosen) onChange(chosen.value)
          }}
        >
          {options.map(option => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

interface CheckProps {
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly checked: boolean
  readonly disabled?: boolean
  readonly onChange: (checked: boolean) => void
}

export function CheckField({ label, hint, checked, disabled = false, onChange }: CheckProps) {
  const id = useId()
  return (
    <div className={classes.check}>
      <input
        id={id}
        type="checkbox"
        checked={checked}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={event => onChange(event.target.checked)}
      />
      <label htmlFor={id}>{label}</label>
      {hint && (
        <div className={classes.hint} id={`${id}-hint`}>
          {hint}
        </div>
      )}
    </div>
  )
}
