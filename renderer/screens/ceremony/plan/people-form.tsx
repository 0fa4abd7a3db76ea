import type { KeyclaveError } from '../../../../shared/errors.ts'
import { CheckField, FieldProblem, TextField } from '../../../design/field.tsx'
import { Card } from '../../../design/layout.tsx'
import { Notice } from '../../../design/notice.tsx'
import { inRole, type People } from '../../../session/people.tsx'
import { PLACES, type Plan, type PlanPeople, withName } from '../frame/plan-people.ts'
import { policySentence, problemAt, toleranceSentence } from './draft.ts'
import classes from './rows.module.css'

interface PeopleFormProps {
  readonly vault: People
  readonly plan: Plan & { readonly people: PlanPeople }
  readonly problem: KeyclaveError | null
  readonly onChange: (plan: Plan) => void
}

/** Who takes part, chosen from the people of the vault, and how many custodians are enough. */
export function PeopleForm({ vault, plan, problem, onChange }: PeopleFormProps) {
  const { quorum, people } = plan
  return (
    <>
      <Card title="Who takes part">
        <p>
          The ceremony runs in the profile “{vault.profile === 'strict' ? 'strict' : 'small team'}”
          of this vault.
        </p>
        {PLACES.map(({ place, role, title }) => (
          <NameGroup
            key={place}
            title={title}
            names={inRole(vault, role).map(({ name }) => name)}
            chosen={people[place]}
            problem={problem}
            where={`people.${place}`}
            onChange={names => onChange({ ...plan, people: { ...people, [place]: names } })}
          />
        ))}
      </Card>
      <Card title="Custodians and policy">
        <NameGroup
          title="Custodians"
          names={inRole(vault, 'custodian').map(({ name }) => name)}
          chosen={quorum.custodians}
          problem={problem}
          where="quorum.custodians"
          onChange={custodians => onChange({ ...plan, quorum: { ...quorum, custodians } })}
        />
        <TextField
          label="How many of them are enough"
          inputMode="numeric"
          value={quorum.threshold === 0 ? '' : String(quorum.threshold)}
          problem={problemAt(problem, 'quorum.threshold')}
          onChange={text => {
            const threshold = Number(text.replace(/\D/g, '').slice(0, 3))
            onChange({ ...plan, quorum: { ...quorum, threshold } })
          }}
        />
        {quorum.threshold >= 2 && quorum.threshold <= quorum.custodians.length && (
          <p className={classes.policy} aria-live="polite">
            {policySentence(quorum)}
            <small>{toleranceSentence(quorum)}</small>
          </p>
        )}
      </Card>
    </>
  )
}

interface NameGroupProps {
  readonly title: string
  /** Those in the vault who have the role. */
  readonly names: readonly string[]
  readonly chosen: readonly string[]
  readonly problem: KeyclaveError | null
  /** The field that a refusal would name: `quorum.custodians`. */
  readonly where: string
  readonly onChange: (names: string[]) => void
}

function NameGroup({ title, names, chosen, problem, where, onChange }: NameGroupProps) {
  const complaint =
    problemAt(problem, where) ??
    chosen.map((name, i) => problemAt(problem, `${where}[${i}]`, name)).find(Boolean)
  // A plan from a file may name somebody whom the vault does not know.
  const all = [...names, ...chosen.filter(name => !names.includes(name))]
  return (
    <fieldset className={classes.group}>
      <legend>{title}</legend>
      {all.length === 0 ? (
        <Notice kind="caution">
          <p>Nobody in this vault has this role. Add somebody under People first.</p>
        </Notice>
      ) : (
        <div className={classes.names}>
          {all.map(name => (
            <CheckField
              key={name}
              label={name}
              {...(names.includes(name) ? {} : { hint: 'does not have this role in this vault' })}
              checked={chosen.includes(name)}
              onChange={wanted => onChange(withName(chosen, name, wanted, names))}
            />
          ))}
        </div>
      )}
      {complaint && <FieldProblem problem={complaint} />}
    </fieldset>
  )
}
