/** Hands that only type. */
import type { Page } from '@playwright/test'
import { pickerPage, pressKey } from './hands.ts'
import { focusedIn } from './typist.ts'

/** What a screen reader calls the element that has the focus. */
export const focused = (page: Page): Promise<string> =>
  focusedIn(
    expression => page.evaluate(expression),
    async expression =>
      pickerPage(page)
        ?.evaluate(expression)
        .catch(() => ''),
  )

/** More stops than any screen has: whoever has pressed Tab so often has been everywhere. */
const ROUND = 60
/** How long a picker or a screen may take to be there, on a machine that does something else as well; milliseconds. */
const PATIENCE = 60_000
const PAUSE = 250

/**
 * Presses Tab until the focus is there, as somebody would who sees it move. What is not there yet may come: after a
 * whole round in vain they wait a little and go round again.
 */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (const until = Date.now() + PATIENCE; ; ) {
    for (let i = 0; i < ROUND; i += 1) {
      if (name.test((await focused(page)) ?? '')) return
      await page.keyboard.press('Tab')
    }
    if (Date.now() > until) throw new Error(`Tab never came to ${name}`)
    await page.waitForTimeout(PAUSE)
  }
}

/** Goes to a button and presses it. */
export async function strike(page: Page, name: RegExp): Promise<void> {
  await tabTo(page, name)
  await pressKey(page, 'Enter')
}

/** Goes to a field and types over what stands in it. */
export async function typeInto(page: Page, name: RegExp, text: string): Promise<void> {
  await tabTo(page, name)
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(text)
}
