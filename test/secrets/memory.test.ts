import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, it } from 'node:test'
import { OVERWRITE_FREED_MEMORY } from '../../main/shells/environment.ts'
import { textNeedles } from './needles.ts'
import { PASSPHRASE } from './passphrase.ts'
import { searchBytes } from './process-memory.ts'
import { searchJob } from './searched-job.ts'

/**
 * No secret is left in the memory of a process that goes on, as the window does, after a ceremony and
 * after a recovery. The process is stopped and this one, its parent, reads all its memory.
 *
 * Two allocators give memory back late: V8 keeps the pages of an ended thread for about five seconds, and
 * glibc leaves freed memory as it was unless it is told to overwrite it, which `npm start` does.
 */

const ROOT = path.join(import.meta.dirname, '../..')

/** The files of the program that have a piece of a text in them. */
function programFilesWith(text: string): readonly string[] {
  const needles = textNeedles('text', text)
  return ['main', 'shared'].flatMap(folder =>
    readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => path.join(entry.parentPath, entry.name))
      .filter(file => searchBytes(readFileSync(file), needles).length > 0)
      .map(file => path.relative(ROOT, file)),
  )
}

describe('memory', { concurrency: true }, () => {
  it('is searched for a passphrase of which nothing stands in the program itself', () => {
    assert.deepEqual(programFilesWith(PASSPHRASE), [])
    const published = 'unmixed tarantula yo-yo gumdrop'
    assert.deepEqual(programFilesWith(published), ['main/core/self-test.ts'], 'it would be seen')
  })

  const tunables = OVERWRITE_FREED_MEMORY
  // One process for two tests: when it has shown nothing, it keeps a secret. Nobody asks it to collect its garbage;
  // that one is asked: memory.slow.test.ts.
  const searched = searchJob({ collect: false, careless: true, tunables })
  searched.catch(() => {}) // said by both

  it('holds no secret when a ceremony is closed, nor after a recovery', async () => {
    const found = await searched
    assert.deepEqual(found.slice(0, 2), [[], []])
  })

  it('would show a secret that was kept, as bytes or as a string', async () => {
    const [, , found = []] = await searched
    const kept = found.filter(name => name.startsWith('quorum identity'))
    const asText = kept.filter(name => name === 'quorum identity, text, bytes 0 to 11')
    assert.ok(asText.length >= 2, 'the buffer and the string')
    assert.ok(kept.some(name => name.startsWith('quorum identity, UTF-16')))
  })
})
