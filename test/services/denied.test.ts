import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { folderFor, openWindow } from './window.ts'

/** As root, without root's right to pass by permissions. */
const UNPRIVILEGED =
  process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-all', '--inh-caps=-all', '--'] : []

test('what the user may not read or write is refused as that, and nothing is left of it', async context => {
  const folder = folderFor(context, 'closed', 'read-only')
  const at = (...names: string[]): string => path.join(folder, ...names)
  const { call } = openWindow(context)
  await call('vault.create', { path: at('read-only', 'v') })
  await call('vault.close', {})
  for (const name of ['closed.vault', 'read-only.vault']) {
    copyFileSync(at('read-only', 'v'), at(name))
  }
  writeFileSync(at('closed', 'file'), '')
  const before = readdirSync(folder, { recursive: true })
  const modes = {
    'closed.vault': 0o000,
    'read-only.vault': 0o400,
    closed: 0o000,
    'read-only': 0o500,
  }
  for (const [name, mode] of Object.entries(modes)) chmodSync(at(name), mode)
  const child = path.join(import.meta.dirname, 'denied.child.ts')
  const [command = '', ...args] = [...UNPRIVILEGED, process.execPath, child, folder]
  const said = execFileSync(command, args, { encoding: 'utf8' })
  // Before anything can fail: who is not root could not remove them.
  for (const name of ['closed', 'read-only']) chmodSync(at(name), 0o700)
  assert.deepEqual(JSON.parse(said), {
    'list a closed folder': 'FILE_DENIED',
    'make a folder in a closed one': 'FILE_DENIED',
    'make a folder in one for reading only': 'FILE_DENIED',
    'write into one for reading only': 'FILE_DENIED',
    'open a closed vault': 'VAULT_DENIED',
    'write to a vault for reading only': 'VAULT_DENIED',
    'write to a vault in a folder for reading only': 'VAULT_DENIED',
    'make a vault in a folder for reading only': 'VAULT_DENIED',
    'a folder for reading only': 'not writable',
    'a file in a closed folder': 'unreadable',
  })
  assert.deepEqual(readdirSync(folder, { recursive: true }), before)
})
