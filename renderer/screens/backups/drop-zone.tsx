import { type ReactNode, useRef, useState } from 'react'
import type { Chosen } from '../../../shared/chosen.ts'
import type { Payload } from '../../../shared/contract.ts'
import { useMainEvent } from '../../boundary/use-event.ts'
import { keepChosen } from '../files/chosen.ts'
import classes from './sources.module.css'

interface DropZoneProps {
  readonly onPaths: (chosen: readonly Chosen[]) => void
  /** Why nothing, or not everything, was taken. */
  readonly onRefused: (why: string) => void
  readonly children: ReactNode
}

/**
 * Takes files and folders that are dropped here from a file manager. The page is not told where they
 * lie: the shell is, and the main side names them right after the drop.
 */
export function DropZone({ onPaths, onRefused, children }: DropZoneProps) {
  const [over, setOver] = useState(false)
  /** A drop elsewhere on the window is told as well, and is not for here. */
  const expecting = useRef(false)

  const take = ({ chosen, unreadable, tooMany }: Payload<'files.dropped'>): void => {
    if (tooMany) {
      onRefused('More than 1,000 things at once are too many: drop the folder they are in.')
    } else if (chosen.length + unreadable === 0) {
      onRefused('What was dropped does not say where it lies. Choose it with the button instead.')
    } else {
      onPaths(keepChosen(chosen))
      if (unreadable > 0) {
        onRefused(
          'Some of what was dropped is no file or folder that can be read, and was left out.',
        )
      }
    }
  }

  useMainEvent('files.dropped', dropped => {
    if (expecting.current) take(dropped)
    expecting.current = false
  })

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same by keyboard
    <div
      className={classes.zone}
      data-over={over}
      onDragOver={event => {
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={event => {
        event.preventDefault()
        setOver(false)
        expecting.current = true
      }}
    >
      {children}
    </div>
  )
}
