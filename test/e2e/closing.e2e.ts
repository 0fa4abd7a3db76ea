/** Closing the window: at once when nothing is under way, otherwise by a word that a person types. */
import { expect, test } from '@playwright/test'
import { hears } from './hands.ts'
import { openRealWindow } from './real-window.ts'

test('a window where nothing is under way closes at once', async () => {
  const window = await openRealWindow()
  const gone = window.page.waitForEvent('close')
  // A page asks before it goes only when somebody has touched it.
  await window.page.getByRole('button', { name: 'Recover now' }).click()
  await window.page.close({ runBeforeUnload: true })
  await gone
  await window.close()
})

test('a window with a recovery in it stays until somebody types the word', async () => {
  const window = await openRealWindow()
  const { page } = window
  await page.getByRole('button', { name: 'Recover now' }).click()
  await window.call('recovery.begin', { kit: null })
  await window.reload()
  await hears(page, /card/)
  // A page asks before it goes only when somebody has touched it.
  await page.getByRole('heading', { level: 1 }).click()
  const question = page.getByRole('dialog', { name: 'Close the window?' })

  await page.close({ runBeforeUnload: true })
  await expect(question).toContainText('A recovery is going on')
  await page.keyboard.press('Escape')
  await expect(question).toHaveCount(0)

  await page.close({ runBeforeUnload: true })
  await question.getByRole('button', { name: 'Close the window' }).click({ force: true })
  await question.getByLabel('Type “close” to go on').fill('clos')
  await page.keyboard.press('Enter')
  await expect(question).toBeVisible()
  const gone = page.waitForEvent('close')
  await question.getByLabel('Type “close” to go on').fill('close')
  // The window is gone before the key is up again.
  await page.keyboard.press('Enter').catch(() => {})
  await gone
  await window.close()
})
