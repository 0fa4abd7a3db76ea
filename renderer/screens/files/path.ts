/** Paths as the main side lists them: what a screen needs of them, without knowing the system. */

const separatorOf = (folder: string): string =>
  folder.includes('\\') && !folder.includes('/') ? '\\' : '/'

/** The path of `name` in `folder`. */
export function pathIn(folder: string, name: string): string {
  const separator = separatorOf(folder)
  return folder.endsWith(separator) ? folder + name : folder + separator + name
}

/** The last part of a path. */
export const nameOf = (path: string): string => path.split(/[\\/]/).filter(Boolean).at(-1) ?? path

/** The folder that a path lies in; the path itself at the top. */
export function folderOf(path: string): string {
  const name = nameOf(path)
  const folder = path.replace(/[\\/]+$/, '').slice(0, -name.length)
  return folder.length > 1 ? folder.replace(/[\\/]$/, '') : folder || path
}
