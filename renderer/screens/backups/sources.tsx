import { FolderPlus } from 'lucide-react'
import { useState } from 'react'
import type { Chosen } from '../../../shared/chosen.ts'
import { Button } from '../../design/button.tsx'
import { Notice } from '../../design/notice.tsx'
import { RemoveButton } from '../../design/remove-button.tsx'
import { pathOf } from '../files/chosen.ts'
import { Picker } from '../files/picker.tsx'
import { DropZone } from './drop-zone.tsx'
import classes from './sources.module.css'

interface SourcesProps {
  /** What the list is called, and what the picker asks. */
  readonly name?: string
  readonly question?: string
  readonly paths: readonly Chosen[]
  readonly onChange: (paths: readonly Chosen[]) => void
}

/** Files and folders, to be backed up or otherwise read: chosen, or dropped onto the window. */
export function Sources({
  name = 'To back up',
  question = 'What to back up',
  paths,
  onChange,
}: SourcesProps) {
  const [picking, setPicking] = useState(false)
  const [refused, setRefused] = useState<string | null>(null)
  const add = (more: readonly Chosen[]): void => onChange([...new Set([...paths, ...more])])
  return (
    <DropZone
      onPaths={dropped => {
        setRefused(null)
        add(dropped)
      }}
      onRefused={setRefused}
    >
      {paths.length === 0 ? (
        <p className={classes.hint}>Drop files and folders here, or choose them.</p>
      ) : (
        <ul className={classes.paths} aria-label={name}>
          {paths.map(path => (
            <li key={path} className={classes.path}>
              <code>{pathOf(path)}</code>
              <RemoveButton
                what={pathOf(path)}
                onRemove={() => onChange(paths.filter(other => other !== path))}
              />
            </li>
          ))}
        </ul>
      )}
      <Button icon={<FolderPlus size={18} aria-hidden="true" />} onClick={() => setPicking(true)}>
        {paths.length === 0 ? 'Choose files and folders…' : 'Add more…'}
      </Button>
      {refused !== null && (
        <Notice kind="caution" live>
          <p>{refused}</p>
        </Notice>
      )}
      {picking && (
        <Picker
          title={question}
          wanted={{ kind: 'many' }}
          onCancel={() => setPicking(false)}
          onChoose={chosen => {
            setPicking(false)
            add(chosen)
          }}
        />
      )}
    </DropZone>
  )
}
