import { useState } from 'react'
import type { Output } from '../../../shared/contract.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { useAnswer } from '../../boundary/use-answer.ts'
import { Button } from '../../design/button.tsx'
import { Problem } from '../../design/problem.tsx'
import { formatMoment } from '../../design/quantity.ts'
import { Tag } from '../../design/tag.tsx'
import { folderOf, nameOf } from '../files/path.ts'
import classes from './recent-vaults.module.css'

type Recent = Output<'vault.recent'>

/** The vaults that were opened last on this machine; nothing where it remembers none. */
export function RecentVaults({ onOpen }: { onOpen: (vault: string) => void }) {
  const client = useClient()
  const first = useAnswer('vault.recent', {})
  const [newer, setNewer] = useState<Recent | null>(null)
  const forget = useAction(async (path: string | null) => {
    setNewer(await client.call('vault.forgetRecent', { path }))
  })
  const recent = newer ?? (first.state === 'ready' ? first.value : null)
  if (recent === null || recent.vaults.length === 0) return null
  return (
    <section className={classes.recent} aria-labelledby="recent-vaults">
      <div className={classes.head}>
        <h2 id="recent-vaults">Opened last on this machine</h2>
        <Button kind="quiet" busy={forget.busy} onClick={() => void forget.run(null)}>
          Forget all of them
        </Button>
      </div>
      <Problem of={forget.problem} />
      <ul className={classes.list}>
        {recent.vaults.map(({ path, opened, isThere }) => (
          <li key={path} className={classes.vault}>
            <div className={classes.which}>
              <strong>{nameOf(path)}</strong>
              <span className={classes.where}>
                in {folderOf(path)}, opened {formatMoment(opened)}
              </span>
            </div>
            {isThere ? (
              <Button aria-label={`Open ${nameOf(path)}`} onClick={() => onOpen(path)}>
                Open…
              </Button>
            ) : (
              <Tag kind="caution">not there now</Tag>
            )}
            <Button
              kind="quiet"
              aria-label={`Forget ${nameOf(path)}`}
              busy={forget.busy}
              onClick={() => void forget.run(path)}
            >
              Forget
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
