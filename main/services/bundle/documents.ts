import type { Buffer } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { onPath } from '../files/index.ts'

/** The program's own files that go into a bundle: how to open everything without it, and in plain words who is asked what. */

interface ProgramDocument {
  /** In the bundle. */
  readonly name: string
  /** Below the program's folder; the first that is there. */
  readonly at: readonly string[]
}

const DOCUMENTS: readonly ProgramDocument[] = [
  { name: 'RUNBOOK.md', at: ['docs/RUNBOOK.md'] },
  { name: 'FORMAT.md', at: ['docs/FORMAT.md'] },
  { name: 'recover.py', at: ['docs/recover.py'] },
  // As a checkout has built it, or among the documents of a package.
  { name: 'recover.html', at: ['docs/recover.html', 'dist/recover.html'] },
  { name: 'RUNBOOK.pdf', at: ['docs/RUNBOOK.pdf', 'dist/RUNBOOK.pdf'] },
  { name: 'FORMAT.pdf', at: ['docs/FORMAT.pdf', 'dist/FORMAT.pdf'] },
  { name: 'leaflets.pdf', at: ['docs/leaflets.pdf', 'dist/leaflets.pdf'] },
  { name: 'leaflet-custodian.md', at: ['docs/leaflets/custodian.md'] },
  { name: 'leaflet-recovery-officer.md', at: ['docs/leaflets/recovery-officer.md'] },
  { name: 'leaflet-found-a-card.md', at: ['docs/leaflets/found-a-card.md'] },
  { name: 'LICENSE', at: ['LICENSE'] },
]

export interface Documents {
  readonly files: readonly { readonly name: string; readonly bytes: Buffer }[]
  /** What this copy of the program came without, as a checkout before its first start. */
  readonly lacking: readonly string[]
}

/** @throws FILE_DENIED, FILE_IO … of what is there and cannot be read */
export async function readDocuments(programFolder: string): Promise<Documents> {
  const files: { name: string; bytes: Buffer }[] = []
  const lacking: string[] = []
  for (const { name, at } of DOCUMENTS) {
    const bytes = await firstOf(at.map(place => path.join(programFolder, place)))
    if (bytes === null) lacking.push(name)
    else files.push({ name, bytes })
  }
  return { files, lacking }
}

async function firstOf(places: readonly string[]): Promise<Buffer | null> {
  for (const place of places) {
    try {
      return await readFile(place)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
        await onPath(place, Promise.reject(error))
    }
  }
  return null
}
