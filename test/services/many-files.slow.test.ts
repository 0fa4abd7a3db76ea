import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, test } from 'node:test'
import { identity, recipient } from '../core/backup/backup-tools.ts'

/** A million files, in memory: a backup of them and their restore in processes of their own. */

const FOLDERS = 1000
const FILES = 1000
/** MB of a process at its largest: 160 of programs, threads and streams; the rest is the list of the files. */
const MOST = 400

const top = mkdtempSync('/dev/shm/many-files-')
after(() => rmSync(top, { recursive: true }))
const at = (...names: readonly string[]): string => path.join(top, ...names)

const nameOf = (file: number): string => `document-${String(file).padStart(4, '0')}.txt`
const folderOf = (folder: number): string => `folder-${String(folder).padStart(4, '0')}`
const contentOf = (folder: number, file: number): string =>
  file % 20 === 0 ? `${folder} ${file}\n` : ''

function run(...args: readonly string[]): { readonly peak: number } {
  const child = path.join(import.meta.dirname, '../bench/backup-once.ts')
  return JSON.parse(execFileSync(process.execPath, [child, ...args], { encoding: 'utf8' }))
}

test('a million files are backed up, and come back, in bounded memory', () => {
  for (let folder = 0; folder < FOLDERS; folder += 1) {
    mkdirSync(at('files', folderOf(folder)), { recursive: true })
    for (let file = 0; file < FILES; file += 1) {
      writeFileSync(at('files', folderOf(folder), nameOf(file)), contentOf(folder, file))
    }
  }
  writeFileSync(at('id'), identity)
  const creating = run('create', at('backup.age'), recipient, at('files')).peak / 1000
  rmSync(at('files'), { recursive: true })
  const restoring = run('restore', at('backup.age'), at('id'), at('out')).peak / 1000
  for (let folder = 0; folder < FOLDERS; folder += 1) {
    const place = at('out', 'files', folderOf(folder))
    assert.equal(readdirSync(place).length, FILES)
    for (const file of [0, FILES - 20, FILES - 1]) {
      assert.equal(readFileSync(path.join(place, nameOf(file)), 'utf8'), contentOf(folder, file))
    }
  }
  assert.ok(creating < MOST && restoring < MOST, `${creating} and ${restoring} MB`)
})
