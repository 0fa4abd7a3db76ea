import { type ReactNode, useEffect, useState } from 'react'
import type { Chosen } from '../../../shared/chosen.ts'
import type { Output } from '../../../shared/contract.ts'
import { useClient } from '../../boundary/client.tsx'
import { useAction } from '../../boundary/use-action.ts'
import { Button } from '../../design/button.tsx'
import { Row } from '../../design/layout.tsx'
import { Notice } from '../../design/notice.tsx'
import { Problem } from '../../design/problem.tsx'
import { formatDay } from '../../design/quantity.ts'

type Found = Output<'files.leftovers'>['leftovers']

/**
 * What killed restores have left, named, with a button to remove each: beside what is to be made, and where files are
 * put otherwise.
 */
export function Leftovers({ beside }: { beside: Chosen | null }) {
  const client = useClient()
  const [found, setFound] = useState<Found>([])
  useEffect(() => {
    let asked = true
    void client.call('files.leftovers', { beside }).then(
      ({ leftovers }) => asked && setFound(leftovers),
      () => asked && setFound([]),
    )
    return () => {
      asked = false
    }
  }, [client, beside])
  return (
    <LeftoverNotices
      of={found}
      onRemoved={leftover => setFound(found.filter(one => one.leftover !== leftover))}
      said={({ path, modified }) => (
        <>
          A restore that was ended on {formatDay(modified)} left <code>{path}</code>. It may hold
          decrypted files.
        </>
      )}
    />
  )
}

/** What was left behind, each with a button to remove it. */
export function LeftoverNotices({
  of,
  onRemoved,
  said,
}: {
  readonly of: Found
  readonly onRemoved: (leftover: Chosen) => void
  readonly said: (leftover: Found[number]) => ReactNode
}) {
  const client = useClient()
  const remove = useAction(async (leftover: Chosen) => {
    await client.call('files.removeLeftover', { leftover })
    onRemoved(leftover)
  })
  return (
    <>
      {of.map(one => (
        <Notice key={one.leftover} kind="caution">
          <p>{said(one)}</p>
          <Row>
            <Button disabled={remove.busy} onClick={() => void remove.run(one.leftover)}>
              Remove it
            </Button>
          </Row>
        </Notice>
      ))}
      <Problem of={remove.problem} />
    </>
  )
}
