import { useState } from 'react'
import { useAnswer } from '../../boundary/use-answer.ts'
import { useEvery } from '../../boundary/use-every.ts'
import { Button } from '../../design/button.tsx'
import { CheckField, SelectField, TextField } from '../../design/field.tsx'
import { Problem } from '../../design/problem.tsx'
import { formatBytes, formatCount, formatList } from '../../design/quantity.ts'
import { nameOf, pathIn } from '../files/path.ts'
import { isNew, type Wanted } from '../files/wanted.ts'
import { Listing } from './listing.tsx'
import { NewFolder } from './new-folder.tsx'
import { ORDERS, type Order, type Shown, wantedFirst } from './order.ts'
import { LOOK_EVERY_MS } from './pace.ts'
import { PathBar } from './path-bar.tsx'
import classes from './picker.module.css'

interface FolderProps {
  readonly folder: string
  readonly wanted: Wanted
  readonly onGo: (folder: string) => void
  readonly onChoose: (paths: readonly string[]) => void
  readonly onCancel: () => void
}

/** What a folder holds, sorted and filtered as a person wants it, and what is chosen in it. */
export function Folder({ folder, wanted, onGo, onChoose, onCancel }: FolderProps) {
  const [hidden, setHidden] = useState(false)
  const [order, setOrder] = useState<Order>('name')
  const [all, setAll] = useState(false)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [name, setName] = useState(isNew(wanted) ? wanted.name : '')
  const listing = useAnswer('picker.list', { folder, hidden })
  useEvery(LOOK_EVERY_MS, listing.askAgain)
  const listed = listing.state === 'ready' ? listing.value : null
  const ends = wanted.kind === 'file' ? (wanted.ends ?? []) : []
  const shown: Shown = wantedFirst(listed?.entries ?? [], order, all ? [] : ends)
  const result = resultOf(wanted, folder, chosen, name)

  return (
    <div className={classes.folder}>
      <PathBar folder={folder} parent={listed?.parent ?? null} onGo={onGo} />
      {listing.state === 'refused' && <Problem of={listing.problem} />}
      {listed && (
        <>
          <Listing
            {...{ wanted, chosen }}
            entries={shown.entries}
            others={shown.others}
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
        {ends.length > 0 && (
          <CheckField
            label={`All files${shown.others > 0 ? ` (${shown.others} more)` : ''}`}
            hint={
              all
                ? null
                : `Now: those that end in ${formatList(ends.map(end => end.replace('###', '001 to .999')))}.`
            }
            checked={all}
            onChange={setAll}
          />
        )}
        <div className={classes.order}>
          <SelectField label="In the order of" value={order} options={ORDERS} onChange={setOrder} />
        </div>
        <span className={classes.soft}>{freeSpace(listed)}</span>
        {wanted.kind !== 'file' && wanted.kind !== 'many' && (
          <NewFolder parent={folder} onMade={onGo} />
        )}
      </div>
      {isNew(wanted) && <TextField label="Name" value={name} onChange={setName} />}
      <p className={classes.soft}>{ALLOWS[wanted.kind]}</p>
      <div className={classes.buttons}>
        <Button onClick={onCancel}>Cancel</Button>
        <Button
          kind="primary"
          disabled={result === null}
          onClick={() => result && onChoose(result)}
        >
          {actionOf(wanted, folder, chosen)}
        </Button>
      </div>
    </div>
  )
}

/** What the window may do with what is chosen; it learns nothing else of what lies here. */
const ALLOWS: { readonly [kind in Wanted['kind']]: string } = {
  file: 'Keyclave reads this one file.',
  folder: 'Keyclave puts new files into this folder.',
  'new-file': 'Keyclave makes this one file. What exists already is not overwritten.',
  'new-folder': 'Keyclave makes this one folder. What exists already is not overwritten.',
  many: 'Keyclave reads what is chosen, and all that is in it, to back it up.',
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

const isName = (name: string): boolean => !/^\.{0,2}$|[/\\]/.test(name)

/** What pressing the button would choose; `null` while it is not enough. */
function resultOf(
  wanted: Wanted,
  folder: string,
  chosen: readonly string[],
  name: string,
): readonly string[] | null {
  if (wanted.kind === 'folder') return [folder]
  // A name is of something in this folder: what stands in the field leads nowhere else.
  if (isNew(wanted)) return isName(name.trim()) ? [pathIn(folder, name.trim())] : null
  return chosen.length === 0 ? null : chosen
}

function actionOf(wanted: Wanted, folder: string, chosen: readonly string[]): string {
  if (wanted.kind === 'folder') return `Use “${nameOf(folder)}”`
  if (isNew(wanted)) return 'Use this name'
  if (wanted.kind === 'file') return 'Choose'
  return chosen.length === 0 ? 'Choose' : `Choose ${formatCount(chosen.length, 'item')}`
}
