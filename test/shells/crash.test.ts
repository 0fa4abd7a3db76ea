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

const filesIn = (place: string): string[] => readdirSync(place, { recursive: true }).map(String)

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
    while (shell.page === failed) await wait(50)

    const { renewed } = (await call('app.about', {})) as { renewed: unknown }
    assert.deepEqual(renewed, { after: 'crash', screen: 'recovery' })
    const { step } = (await call('recovery.state', {})) as { step: string }
    assert.equal(step, 'shares')

    assert.deepEqual(processesOf(/crashpad_handler/), [], 'nobody waits for crashes')
    const written = filesIn(folder)
    assert.ok(written.length > 10, 'the test sees no profile')
    assert.deepEqual(
      written.filter(file => /\.dmp$|(?:^|\/)core(?:\.|$)|minidump/i.test(file)),
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
