import { globSync, statSync } from 'node:fs'
import path from 'node:path'

/** Whether no source of what was built at a time is newer. @param sources patterns, from the project's folder on */
export const isUpToDate = (project: string, sources: readonly string[], mtimeMs: number): boolean =>
  globSync(sources, { cwd: project }).every(
    source => statSync(path.join(project, source)).mtimeMs <= mtimeMs,
  )
