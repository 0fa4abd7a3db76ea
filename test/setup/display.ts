import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** A display of a test's own, on which nobody else has a window. Nobody who connects to it is turned away. */
export interface Display {
  /** As DISPLAY has it. */
  readonly name: string
  readonly close: () => void
}

export async function openDisplay(): Promise<Display> {
  // Without -noreset it begins anew whenever the last program that looked at it goes, and a browser that comes at that
  // moment finds no server.
  const screen = ['-screen', '0', '1280x900x24', '-noreset', '-nolisten', 'tcp']
  const args = ['-displayfd', '1', ...screen]
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'pipe', 'ignore'] })
  const [number] = (await once(server.stdout, 'data')) as [Buffer]
  return { name: `:${number.toString().trim()}`, close: () => void server.kill() }
}
