import { type ReactNode, useState } from 'react'
import { useClient } from '../../boundary/client.tsx'
import classes from './sources.module.css'

interface DropZoneProps {
  readonly onPaths: (paths: readonly string[]) => void
  /** Why nothing, or not everything, was taken. */
  readonly onRefused: (why: string) => void
  readonly children: ReactNode
}

/** Takes files and folders that are dropped here from a file manager. */
export function DropZone({ onPaths, onRefused, children }: DropZoneProps) {
  const client = useClient()
  const [over, setOver] = useState(false)

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

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same by keyboard
    <div
      className={classes.zone}
      data-over={over}
      onDragOver={event => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={event => {
        event.preventDefault()
        setOver(false)
        void take(pathsIn(event.dataTransfer.getData('text/uri-list')))
      }}
    >
      {children}
    </div>
  )
}

/** The local files of a list of URIs (RFC 2483). */
function pathsIn(uriList: string): readonly string[] {
  return uriList
    .split(/\r?\n/)
    .filter(line => line.startsWith('file:///'))
    .map(line => decodeURIComponent(new URL(line).pathname))
}
