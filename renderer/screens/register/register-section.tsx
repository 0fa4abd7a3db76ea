import { useState } from 'react'
import { useAnswer } from '../../boundary/use-answer.ts'
import { Empty, Stack } from '../../design/layout.tsx'
import { inForceFirst } from '../quorum-state.ts'
import { Answered, Page } from '../section/page.tsx'
import { Drills, Interval } from './drills.tsx'
import { QuorumShares } from './quorum-shares.tsx'
import type { Register } from './register.ts'

/** Who holds which card, where, in which bag, and when somebody last looked; and the drills. */
export function RegisterSection() {
  const answer = useAnswer('register.list', {})
  const [newer, setNewer] = useState<Register | null>(null)
  return (
    <Page
      title="Share register"
      lead="Who holds which card, where it is kept, and when somebody last looked at it."
    >
      <Answered answer={answer}>
        {first => {
          const { quorums, drills, interval } = newer ?? first
          return quorums.length === 0 ? (
            <Empty title="No cards yet">The first ceremony hands out the first cards.</Empty>
          ) : (
            <Stack roomy>
              {quorums.toSorted(inForceFirst).map(quorum => (
                <QuorumShares key={quorum.setId} quorum={quorum} onNoted={setNewer} />
              ))}
              <Drills drills={drills} />
              <Interval months={interval} onChanged={setNewer} />
            </Stack>
          )
        }}
      </Answered>
    </Page>
  )
}
