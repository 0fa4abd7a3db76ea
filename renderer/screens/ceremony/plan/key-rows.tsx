import { Plus } from 'lucide-react'
import type { KeyclaveError } from '../../../../shared/errors.ts'
import { PAIR_ALGORITHMS, PAIR_NAMES } from '../../../../shared/key-pairs.ts'
import { Button } from '../../../design/button.tsx'
import { SelectField, TextField } from '../../../design/field.tsx'
import { Card } from '../../../design/layout.tsx'
import { formatDay } from '../../../design/quantity.ts'
import { RemoveButton } from '../../../design/remove-button.tsx'
import { AgreedDay } from './agreed-day.tsx'
import { type PlannedKey, problemAt, withItem, withoutItem } from './draft.ts'
import classes from './rows.module.css'

const SORTS = [
  { value: '256', label: 'AES-256' },
  { value: '192', label: 'AES-192' },
  { value: '128', label: 'AES-128' },
  ...PAIR_ALGORITHMS.map(value => ({ value, label: `${PAIR_NAMES[value]} key pair` })),
]

/** The same key as another sort of it. */
function asSort({ bits: _, pair: __, ...key }: PlannedKey, sort: string): PlannedKey {
  const pair = PAIR_ALGORITHMS.find(algorithm => algorithm === sort)
  return pair === undefined ? { ...key, bits: Number(sort) as 256 } : { ...key, pair }
}

interface KeyRowsProps {
  readonly keys: readonly PlannedKey[]
  readonly problem: KeyclaveError | null
  readonly onChange: (keys: PlannedKey[]) => void
}

/** The master keys and key pairs that the ceremony will make. */
export function KeyRows({ keys, problem, onChange }: KeyRowsProps) {
  return (
    <Card title="Keys to make">
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
            label="Kind of key"
            value={key.pair ?? `${key.bits}`}
            options={SORTS}
            onChange={sort => onChange(withItem(keys, i, asSort(key, sort)))}
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
            {key.expires === null ? (
              <AgreedDay
                purpose={key.purpose}
                what={`key ${i + 1}${key.label && `, ${key.label}`}`}
                onTake={day => onChange(withItem(keys, i, { ...key, expires: day }))}
              />
            ) : (
              <output>{formatDay(key.expires)}</output>
            )}
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
