/** Hands that only type. */
import type { Page } from '@playwright/test'
import { pickerPage, pressKey } from './hands.ts'

/** What a screen reader calls the element that has the focus. */
export async function focused(page: Page): Promise<string> {
  const heard = await page.evaluate(HEARD)
  // In the picker's frame it is that page's own.
  if (heard !== IN_FRAME) return heard as string
  return ((await pickerPage(page)
    ?.evaluate(HEARD)
    .catch(() => '')) ?? '') as string
}

const IN_FRAME = 'in a frame'
const HEARD = `(({ activeElement: it }) => it.tagName === 'IFRAME'
  ? ${JSON.stringify(IN_FRAME)}
  : it.getAttribute('aria-label') ?? it.labels?.[0]?.innerText ?? it.innerText)(document)`

/** Presses Tab until the focus is there, as somebody would who sees it move. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let i = 0; i < 60; i += 1) {
    if (name.test((await focused(page)) ?? '')) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never came to ${name}`)
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
