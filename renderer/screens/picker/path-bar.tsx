import { CornerLeftUp } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../design/button.tsx'
import { Unseen } from '../../design/layout.tsx'
import classes from './picker.module.css'

interface PathBarProps {
  readonly folder: string
  readonly parent: string | null
  readonly onGo: (folder: string) => void
}

/** Where one is, to be typed as well; and the way up. */
export function PathBar({ folder, parent, onGo }: PathBarProps) {
  const [typed, setTyped] = useState(folder)
  return (
    <form
      className={classes.bar}
      onSubmit={event => {
        event.preventDefault()
        if (typed.trim() !== '') onGo(typed.trim())
      }}
    >
      <Button
        icon={<CornerLeftUp size={18} aria-hidden="true" />}
        disabled={parent === null}
        onClick={() => parent !== null && onGo(parent)}
      >
        Up
      </Button>
      <label className={classes.typed}>
        <Unseen>Folder</Unseen>
        <input
          value={typed}
          autoComplete="off"
          spellCheck={false}
          onChange={event => setTyped(event.target.value)}
        />
      </label>
      <Button type="submit" disabled={typed.trim() === folder}>
        Go
      </Button>
    </form>
  )
}
