/** A destruction as a course of steps, over a real office: the vault, a copy, the quorum, the certificate. */
import { expect, test } from '@playwright/test'
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

test('a key is destroyed step by step, and what is not gone is said before it and after it', async () => {
  const { page } = window
  const dialog = page.getByRole('dialog')
  await press(page, 'Keys')
  await page
    .getByRole('table', { name: 'Keys' })
    .getByRole('button', { name: /video-root/ })
    .click()
  await hears(page, 'video-root')
  await expect(page.getByRole('button', { name: 'Destroy: video-root@1' })).toHaveCount(0)
  await press(page, 'Retire for ever: video-root@1')
  await dialog.getByRole('button', { name: 'Retire for ever', exact: true }).click()
  await expect(dialog).toHaveCount(0)
  await press(page, 'Destroy: video-root@1')
  await hears(page, 'Destroy video-root@1')
  await expect(page.getByText('What will not be:')).toBeVisible()
  await lookAt(page, 'destroy')
  await page.getByRole('button', { name: 'Destroy it for ever' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText(/no piece of it is left in them/)).toBeVisible()

  const copies = page.getByRole('table', { name: 'Copies elsewhere' })
  await expect(copies).toContainText('not accounted for')
  await copies
    .getByRole('button', { name: /^Account for it… Recovery kit/ })
    .first()
    .click()
  await fill(page, 'Who did it, or looked', 'Ada')
  await fill(page, 'Number of the bag, the device or the medium', 'D-7')
  await dialog.getByRole('button', { name: 'Record it' }).focus()
  await page.keyboard.press('Enter')
  await expect(dialog).toHaveCount(0)
  await expect(copies).toContainText('Ada, D-7')
  await expect(page.getByRole('region', { name: /^Quorum/ })).toContainText('can still open a copy')

  await fill(page, 'Observer', 'Otto')
  await page.getByRole('button', { name: 'Issue the certificate' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('The certificate is issued.')).toBeVisible()
  await lookAt(page, 'destroyed')
  await press(page, 'Back to the keys')
  await expect(page.getByRole('table', { name: 'Keys', exact: true })).toContainText('destroyed')
})
