/** What Chromium's pipe carries while people type and look at secrets: every byte of it, both ways. */
import assert from 'node:assert/strict'
import childProcess from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { mock, test } from 'node:test'
import buildOnce from '../e2e/build.ts'
import { BUILT_WINDOW } from '../e2e/built-window.ts'
import { textNeedles } from '../secrets/needles.ts'
import { searchBytes } from '../secrets/process-memory.ts'
import { openHeadless } from './open-chromium.ts'

/** Keeps what goes over the driver's pipe of every browser that is started. */
function tapPipes(): { readonly carried: () => Buffer } {
  const pieces: Buffer[] = []
  const keep = (piece: unknown): void => void pieces.push(Buffer.from(piece as string))
  const { spawn } = childProcess
  mock.method(childProcess, 'spawn', (...args: Parameters<typeof spawn>) => {
    const child = spawn(...args)
    const [, , , there, back] = child.stdio
    if (there && 'write' in there) {
      const write = there.write.bind(there) as (piece: unknown, ...rest: unknown[]) => boolean
      mock.method(there, 'write', (piece: unknown, ...rest: unknown[]) => {
        keep(piece)
        return write(piece, ...rest)
      })
    }
    back?.on('data', keep)
    return child
  })
  return { carried: () => Buffer.concat(pieces) }
}

/** What the pipe carries of the window itself, as it does it. */
const ownFiles = (): Buffer => {
  const files = readdirSync(BUILT_WINDOW, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(path.join(parentPath, name)))
  return Buffer.concat(files.flatMap(file => [file, Buffer.from(` ${file.toString('base64')} `)]))
}

/** Runs in the page: what a person does there, with what nobody but the page knows. */
const HANDS = `
  window.kept = {}
  window.until = async find => {
    for (;;) {
      const found = find()
      if (found) return found
      await new Promise(done => setTimeout(done, 20))
    }
  }
  window.button = text => window.until(() =>
    [...document.querySelectorAll('button')].find(one => one.textContent === text && one.ariaDisabled !== 'true' && !one.disabled))
  window.box = label => window.until(() =>
    [...document.querySelectorAll('input')].find(one =>
      one.labels?.[0]?.textContent.trim() === label || one.getAttribute('aria-label') === label))
  window.type = (box, text) => {
    box.focus()
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(box, text)
    box.dispatchEvent(new Event('input', { bubbles: true }))
  }
  window.press = async text => (await window.button(text)).click()
`

test('carries nothing of a passphrase or a card, in either direction', async () => {
  await buildOnce()
  const { carried } = tapPipes()
  const shell = await openHeadless(BUILT_WINDOW)
  const { page } = shell
  const inPage = (code: string): Promise<unknown> => page.evaluate(`(async () => { ${code} })()`)
  const call = async (name: string, input: object = {}): Promise<unknown> => {
    const reply = await inPage(
      `return keyclave.call(${JSON.stringify(name)}, ${JSON.stringify(input)})`,
    )
    const { kind, output } = reply as { kind: string; output: unknown }
    assert.equal(kind, 'done', JSON.stringify(reply))
    return output
  }
  try {
    const quorum = { threshold: 2, custodians: ['Ada', 'Grace'], identity: 'classic', kdf: 1 }
    const plan = { title: 'T', organisation: 'O', quorum, keys: [], imports: [] }
    await call('ceremony.begin', { source: { kind: 'form', plan } })
    const { checks } = (await call('ceremony.checkRoom')) as {
      checks: { check: string; result: string }[]
    }
    const overrides = checks
      .filter(({ result }) => result !== 'passed')
      .map(({ check }) => ({ check, reason: 'a test' }))
    await call('ceremony.acceptRoom', { overrides })
    await call('ceremony.acceptEntropy')
    await inPage('window.onbeforeunload = null')
    await page.reload()
    await inPage(HANDS)

    await inPage(`
      await press('Make a passphrase and show it')
      const shown = await until(() => document.querySelector('[aria-label="The passphrase"]'))
      kept.suggested = [...shown.querySelectorAll('li')].map(item => item.innerText).join(' ')
      kept.passphrase = [...crypto.getRandomValues(new Uint8Array(24))]
        .map(byte => String.fromCharCode(97 + byte % 26)).join('')
      await press('I have written it down: hide it')
      type(await box('Passphrase'), kept.passphrase)
      type(await box('Passphrase, once more'), kept.passphrase)
      await press('Make the keys')
      await press('They are written down')
      await press('Show my share')
      const card = await until(() => document.querySelector('[aria-label^="Share of "]'))
      kept.words = [...card.querySelectorAll('li')].map(item => item.innerText.replace(/^\\d+\\s*/, '').trim())
      await press('The card is written: read it back')
      for (let i = 0; i < 40; i += 1) type(await box('Word ' + (i + 1)), kept.words[i])
      await press('Check the card')
      await until(() => document.querySelector('h1').textContent.includes('Grace'))`)

    const pipe = carried()
    assert.ok(pipe.includes('ceremony.readBackShare') && pipe.includes('Grace'), 'it was read')
    const { suggested, passphrase, words } = (await inPage('return kept')) as {
      suggested: string
      passphrase: string
      words: string[]
    }
    assert.equal(words.length, 40)
    assert.equal(suggested.split(' ').length, 7)
    const rows = words.slice(0, -2).map((_, i) => words.slice(i, i + 3))
    const texts = [suggested, passphrase, ...rows.flatMap(row => [row.join('","'), row.join(' ')])]
    const encoded = (text: string): string[] =>
      [0, 1, 2].map(skip => Buffer.from(text.slice(skip)).toString('base64').slice(0, -4))
    const every = [
      ...texts.flatMap(text => textNeedles(text, text)),
      ...texts.flatMap(text => textNeedles('hex', Buffer.from(text).toString('hex'))),
      ...texts.flatMap(encoded).flatMap(text => textNeedles('base64', text)),
    ]
    // Two words of a card may stand side by side in the window's own sentences.
    const own = ownFiles()
    const needles = every.filter(({ bytes }) => !own.includes(bytes))
    assert.ok(needles.length > 0.9 * every.length)
    assert.notDeepEqual(searchBytes(Buffer.from(passphrase), needles), [], 'it would be found')
    assert.deepEqual(searchBytes(pipe, needles), [])
  } finally {
    mock.restoreAll()
    await shell.close()
    await shell.closed
  }
})
