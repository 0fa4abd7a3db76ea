import { runOnce, secretNamed } from '../../core/bytes/index.ts'
import type { ChooseFaces, Face } from '../../paper/index.ts'
import { type LocatedPackage, locatePackages } from './font-shelf.ts'

/**
 * Which fonts some texts need, found out in a worker.
 *
 * Nothing here is secret. But the tables of what is in some 300 files are megabytes, and while a ceremony
 * runs, the main thread's heap must not grow: V8 would give it pages that a worker with secrets has just
 * left, and keep them, unwiped, for as long as the process lives.
 */

export interface FontWork {
  readonly texts: readonly string[]
  readonly packages: readonly LocatedPackage[]
}

export type ChosenFace = Omit<Face, 'font'>

const worker = new URL('./font-choice.worker.ts', import.meta.url)

/** @param locate the URL of a file of an installed package */
export function fontChooser(locate: (specifier: string) => string): ChooseFaces {
  return async texts => {
    const work: FontWork = { texts, packages: locatePackages(locate) }
    const { output, secrets } = await runOnce<ChosenFace[]>(worker, work)
    return output.map(face => ({ ...face, font: secretNamed(secrets, face.id) }))
  }
}
