import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { Chosen } from '../../../../shared/chosen.ts'
import type { KeyclaveError } from '../../../../shared/errors.ts'
import { Button } from '../../../design/button.tsx'
import { TextField } from '../../../design/field.tsx'
import { Card } from '../../../design/layout.tsx'
import { RemoveButton } from '../../../design/remove-button.tsx'
import { PathChoice } from '../../files/path-choice.tsx'
import { Picker } from '../../files/picker.tsx'
import { type PlannedImport, problemAt, withItem, withoutItem } from './draft.ts'
import classes from './rows.module.css'

interface ImportRowsProps {
  readonly imports: readonly PlannedImport[]
  readonly problem: KeyclaveError | null
  readonly onChange: (imports: PlannedImport[]) => void
}

/** Secrets that exist already and are to be sealed to the quorum as they are. */
export function ImportRows({ imports, problem, onChange }: ImportRowsProps) {
  return (
    <Card title="Secrets to take in">
      <p>A file of up to 64 KiB that exists already, such as a key of another system. Optional.</p>
      {imports.map((item, i) => (
        <fieldset
          // biome-ignore lint/suspicious/noArrayIndexKey: a planned import is its row
          key={i}
          className={`${classes.row} ${classes.import}`}
          aria-label={`Secret ${i + 1}`}
        >
          <TextField
            label="Label"
            value={item.label}
            problem={problemAt(problem, `imports[${i}].label`)}
            onChange={label => onChange(withItem(imports, i, { ...item, label }))}
          />
          <TextField
            label="Purpose"
            value={item.purpose}
            problem={problemAt(problem, `imports[${i}].purpose`)}
            onChange={purpose => onChange(withItem(imports, i, { ...item, purpose }))}
          />
          <RemoveButton
            what={`secret ${i + 1}${item.label && `, ${item.label}`}`}
            onRemove={() => onChange(withoutItem(imports, i))}
          />
          <PathChoice
            label={`File of secret ${i + 1}`}
            wanted={{ kind: 'file' }}
            path={item.file}
            problem={problemAt(problem, `imports[${i}].file`)}
            onChoose={file => onChange(withItem(imports, i, { ...item, file }))}
          />
        </fieldset>
      ))}
      <NewImport onChoose={file => onChange([...imports, { label: '', purpose: '', file }])} />
    </Card>
  )
}

/** A secret comes into the plan with its file. */
function NewImport({ onChoose }: { onChoose: (file: Chosen) => void }) {
  const [picking, setPicking] = useState(false)
  return (
    <>
      <Button icon={<Plus size={18} aria-hidden="true" />} onClick={() => setPicking(true)}>
        Add a secret…
      </Button>
      {picking && (
        <Picker
          title="The file of the secret"
          wanted={{ kind: 'file' }}
          onCancel={() => setPicking(false)}
          onChoose={([path]) => {
            setPicking(false)
            if (path !== undefined) onChoose(path)
          }}
        />
      )}
    </>
  )
}
