/** The window of the installed package, on a display, with somebody at its keyboard. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { toJavaScript } from '../../main/build/main-side.ts'
import type { Typist } from '../e2e/typist.ts'
import { sitDownAtMachine } from '../image/at-machine.ts'
import { lent, startIn } from './clean-root.ts'

/** Milliseconds. */
const PACE = { patience: 300_000, pause: 100 }

/** A key as X has it, by its name of QEMU's. */
const NAMED: { readonly [key: string]: string | undefined } = {
  ...{ ret: 'Return', tab: 'Tab', 'shift-tab': 'shift+Tab', 'ctrl-a': 'ctrl+a', down: 'Down' },
  ...{ spc: 'space', esc: 'Escape', dot: 'period', 'shift-minus': 'underscore' },
}
const keyOf = (key: string): string => NAMED[key] ?? key.replace(/^shift-([a-z])$/, 'shift+$1')

export interface OpenWindow {
  readonly hands: Typist
  readonly close: () => void
}

/**
 * Starts the window in a clean root, with ears (image/ears.ts) between it and its browser.
 *
 * @param display as DISPLAY has it
 * @param scratch a folder for the ears
 * @param more    more switches of bwrap
 */
export async function openWindowIn(
  root: string,
  { display, scratch, more }: { display: string; scratch: string; more: readonly string[] },
): Promise<OpenWindow> {
  const folder = path.join(scratch, 'ears')
  const between = path.join(scratch, 'between')
  mkdirSync(folder)
  const ears = readFileSync(path.join(import.meta.dirname, '../image/ears.ts'), 'utf8')
  writeFileSync(path.join(folder, 'ears.mjs'), toJavaScript(ears))
  const command = '/usr/lib/keyclave/bin/node /run/ears/ears.mjs /run/browser/chromium'
  writeFileSync(between, `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 })
  const browser = '/usr/lib/chromium'
  const heard = [
    ...lent(folder, '/run/ears'),
    ...['--ro-bind', path.join(root, browser), '/run/browser'],
    ...['--ro-bind', between, path.join(browser, 'chromium')],
  ]
  const window = startIn(root, ['keyclave'], { display, more: [...heard, ...more] })
  let said = ''
  for (const stream of [window.stdout, window.stderr]) {
    stream?.on('data', (text: Buffer) => {
      said += text
    })
  }
  const relay = relayTo(folder).listen(path.join(scratch, 'relay'))
  const close = (): void => {
    relay.close()
    window.kill('SIGKILL')
  }
  const xdotool = (...args: readonly string[]): string =>
    spawnSync('xdotool', args, { encoding: 'utf8', env: { ...process.env, DISPLAY: display } })
      .stdout
  const press = async (...keys: readonly string[]): Promise<void> => {
    // A window manager would give a new window the keyboard.
    while (!xdotool('getwindowfocus', 'getwindowname').includes('Keyclave')) {
      xdotool('mousemove', '640', '30', 'click', '1')
      await pause(PACE.pause)
    }
    xdotool('key', '--delay', '15', '--clearmodifiers', ...keys.map(keyOf))
  }
  try {
    while (newestIn(folder) === undefined) {
      if (window.exitCode !== null) throw new Error(`no window: ${said}`)
      await pause(PACE.pause)
    }
    const hands = await sitDownAtMachine({ ears: path.join(scratch, 'relay'), press }, PACE)
    await hands.hears('What are you here to do?')
    return { hands, close }
  } catch (error) {
    close()
    throw error
  }
}

/** The ears of the browser that was started last: a session that ends takes its own with it. */
function newestIn(folder: string): string | undefined {
  const age = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
  return readdirSync(folder)
    .filter(name => name.endsWith('.sock'))
    .map(name => path.join(folder, name))
    .sort((one, other) => age(other) - age(one))[0]
}

/** Hands each question on to them; a question to a browser that goes is answered with null. */
const relayTo = (folder: string) =>
  createServer(asker => {
    asker.on('error', () => {})
    createInterface({ input: asker }).on('line', question => {
      const ears = createConnection(newestIn(folder) ?? folder)
      let answer = `${JSON.stringify({ id: JSON.parse(question).id, value: null })}\n`
      ears.on('error', () => {})
      ears.on('close', () => asker.write(answer))
      ears.write(`${question}\n`)
      createInterface({ input: ears }).once('line', line => {
        answer = `${line}\n`
        ears.destroy()
      })
    })
  })
