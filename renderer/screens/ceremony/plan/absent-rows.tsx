import { UserRoundX } from 'lucide-react'
import { useState } from 'react'
import type { KeyclaveError } from '../../../../shared/errors.ts'
import { SEALED_SHARE_FORMS } from '../../../../shared/sealed-shares.ts'
import { Button } from '../../../design/button.tsx'
import { FieldProblem, SelectField, TextField } from '../../../design/field.tsx'
import { Card } from '../../../design/layout.tsx'
import { RemoveButton } from '../../../design/remove-button.tsx'
import { words } from '../../../words.ts'
import { PathChoice } from '../../files/path-choice.tsx'
import { Picker } from '../../files/picker.tsx'
import type { Plan } from '../frame/plan-people.ts'
import { type PlannedAbsence, problemAt, withItem, withoutItem } from './draft.ts'
import classes from './rows.module.css'

interface AbsentRowsProps {
  readonly plan: Plan
  readonly problem: KeyclaveError | null
  readonly onChange: (plan: Plan) => void
}

const FORMS = SEALED_SHARE_FORMS.map(value => ({ value, label: words.sealedShareForms[value] }))

/** Custodians who will not be there: the share of each is sealed to a public key of theirs. */
export function AbsentRows({ plan, problem, onChange }: AbsentRowsProps) {
  const [picking, setPicking] = useState(false)
  const { sealedTo = [], ...others } = plan
  const named = plan.quorum.custodians.filter(name => name.trim() !== '')
  const keep = (rows: readonly PlannedAbsence[]): void =>
    onChange(rows.length === 0 ? others : { ...others, sealedTo: [...rows] })
  const tooFew = problemAt(problem, 'sealedTo', 'This')
  return (
    <Card title="Custodians who will be absent">
      <p>
        The share of each is sealed to a public key of theirs, and neither shown nor printed. The
        others have to be enough to open the quorum: that an absent custodian can open theirs shows
        only once they have said so. Optional.
      </p>
      {sealedTo.map((row, i) => (
        <fieldset
          // biome-ignore lint/suspicious/noArrayIndexKey: a planned absence is its row
          key={i}
          className={`${classes.row} ${classes.import}`}
          aria-label={`Absent custodian ${i + 1}`}
        >
          <SelectField
            label="Custodian"
            value={row.custodian}
            options={[...new Set([row.custodian, ...named])].map(name => ({
              ...{ value: name, label: name },
            }))}
            problem={problemAt(problem, `sealedTo[${i}].custodian`)}
            onChange={custodian => keep(withItem(sealedTo, i, { ...row, custodian }))}
          />
          <SelectField
            label="What they have"
            value={row.to}
            options={FORMS}
            onChange={to => keep(withItem(sealedTo, i, { ...row, to }))}
          />
          <RemoveButton
            what={`absent custodian ${i + 1}, ${row.custodian}`}
            onRemove={() => keep(withoutItem(sealedTo, i))}
          />
          <PathChoice
            label={`Their key or certificate`}
            wanted={{ kind: 'file' }}
            path={row.file}
            problem={problemAt(problem, `sealedTo[${i}].file`)}
            onChoose={file => keep(withItem(sealedTo, i, { ...row, file }))}
          />
          <TextField
            label="Fingerprint of the key"
            hint="As they read it out: 64 hex digits, of OpenPGP 40"
            value={row.fingerprint}
            problem={problemAt(problem, `sealedTo[${i}].fingerprint`)}
            onChange={typed => {
              const fingerprint = typed.replaceAll(/\s/g, '').toLowerCase()
              keep(withItem(sealedTo, i, { ...row, fingerprint }))
            }}
          />
        </fieldset>
      ))}
      {tooFew !== null && <FieldProblem problem={tooFew} />}
      <Button
        icon={<UserRoundX size={18} aria-hidden="true" />}
        disabled={named.length === 0}
        onClick={() => setPicking(true)}
      >
        Somebody will be absent…
      </Button>
      {picking && (
        <Picker
          title="Their public key or certificate"
          wanted={{ kind: 'file' }}
          onCancel={() => setPicking(false)}
          onChoose={([file]) => {
            setPicking(false)
            const custodian = named.find(name => sealedTo.every(row => row.custodian !== name))
            if (file === undefined || custodian === undefined) return
            keep([...sealedTo, { custodian, to: 'age', file, fingerprint: '' }])
          }}
        />
      )}
    </Card>
  )
}
