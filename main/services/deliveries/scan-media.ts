import { lstat } from 'node:fs/promises'
import path from 'node:path'
import { KeyclaveError } from '../../../shared/errors.ts'
import type { KeyState } from '../../../shared/key-life.ts'
import { keyIdsOfMedia, mediaKeyId } from '../../core/deliveries/index.ts'
import type { Vault } from '../../vault/index.ts'
import { filesBelow, onPath, openSeekable, type Unread } from '../files/index.ts'
import { keysEverywhere, stateToday } from '../keys/index.ts'
import { continueUnlessCancelled, type Watch } from '../tasks/index.ts'

/**
 * Media on drives, by the key ids in their descriptions (FORMAT: Key id of media): which file is under which version of
 * which key, so that packaging anew can be planned. Nothing is opened, and no picture is read.
 */

/** A version of a key that media are under. */
export interface MediaKey {
  readonly id: string
  readonly label: string
  readonly version: number
  readonly state: KeyState
  /** Whether a later version is there: what is under this one can be packaged anew. */
  readonly isOld: boolean
}

/** A media file with key ids in it. */
export interface ScannedMedia {
  readonly path: string
  readonly keys: readonly { readonly kid: string; readonly key: MediaKey | null }[]
}

export interface MediaScan {
  /** How many files were looked at, how many of them are media, and how many of those name no key. */
  readonly files: number
  readonly media: number
  readonly clear: number
  readonly found: readonly ScannedMedia[]
  readonly unread: readonly Unread[]
}

/**
 * @param places folders, with all below them, or files
 * @throws FILE_MISSING, FILE_DENIED of a place itself; CANCELLED
 */
export async function scanMedia(
  places: readonly string[],
  known: ReadonlyMap<string, MediaKey>,
  { signal, onEvent }: Watch,
): Promise<MediaScan> {
  const absolute = places.map(place => path.resolve(place))
  for (const place of absolute) await onPath(place, lstat(place))
  const unread: Unread[] = []
  const found: ScannedMedia[] = []
  let [files, media] = [0, 0]
  for (const place of absolute) {
    for await (const file of filesBelow(place, left => unread.push(left))) {
      continueUnlessCancelled(signal)
      files += 1
      onEvent({ ...PROGRESS, done: files, total: null })
      const kids = await keyIdsIn(file)
      if (kids === 'denied') unread.push({ path: file, why: kids })
      else if (kids !== null) {
        media += 1
        const keys = kids.map(kid => ({ kid, key: known.get(kid) ?? null }))
        if (keys.length > 0) found.push({ path: file, keys })
      }
    }
  }
  return { files, media, clear: media - found.length, found, unread }
}

const PROGRESS = { kind: 'progress', task: 'looking-for-media', unit: 'items' } as const

async function keyIdsIn(file: string): Promise<readonly string[] | null | 'denied'> {
  try {
    const source = await openSeekable(file)
    try {
      return await keyIdsOfMedia(source)
    } finally {
      await source.close()
    }
  } catch (error) {
    if (error instanceof KeyclaveError) return 'denied'
    throw error
  }
}

/** Every version of every AES key that a vault has known, by the key id that media have of it. */
export function mediaKeysIn(vault: Vault, now: Date): ReadonlyMap<string, MediaKey> {
  const all = keysEverywhere(vault).filter(({ kind }) => kind === 'master-key')
  const newest = new Map(all.map(({ id, version }) => [id, version]))
  return new Map(
    all.map(key => {
      const { id, label, version } = key
      const isOld = (newest.get(id) ?? version) > version
      return [mediaKeyId(key), { id, label, version, state: stateToday(key, now), isOld }]
    }),
  )
}
