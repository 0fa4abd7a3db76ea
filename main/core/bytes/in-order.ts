/**
 * Parallel work on a stream that keeps its order.
 *
 * Reads ahead of its consumer on its own, so that reading, working and writing overlap.
 */

/** Lets one side wait until the other says that something changed. */
class Bell {
  #next = Promise.withResolvers<void>()

  wait(): Promise<void> {
    return this.#next.promise
  }

  ring(): void {
    this.#next.resolve()
    this.#next = Promise.withResolvers()
  }
}

/**
 * Starts `work` on each item of `source` and yields the results in the order of the items.
 *
 * An error, of the source or of one piece of work, is thrown in its place: after every result before
 * it. When the consumer stops early, the source is closed and all started work is awaited.
 *
 * @param depth how many results may be under way or waiting for the consumer; it bounds the memory
 */
export async function* inOrder<Item, Result>(
  source: AsyncIterable<Item>,
  depth: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const results: Promise<Result>[] = []
  const changed = new Bell()
  let state: 'reading' | 'ended' | 'stopped' = 'reading'

  const add = (result: Promise<Result>): void => {
    // An error is thrown when its turn comes, which may be never: then it is not "unhandled".
    result.catch(() => {})
    results.push(result)
    changed.ring()
  }
  const readAhead = async (): Promise<void> => {
    try {
      for await (const item of source) {
        if (state === 'stopped') return
        add(work(item))
        while (results.length >= depth && state === 'reading') await changed.wait()
      }
    } catch (error) {
      add(Promise.reject(error))
    } finally {
      if (state === 'reading') state = 'ended'
      changed.ring()
    }
  }

  const reading = readAhead()
  try {
    for (;;) {
      while (results.length === 0 && state === 'reading') await changed.wait()
      const [first] = results
      if (first === undefined) return
      const result = await first
      results.shift()
      changed.ring()
      yield result
    }
  } finally {
    state = 'stopped'
    changed.ring()
    await reading
    await Promise.allSettled(results)
  }
}
