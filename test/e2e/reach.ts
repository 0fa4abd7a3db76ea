/** Whether everything on a screen can be seen and pressed, at the window's size and at 200 % zoom. */
import { expect, type Page } from '@playwright/test'

/** What the functions use of a browser; the tests have no DOM types. */
interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}
interface Element {
  readonly tagName: string
  readonly scrollWidth: number
  readonly clientWidth: number
  readonly textContent: string
  readonly parentElement: Element | null
  readonly getAttribute: (name: string) => string | null
  readonly getBoundingClientRect: () => Box & { readonly width: number }
  readonly querySelectorAll: (selector: string) => Iterable<Element>
}
interface Browser {
  readonly innerWidth: number
  readonly innerHeight: number
  readonly document: Element & { readonly documentElement: Element }
  readonly getComputedStyle: (of: Element) => { readonly overflowX: string }
}

/** Runs in the page: what lies beyond the edge of what scrolls, and where a scroller is too narrow. */
function cutOff(): string[] {
  const browser = globalThis as unknown as Browser
  const { document, innerWidth, getComputedStyle } = browser
  const nameOf = (of: Element): string =>
    `${of.tagName.toLowerCase()} “${(of.getAttribute('aria-label') ?? of.textContent).slice(0, 40)}”`
  // Hidden from sight and there for screen readers alone: one pixel wide.
  const seen = (of: Element): boolean => of.getBoundingClientRect().width > 1
  const found: string[] = []
  for (const one of document.querySelectorAll('html, body *')) {
    const cuts = one.tagName === 'HTML' || getComputedStyle(one).overflowX !== 'visible'
    const typed = one.tagName === 'INPUT' || one.tagName === 'TEXTAREA'
    const wide = one.scrollWidth - one.clientWidth
    if (cuts && !typed && seen(one) && wide > 1)
      found.push(`${nameOf(one)} is ${wide} px too narrow`)
  }
  for (const one of document.querySelectorAll('dialog, main, button, input, select, summary, a')) {
    const { left, right } = one.getBoundingClientRect()
    if (seen(one) && (left < -1 || right > innerWidth + 1)) {
      found.push(`${nameOf(one)} lies at ${Math.round(left)} to ${Math.round(right)}`)
    }
  }
  return found
}

/**
 * Nothing lies to the right of what a person can see, not in the page and not in anything that scrolls
 * inside it (WCAG 1.4.10). To be asked in a window of half the size: 200 % zoom.
 */
export async function expectNothingCutOff(page: Page): Promise<void> {
  expect(await page.evaluate(cutOff), 'cut off at 200 % zoom').toEqual([])
}

/** Runs in the page: the last buttons of the dialog that stands on top and are out of sight; a page asks nothing. */
function outOfSight(): string[] {
  const { document, innerHeight } = globalThis as unknown as Browser
  const dialog = [...document.querySelectorAll('dialog[open]:not([data-page])')].at(-1)
  const last = [...(dialog?.querySelectorAll('button') ?? [])].at(-1)
  const row = last?.parentElement?.querySelectorAll('button') ?? []
  return [...row]
    .filter(button => button.getBoundingClientRect().bottom > innerHeight)
    .map(button => button.textContent)
}

/** The answers to a dialog's question are seen without scrolling. */
export async function expectButtonsInSight(page: Page): Promise<void> {
  expect(await page.evaluate(outOfSight), 'buttons below the window').toEqual([])
}
