/** The help over other screens, why each step is there, and the page of settings. */
import { expect, type Page, test } from '@playwright/test'
import { DEFAULT_SETTINGS, type Settings } from '../../shared/settings.ts'
import { openFakeWindow } from './fake-window.ts'
import { box } from './hands.ts'
import * as made from './made-up.ts'
import { base, ceremony, inVault, playScenes, press, type Scene } from './scene.ts'

const standing = { settings: DEFAULT_SETTINGS, path: '/home/ines/.config/keyclave/settings.json' }

const help = (page: Page) => page.getByRole('dialog', { name: 'Help' })

const SCENES: readonly Scene[] = [
  {
    name: 'help over the front door',
    answers: base,
    act: async page => {
      await page.keyboard.press('F1')
      await expect(help(page).getByLabel('Search all documents')).toBeFocused()
      await expect(help(page).getByRole('heading', { level: 1 })).toHaveText(
        'Why each step is there',
      )
    },
  },
  {
    name: 'help, searched',
    answers: inVault,
    act: async page => {
      await press(page, 'Help')
      await page.keyboard.type('wrong passphrase')
      await help(page)
        .getByText(/^\d+ places/)
        .waitFor()
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await expect(help(page).getByRole('heading').and(page.locator(':focus'))).toHaveCount(1)
    },
  },
  {
    name: 'help, a document with tables and code',
    answers: base,
    act: async page => {
      await page.keyboard.press('F1')
      await help(page).getByRole('button', { name: 'Keyclave formats, version 1' }).click()
      await expect(help(page).getByRole('heading', { level: 1 })).toBeFocused()
    },
  },
  {
    name: 'settings',
    answers: {
      ...inVault,
      'app.settings': { ...standing, problem: 'not-json' },
      'settings.save': settings => ({ ...standing, settings, problem: null }),
    },
    act: async page => {
      await press(page, 'Settings')
      await expect(page.getByText('SETTINGS_DAMAGED')).toBeVisible()
    },
  },
]

playScenes('help and settings', SCENES)

/** Runs in the page: whether a text lies under something that hides it. */
const isHidden = (page: Page, text: string): Promise<boolean> =>
  page
    .getByText(text, { exact: true })
    .first()
    .evaluate(element => {
      const { left, top, width, height } = (
        element as unknown as { getBoundingClientRect: () => DOMBox }
      ).getBoundingClientRect()
      const { document } = globalThis as unknown as { document: Document }
      const above = document.elementFromPoint(left + width / 2, top + height / 2)
      return above === null || !(element as unknown as Element).contains(above)
    })

interface DOMBox {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}
interface Element {
  readonly contains: (other: Element) => boolean
}
interface Document {
  readonly elementFromPoint: (x: number, y: number) => Element | null
}

test('help neither shows nor ends what is secret, and loses nothing that was typed', async () => {
  const window = await openFakeWindow({ width: 1180, height: 800 })
  const { page } = window
  const uncovered = { ...made.session, ceremony: true }
  await window.show({
    ...ceremony(made.inShares(1)),
    'ceremony.showShare': made.card,
    'app.unlock': null,
  })
  await press(page, 'Show my share')
  const word = made.card.words[6] ?? ''
  await expect(page.getByText(word, { exact: true }).first()).toBeVisible()
  await page.keyboard.press('F1')
  await help(page).getByRole('heading', { level: 1 }).waitFor()
  expect(await isHidden(page, word)).toBe(true)
  await page.keyboard.type('card')
  await page.keyboard.press('Escape')
  await expect(help(page)).toBeHidden()
  expect(await isHidden(page, word)).toBe(false)

  // "Why?" leads to the step that is shown.
  await press(page, 'Why?')
  const reason = help(page).getByRole('heading', { name: 'One custodian at a time' })
  await expect(reason).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Why?' })).toBeFocused()

  // What is typed stays, and so does the place where the next key belongs.
  window.answer({ 'ceremony.state': made.inShares(1, true) })
  await window.show({ ...ceremony(made.inShares(1, true)), 'app.unlock': null })
  await page.getByRole('button', { name: /read it back/ }).click()
  await page.keyboard.type('act action ')
  await page.keyboard.press('F1')
  await page.keyboard.type('reading back')
  await help(page)
    .getByText(/^\d+ places?/)
    .waitFor()

  // Under the cover there is no help; it is where it was when the cover is gone.
  window.answer({ 'app.session': { ...uncovered, locked: true, kept: ['ceremony'] } })
  await window.emit('app.locked', { reason: 'asked' })
  await expect(help(page)).toBeHidden()
  await page.keyboard.press('F1')
  await expect(help(page)).toBeHidden()
  window.answer({ 'app.session': uncovered })
  await press(page, 'Show the screen again')
  await expect(help(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(box(page, 2)).toHaveValue('action')
  await expect(box(page, 3)).toBeFocused()
  await window.close()
})

test('settings hold at once: what is shown, for how long, on which paper', async () => {
  const window = await openFakeWindow({ width: 1180, height: 800 })
  const { page } = window
  const saved: Settings[] = []
  const set: Settings = { ...DEFAULT_SETTINGS, glanceSeconds: 30, paper: 'letter' }
  await window.show({
    ...ceremony(made.inShares(1, true)),
    'ceremony.showShare': made.card,
    'app.settings': { ...standing, settings: set, problem: null },
    'settings.save': settings => {
      saved.push(settings)
      return { ...standing, settings, problem: null }
    },
  })
  await expect(page.getByLabel('Paper')).toHaveValue('letter')
  await press(page, 'Show my share again')
  await expect(page.getByText(/Blanked in (30|29|28) seconds/)).toBeVisible()

  await press(page, 'Settings')
  const settings = page.getByRole('dialog', { name: 'Settings' })
  await settings.getByLabel('Light or dark').selectOption('dark')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await settings.getByLabel('Large type').click() // it is set when the machine has kept it
  await expect(page.locator('html')).toHaveAttribute('data-type', 'large')
  await settings.getByLabel(/stays on the screen/).selectOption('60')
  await press(page, 'Back to what Keyclave comes with')
  await expect(page.locator('html[data-theme], html[data-type]')).toHaveCount(0)
  expect(saved.at(-2)).toEqual({ ...set, appearance: 'dark', largeType: true, glanceSeconds: 60 })
  expect(saved.at(-1)).toEqual(DEFAULT_SETTINGS)
  await page.keyboard.press('Escape')
  await expect(page.getByText(/Blanked in [45] minutes/)).toBeVisible()
  await window.close()
})
