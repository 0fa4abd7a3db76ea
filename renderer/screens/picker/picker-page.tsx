import { useEffect, useState } from 'react'
import type { Output } from '../../../shared/contract.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { useAnswer } from '../../boundary/use-answer.ts'
import { useEvery } from '../../boundary/use-every.ts'
import { usePersonAtWork } from '../../boundary/use-person.ts'
import { Problem } from '../../design/problem.tsx'
import { Folder } from './folder.tsx'
import { LOOK_EVERY_MS } from './pace.ts'
import classes from './picker.module.css'
import { Places } from './places.tsx'

type Asked = NonNullable<Output<'picker.state'>['asked']>

/** The picker's page: what is asked for, and nothing when nobody asks any more. */
export function PickerPage() {
  const state = useAnswer('picker.state', {})
  if (state.state === 'refused') return <Problem of={state.problem} />
  if (state.state === 'asking') return null
  return state.value.asked === null ? (
    <p>Nothing is asked for.</p>
  ) : (
    <Asking of={state.value.asked} />
  )
}

/** Our own choice of files: removable drives first, the same in both shells. */
function Asking({ of: { wanted, start } }: { of: Asked }) {
  const client = useClient()
  const places = useAnswer('picker.places', {})
  const known = places.state === 'ready' ? places.value.places : []
  const [chosenFolder, setFolder] = useState<string | null>(start)
  const folder = chosenFolder ?? known[0]?.path ?? null
  useEvery(LOOK_EVERY_MS, places.askAgain)
  usePersonAtWork(true, 'picker.active')

  const choose = useAction(async (paths: readonly string[]) => {
    await client.call('picker.choose', { paths: [...paths] })
  })
  const cancel = useAction(async () => {
    await client.call('picker.cancel', {})
  })
  const { run: giveUp } = cancel
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') void giveUp()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [giveUp])
  return (
    <main className={classes.picker}>
      <Places places={known} folder={folder} onGo={setFolder} />
      <div className={classes.column}>
        {places.state === 'refused' && <Problem of={places.problem} />}
        {folder !== null && (
          <Folder
            key={folder}
            {...{ folder, wanted }}
            onGo={setFolder}
            onChoose={paths => void choose.run(paths)}
            onCancel={() => void giveUp()}
          />
        )}
        <Problem of={choose.problem ?? cancel.problem} />
      </div>
    </main>
  )
}
