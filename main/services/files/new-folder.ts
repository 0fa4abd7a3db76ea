import type { Buffer } from 'node:buffer'
import { mkdir, readdir, rmdir, unlink } from 'node:fs/promises'
import path from 'node:path'
import type { LeftBehind, LeftKind } from '../../../shared/codes/index.ts'
import { refuse } from '../../../shared/errors.ts'
import { AtomicFile, discardAll, writeNewFile } from './atomic-file.ts'
import { onPath } from './io-error.ts'
import { type Left, orTakeBack } from './take-back.ts'

const FOLDER_MODE = 0o700

/** Files on the disk that have no name yet. */
export interface PreparedFiles {
  /** Gives them their names, in order; returns their paths. */
  readonly publish: () => Promise<readonly string[]>
  /** Throws nothing. */
  readonly discard: () => Promise<Left>
}

/** A folder that a verb fills, and takes back if it fails. */
export interface NewFolder {
  readonly path: string
  /** Writes a file below the folder that only its owner may read; returns its path. @throws FILE_FULL, FILE_IO … */
  readonly writeSecret: (name: string, content: Buffer) => Promise<string>
  /** Puts files on the disk under temporary names, to be named once the verb has succeeded. */
  readonly prepare: (
    files: readonly { readonly name: string; readonly content: Buffer }[],
  ) => Promise<PreparedFiles>
  /**
   * Removes what was written here, and the folders that were made for it. Throws nothing.
   *
   * @param secrets what those files hold that only their owner may read
   */
  readonly remove: (secrets: LeftKind) => Promise<Left>
}

/**
 * Makes a folder, or takes an empty one.
 *
 * @throws FOLDER_NOT_EMPTY, FILE_MISSING (its parent), FILE_NOT_FOLDER, FILE_DENIED, FILE_FULL
 */
export async function createNewFolder(folder: string): Promise<NewFolder> {
  const folders: string[] = []
  const written: string[] = []

  async function make(at: string): Promise<void> {
    try {
      await mkdir(at, { mode: FOLDER_MODE })
      folders.push(at)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }

  await onPath(folder, make(folder))
  const entries = await onPath(folder, readdir(folder))
  if (entries.length > 0) throw refuse('FOLDER_NOT_EMPTY', { path: folder })

  const below = (name: string): string => path.join(folder, name)

  return {
    path: folder,
    writeSecret: async (name, content) => {
      const target = below(name)
      await onPath(target, make(path.dirname(target)))
      await writeNewFile(target, content, { secret: true })
      written.push(target)
      return target
    },
    prepare: async files => {
      const under: AtomicFile[] = []
      const discard = () => discardAll(under)
      await orTakeBack(discard, async () => {
        for (const { name, content } of files) {
          const file = await AtomicFile.create(below(name))
          under.push(file)
          await file.write(content)
          await file.sync()
        }
      })
      const publish = async (): Promise<readonly string[]> => {
        for (const file of under) await file.commit()
        return files.map(file => below(file.name))
      }
      return { publish, discard }
    },
    remove: async secrets => {
      const left: LeftBehind[] = []
      for (const file of written) {
        await unlink(file).catch(error => {
          if (!isMissing(error)) left.push({ path: file, kind: secrets })
        })
      }
      for (const made of folders.toReversed()) await rmdir(made).catch(() => {})
      return left
    },
  }
}

/** A drive that is gone has no files, either; whoever plugs it in again finds them. */
const isMissing = (error: NodeJS.ErrnoException): boolean => error.code === 'ENOENT'
