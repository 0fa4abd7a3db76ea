import assert from 'node:assert/strict'
import type { Phase } from './aftermath.ts'
import { type Course, momentsOf, twoAtATime } from './jobs.ts'
import type { Moment } from './struck-process.ts'

/** How many kills came in which phase. */
export type Tally = { readonly [phase in Phase]: number }

/** How many kills are added for a part of the job that none has met. */
const MOST_MORE = 20

/**
 * Strikes a job at `count` moments spread over it, then goes on until its beginning, its middle (a
 * quarter of the kills) and its end have all been met: a machine that became slower or faster meanwhile
 * may have moved one of them out of every moment's way.
 *
 * @param chance numbers from 0 to 1
 * @param trial strikes once and says what it met
 */
export async function strikeThroughout(
  count: number,
  course: Course,
  chance: () => number,
  trial: (moment: Moment, i: number) => Promise<Phase>,
): Promise<Tally> {
  const tally = { 'nothing written': 0, 'under way': 0, 'in force': 0, complete: 0 }
  const strike = async (moment: Moment, i: number): Promise<void> => {
    tally[await trial(moment, i)] += 1
  }
  await twoAtATime(momentsOf(count, course, chance), strike)
  for (let more = 1; more <= MOST_MORE; more += 1) {
    const moment = stillMissing(tally, count, course, chance, more)
    if (moment === null) return tally
    await strike(moment, count + more)
  }
  assert.fail(`the kills did not reach every part of the job: ${JSON.stringify(tally)}`)
}

/** A moment in a part of the job that too few kills have met; null when all were met. */
function stillMissing(
  tally: Tally,
  count: number,
  { toFirstWrite, toLastWrites, toEnd }: Course,
  chance: () => number,
  more: number,
): Moment | null {
  if (tally['nothing written'] === 0) return { after: 'start', delay: chance() * toFirstWrite }
  if (tally['under way'] < count / 4) {
    return { after: 'first write', delay: (chance() * (toLastWrites - toFirstWrite)) / more }
  }
  if (tally['in force'] + tally.complete === 0) {
    // Twice as long each time: on a machine that has become slower, the end comes later than was measured; and
    // where the last writes were too quick to be seen when it was measured, none was.
    return { after: 'last writes', delay: 2 ** more * Math.max(1, toEnd - toLastWrites) }
  }
  return null
}
