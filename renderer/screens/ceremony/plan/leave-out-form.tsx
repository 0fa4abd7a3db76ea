import { CheckField } from '../../../design/field.tsx'
import { Card } from '../../../design/layout.tsx'
import type { Plan } from '../frame/plan-people.ts'
import type { OldKey } from './checked-plan.ts'

interface LeaveOutFormProps {
  /** Every version that is sealed to the old quorum. */
  readonly keys: readonly OldKey[]
  readonly plan: Plan
  readonly onChange: (plan: Plan) => void
}

/** Keys of the old quorum that the new one does not take over, each as `video-root@1`. */
export function LeaveOutForm({ keys, plan, onChange }: LeaveOutFormProps) {
  const { leaveOut = [], ...others } = plan
  const isLeftOut = (name: string): boolean =>
    leaveOut.includes(name) || leaveOut.includes(name.slice(0, name.lastIndexOf('@')))
  const choose = (name: string, isChosen: boolean): void => {
    const left = keys
      .map(key => key.name)
      .filter(other => (other === name ? isChosen : isLeftOut(other)))
    onChange(left.length === 0 ? others : { ...others, leaveOut: left })
  }
  return (
    <Card title="Leave out">
      <p>
        What is chosen here is not sealed again: the new cards never open it, and the old ones do
        until too few of them are left. A key that is in use is not left out: retire it first, on
        its page.
      </p>
      {keys.map(({ name, standing, isInUse }) => (
        <CheckField
          key={name}
          label={name}
          hint={standing}
          checked={isLeftOut(name)}
          disabled={isInUse && !isLeftOut(name)}
          onChange={isChosen => choose(name, isChosen)}
        />
      ))}
    </Card>
  )
}
