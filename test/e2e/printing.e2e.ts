/** A card is printed in the real window, through a real CUPS, and read back from what came out. */

import { writeFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { expect, test } from '@playwright/test'
import { createInput } from '../../main/services/files/input.ts'
import { cardFromFile } from '../../main/services/quorum/card-from-file.ts'
import { nodeScansHere } from '../../main/shells/card-process.ts'
import { shareToWords } from '../../shared/share-text.ts'
import { type Scheduler, startScheduler } from '../services/printing/scheduler.ts'
import { PASSPHRASE, PLAN } from '../services/window.ts'
import { enterCard, hears, press } from './hands.ts'
import { openRealWindow, type RealWindow } from './real-window.ts'

test.describe
  .serial('printing a card', () => {
    let scheduler: Scheduler
    let window: RealWindow

    test.beforeAll(async () => {
      scheduler = await startScheduler()
      scheduler.queue('Desk', '-v', 'usb://Example/Laser', '-D', 'Laser by the window', '-E')
      scheduler.queue('Floor', '-v', 'ipp://10.0.0.5/ipp/print', '-E')
      window = await openRealWindow({ printSystem: scheduler.tools })
      await window.call('ceremony.begin', { source: { kind: 'form', plan: PLAN } })
      const state = await window.call('ceremony.checkRoom', {})
      if (state.step !== 'room' || state.checks === null) throw new Error('no room check')
      const overrides = state.checks
        .filter(({ result }) => result !== 'passed')
        .map(({ check }) => ({ check, reason: 'a test' }))
      await window.call('ceremony.acceptRoom', { overrides })
      await window.call('ceremony.acceptEntropy', {})
      await window.call('ceremony.found', { passphrase: PASSPHRASE, again: PASSPHRASE })
      await window.reload()
      await press(window.page, 'They are written down')
    })
    test.afterAll(async () => {
      await window.close()
      await scheduler.stop()
    })

    /** The words on the last page that came out, as its holder reads them. */
    async function wordsOnPage(): Promise<readonly string[]> {
      const file = window.at('page.pdf')
      writeFileSync(file, scheduler.printed().at(-1) ?? Buffer.alloc(0))
      const card = await cardFromFile(file, createInput(Readable.from([]), nodeScansHere('.')))
      return shareToWords(card.bytes)
    }

    test('the printer is looked at before it gets a card', async () => {
      const { page } = window
      await press(page, 'Print the card…')
      const dialog = page.getByRole('dialog')
      await expect(dialog).toContainText('Floor. It prints over a network')

      // How the card will look is seen first, and none of its words with it.
      await press(page, 'Look at the page first: Print Ada’s card')
      const preview = page.getByRole('dialog', { name: /before it is printed$/ })
      await preview.locator('canvas[data-drawn]').waitFor()
      await expect(preview).toContainText('What is secret is covered here')
      await expect(preview.locator('figcaption')).toContainText('•••••• ')
      await page.keyboard.press('Escape')
      await expect(preview).toHaveCount(0)
      await dialog.getByText('Laser by the window').click()
      const print = dialog.getByRole('button', { name: 'Print', exact: true })
      await expect(print).toHaveAttribute('aria-disabled', 'true')
      await dialog.getByLabel(/^We have looked/).check()
      await print.click()
      await hears(page, 'Ada, take the page from the printer')
      expect(scheduler.printed()).toHaveLength(1)
    })

    test('a window that is drawn anew asks again', async () => {
      await window.reload()
      await hears(window.page, 'Ada, take the page from the printer')
    })

    test('a bad page is destroyed and printed again, and the printer is known', async () => {
      const { page } = window
      await press(page, 'The bad page is destroyed: print again…')
      const dialog = page.getByRole('dialog')
      await dialog.getByText('Laser by the window').click()
      await dialog.getByRole('button', { name: 'Print', exact: true }).click()
      await hears(page, 'Ada, take the page from the printer')
      expect(scheduler.printed()).toHaveLength(2)
    })

    test('a legible page is read back; its share was never on the screen', async () => {
      const { page } = window
      const words = await wordsOnPage()
      await press(page, 'It is printed and legible')
      await hears(page, 'type the 40 words from your card')
      await enterCard(page, words)
      await press(page, 'Check the card')
      await hears(page, 'Only Grace looks at the screen now.')
    })

    test('an empty card needs no look at the printer', async () => {
      const { page } = window
      await press(page, 'Print an empty card…')
      const dialog = page.getByRole('dialog')
      await dialog.getByText('Floor', { exact: true }).click()
      await dialog.getByRole('button', { name: 'Print', exact: true }).click()
      await expect(page.getByText('An empty card was printed on “Floor”.')).toBeVisible()
    })
  })
