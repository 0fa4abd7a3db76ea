import { mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import type { LeftBehind, LeftKind } from '../../../shared/codes/index.ts'
import { onPath } from './io-error.ts'
import type { Left } from './take-back.ts'

/** Those of this process that could not be removed, with what was made in them: nobody writes in them any more. */
const abandoned = new Map<string, string>()
/** What is made in each. */
const targets = new Map<string, string>()

export const isAbandoned = (folder: string): boolean => abandoned.has(folder)

/** A new hidden folder beside `target`, with a name of its own that says whose it is (leftovers.ts). */
export async function temporaryFolder(target: string): Promise<string> {
  const whole = path.resolve(target)
  const { dir, base } = path.parse(whole)
  const folder = await onPath(
    target,
    mkdtemp(path.join(dir, `.${base.slice(0, 32)}.keyclave-part-${process.pid}-`)),
  )
  targets.set(folder, whole)
  return folder
}

/** Removes one with what is in it, or says that it is still there. Throws nothing. */
export async function removeTemporary(folder: string, kind: LeftKind): Promise<Left> {
  try {
    await rm(folder, { recursive: true, force: true })
    abandoned.delete(folder)
    return []
  } catch {
    abandoned.set(folder, targets.get(folder) ?? '')
    return [{ path: folder, kind }]
  } finally {
    targets.delete(folder)
  }
}

/** Removes what is left of making a file that has its name, or says that it is still there. Throws nothing. */
export async function removeAbandoned(target: string, kind: LeftKind): Promise<Left> {
  const whole = path.resolve(target)
  const left: LeftBehind[] = []
  for (const [folder, made] of [...abandoned]) {
    if (made !== whole) continue
    targets.set(folder, whole)
    left.push(...(await removeTemporary(folder, kind)))
  }
  return left
}
