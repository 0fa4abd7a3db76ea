import { mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import type { LeftKind } from '../../../shared/codes/index.ts'
import { onPath } from './io-error.ts'
import type { Left } from './take-back.ts'

/** Those of this process that could not be removed: nobody writes in them any more. */
const abandoned = new Set<string>()

export const isAbandoned = (folder: string): boolean => abandoned.has(folder)

/** A new hidden folder beside `target`, with a name of its own that says whose it is (leftovers.ts). */
export async function temporaryFolder(target: string): Promise<string> {
  const { dir, base } = path.parse(path.resolve(target))
  return onPath(
    target,
    mkdtemp(path.join(dir, `.${base.slice(0, 32)}.keyclave-part-${process.pid}-`)),
  )
}

/** Removes one with what is in it, or says that it is still there. Throws nothing. */
export async function removeTemporary(folder: string, kind: LeftKind): Promise<Left> {
  try {
    await rm(folder, { recursive: true, force: true })
    return []
  } catch {
    abandoned.add(folder)
    return [{ path: folder, kind }]
  }
}
