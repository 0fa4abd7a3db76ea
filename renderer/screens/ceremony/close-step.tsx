import { FolderPlus } from 'lucide-react'
import { useState } from 'react'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Problem } from '../../design/problem.tsx'
import { formatCount } from '../../design/quantity.ts'
import { Step } from '../../design/steps.tsx'
import { Picker } from '../files/picker.tsx'
import classes from './close-step.module.css'
import { RemoveButton } from './plan/remove-button.tsx'
import { type At, useCeremony } from './state.ts'

const PLACES_NEEDED = 2

/** Kit and record are saved in two places; then everything that was made comes into force. */
export function CloseStep({ state }: { state: At<'proved'> }) {
  const client = useClient()
  const { follow } = useCeremony()
  const [folders, setFolders] = useState<readonly string[]>([])
  const [picking, setPicking] = useState(false)
  const close = useAction(async () => {
    follow(await client.call('ceremony.close', { folders: [...folders] }))
  })
  const missing = PLACES_NEEDED - folders.length
  return (
    <Step
      instruction="Choose two places for the recovery kit and the ceremony record."
      next="what this ceremony made comes into force, and the record is shown."
      actions={
        <Button
          kind="primary"
          large
          busy={close.busy}
          disabled={missing > 0}
          onClick={() => void close.run()}
        >
          Close the ceremony
        </Button>
      }
    >
      <p>
        The kit is public: it holds no share and no passphrase. Without it, backups can still be
        opened, but keys cannot. Two drives that are kept apart are best.
      </p>
      <ul className={classes.places}>
        {folders.map(folder => (
          <li key={folder} className={classes.place}>
            <code>{folder}</code>
            <RemoveButton
              what={folder}
              onRemove={() => setFolders(folders.filter(other => other !== folder))}
            />
          </li>
        ))}
      </ul>
      <Button
        icon={<FolderPlus size={18} aria-hidden="true" />}
        kind={missing > 0 ? 'primary' : 'secondary'}
        onClick={() => setPicking(true)}
      >
        {folders.length === 0
          ? 'Choose the first place…'
          : folders.length === 1
            ? 'Choose the second place…'
            : 'Add a place…'}
      </Button>
      <p aria-live="polite">
        {missing > 0
          ? `${formatCount(missing, 'more place is', 'more places are')} needed.`
          : `${state.made.keys.length === 0 ? 'The quorum' : 'The quorum and its keys'} can come into force now.`}
      </p>
      <Problem of={close.problem} />
      {picking && (
        <Picker
          title="A place for the kit and the record"
          wanted={{ kind: 'folder' }}
          onCancel={() => setPicking(false)}
          onChoose={([folder]) => {
            setPicking(false)
            if (folder !== undefined && !folders.includes(folder)) setFolders([...folders, folder])
          }}
        />
      )}
    </Step>
  )
}
