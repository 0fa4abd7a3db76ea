import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { TOPICS, type TopicId } from '../../../shared/help/topics.ts'
import { onPath } from '../files/index.ts'

/** The documents of the help, as they lie beside the program. */
export interface Guides {
  /**
   * A document in the Markdown that it is written in; null where it is made of a table of the program.
   *
   * @throws FILE_MISSING … where the program came without its documents
   */
  readonly source: (topic: TopicId) => Promise<string | null>
}

/** @param programFolder of the program's own files */
export const createGuides = (programFolder: string): Guides => ({
  source: async topic => {
    const file = TOPICS.find(({ id }) => id === topic)?.file ?? null
    if (file === null) return null
    const at = path.join(programFolder, file)
    return onPath(at, readFile(at, 'utf8'))
  },
})
