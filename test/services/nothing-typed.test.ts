import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { assertSaysNothingTyped } from './nothing-typed.ts'

/** Called like a word of the card, as it can happen to any folder. */
const folder = mkdtempSync(path.join(tmpdir(), 'keyclave-window-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const kit = { kind: 'file', path: path.join(folder, 'abandon', 'kit.json') } as const
const card = { kind: 'words', words: ['zoo', 'window', 'abandon', 'ability'] }
const call = { kit, card, passphrase: 'unmixed tarantula', text: 'KEYCLAVE:S1:0' }

test('what the call names, and what is there, may be called like a word of the card', () => {
  assertSaysNothingTyped(call, { path: kit.path, word: 2 })
  assertSaysNothingTyped(call, { vault: folder })
  assertSaysNothingTyped(call, { path: path.join(folder, 'x') })
})

test('a word, a scanned text or a passphrase is found wherever else it is said', () => {
  for (const data of [
    { word: 'window' },
    { words: [{ place: 4, word: 'ability' }] },
    { path: path.join(folder, 'zoo window abandon ability') },
    { path: `${kit.path}/ability` },
    { problem: `not window, in ${kit.path}` },
    { problem: 'not unmixed tarantula' },
    { text: 'KEYCLAVE:S1:0' },
  ]) {
    assert.throws(() => assertSaysNothingTyped(call, data), JSON.stringify(data))
  }
})
