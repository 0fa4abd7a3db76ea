import type { Input } from '../../../shared/contract.ts'
import type { KeyclaveError } from '../../../shared/errors.ts'
import { ROLES } from '../../../shared/roles.ts'
import { CheckField, FieldProblem, SecretField, TextField } from '../../design/field.tsx'
import { words } from '../../words.ts'
import classes from './person-fields.module.css'

/** Somebody as they introduce themselves. */
export type Newcomer = Input<'people.draft'>

export const NO_SECRETS: Pick<Newcomer, 'secret' | 'again'> = { secret: '', again: '' }

export const nobodyYet = (roles: Newcomer['roles']): Newcomer => ({
  ...{ name: '', contact: '', roles, ...NO_SECRETS },
})

/** Whether everything is there that the main side could judge. */
export const isFilledIn = ({ name, roles, secret, again }: Newcomer): boolean =>
  name.trim() !== '' && roles.length > 0 && secret !== '' && again !== ''

interface PersonFieldsProps {
  readonly value: Newcomer
  readonly problem: KeyclaveError | null
  readonly onChange: (value: Newcomer) => void
}

/** Name, contact, roles, and the PIN or passphrase that only this person knows. */
export function PersonFields({ value, problem, onChange }: PersonFieldsProps) {
  const { name, contact, roles } = value
  const of = (...codes: readonly string[]): KeyclaveError | null =>
    problem !== null && codes.includes(problem.code) ? problem : null
  return (
    <div className={classes.person}>
      <TextField
        label="Name"
        hint="As on an identity card."
        value={name}
        problem={of('PERSON_NAME')}
        onChange={next => onChange({ ...value, name: next })}
      />
      <TextField
        label="Contact"
        hint="How to reach them. Stays in the vault. Optional."
        value={contact}
        onChange={next => onChange({ ...value, contact: next })}
      />
      <fieldset className={classes.roles}>
        <legend>Roles</legend>
        {ROLES.map(role => (
          <CheckField
            key={role}
            label={words.policy.roles[role].name}
            hint={words.policy.roles[role].does}
            checked={roles.includes(role)}
            onChange={checked =>
              onChange({
                ...value,
                roles: ROLES.filter(other => (other === role ? checked : roles.includes(other))),
              })
            }
          />
        ))}
        <RolesProblem of={of('PERSON_ROLES')} />
      </fieldset>
      <SecretPair
        value={value}
        problem={problem}
        onChange={secret => onChange({ ...value, ...secret })}
      />
    </div>
  )
}

const RolesProblem = ({ of }: { of: KeyclaveError | null }) =>
  of === null ? null : <FieldProblem problem={of} />

const BAD_PINS: readonly string[] = ['PIN_STRICT', 'PIN_SHORT', 'PIN_TRIVIAL']

interface Secrets {
  readonly secret: string
  readonly again: string
}

interface SecretPairProps {
  readonly value: Secrets
  readonly problem: KeyclaveError | null
  readonly onChange: (value: Secrets) => void
}

/** A PIN or passphrase, typed twice by the one who will use it. */
export function SecretPair({ value: { secret, again }, problem, onChange }: SecretPairProps) {
  const code = problem?.code ?? ''
  const differs = code === 'PIN_DIFFERS'
  const bad = BAD_PINS.includes(code) || code.startsWith('PASSPHRASE_')
  return (
    <>
      <SecretField
        label="PIN or passphrase"
        hint="A passphrase of ten characters or more, such as four random words; in a small team six digits will do."
        value={secret}
        problem={bad ? problem : null}
        onChange={next => onChange({ secret: next, again })}
        onPaste={event => event.preventDefault()}
      />
      <SecretField
        label="PIN or passphrase, once more"
        hint="Only this person knows it, and nobody can look it up."
        value={again}
        problem={differs ? problem : null}
        onChange={next => onChange({ secret, again: next })}
        onPaste={event => event.preventDefault()}
      />
    </>
  )
}

/** The refusals that these fields show beside themselves. */
export const hasPlaceHere = (problem: KeyclaveError): boolean =>
  ['PERSON_NAME', 'PERSON_ROLES', 'PIN_DIFFERS', ...BAD_PINS].includes(problem.code) ||
  problem.code.startsWith('PASSPHRASE_')
