import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const made: string[] = []

/** A folder of its own, removed when the process ends. */
export function temporaryFolder(prefix: string): string {
  if (made.length === 0) process.once('exit', removeAll)
  const folder = mkdtempSync(path.join(tmpdir(), prefix))
  made.push(folder)
  return folder
}

function removeAll(): void {
  for (const folder of made) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}
