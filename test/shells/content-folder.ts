import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { MANIFEST, sha256 } from '../../main/shells/manifest.ts'

/** A small built window in a temporary folder. */
export function makeContentFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'keyclave-content-'))
  const files = {
    '/index.html': ['text/html; charset=utf-8', '<!doctype html><title>Keyclave</title>'],
    '/picker.html': ['text/html; charset=utf-8', '<!doctype html><title>Choose</title>'],
    '/assets/app.js': ['text/javascript; charset=utf-8', 'export {}'],
  } as const
  mkdirSync(path.join(folder, 'assets'))
  const manifest = Object.entries(files).map(([name, [type, text]]) => {
    writeFileSync(path.join(folder, name), text)
    return [name, { type, sha256: sha256(Buffer.from(text)) }]
  })
  writeFileSync(path.join(folder, MANIFEST), JSON.stringify(Object.fromEntries(manifest)))
  return folder
}
