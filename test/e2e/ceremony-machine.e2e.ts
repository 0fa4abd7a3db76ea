/** The window on a machine that was started from the image, where the processor may have to draw whatever moves. */
import { expect, type Page, test } from '@playwright/test'
import { openFakeWindow } from './fake-window.ts'
import { press } from './hands.ts'
import { base } from './scene.ts'

const turning = (page: Page): Promise<number> =>
  page.evaluate(
    `document.getAnimations().filter(({ playState }) => playState === 'running').length`,
  )

test('the keyboard is asked for first, and nothing turns while something is awaited', async () => {
  const window = await openFakeWindow({ width: 1280, height: 800 })
  const { page } = window
  const asked = { machine: { keyboard: 'us', chosen: false } } as const
  await window.show({ ...base, 'machine.show': asked, 'machine.setKeyboard': 'pending' })
  await expect(page.getByRole('dialog', { name: 'Which keyboard is this?' })).toBeVisible()
  await press(page, 'It types what its keys say')
  await expect(page.locator('[aria-busy="true"]')).toBeVisible()
  expect(await turning(page)).toBe(0)

  // Elsewhere it is seen to turn.
  await page.evaluate(`delete document.documentElement.dataset.machine`)
  expect(await turning(page)).toBe(1)
  await window.close()
})

test('what opens slowly says so, and Esc closes it', async () => {
  const window = await openFakeWindow({ width: 1280, height: 800 })
  const { page } = window
  await window.show({ ...base, 'recovery.state': { step: 'none' }, 'files.ask': 'pending' })
  await press(page, 'Recover now')
  await press(page, /^Choose Kit file/)
  const picker = page.getByRole('dialog')
  await expect(picker).toContainText('On a slow machine this takes a minute')
  await picker.press('Escape')
  await expect(picker).toBeHidden()
  await window.close()
})
