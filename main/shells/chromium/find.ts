import { accessSync, constants, statSync } from 'node:fs'

/**
 * Where distributions put Chromium's own binary, then the wrapper scripts around it: a wrapper adds
 * switches of its own, and ours is the whole list. Snap's is missing on purpose: it may not read the
 * profile folder.
 */
const PLACES = [
  '/usr/lib/chromium/chromium',
  '/usr/lib64/chromium-browser/chromium-browser',
  '/usr/lib64/chromium/chromium',
  '/usr/bin/chromium',
] as const

export const INSTALL_CHROMIUM = 'sudo apt install chromium chromium-sandbox'

/** The path of the system's Chromium, or `null`. */
export const findChromium = (places: readonly string[] = PLACES): string | null =>
  places.find(isProgram) ?? null

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}
