import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Plugin } from 'vite'
import { readMarkdown } from '../../shared/help/markdown.ts'
import { helpDocument } from '../../shared/help/sections.ts'
import { TOPICS } from '../../shared/help/topics.ts'

/** As renderer/styles.d.ts declares it. */
const MODULE = 'keyclave:help'

/**
 * Builds the documents of the help into the window, as data: it asks nobody for them, and nothing in them is
 * mark-up by then.
 *
 * @param project the project's folder
 */
export const helpDocuments = (project: string): Plugin => ({
  name: MODULE,
  resolveId: id => (id === MODULE ? `\0${MODULE}` : null),
  load: id => {
    if (id !== `\0${MODULE}`) return null
    const documents = TOPICS.flatMap(({ id: topic, file }) => {
      if (file === null) return []
      const source = readFileSync(path.join(project, file), 'utf8')
      return [helpDocument(topic, readMarkdown(source))]
    })
    // Text inside a string of the script: JSON that a script may hold as it is.
    return `export const documents = JSON.parse(${JSON.stringify(JSON.stringify(documents))})`
  },
})
