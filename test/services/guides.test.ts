import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { infoOf, textOf } from '../paper/printed.ts'
import { openWindow } from './window.ts'

test('a page of the help is saved as a PDF on the paper that is asked for, and over no file', async context => {
  const folder = mkdtempSync(path.join(tmpdir(), 'keyclave-guides-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  const window = openWindow(context)
  const out = path.join(folder, 'heir.pdf')
  const wanted = { topic: 'heir', out, paper: 'letter' } as const
  assert.deepEqual(await window.call('help.save', wanted), { path: out })
  const pdf = readFileSync(out)
  assert.match(textOf(pdf, 'raw'), /^For whoever finds a card/)
  assert.equal(infoOf(pdf).get('Page size'), '612 x 792 pts (letter)')
  await window.refused('help.save', wanted, 'FILE_EXISTS')
})

test('a program without its documents says which one is missing', async context => {
  const programFolder = mkdtempSync(path.join(tmpdir(), 'keyclave-guides-'))
  context.after(() => rmSync(programFolder, { recursive: true, force: true }))
  const window = openWindow(context, { programFolder })
  const out = path.join(programFolder, 'heir.pdf')
  await window.refused('help.save', { topic: 'heir', out, paper: 'a4' }, 'FILE_MISSING')
})
