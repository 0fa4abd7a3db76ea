/** The page's process ends by a fault: people see a window of ours again, and nothing of its memory is on a disk. */
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { openHeadless } from './open-chromium.ts'
import { processTree } from './sockets.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'kc-'))
after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20 }))

const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return '' // it ended meanwhile
  }
}
const processesOf = (word: RegExp): number[] =>
  processTree(process.pid).filter(pid => word.test(commandOf(pid)))
/** What is in a folder, without what its links lead to. */
const filesIn = (place: string): string[] =>
  readdirSync(place, { withFileTypes: true }).flatMap(entry => {
    const file = path.join(place, entry.name)
    return entry.isDirectory() ? [file, ...filesOrNone(file)] : [file]
  })
/** A folder may go while it is looked through. */
const filesOrNone = (place: string): string[] => {
  try {
    return filesIn(place)
  } catch {
    return []
  }
}

test('a page that fails is shown anew with what was under way, and leaves no dump', async () => {
  const home = path.join(folder, 'home')
  const temporary = path.join(folder, 't')
  for (const place of [home, temporary]) mkdirSync(place)
  const shell = await openHeadless(undefined, { HOME: home, TMPDIR: temporary })
  const call = async (name: string, input: object): Promise<unknown> => {
    const code = `window.keyclave.call(${JSON.stringify(name)}, ${JSON.stringify(input)})`
    const reply = (await shell.page.evaluate(code)) as { kind: string; output: unknown }
    assert.equal(reply.kind, 'done')
    return reply.output
  }
  try {
    await call('recovery.begin', { kit: null })
    const [failed, pages] = [shell.page, processesOf(/--type=renderer/)]
    assert.ok(pages.length > 0, 'the test sees no page')
    for (const pid of pages) process.kill(pid, 'SIGSEGV')
    // What is written about them goes with their profile, perhaps at once: it is looked for all the while.
    const written = new Set<string>()
    for (const end = Date.now() + 3000; shell.page === failed || Date.now() < end; await wait(5)) {
      for (const file of filesIn(folder)) written.add(file)
    }

    const { renewed } = (await call('app.about', {})) as { renewed: unknown }
    assert.deepEqual(renewed, { after: 'crash', screen: 'recovery' })
    const { step } = (await call('recovery.state', {})) as { step: string }
    assert.equal(step, 'shares')

    assert.ok(written.size > 10, 'the test sees no profile')
    assert.deepEqual(
      [...written].filter(file => /\.dmp$|(?:^|\/)core(?:\.|$)|minidump/i.test(file)),
      [],
    )
    assert.deepEqual(filesIn(home), [], 'the home folder is not written to')
    assert.deepEqual(
      readdirSync(temporary).filter(name => !name.startsWith('keyclave-profile-')),
      [],
      'nor the temporary one, but for the folder that is removed',
    )
  } finally {
    await shell.close()
    await shell.closed
  }
})
