/** Hands on a real keyboard, and ears: nothing is pressed through the page, and what has the focus is heard. */
import { execFileSync } from 'node:child_process'
import { expect, type Page } from '@playwright/test'
import { focused } from './tabbing.ts'

export interface Typist {
  /** One key, as xdotool names it. */
  readonly key: (name: string) => Promise<void>
  /** Text, into whatever has the focus. */
  readonly type: (text: string) => Promise<void>
  /** Presses Tab until this is heard. */
  readonly go: (name: RegExp) => Promise<void>
  /** As `go`, the other way. */
  readonly goBack: (name: RegExp) => Promise<void>
  /** Goes there and presses Enter. */
  readonly strike: (name: RegExp) => Promise<void>
  /** Goes to a field and types over what stands in it. */
  readonly fill: (name: RegExp, text: string) => Promise<void>
  /** What is read aloud now. */
  readonly hears: (words: string | RegExp) => Promise<void>
  /** What has the focus without another key. */
  readonly isAt: (name: RegExp) => Promise<void>
  /** How many keys have been pressed. */
  readonly pressed: () => number
}

/** Keys that have arrived in the page, modifiers left out: a key of a display arrives when it arrives. */
const COUNT_KEYS = `window.addEventListener('keydown', event => {
    if (!['Shift', 'Control', 'Alt', 'AltGraph'].includes(event.key)) window.keyHeard()
  }, { capture: true })`

const MOST_STOPS = 120

/** @param display as DISPLAY has it */
export async function sitDown(page: Page, display: string): Promise<Typist> {
  let pressed = 0
  const xdotool = (...args: readonly string[]): void => {
    execFileSync('xdotool', args, { env: { ...process.env, DISPLAY: display } })
  }
  // A window manager would give the window the keyboard.
  xdotool('mousemove', '640', '30', 'click', '1')
  let keysHeard = 0
  await page.exposeBinding('keyHeard', () => {
    keysHeard += 1
  })
  // In the picker's frame as well, whenever it comes.
  await page.addInitScript(COUNT_KEYS)
  await page.evaluate(COUNT_KEYS)
  const heard = async (): Promise<number> => keysHeard
  const isInPage = (): Promise<boolean> => page.evaluate('document.hasFocus()') as Promise<boolean>
  /** By what was heard, not by time: a slow machine hears later, and a Tab may leave the page. */
  const arrive = async (before: number, keys: number): Promise<void> => {
    pressed += keys
    await expect
      .poll(async () => (await heard()) >= before + keys || !(await isInPage()), {
        intervals: [5, 10, 20, 50],
      })
      .toBe(true)
  }
  // Tab at the end of a page goes on to the browser around it, as everywhere; another one comes back.
  const comeBack = async (): Promise<void> => {
    while (!(await isInPage())) {
      xdotool('key', 'Tab')
      await page.waitForTimeout(100)
    }
  }
  const key = async (name: string): Promise<void> => {
    await comeBack()
    const before = await heard()
    xdotool('key', '--clearmodifiers', name)
    await arrive(before, 1)
  }
  const type = async (text: string): Promise<void> => {
    await comeBack()
    const before = await heard()
    xdotool('type', '--delay', '15', '--', text)
    await arrive(before, text.length)
  }
  const step = async (name: RegExp, tab: string): Promise<void> => {
    for (let stop = 0; stop < MOST_STOPS; stop += 1) {
      if (name.test((await focused(page)) ?? '')) return
      await key(tab)
    }
    throw new Error(`Tab never came to ${name}`)
  }
  const go = (name: RegExp): Promise<void> => step(name, 'Tab')
  return {
    ...{ key, type, go },
    goBack: name => step(name, 'shift+Tab'),
    strike: async name => {
      await go(name)
      await key('Return')
    },
    fill: async (name, text) => {
      await go(name)
      await key('ctrl+a')
      await type(text)
    },
    hears: words => expect(page.getByRole('heading', { level: 1 })).toContainText(words),
    isAt: name => expect.poll(() => focused(page)).toMatch(name),
    pressed: () => pressed,
  }
}
