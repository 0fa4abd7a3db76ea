import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { type Desk, done, keyclaveWithoutCard, newDesk, planText } from './command-line.ts'

/** What a ceremony says is still to be done can be copied from the screen, into any shell, and does it. */

let desk: Desk
before(() => {
  desk = newDesk()
  desk.write(
    'plan.yaml',
    planText('threshold: 2, custodians: [Ada, Grace], identity: classic', 'keys: []'),
  )
  desk.write('pass.txt', 'unmixed tarantula yo-yo gumdrop')
})
after(() => desk.remove())

/** The words of a line, as a POSIX shell reads it. */
const wordsOf = (line: string): string[] =>
  execFileSync('sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1)

async function toldBy(folder: string, ...more: readonly string[]): Promise<string[]> {
  const run = ['ceremony', 'run', desk.at('plan.yaml'), '--passphrase-file', desk.at('pass.txt')]
  const said = await done([...run, '--out', desk.at(folder), ...more])
  return said
    .split('\n')
    .map(line => line.trim())
    .filter(line => line.startsWith('keyclave '))
}

for (const [told, more] of [
  ['with a vault', () => ['--vault', desk.at("the office's.vault")]],
  ['without one', () => []],
] as const) {
  test(`a card is read back and a bundle made by the commands that a ceremony names, ${told}`, async () => {
    const folder = `year's ceremony, ${told}`
    const commands = await toldBy(folder, ...more())
    assert.deepEqual(
      commands.map(line => line.split(' ').slice(1, 3).join(' ')),
      ['share inspect', 'bundle make'],
    )
    mkdirSync(desk.at(`drive ${told}`))
    for (const command of commands) {
      const args = wordsOf(command)
        .slice(1)
        .map(word => (word === 'CARD' ? desk.at(`${folder}/shares/01-ada.txt`) : word))
        .map(word => word.replace(/^DRIVE\//, `${desk.at(`drive ${told}`)}/`))
      const { code, err } = await keyclaveWithoutCard(args)
      assert.equal(code, 0, `${command}\n${err}`)
    }
  })
}

test('after a rehearsal there is nothing to be done with what it made', async () => {
  assert.deepEqual(await toldBy('rehearsal', '--rehearsal'), [])
})
