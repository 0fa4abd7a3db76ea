import type { BrowserContext, Page } from 'playwright-core'

/** The page's own code cannot reach into this world of scripts, nor call what is bound in it. */
const WORLD = 'keyclave-drops'

/** Runs in the world. The function repeats the binding's name, as nothing else of this module is there. */
const BINDING = '__keyclaveDropped'

interface World {
  readonly top: unknown
  readonly self: unknown
  __keyclaveDropped: (nothing: string) => void
  dropped: readonly unknown[]
  addEventListener: (type: string, listener: (event: DropEvent) => void, capture: boolean) => void
}
interface DropEvent {
  /** False for an event that the page made up. */
  readonly isTrusted: boolean
  readonly dataTransfer: { readonly files: Iterable<unknown> } | null
}

/** Runs in the world: keeps what was dropped until the driver fetches it. */
function listenForDrops(): void {
  const world = globalThis as unknown as World
  if (world.top !== world.self) return
  const listener = ({ isTrusted, dataTransfer }: DropEvent): void => {
    if (!isTrusted) return
    world.dropped = [...(dataTransfer?.files ?? [])]
    world.__keyclaveDropped('')
  }
  world.addEventListener('drop', listener, true)
}

/** Runs in the world: hands over what was dropped, and keeps nothing. */
function takeDropped(): readonly unknown[] {
  const world = globalThis as unknown as World
  const files = world.dropped
  world.dropped = []
  return files
}

/**
 * Tells the paths of files and folders that a person drops onto the page. A page is never told them;
 * the driver can ask, but only about File objects that came from the system: one that the page made
 * has no path.
 */
export async function watchDrops(
  context: BrowserContext,
  page: Page,
  onDrop: (paths: readonly string[]) => void,
): Promise<void> {
  const driver = await context.newCDPSession(page)
  driver.on('Runtime.bindingCalled', ({ name, executionContextId }) => {
    if (name !== BINDING) return
    // A page that is closing has dropped nothing.
    void droppedPaths(driver, executionContextId).then(onDrop, () => {})
  })
  await driver.send('Page.enable')
  await driver.send('Runtime.enable')
  await driver.send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD })
  await driver.send('Page.addScriptToEvaluateOnNewDocument', {
    worldName: WORLD,
    source: `(${listenForDrops})()`,
  })
}

type Driver = Awaited<ReturnType<BrowserContext['newCDPSession']>>

async function droppedPaths(driver: Driver, contextId: number): Promise<string[]> {
  const objectGroup = WORLD
  try {
    const { result } = await driver.send('Runtime.evaluate', {
      ...{ expression: `(${takeDropped})()`, contextId, objectGroup },
    })
    const list = { objectId: result.objectId ?? '', ownProperties: true }
    const files = (await driver.send('Runtime.getProperties', list)).result
    const asked = files
      .filter(({ name }) => /^\d+$/.test(name))
      .map(({ value }) => driver.send('DOM.getFileInfo', { objectId: value?.objectId ?? '' }))
    return (await Promise.all(asked)).map(({ path }) => path).filter(path => path !== '')
  } finally {
    await driver.send('Runtime.releaseObjectGroup', { objectGroup })
  }
}
