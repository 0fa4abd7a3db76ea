import path from 'node:path'

/** Where each system has what programs of one account are set to, below its home folder. */
const FOLDERS: { readonly [platform: string]: readonly string[] } = {
  darwin: ['Library', 'Application Support', 'Keyclave'],
  win32: ['AppData', 'Roaming', 'Keyclave'],
}

/** The file of settings: the same for the window and the command line. */
export const settingsFileIn = (homeFolder: string, platform: NodeJS.Platform): string =>
  path.join(homeFolder, ...(FOLDERS[platform] ?? ['.config', 'keyclave']), 'settings.json')
