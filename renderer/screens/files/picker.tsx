import { useState } from 'react'
import { useAnswer } from '../../boundary/use-answer.ts'
import { useEvery } from '../../boundary/use-every.ts'
import { Button } from '../../design/button.tsx'
import { Dialog, DialogButtons } from '../../design/dialog.tsx'
import { CheckField, TextField } from '../../design/field.tsx'
import { Problem } from '../../design/problem.tsx'
import { formatBytes, formatCount } from '../../design/quantity.ts'
import { Listing } from './listing.tsx'
import { NewFolder } from './new-folder.tsx'
import { nameOf, pathIn } from './path.ts'
import { PathBar } from './path-bar.tsx'
import classes from './picker.module.css'
import { Places } from './places.tsx'
import { isNew, type Wanted } from './wanted.ts'

interface PickerProps {
  readonly title: string
  readonly wanted: Wanted
  /** Where to begin; without it at the first removable drive, or at home. */
  readonly start?: string | undefined
  readonly onChoose: (paths: readonly string[]) => void
  readonly onCancel: () => void
}

/** Drives come and go, and so do files. */
const LOOK_EVERY_MS = 3000

/** Our own choice of files: removable drives first, the same in both shells. */
export function Picker({ title, wanted, start, onChoose, onCancel }: PickerProps) {
  const places = useAnswer('files.places', {})
  const known = places.state === 'ready' ? places.value.places : []
  const [chosenFolder, setFolder] = useState<string | null>(start ?? null)
  const folder = chosenFolder ?? known[0]?.path ?? null

  useEvery(LOOK_EVERY_MS, places.askAgain)

  return (
    <Dialog title={title} wide onCancel={onCancel}>
      <div className={classes.picker}>
        <Places places={known} folder={folder} onGo={setFolder} />
        {places.state === 'refused' && <Problem of={places.problem} />}
        {folder !== null && (
          <Folder key={folder} {...{ folder, wanted, onChoose, onCancel }} onGo={setFolder} />
        )}
      </div>
    </Dialog>
  )
}

interface FolderProps {
  readonly folder: string
  readonly wanted: Wanted
  readonly onGo: (folder: string) => void
  readonly onChoose: (paths: readonly string[]) => void
  readonly onCancel: () => void
}

function Folder({ folder, wanted, onGo, onChoose, onCancel }: FolderProps) {
  const [hidden, setHidden] = useState(false)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [name, setName] = useState(isNew(wanted) ? wanted.name : '')
  const listing = useAnswer('files.list', { folder, hidden })
  useEvery(LOOK_EVERY_MS, listing.askAgain)
  const listed = listing.state === 'ready' ? listing.value : null
  const result = resultOf(wanted, folder, chosen, name)

  return (
    <div className={classes.folder}>
      <PathBar folder={folder} parent={listed?.parent ?? null} onGo={onGo} />
      {listing.state === 'refused' && <Problem of={listing.problem} />}
      {listed && (
        <>
          <Listing
            {...{ wanted, chosen }}
            entries={listed.entries}
            onEnter={onGo}
            onToggle={path => setChosen(toggled(chosen, path, wanted))}
            onTake={path => onChoose([path])}
          />
          {listed.leftOut > 0 && (
            <p className={classes.soft}>
              {formatCount(listed.leftOut, 'more entry', 'more entries')} not shown.
            </p>
          )}
        </>
      )}
      <div className={classes.tools}>
        <CheckField
          label={`Hidden files${listed && listed.hiddenCount > 0 ? ` (${listed.hiddenCount})` : ''}`}
          checked={hidden}
          onChange={setHidden}
        />
        <span className={classes.soft}>{freeSpace(listed)}</span>
        {wanted.kind !== 'file' && wanted.kind !== 'many' && (
          <NewFolder parent={folder} onMade={onGo} />
        )}
      </div>
      {isNew(wanted) && <TextField label="Name" value={name} onChange={setName} />}
      <DialogButtons>
        <Button onClick={onCancel}>Cancel</Button>
        <Button
          kind="primary"
          disabled={result === null}
          onClick={() => result && onChoose(result)}
        >
          {actionOf(wanted, folder, chosen)}
        </Button>
      </DialogButtons>
    </div>
  )
}

const freeSpace = (listed: { free: number | null; writable: boolean } | null): string =>
  listed === null
    ? ''
    : [
        listed.free !== null && `${formatBytes(listed.free)} free`,
        !listed.writable && 'cannot be written to',
      ]
        .filter(Boolean)
        .join(' · ')

const toggled = (chosen: readonly string[], path: string, wanted: Wanted): readonly string[] =>
  chosen.includes(path)
    ? chosen.filter(other => other !== path)
    : wanted.kind === 'many'
      ? [...chosen, path]
      : [path]

/** What pressing the button would choose; `null` while it is not enough. */
function resultOf(
  wanted: Wanted,
  folder: string,
  chosen: readonly string[],
  name: string,
): readonly string[] | null {
  if (wanted.kind === 'folder') return [folder]
  if (isNew(wanted)) return name.trim() === '' ? null : [pathIn(folder, name.trim())]
  return chosen.length === 0 ? null : chosen
}

function actionOf(wanted: Wanted, folder: string, chosen: readonly string[]): string {
  if (wanted.kind === 'folder') return `Use “${nameOf(folder)}”`
  if (isNew(wanted)) return 'Use this name'
  if (wanted.kind === 'file') return 'Choose'
  return chosen.length === 0 ? 'Choose' : `Choose ${formatCount(chosen.length, 'item')}`
}
