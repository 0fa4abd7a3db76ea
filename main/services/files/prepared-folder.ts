import type { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { chmod, open, rename } from 'node:fs/promises'
import path from 'node:path'
import { refuse } from '../../../shared/errors.ts'
import { refuseExisting, syncFolder } from './atomic-file.ts'
import { hashOnDrive } from './hash-on-drive.ts'
import { onPath } from './io-error.ts'
import { openInput } from './open-input.ts'
import { type Left, orTakeBack } from './take-back.ts'
import { removeTemporary, temporaryFolder } from './temporary-folder.ts'

/** A public file of a folder: its bytes, or a file that it is a copy of. */
export type FolderFile = {
  /** Without a folder in it. */
  readonly name: string
  /** 64 hex digits. */
  readonly sha256: string
} & ({ readonly bytes: Buffer } | { readonly copyOf: string })

/** A folder of public files that lies in its place, on the disk, and has no name yet. */
export interface PreparedFolder {
  readonly path: string
  /**
   * Reads every file from the drive again. To be called when all that goes to this drive is written: one that has less room
   * than it says loses what came first.
   *
   * @throws DRIVE_UNTRUE naming the first file that came back as another one; FILE_*
   */
  readonly readBack: () => Promise<void>
  /** Gives it its name. @throws FILE_EXISTS, FILE_* */
  readonly publish: () => Promise<void>
  /** Throws nothing. */
  readonly discard: () => Promise<Left>
}

/** What whoever finds a drive may do there, whatever machine it comes from: read. */
const [FOLDER_MODE, FILE_MODE] = [0o755, 0o644]
const CHUNK = 1024 * 1024

/** The hash of a file that is to be copied into a folder. @throws FILE_* */
export async function hashOfFile(file: string): Promise<string> {
  const sum = createHash('sha256')
  await onPath(
    file,
    eachPart(file, async part => void sum.update(part)),
  )
  return sum.digest('hex')
}

/**
 * Writes a folder, all but its name.
 *
 * @param target must not exist
 * @throws FILE_EXISTS, FILE_FULL, FILE_DENIED …; BUNDLE_SOURCE when what is copied is not the file that was hashed
 */
export async function prepareFolder(
  target: string,
  files: readonly FolderFile[],
): Promise<PreparedFolder> {
  await refuseExisting(target)
  const folder = await temporaryFolder(target)
  const discard = (): Promise<Left> => removeTemporary(folder, 'unfinished')
  const named = (name: string): string => path.join(target, name)
  return orTakeBack(discard, async () => {
    for (const file of files) {
      await onPath(named(file.name), write(path.join(folder, file.name), file))
    }
    await onPath(target, chmod(folder, FOLDER_MODE))
    await onPath(target, syncFolder(folder))
    return {
      path: target,
      discard,
      readBack: async () => {
        for (const { name, sha256 } of files) {
          const found = await onPath(named(name), hashOnDrive(path.join(folder, name)))
          if (found !== sha256) throw refuse('DRIVE_UNTRUE', { path: named(name) })
        }
      },
      publish: () =>
        orTakeBack(discard, async () => {
          // A folder takes the place of an empty one without a word.
          await refuseExisting(target)
          await onPath(target, rename(folder, target))
          await onPath(target, syncFolder(path.dirname(path.resolve(target))))
        }),
    }
  })
}

async function write(location: string, file: FolderFile): Promise<void> {
  const handle = await open(location, 'wx', FILE_MODE)
  try {
    if ('bytes' in file) await handle.writeFile(file.bytes)
    else {
      const sum = createHash('sha256')
      await eachPart(file.copyOf, async part => {
        sum.update(part)
        await handle.writeFile(part)
      })
      if (sum.digest('hex') !== file.sha256) throw refuse('BUNDLE_SOURCE', { path: file.copyOf })
    }
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function eachPart(file: string, use: (part: Buffer) => Promise<void>): Promise<void> {
  const { handle } = await openInput(file)
  for await (const part of handle.createReadStream({ highWaterMark: CHUNK })) await use(part)
}
