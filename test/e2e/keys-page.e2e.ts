/** The keys of a vault and the page of one, over a real office: added, rotated, suspended, due; the backup keys. */
import { expect, type Page, test } from '@playwright/test'
import { type Office, openOffice } from '../fixtures/office.ts'
import { fill, hears, press } from './hands.ts'
import { openRealWindow, type RealWindow } from './real-window.ts'
import { lookAt } from './scene.ts'

let office: Office
let window: RealWindow
test.beforeAll(async () => {
  office = await openOffice('classic', true)
  const { desk } = office
  window = await openRealWindow({ stateFolder: desk.at('state') }, desk.path)
  await window.call('vault.open', { path: desk.at('office.vault'), readOnly: false })
  await window.reload()
})
test.afterAll(async () => {
  await window.close()
  office.desk.remove()
})

const dialog = (page: Page) => page.getByRole('dialog')
/** Presses a button of the dialog by the keyboard alone. */
async function enter(page: Page, name: string): Promise<void> {
  await dialog(page).getByRole('button', { name, exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(dialog(page)).toHaveCount(0)
}

test('how long keys are used is agreed on, and a key is added by it', async () => {
  const { page } = window
  await press(page, 'Keys')
  await hears(page, 'Keys')
  await press(page, 'Agree on a purpose…')
  await fill(page, 'Purpose, as it stands with the keys', 'the shop')
  await fill(page, 'Months after which its next version is due', '13')
  await dialog(page).getByRole('button', { name: 'Agree on this' }).click()
  await expect(dialog(page).getByRole('alert')).toContainText('CRYPTOPERIOD')
  await fill(page, 'Months after which its next version is due', '1')
  await lookAt(page, 'cryptoperiod')
  await enter(page, 'Agree on this')
  await expect(page.getByRole('table', { name: 'How long keys are used' })).toContainText(
    '12 months',
  )
  await press(page, 'Add a key…')
  await fill(page, 'Label', 'shop-root')
  await fill(page, 'What it is for', 'The Shop')
  await expect(dialog(page)).toContainText('to protect for 12 months and to read for 48 months')
  await lookAt(page, 'new-key')
  await enter(page, 'Add it')
  await expect(page.getByRole('status').first()).toContainText('shop-root@1 is in use, may protect')
  await expect(page.getByRole('table', { name: 'Due' })).toContainText('its next version is due')
  await lookAt(page, 'keys')
})

test('a key has a page, with its versions, what became of it, and what can be done with it', async () => {
  const { page } = window
  await page
    .getByRole('table', { name: 'Keys' })
    .getByRole('button', { name: /shop-root/ })
    .click()
  await hears(page, 'shop-root')
  expect(await page.title()).toBe('office, key shop-root: Keyclave')
  await press(page, 'Make its next version…')
  await enter(page, 'Make the next version')
  await expect(page.getByRole('region', { name: 'shop-root@1' })).toContainText('retired')
  await press(page, 'Suspend: shop-root@2')
  await lookAt(page, 'key-suspend')
  await enter(page, 'Suspend')
  const second = page.getByRole('region', { name: 'shop-root@2' })
  await expect(second).toContainText('suspended')
  await expect(second.getByRole('button', { name: /^Suspend/ })).toHaveCount(0)
  await press(page, 'Resume: shop-root@2')
  await enter(page, 'Resume')
  await press(page, 'Mark as compromised: shop-root@1')
  await fill(page, 'Since when somebody else may have had it', '2001-01-01')
  await dialog(page).getByRole('button', { name: 'Mark as compromised' }).click()
  await expect(dialog(page).getByRole('alert')).toContainText('KEY_OCCURRED')
  await fill(page, 'Since when somebody else may have had it', '')
  await enter(page, 'Mark as compromised')
  const story = page.getByRole('table', { name: 'What became of it' })
  await expect(story).toContainText('A newer one takes its place')
  await expect(story).toContainText('suspect since')
  await lookAt(page, 'key')
  await page.evaluate(`document.documentElement.style.fontSize = '150%'`)
  await lookAt(page, 'key-large')
  await page.evaluate(`document.documentElement.style.fontSize = ''`)
})

test('backup keys have a page, and get their next one', async () => {
  const { page } = window
  await press(page, 'Back to the keys')
  await press(page, 'Open the backup keys of Root key ceremony 2026')
  await hears(page, 'Backup keys')
  await expect(page.getByRole('table', { name: 'Backups of backup key 1' })).toContainText(
    'office.age',
  )
  await press(page, 'Make the next backup key…')
  await enter(page, 'Make it')
  await expect(page.getByRole('heading', { name: 'Backup key 2' })).toBeVisible()
  await lookAt(page, 'backup-keys')
})

test('everything that was sealed to a quorum is marked compromised by one deed', async () => {
  const { page } = window
  await press(page, 'Incident')
  const suspects = page.getByLabel('What may be in other hands')
  const whole = suspects.locator('option', { hasText: 'The whole quorum' })
  await suspects.selectOption(String(await whole.getAttribute('value')))
  await expect(page.getByText('To gain time while you look, suspend its keys')).toBeVisible()
  await press(page, 'Mark as compromised…')
  await expect(dialog(page)).toContainText('There is no way back')
  await expect(dialog(page)).toContainText('shop-root@2')
  await expect(dialog(page)).not.toContainText('shop-root@1')
  await expect(dialog(page)).toContainText('backup key 2')
  await lookAt(page, 'quorum-compromise')
  await fill(page, 'Since when somebody else may have had it', '2001-01-01')
  await enter(page, 'Mark as compromised')
  await expect(page.getByText('Everything that was sealed to it is marked')).toBeVisible()
  await expect(page.getByRole('list', { name: 'What is left to do' })).toContainText(
    'Mark everything that was sealed to it.',
  )
  await press(page, 'Keys')
  const states = page.getByRole('table', { name: 'Keys', exact: true })
  await expect(states).toContainText('compromised')
  await expect(states).not.toContainText('in use')
})
