import { statfsSync } from 'node:fs'
import path from 'node:path'

/** Where each system has what programs of one account remember, below its home folder. */
const FOLDERS: { readonly [platform: string]: readonly string[] } = {
  darwin: ['Library', 'Application Support', 'Keyclave'],
  win32: ['AppData', 'Local', 'Keyclave'],
}

/** Kinds of file systems that are gone when the machine is switched off (statfs(2)): tmpfs, ramfs, overlayfs. */
const GONE_AT_THE_END: ReadonlySet<number> = new Set([0x01021994, 0x858458f6, 0x794c7630])

/**
 * Where the program may remember something for its next start. Null in a session that leaves nothing behind, as
 * of a system that was started from a stick, and where the account has no home folder.
 *
 * @param kindOf the kind of file system that a folder is on
 */
export function stateFolder(
  home: string,
  platform: NodeJS.Platform,
  kindOf: (folder: string) => number = folder => statfsSync(folder).type,
): string | null {
  try {
    if (platform === 'linux' && GONE_AT_THE_END.has(kindOf(home))) return null
  } catch {
    return null
  }
  return path.join(home, ...(FOLDERS[platform] ?? ['.local', 'state', 'keyclave']))
}
