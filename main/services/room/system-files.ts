import { readFile } from 'node:fs/promises'
import path from 'node:path'

/** What a Linux kernel tells of itself in files (proc(5), sysfs(5)). */
export interface SystemFiles {
  /** The text of a file below the root, such as `proc/swaps`; null when there is none. */
  readonly read: (name: string) => Promise<string | null>
}

/** @param root `/` on a real system */
export const systemFilesAt = (root: string): SystemFiles => ({
  read: name => readFile(path.join(root, name), 'utf8').catch(() => null),
})
