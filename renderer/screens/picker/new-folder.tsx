import { FolderPlus } from 'lucide-react'
import { useState } from 'react'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { TextField } from '../../design/field.tsx'
import classes from './picker.module.css'

/** Makes a folder in the one shown, and goes into it. */
export function NewFolder({ parent, onMade }: { parent: string; onMade: (path: string) => void }) {
  const client = useClient()
  const [name, setName] = useState<string | null>(null)
  const make = useAction(async () => {
    const { path } = await client.call('picker.makeFolder', { parent, name: name ?? '' })
    onMade(path)
  })
  if (name === null) {
    return (
      <Button
        kind="quiet"
        icon={<FolderPlus size={18} aria-hidden="true" />}
        onClick={() => setName('')}
      >
        New folder
      </Button>
    )
  }
  return (
    <form
      className={classes.newFolder}
      onSubmit={event => {
        event.preventDefault()
        if (name.trim() !== '') void make.run()
      }}
    >
      <TextField
        label="Name of the new folder"
        value={name}
        onChange={setName}
        problem={make.problem}
        autoFocus
      />
      <Button type="submit" busy={make.busy} disabled={name.trim() === ''}>
        Make
      </Button>
      <Button kind="quiet" onClick={() => setName(null)}>
        Cancel
      </Button>
    </form>
  )
}
