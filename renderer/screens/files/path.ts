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

/** The folder that a file is in. */
export const folderOf = (path: string): string =>
  path.slice(0, -nameOf(path).length).replace(/(?<=.)[\\/]+$/, '')
