import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import * as z from 'zod'
import {
  DEFAULT_SETTINGS,
  type Settings,
  type SettingsProblem,
  type SettingsStanding,
  settings,
} from '../../../shared/settings.ts'
import { onPath } from '../files/index.ts'

const FORMAT = 'keyclave settings'
const VERSION = 1
/** Bytes; a real one has some 200. */
const LIMIT = 16_384

const head = z.object({ format: z.literal(FORMAT), version: z.int().min(1) })
const file = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  settings,
})

/**
 * Reads the settings of a machine (FORMAT: Settings). Where there is no file, and where there is a damaged
 * one, what the program comes with holds.
 *
 * @param named the file, be it there or not
 */
export function readSettings(named: string): SettingsStanding {
  const text = textOf(named)
  if (text === null) return { settings: DEFAULT_SETTINGS, path: named, problem: null }
  const read = typeof text === 'string' ? settingsIn(text) : text.problem
  return typeof read === 'string'
    ? { settings: DEFAULT_SETTINGS, path: named, problem: read }
    : { settings: read, path: named, problem: null }
}

/** Null: there is none. */
function textOf(named: string): string | null | { readonly problem: 'unreadable' } {
  try {
    // A pipe in its place is not waited for.
    const opened = openSync(named, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    try {
      const { size } = fstatSync(opened)
      return fstatSync(opened).isFile() && size <= LIMIT
        ? readFileSync(opened, 'utf8')
        : { problem: 'unreadable' }
    } finally {
      closeSync(opened)
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code === 'ENOENT' || code === 'ENOTDIR' ? null : { problem: 'unreadable' }
  }
}

function settingsIn(text: string): Settings | SettingsProblem {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    return 'not-json'
  }
  const { success, data } = file.safeParse(document)
  if (success) return data.settings
  const later = head.safeParse(document)
  return later.success && later.data.version > VERSION ? 'later' : 'unfit'
}

/**
 * Keeps settings, whole or not at all, in place of what was there.
 *
 * @throws FILE_DENIED, FILE_FULL, FILE_IO …
 */
export async function writeSettings(named: string, kept: Settings): Promise<void> {
  const text = JSON.stringify({ format: FORMAT, version: VERSION, settings: kept }, null, 2)
  const draft = `${named}.${process.pid}`
  await onPath(named, mkdir(path.dirname(named), { recursive: true, mode: 0o700 }))
  try {
    const opened = await onPath(named, open(draft, 'w', 0o600))
    try {
      await onPath(named, opened.writeFile(`${text}\n`))
      await onPath(named, opened.sync())
    } finally {
      await opened.close()
    }
    await onPath(named, rename(draft, named))
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {})
    throw error
  }
}
