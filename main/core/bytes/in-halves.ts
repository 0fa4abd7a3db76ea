/** Items from which a second thread pays: it costs 0.1 s to begin and to end, an item some 10 ms. */
const WORTH_ANOTHER = 32

/**
 * Many items of one kind, in two threads side by side: a machine that holds ceremonies has two processors.
 *
 * @param work    a run of the items, in a thread of its own; answers in their order
 * @param discard wipes what one half answered when the other one was refused
 * @returns answers in the order of the items
 * @throws what the first half threw, otherwise the second
 */
export async function inHalves<Item, Answer>(
  items: readonly Item[],
  work: (run: readonly Item[]) => Promise<readonly Answer[]>,
  discard: (answers: readonly Answer[]) => void,
): Promise<readonly Answer[]> {
  if (items.length < WORTH_ANOTHER) return await work(items)
  const middle = Math.ceil(items.length / 2)
  const halves = await Promise.allSettled([work(items.slice(0, middle)), work(items.slice(middle))])
  const answers = halves.flatMap(half => (half.status === 'fulfilled' ? half.value : []))
  const refused = halves.find(half => half.status === 'rejected')
  if (refused === undefined) return answers
  discard(answers)
  throw refused.reason
}
