import { useEffect, useState } from 'react'
import type { Output } from '../../../shared/contract.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { formatDay } from '../../design/quantity.ts'

type Found = Output<'files.leftovers'>['leftovers']

/** What killed restores have left in a folder, named, with a button to remove each. */
export function Leftovers({ folder }: { folder: string }) {
  const client = useClient()
  const [found, setFound] = useState<Found>([])
  useEffect(() => {
    let asked = true
    void client.call('files.leftovers', { folder }).then(
      ({ leftovers }) => asked && setFound(leftovers),
      () => asked && setFound([]),
    )
    return () => {
      asked = false
    }
  }, [client, folder])
  const remove = useAction(async (path: string) => {
    await client.call('files.removeLeftover', { path })
    setFound(found.filter(one => one.path !== path))
  })
  return (
    <>
      {found.map(({ path, modified }) => (
        <Notice key={path} kind="caution">
          <p>
            A restore that was ended on {formatDay(modified)} left <code>{path}</code> here. It may
            hold decrypted files.
          </p>
          <Button disabled={remove.busy} onClick={() => void remove.run(path)}>
            Remove it
          </Button>
        </Notice>
      ))}
      <Problem of={remove.problem} />
    </>
  )
}
