import { type ReactNode, useRef, useState } from 'react'
import { useClient } from '../../boundary/client.tsx'
import { useMainEvent } from '../../boundary/use-event.ts'
import classes from './sources.module.css'

interface DropZoneProps {
  readonly onPaths: (paths: readonly string[]) => void
  /** Why nothing, or not everything, was taken. */
  readonly onRefused: (why: string) => void
  readonly children: ReactNode
}

/** What the contract takes at once. */
const MOST = 1000

/**
 * Takes files and folders that are dropped here from a file manager. The page is not told where they
 * lie: the shell is, and the main side says it right after the drop.
 */
export function DropZone({ onPaths, onRefused, children }: DropZoneProps) {
  const client = useClient()
  const [over, setOver] = useState(false)
  /** A drop elsewhere on the window is told as well, and is not for here. */
  const expecting = useRef(false)

  const take = async (paths: readonly string[]): Promise<void> => {
    if (paths.length === 0) {
      onRefused('What was dropped does not say where it lies. Choose it with the button instead.')
      return
    }
    const { facts } = await client.call('files.inspect', { paths: [...paths] })
    const usable = facts.filter(({ kind }) => ['file', 'folder', 'link'].includes(kind))
    onPaths(usable.map(({ path }) => path))
    if (usable.length < facts.length) {
      onRefused('Some of what was dropped is no file or folder that can be read, and was left out.')
    }
  }

  useMainEvent('files.dropped', ({ paths }) => {
    if (expecting.current) void take(paths)
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
        expecting.current = event.dataTransfer.files.length <= MOST
        if (!expecting.current) {
          onRefused('More than 1,000 things at once are too many: drop the folder they are in.')
        }
      }}
    >
      {children}
    </div>
  )
}
