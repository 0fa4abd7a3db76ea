import {
  accessSync,
  constants,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { isAlive } from '../../services/files/index.ts'

/**
 * The folder of this session: XDG_RUNTIME_DIR where there is one that can be written to, or else a place of
 * this user's own among the temporary files.
 */
export function sessionFolder(named: string | undefined, temporary: string): string {
  if (named !== undefined && isWritable(named)) return named
  const own = path.join(temporary, `keyclave-session-${process.getuid?.() ?? 'own'}`)
  mkdirSync(own, { recursive: true, mode: 0o700 })
  return own
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
    return statSync(folder).isDirectory()
  } catch {
    return false
  }
}

/**
 * Makes this process the only one with a window in this session.
 *
 * @param folder the session's own (`sessionFolder`)
 * @returns what gives the place free again, or `null` when another process has it
 */
export function takeInstance(folder: string, pid: number): (() => void) | null {
  const file = path.join(folder, 'keyclave-window.pid')
  const take = (): boolean => {
    try {
      writeFileSync(file, String(pid), { flag: 'wx', mode: 0o600 })
      return true
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
      throw error
    }
  }
  if (!take()) {
    if (isAlive(Number(readFileSync(file, 'utf8')))) return null
    rmSync(file, { force: true }) // left behind by a process that was killed
    if (!take()) return null
  }
  return () => rmSync(file, { force: true })
}
