import { mkdirSync, symlinkSync } from 'node:fs'
import path from 'node:path'

/** Where Chromium, and the libraries in it, may write: all of it below one folder that is removed with it. */
export interface Places {
  readonly profile: string
  readonly home: string
  /** Short, because the path of a socket in it has at most 107 bytes. */
  readonly temporary: string
  /** Where Chromium's crash handler, which no switch keeps from starting, finds that it can write nothing. */
  readonly crashes: string
}

/** Of a Crashpad database: a report is begun in the first and moved on when it is complete. */
const CRASH_FOLDERS = ['new', 'pending', 'completed', 'attachments']
/** A folder in which the kernel lets nobody make a file, the superuser neither. */
const NOTHING_CAN_BE_MADE = '/proc/self/task'

export function makePlaces(folder: string): Places {
  const at = (name: string): string => path.join(folder, name)
  const places = { profile: at('p'), home: at('h'), temporary: at('t'), crashes: at('c') }
  for (const place of [folder, places.profile, places.home, places.temporary]) {
    mkdirSync(place, { recursive: true, mode: 0o700 })
  }
  mkdirSync(places.crashes, { mode: 0o700 })
  for (const folder of CRASH_FOLDERS) symlinkSync(NOTHING_CAN_BE_MADE, at(`c/${folder}`))
  return places
}

/** The environment with everything that names a place to write in. */
export function environmentIn(
  environment: Readonly<Record<string, string>>,
  { home, temporary, crashes }: Places,
): Record<string, string> {
  const display = environment.HOME === undefined ? {} : { XAUTHORITY: displayKey(environment.HOME) }
  return {
    ...display,
    ...environment,
    HOME: home,
    TMPDIR: temporary,
    XDG_CACHE_HOME: path.join(home, 'cache'),
    XDG_CONFIG_HOME: path.join(home, 'config'),
    XDG_DATA_HOME: path.join(home, 'data'),
    XDG_STATE_HOME: path.join(home, 'state'),
    BREAKPAD_DUMP_LOCATION: crashes,
  }
}

/** Where the X server's key is looked for when nothing says where it is. */
const displayKey = (home: string): string => path.join(home, '.Xauthority')
