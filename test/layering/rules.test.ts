import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'

const root = path.resolve(import.meta.dirname, '../..')
const biome = path.join(root, 'node_modules/.bin/biome')
let folder = ''

before(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'keyclave-layering-'))
  const config = JSON.parse(readFileSync(path.join(root, 'biome.json'), 'utf8'))
  delete config.$schema
  writeFileSync(path.join(folder, 'biome.json'), JSON.stringify(config))
})
after(() => rmSync(folder, { recursive: true, force: true }))

/** What the linter says of a file at this place with this one import. */
function lint(file: string, imported: string): { readonly ok: boolean; readonly text: string } {
  const at = path.join(folder, file)
  mkdirSync(path.dirname(at), { recursive: true })
  writeFileSync(at, `import { thing } from '${imported}'\n\nexport const again = thing\n`)
  const { status, stdout, stderr } = spawnSync(biome, ['lint', '--colors=off', at], {
    cwd: folder,
    encoding: 'utf8',
  })
  return { ok: status === 0, text: `${stdout}${stderr}` }
}

const REFUSED = [
  ['shared/a.ts', 'node:fs', 'shared/ is pure'],
  ['shared/a.ts', '../main/core/kit.ts', 'shared/ may not import main/'],
  ['shared/a.ts', 'electron', 'shared/ is pure'],
  ['renderer/a.ts', 'node:crypto', 'renderer/ has no Node'],
  ['renderer/screens/a.ts', '../../main/core/kit.ts', 'renderer/ may not import'],
  ['main/core/a.ts', 'node:fs/promises', 'bytes in, bytes out'],
  ['main/core/a.ts', 'node:child_process', 'bytes in, bytes out'],
  ['main/core/a.ts', 'better-sqlite3', 'bytes in, bytes out'],
  ['main/core/a.ts', '../vault/vault.ts', 'main/core may not import'],
  ['main/core/a.ts', '../services/backup/backup.ts', 'main/core may not import'],
  ['main/core/a.ts', '../app.ts', 'main/core may not import'],
  ['main/vault/a.ts', '../services/backup/backup.ts', 'main/vault may not import'],
  ['main/vault/a.ts', '../paper/card.ts', 'main/vault may not import'],
  ['main/paper/a.ts', '../vault/vault.ts', 'main/paper may not import'],
  ['main/services/x/a.ts', '../../app.ts', 'main/services may not import'],
  ['main/services/x/a.ts', '../../window-services.ts', 'main/services may not import'],
  ['main/services/x/a.ts', '../../cli/terminal.ts', 'main/services may not import'],
  ['main/services/x/a.ts', 'better-sqlite3', 'SQL lives in main/vault only'],
  ['main/cli/a.ts', '../vault/vault.ts', 'speak to services only'],
  ['main/cli/commands/a.ts', '../../core/kit.ts', 'speak to services only'],
  ['main/shells/electron/a.ts', '../../core/kit.ts', 'speak to services only'],
  ['main/handlers.ts', './core/kit.ts', 'speak to services only'],
  ['main/core/a.ts', '../../shared/messages/index.ts', 'Sentences are made at the desk'],
  ['main/vault/a.ts', '../../shared/messages/en/index.ts', 'Sentences are made at the desk'],
  ['main/services/x/a.ts', '../../../shared/messages/index.ts', 'Sentences are made at the desk'],
  ['main/router.ts', '../shared/messages/index.ts', 'Sentences are made at the desk'],
] as const

for (const [file, imported, message] of REFUSED) {
  test(`${file} may not import ${imported}, and the refusal teaches`, () => {
    const { ok, text } = lint(file, imported)
    assert.equal(ok, false)
    assert.ok(text.replaceAll(/\s+/g, ' ').includes(message), text)
  })
}

const ALLOWED = [
  ['main/core/a.ts', '../../shared/share.ts'],
  ['main/core/a.ts', 'node:crypto'],
  ['main/vault/a.ts', '../core/kit.ts'],
  ['main/vault/a.ts', 'better-sqlite3'],
  ['main/services/x/a.ts', '../../vault/vault.ts'],
  ['main/services/x/a.ts', '../y/b.ts'],
  ['main/cli/a.ts', '../app.ts'],
  ['main/app.ts', './core/random.ts'],
  ['renderer/a.ts', '../shared/client.ts'],
  ['renderer/a.ts', '../shared/messages/index.ts'],
  ['main/cli/a.ts', '../../shared/messages/index.ts'],
  ['main/paper/a.ts', '../../shared/messages/index.ts'],
] as const

for (const [file, imported] of ALLOWED) {
  test(`${file} may import ${imported}`, () => {
    const { ok, text } = lint(file, imported)
    assert.ok(ok, text)
  })
}
