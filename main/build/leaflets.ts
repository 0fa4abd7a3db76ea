/** Builds leaflets.pdf: the leaflets of one page, as they lie in every bundle. The same sources make the same file. */
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isUpToDate } from './up-to-date.ts'

/** Its name, wherever it goes. */
export const LEAFLETS = 'leaflets.pdf'

/** Where it is in a checkout. */
export const leafletsOf = (project: string): string => path.join(project, 'dist', LEAFLETS)

/** In the order in which they are printed. */
const PAGES = ['custodian', 'recovery-officer', 'found-a-card'].map(
  name => `docs/leaflets/${name}.md`,
)
const SOURCES = ['docs/leaflets/*.md', 'main/paper/**/*.ts', 'main/build/leaflets.ts']

/** @param out the file */
export async function buildLeaflets(project: string, out: string): Promise<void> {
  // Loaded here and not above: a start that finds everything built does not need it.
  const { createPapers } = await import('../services/pages/index.ts')
  const papers = createPapers(specifier => import.meta.resolve(specifier), 'keyclave')
  const sources = PAGES.map(page => readFileSync(path.join(project, page), 'utf8'))
  const pdf = await papers.leaflets(sources, 'a4')
  mkdirSync(path.dirname(out), { recursive: true })
  const draft = `${out}.${process.pid}`
  writeFileSync(draft, pdf)
  renameSync(draft, out)
}

/** Whether no source of the leaflets is newer than they are. */
export function areLeafletsBuilt(project: string): boolean {
  const file = leafletsOf(project)
  if (!existsSync(file)) return false
  const { mtimeMs } = statSync(file)
  return isUpToDate(project, SOURCES, mtimeMs)
}
