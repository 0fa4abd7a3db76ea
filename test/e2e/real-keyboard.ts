/** Keyboards of a window on this machine: the one of a display, and the one that a page has by itself. */
import { execFileSync } from 'node:child_process'
import { expect, type Page } from '@playwright/test'
import { pressKey } from './hands.ts'
import { focused } from './tabbing.ts'
import { type Typist, typistAt } from './typist.ts'

/** Keys that have arrived in the page, modifiers left out: a key of a display arrives when it arrives. */
const COUNT_KEYS = `window.addEventListener('keydown', event => {
    if (!['Shift', 'Control', 'Alt', 'AltGraph'].includes(event.key)) window.keyHeard()
  }, { capture: true })`

/** As long as a scene waits for anything; milliseconds. */
const PATIENCE = 300_000
const PAUSE = 50

/** @param display as DISPLAY has it */
export async function sitDown(page: Page, display: string): Promise<Typist> {
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
  const isInPage = (): Promise<boolean> => page.evaluate('document.hasFocus()') as Promise<boolean>
  /** By what was heard, not by time: a slow machine hears later, and a Tab may leave the page. */
  const arrive = async (until: number): Promise<void> => {
    await expect
      .poll(async () => keysHeard >= until || !(await isInPage()), { intervals: [5, 10, 20, 50] })
      .toBe(true)
  }
  // Tab at the end of a page goes on to the browser around it, as everywhere; another one comes back.
  const comeBack = async (): Promise<void> => {
    while (!(await isInPage())) {
      xdotool('key', 'Tab')
      await page.waitForTimeout(100)
    }
  }
  return typistAt({
    key: async name => {
      await comeBack()
      const until = keysHeard + 1
      xdotool('key', '--clearmodifiers', name)
      await arrive(until)
    },
    type: async text => {
      await comeBack()
      const until = keysHeard + text.length
      xdotool('type', '--delay', '15', '--', text)
      await arrive(until)
    },
    focused: () => focused(page),
    ask: expression => page.evaluate(expression),
    ...{ patience: PATIENCE, pause: PAUSE },
  })
}

/** What xdotool calls otherwise than the browser does. */
const IN_PAGE: { readonly [key: string]: string | undefined } = {
  Return: 'Enter',
  Down: 'ArrowDown',
  space: 'Space',
  'shift+Tab': 'Shift+Tab',
  'ctrl+a': 'ControlOrMeta+a',
}

/** Without a display: keys are given to the page. */
export const atPage = (page: Page): Typist =>
  typistAt({
    key: name => pressKey(page, IN_PAGE[name] ?? name),
    type: text => page.keyboard.type(text),
    focused: () => focused(page),
    ask: expression => page.evaluate(expression),
    ...{ patience: PATIENCE, pause: PAUSE },
  })
