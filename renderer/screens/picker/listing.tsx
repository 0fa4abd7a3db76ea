import { CircleOff, File, Folder, Link } from 'lucide-react'
import { useId } from 'react'
import { formatBytes, formatMoment } from '../../design/quantity.ts'
import type { Wanted } from '../files/wanted.ts'
import { type Entry, isFolder } from './order.ts'
import classes from './picker.module.css'

interface ListingProps {
  readonly entries: readonly Entry[]
  /** Files that are there and not shown. */
  readonly others: number
  readonly wanted: Wanted
  readonly chosen: readonly string[]
  readonly onEnter: (folder: string) => void
  readonly onToggle: (path: string) => void
  /** Chosen by a double click. */
  readonly onTake: (path: string) => void
}

const ICONS = {
  folder: Folder,
  file: File,
  link: Link,
  special: CircleOff,
  unreadable: CircleOff,
} as const

const isFile = ({ kind, leadsTo }: Entry): boolean => kind === 'file' || leadsTo === 'file'

/** What a folder holds. A folder's name goes into it; what can be chosen has a box before it. */
export function Listing({
  entries,
  others,
  wanted,
  chosen,
  onEnter,
  onToggle,
  onTake,
}: ListingProps) {
  const id = useId()
  if (entries.length === 0) {
    return (
      <p className={classes.nothing}>
        {others > 0 ? 'Nothing here is what is looked for.' : 'This folder is empty.'}
      </p>
    )
  }
  const many = wanted.kind === 'many'
  const canTake = (entry: Entry): boolean =>
    many
      ? entry.kind !== 'special' && entry.kind !== 'unreadable'
      : wanted.kind === 'file' && isFile(entry)
  return (
    <ul className={classes.entries} aria-label="Contents of the folder">
      {entries.map((entry, i) => {
        const Icon = ICONS[entry.kind]
        const takeable = canTake(entry)
        return (
          <li key={entry.path} className={classes.entry} data-chosen={chosen.includes(entry.path)}>
            {(many || wanted.kind === 'file') && (
              <input
                id={`${id}-${i}`}
                type={many ? 'checkbox' : 'radio'}
                name={id}
                className={takeable ? undefined : classes.absent}
                disabled={!takeable}
                checked={chosen.includes(entry.path)}
                aria-label={`Choose ${entry.name}`}
                onChange={() => onToggle(entry.path)}
              />
            )}
            <Icon size={18} aria-hidden="true" />
            {isFolder(entry) ? (
              <button type="button" className={classes.name} onClick={() => onEnter(entry.path)}>
                {entry.name}
              </button>
            ) : (
              <label
                htmlFor={`${id}-${i}`}
                className={takeable ? classes.name : classes.soft}
                onDoubleClick={() => takeable && !many && onTake(entry.path)}
              >
                {entry.name}
              </label>
            )}
            <span className={classes.detail}>{detailOf(entry)}</span>
            <span className={classes.detail}>{entry.modified && formatMoment(entry.modified)}</span>
          </li>
        )
      })}
    </ul>
  )
}

function detailOf({ kind, leadsTo, size }: Entry): string {
  if (kind === 'special') return 'no file or folder'
  if (kind === 'unreadable') return 'cannot be read'
  if (kind === 'link') return leadsTo === 'nothing' ? 'link to nothing' : `link to a ${leadsTo}`
  return size === null ? '' : formatBytes(size)
}
