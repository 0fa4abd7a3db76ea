import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** Builders take what follows "#" or "?" in a path for a part of a URL: there they work through a link. */
export async function onPlainPath(
  project: string,
  work: (plain: string) => Promise<unknown>,
): Promise<void> {
  if (!/[#?]/.test(project)) {
    await work(project)
    return
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'keyclave-build-'))
  try {
    const link = path.join(folder, 'project')
    symlinkSync(project, link, 'junction')
    await work(link)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
