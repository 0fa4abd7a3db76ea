import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** A display of a test's own, on which nobody else has a window. */
export interface Display {
  /** As DISPLAY has it. */
  readonly name: string
  readonly close: () => void
}

export async function openDisplay(): Promise<Display> {
  const args = ['-displayfd', '1', '-screen', '0', '1280x900x24', '-nolisten', 'tcp']
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'pipe', 'ignore'] })
  const [number] = (await once(server.stdout, 'data')) as [Buffer]
  return { name: `:${number.toString().trim()}`, close: () => void server.kill() }
}
