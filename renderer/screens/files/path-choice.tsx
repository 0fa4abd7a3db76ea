import { FolderOpen } from 'lucide-react'
import { useId, useState } from 'react'
import type { Chosen } from '../../../shared/chosen.ts'
import { Button } from '../../design/button.tsx'
import { type Complaint, FieldProblem } from '../../design/field.tsx'
import { pathOf } from './chosen.ts'
import classes from './path-choice.module.css'
import { Picker } from './picker.tsx'
import type { Wanted } from './wanted.ts'

interface PathChoiceProps {
  readonly label: string
  readonly hint?: string
  readonly wanted: Exclude<Wanted, { readonly kind: 'many' }>
  /** What was chosen. */
  readonly path: Chosen | null
  readonly problem?: Complaint | null
  readonly onChoose: (chosen: Chosen) => void
}

/** A file or folder: what is chosen, and the button that opens the picker. */
export function PathChoice({ label, hint, wanted, path, problem, onChoose }: PathChoiceProps) {
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <div className={classes.choice}>
      <span className={classes.label} id={id}>
        {label}
      </span>
      {hint && (
        <span className={classes.hint} id={`${id}-hint`}>
          {hint}
        </span>
      )}
      <div className={classes.chosen}>
        <span className={path === null ? classes.none : classes.path} id={`${id}-path`}>
          {path === null ? 'Nothing chosen yet' : pathOf(path)}
        </span>
        <Button
          icon={<FolderOpen size={18} aria-hidden="true" />}
          aria-describedby={`${id} ${id}-path`}
          aria-label={`${path === null ? 'Choose' : 'Change'} ${label}`}
          onClick={() => setOpen(true)}
        >
          {path === null ? 'Choose…' : 'Change…'}
        </Button>
      </div>
      {problem && <FieldProblem problem={problem} />}
      {open && (
        <Picker
          title={label}
          wanted={wanted}
          start={path ?? undefined}
          onCancel={() => setOpen(false)}
          onChoose={([chosen]) => {
            setOpen(false)
            if (chosen !== undefined) onChoose(chosen)
          }}
        />
      )}
    </div>
  )
}
