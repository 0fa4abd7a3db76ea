import { Plus } from 'lucide-react'
import type { KeyclaveError } from '../../../../shared/errors.ts'
import { Button } from '../../../design/button.tsx'
import { SelectField, TextField } from '../../../design/field.tsx'
import { Card } from '../../../design/layout.tsx'
import { formatDay } from '../../../design/quantity.ts'
import { RemoveButton } from '../../../design/remove-button.tsx'
import { type PlannedKey, problemAt, withItem, withoutItem } from './draft.ts'
import classes from './rows.module.css'

const SIZES = [
  { value: '256', label: '256 bits' },
  { value: '192', label: '192 bits' },
  { value: '128', label: '128 bits' },
] as const

interface KeyRowsProps {
  readonly keys: readonly PlannedKey[]
  readonly problem: KeyclaveError | null
  readonly onChange: (keys: PlannedKey[]) => void
}

/** The master keys that the ceremony will make. */
export function KeyRows({ keys, problem, onChange }: KeyRowsProps) {
  return (
    <Card title="Master keys to make">
      {keys.length === 0 && <p>None. The ceremony will make the quorum and a backup key only.</p>}
      {keys.map((key, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a planned key is its row
        <fieldset key={i} className={classes.row} aria-label={`Key ${i + 1}`}>
          <TextField
            label="Label"
            value={key.label}
            problem={problemAt(problem, `keys[${i}].label`)}
            onChange={label => onChange(withItem(keys, i, { ...key, label }))}
          />
          <TextField
            label="Purpose"
            value={key.purpose}
            problem={problemAt(problem, `keys[${i}].purpose`)}
            onChange={purpose => onChange(withItem(keys, i, { ...key, purpose }))}
          />
          <SelectField
            label="AES key size"
            value={`${key.bits}`}
            options={SIZES}
            onChange={size =>
              onChange(withItem(keys, i, { ...key, bits: Number(size) as PlannedKey['bits'] }))
            }
          />
          <div className={classes.day}>
            <TextField
              label="Expires"
              type="date"
              value={key.expires ?? ''}
              problem={problemAt(problem, `keys[${i}].expires`)}
              onChange={day => onChange(withItem(keys, i, { ...key, expires: day || null }))}
            />
            {/* The field writes it as the system does, which not everybody in the room reads alike. */}
            <output>{key.expires === null ? 'never' : formatDay(key.expires)}</output>
          </div>
          <RemoveButton
            what={`key ${i + 1}${key.label && `, ${key.label}`}`}
            onRemove={() => onChange(withoutItem(keys, i))}
          />
        </fieldset>
      ))}
      <Button
        icon={<Plus size={18} aria-hidden="true" />}
        onClick={() => onChange([...keys, { label: '', purpose: '', bits: 256, expires: null }])}
      >
        Add a key
      </Button>
    </Card>
  )
}
