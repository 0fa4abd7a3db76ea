import { UserPlus } from 'lucide-react'
import type { KeyclaveError } from '../../../../shared/errors.ts'
import { Button } from '../../../design/button.tsx'
import { TextField } from '../../../design/field.tsx'
import { Card } from '../../../design/layout.tsx'
import { RemoveButton } from '../../../design/remove-button.tsx'
import type { Plan } from '../frame/plan-people.ts'
import { policySentence, problemAt, toleranceSentence, withItem, withoutItem } from './draft.ts'
import classes from './rows.module.css'

interface PolicyFormProps {
  readonly quorum: Plan['quorum']
  readonly problem: KeyclaveError | null
  readonly onChange: (quorum: Plan['quorum']) => void
}

/** Who holds a share, and how many of them it takes; the sentence below says what that means. */
export function PolicyForm({ quorum, problem, onChange }: PolicyFormProps) {
  const { custodians, threshold } = quorum
  const setCustodians = (next: string[]): void => onChange({ ...quorum, custodians: next })
  return (
    <Card title="Custodians and policy">
      <ol className={classes.names}>
        {custodians.map((name, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a custodian is their place until they have a name
          <li key={i} className={classes.name}>
            <TextField
              label={`Custodian ${i + 1}`}
              value={name}
              problem={problemAt(problem, `quorum.custodians[${i}]`)}
              onChange={next => setCustodians(withItem(custodians, i, next))}
            />
            {custodians.length > 2 && (
              <RemoveButton
                what={`custodian ${i + 1}${name && `, ${name}`}`}
                onRemove={() => setCustodians(withoutItem(custodians, i))}
              />
            )}
          </li>
        ))}
      </ol>
      <Button
        icon={<UserPlus size={18} aria-hidden="true" />}
        onClick={() => setCustodians([...custodians, ''])}
      >
        Add a custodian
      </Button>
      <TextField
        label="How many of them are enough"
        inputMode="numeric"
        value={threshold === 0 ? '' : String(threshold)}
        problem={problemAt(problem, 'quorum.threshold')}
        onChange={text =>
          onChange({ ...quorum, threshold: Number(text.replace(/\D/g, '').slice(0, 3)) })
        }
      />
      {threshold >= 2 && threshold <= custodians.length && (
        <p className={classes.policy} aria-live="polite">
          {policySentence(quorum)}
          <small>{toleranceSentence(quorum)}</small>
        </p>
      )}
    </Card>
  )
}
