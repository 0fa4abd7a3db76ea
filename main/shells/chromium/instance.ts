import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isAlive } from '../../services/files/index.ts'

/**
 * Makes this process the only one with a window in this session.
 *
 * @param folder the session's own folder (XDG_RUNTIME_DIR)
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
