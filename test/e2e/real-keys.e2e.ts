/**
 * A share stands on the screen, and somebody presses the keys of the browser underneath: real keys, of a
 * keyboard on a display, since those that a test gives to the page never reach a browser's own.
 */
import { execFileSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import { type Display, openDisplay } from '../setup/display.ts'
import { type FakeWindow, openFakeWindow } from './fake-window.ts'
import { press } from './hands.ts'
import * as made from './made-up.ts'
import { ceremony } from './scene.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** What Chromium does something for, as xdotool names it. */
const FOREIGN = [
  ...[
    'ctrl+p',
    'ctrl+shift+p',
    'ctrl+s',
    'ctrl+f',
    'ctrl+g',
    'ctrl+shift+g',
    'F3',
    'ctrl+u',
    'ctrl+o',
  ],
  ...['ctrl+n', 'ctrl+shift+n', 'ctrl+t', 'ctrl+shift+t', 'ctrl+w', 'ctrl+shift+w', 'ctrl+F4'],
  ...['ctrl+r', 'ctrl+shift+r', 'F5', 'ctrl+F5', 'shift+F5', 'alt+Left', 'alt+Right', 'alt+Home'],
  ...['F12', 'ctrl+shift+i', 'ctrl+shift+j', 'ctrl+shift+c', 'shift+Escape', 'F6', 'F7', 'F10'],
  ...['ctrl+h', 'ctrl+j', 'ctrl+d', 'ctrl+shift+d', 'ctrl+l', 'ctrl+k', 'ctrl+e', 'alt+d', 'alt+e'],
  ...['alt+f', 'ctrl+shift+o', 'ctrl+shift+b', 'ctrl+shift+m', 'ctrl+shift+a', 'ctrl+shift+Delete'],
  ...['ctrl+Tab', 'ctrl+1', 'ctrl+9', 'ctrl+Page_Down', 'ctrl+shift+q', 'F11', 'Menu', 'shift+F10'],
  ...[
    'ctrl+shift+y',
    'alt+shift+i',
    'alt+shift+b',
    'alt+shift+t',
    'ctrl+m',
    'XF86Back',
    'XF86Refresh',
  ],
]

const ANSWERS = { ...ceremony(made.inShares(1, true)), 'ceremony.showShare': made.card }

test.describe('a share on the screen', () => {
  const home = temporaryFolder('keyclave-keys-')
  let display: Display
  let window: FakeWindow
  const types = (...args: readonly string[]): string =>
    execFileSync('xdotool', args, {
      env: { ...process.env, DISPLAY: display.name },
      encoding: 'utf8',
    })
  const windowsOpen = (): number =>
    types('search', '--onlyvisible', '--name', '.*').trim().split('\n').length
  const saved = (): readonly string[] => globSync('**/*.{pdf,html,mhtml,htm,png}', { cwd: home })

  test.beforeAll(async () => {
    display = await openDisplay()
    const shown = { display: display.name, home }
    window = await openFakeWindow({ width: 1180, height: 800 }, shown)
  })
  test.afterAll(async () => {
    await window.close()
    display.close()
  })

  async function showShare(): Promise<Page> {
    const { page } = window
    await window.show(ANSWERS)
    await press(page, /Show my share/)
    await expect(page.getByRole('region', { name: /^Share of / })).toBeVisible()
    await page.evaluate('window.sameAsBefore = true')
    // A click into the page gives it the keyboard, as a window manager would.
    types('mousemove', '640', '300', 'click', '1')
    return page
  }

  const stillThere = (page: Page): Promise<unknown> => page.evaluate('window.sameAsBefore === true')

  test('is printed, saved, searched and left by no key of the browser', async () => {
    const page = await showShare()
    const before = windowsOpen()
    for (const key of FOREIGN) {
      types('key', '--clearmodifiers', key)
      await page.waitForTimeout(60)
      expect([key, windowsOpen(), page.context().pages().length]).toEqual([key, before, 1])
      expect([key, await stillThere(page)]).toEqual([key, true])
    }
    // Of them all, one has been given something to do: our own help, and not the browser's on the network.
    types('key', '--clearmodifiers', 'F1')
    await expect(page.getByRole('dialog', { name: 'Help' })).toBeVisible()
    types('key', '--clearmodifiers', 'Escape')
    await expect(page.getByRole('dialog', { name: 'Help' })).toBeHidden()
    // What opens slowly has opened by now.
    await page.waitForTimeout(1500)
    expect([windowsOpen(), page.context().pages().length]).toEqual([before, 1])
    expect(await stillThere(page)).toBe(true)
    expect(saved()).toEqual([])
    await expect(page.getByRole('region', { name: /^Share of / })).toBeVisible()
  })

  test('has no menu of the browser under the right button', async () => {
    const page = await showShare()
    const menuOpens = (selector: string): Promise<unknown> =>
      page.evaluate(
        `document.querySelector('${selector}').dispatchEvent(
          new MouseEvent('contextmenu', { bubbles: true, cancelable: true }))`,
      )
    expect(await menuOpens('li')).toBe(false)
    expect(await menuOpens('body')).toBe(false)
  })

  test('is no page for whoever prints in spite of that', async () => {
    const page = await showShare()
    await page.emulateMedia({ media: 'print' })
    await expect(page.getByRole('region', { name: /^Share of / })).toBeHidden()
    await page.emulateMedia({ media: 'screen' })
  })
})
