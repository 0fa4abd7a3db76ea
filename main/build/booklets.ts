/**
 * Builds the documents that lie in every bundle to be printed: the leaflets of one page, and how to recover without
 * Keyclave. Here and not at a close: drawing them takes a while. The same sources make the same files.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { isUpToDate } from './up-to-date.ts'

interface Booklet {
  /** Of the file, wherever it goes. */
  readonly name: string
  readonly title: string
  /** In the order in which they are printed, in Markdown. */
  readonly pages: readonly string[]
}

const BOOKLETS: readonly Booklet[] = [
  {
    name: 'leaflets.pdf',
    title: 'Leaflets',
    pages: ['custodian', 'recovery-officer', 'found-a-card'].map(
      name => `docs/leaflets/${name}.md`,
    ),
  },
  { name: 'RUNBOOK.pdf', title: 'Runbook', pages: ['docs/RUNBOOK.md'] },
  { name: 'FORMAT.pdf', title: 'Format', pages: ['docs/FORMAT.md'] },
]

/** Where it is in a checkout. */
const builtIn = (project: string, { name }: Booklet): string => path.join(project, 'dist', name)

/** Builds those of which a source is newer. */
export async function buildBooklets(project: string): Promise<void> {
  const old = BOOKLETS.filter(booklet => !isBuilt(project, booklet))
  if (old.length === 0) return
  // Loaded here and not above: a start that finds everything built does not need it.
  const { createPapers } = await import('../services/pages/index.ts')
  const papers = createPapers(specifier => import.meta.resolve(specifier), 'keyclave')
  for (const booklet of old) {
    const sources = booklet.pages.map(page => readFileSync(path.join(project, page), 'utf8'))
    const pdf = await papers.booklet(booklet.title, sources, 'a4')
    const out = builtIn(project, booklet)
    mkdirSync(path.dirname(out), { recursive: true })
    const draft = `${out}.${process.pid}`
    writeFileSync(draft, pdf)
    renameSync(draft, out)
  }
}

function isBuilt(project: string, booklet: Booklet): boolean {
  const file = builtIn(project, booklet)
  if (!existsSync(file)) return false
  const sources = [...booklet.pages, 'main/paper/**/*.ts', 'main/build/booklets.ts']
  return isUpToDate(project, sources, statSync(file).mtimeMs)
}

/** Puts them among the documents of a package. */
export function addBooklets(project: string, documents: string): void {
  for (const booklet of BOOKLETS)
    copyFileSync(builtIn(project, booklet), path.join(documents, booklet.name))
}
