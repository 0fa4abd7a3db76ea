/** The page of a quorum and of a past ceremony, over a real office; pages looked at before they are printed. */
import { existsSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import { type Office, openOffice } from '../fixtures/office.ts'
import { fill, hears, nameNew, press, readFingerprint, takeFile } from './hands.ts'
import { openRealWindow, type RealWindow } from './real-window.ts'
import { lookAt } from './scene.ts'

let office: Office
let window: RealWindow
test.beforeAll(async () => {
  office = await openOffice('classic', true)
  const { desk } = office
  window = await openRealWindow({ stateFolder: desk.at('state') }, desk.path)
  const vault = { path: desk.at('office.vault'), readOnly: false }
  await window.call('vault.open', vault)
  await window.call('vault.close', {})
  await window.reload()
})
test.afterAll(async () => {
  await window.close()
  office.desk.remove()
})

/** How many dots of a canvas are dark: whether something was drawn. */
const ink = (page: Page): Promise<number> =>
  page.evaluate(`(() => {
    const canvas = document.querySelector('dialog canvas')
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
    let dark = 0
    for (let i = 0; i < data.length; i += 4) if (data[i] < 100 && data[i + 3] > 0) dark += 1
    return dark
  })()`)

/** Looks at a page by the keyboard: opens it, sees it drawn, hears what stands on it, closes it. */
async function preview(
  page: Page,
  title: string,
  says: string,
  shot: string | null,
): Promise<void> {
  await page.getByRole('button', { name: `Look at it: ${title}` }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: `${title}, before it is printed` })
  await dialog.locator('canvas[data-drawn]').first().waitFor()
  await expect(dialog.locator('figcaption').first()).toContainText(says)
  expect(await ink(page), 'dark dots').toBeGreaterThan(5000)
  if (shot !== null) await lookAt(page, shot)
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
}

test('a quorum is opened from a vault that was opened before; its pages are seen and saved again', async () => {
  const { page } = window
  const { desk, founded } = office
  expect(await page.title()).toBe('Keyclave')
  await press(page, 'Open office.vault')
  await hears(page, 'Which vault?')
  await press(page, 'Open the vault')
  await hears(page, 'Overview')
  expect(await page.title()).toBe('office, overview: Keyclave')
  await press(page, `Open this quorum: Root key ceremony 2026, set ${founded.setId}`)
  await hears(page, 'Root key ceremony 2026')
  expect(await page.title()).toBe('office, quorum Root key ceremony 2026: Keyclave')
  for (const part of [
    'To do',
    'Cards',
    'Recovery kit',
    'Keys and secrets',
    'Backups',
    'Ceremonies',
    'Drills',
  ]) {
    await expect(page.getByRole('heading', { level: 2, name: part, exact: true })).toBeVisible()
  }
  await expect(page.getByRole('table', { name: 'Backups' })).toContainText('office.age')
  await lookAt(page, 'quorum')
  await preview(page, 'Recovery sheet', 'Drawn again on', 'preview')
  await press(page, 'Save: Register of shares')
  await nameNew(page, desk.at('again.pdf'))
  await expect(page.getByRole('status')).toContainText('again.pdf')
  expect(existsSync(desk.at('again.pdf'))).toBe(true)
})

test('a past ceremony opens, with its record', async () => {
  const { page } = window
  const { desk } = office
  await press(page, 'Ceremonies')
  await press(page, 'Open ceremony Root key ceremony 2026')
  await expect(page.getByText('No share card can be drawn again')).toBeVisible()
  expect(await page.title()).toBe('office, ceremony Root key ceremony 2026: Keyclave')
  await preview(page, 'Plan', 'archive-root', null)
  await press(page, 'Choose Record')
  await takeFile(page, desk.at('ceremony/record.json'))
  await expect(page.getByText('its quorum and its kit are those in the log')).toBeVisible()
  await preview(page, 'Record', 'Drawn again on', null)
  await lookAt(page, 'past-ceremony')
  await press(page, 'Open its page')
  await hears(page, 'Root key ceremony 2026')
  expect(await page.title()).toContain('quorum')
})

test('a kit alone says what it knows and what it cannot', async () => {
  const { page } = window
  await window.call('vault.close', {})
  await window.reload()
  await press(page, 'Look at a recovery kit')
  await press(page, 'Choose Kit file')
  await takeFile(page, office.kit)
  await expect(page.getByRole('heading', { name: 'What a kit cannot know' })).toBeVisible()
  await expect(page.getByRole('table', { name: 'Cards' })).toContainText('Grace Hopper')
  await fill(page, 'Kit fingerprint on a share card', '0000 0000')
  await page.getByRole('button', { name: 'Look at it: Recovery sheet' }).click()
  await expect(page.getByRole('alert')).toContainText('KIT_FINGERPRINT')
  await press(page, 'Close')
  await expect(page.getByText('shown when that of a card has been typed')).toBeVisible()
  await readFingerprint(page, office.kit)
  await expect(page.getByText('shown when that of a card has been typed')).toHaveCount(0)
  await preview(page, 'Recovery sheet', office.founded.fingerprint.slice(0, 9), null)
  await lookAt(page, 'kit-alone')
  await press(page, 'Back')
  await press(page, 'Forget office.vault')
  await expect(page.getByRole('heading', { name: 'Opened last on this machine' })).toHaveCount(0)
})
