/** What hands do in the window: press, type, choose files. */

import path from 'node:path'
import { expect, type Frame, type FrameLocator, type Locator, type Page } from '@playwright/test'
import { onCard } from '../fixtures/card-fingerprint.ts'

/** The picker, which is a page of its own inside the window's. */
export const pickerOf = (page: Page): FrameLocator => page.frameLocator('dialog iframe')

/**
 * The picker's page; null when none is open. The newest, since of one that has closed the browser may not have said
 * so yet.
 */
export const pickerPage = (page: Page): Frame | null =>
  page.frames().findLast(frame => frame !== page.mainFrame() && !frame.isDetached()) ?? null

export const press = (page: Page | FrameLocator, name: string | RegExp): Promise<void> =>
  click(page, page.getByRole('button', { name, exact: typeof name === 'string' }))

/**
 * Clicks. What is chosen in the picker takes it away, perhaps before the browser has said that it was clicked,
 * and then it never does.
 */
export async function click(place: Page | FrameLocator, button: Locator): Promise<void> {
  if (!('owner' in place)) return await button.click()
  await button.waitFor()
  const ways = [button.click(), place.owner().waitFor({ state: 'detached' })]
  for (const way of ways) way.catch(() => {}) // the other one ends with the window
  await Promise.race(ways)
}

/** Presses a key. One that closes the picker takes it away, as a click does, and may never be answered. */
export async function pressKey(page: Page, key: string): Promise<void> {
  const inner = pickerPage(page)
  if (inner === null) return await page.keyboard.press(key)
  const gone = new Promise<void>(resolve => {
    page.on('framedetached', frame => frame === inner && resolve())
  })
  const pressed = page.keyboard.press(key)
  pressed.catch(() => {})
  await Promise.race([pressed, gone])
}

export const fill = (page: Page, label: string, text: string): Promise<void> =>
  page.getByRole('textbox', { name: label, exact: true }).fill(text)

/** The instruction that is read aloud now. */
export const hears = (page: Page, words: string | RegExp): Promise<void> =>
  expect(page.getByRole('heading', { level: 1 })).toContainText(words)

/** The refusal that stands on the screen. */
export const refused = (page: Page | FrameLocator, code: string): Promise<void> =>
  expect(page.getByRole('alert').filter({ hasText: code })).toBeVisible()

const picker = pickerOf

async function goToFolder(page: Page, folder: string): Promise<void> {
  const box = picker(page).getByRole('textbox', { name: 'Folder', exact: true })
  await box.fill(folder)
  await box.press('Enter')
  await expect(box).toHaveValue(folder)
}

/** In the open picker: shows also what is not looked for. */
export async function showAll(page: Page): Promise<void> {
  await picker(page).getByRole('textbox', { name: 'Folder', exact: true }).waitFor()
  const all = picker(page).getByRole('checkbox', { name: /^All files/ })
  if ((await all.count()) > 0) await all.check()
}

/** Drops files from a file manager onto the place where `text` stands. */
export async function dropFiles(page: Page, text: string, files: string[]): Promise<void> {
  const box = await page.getByText(text).first().boundingBox()
  if (box === null) throw new Error(`"${text}" is not on the screen`)
  const place = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const data = { items: [], files, dragOperationsMask: 1 }
  const driver = await page.context().newCDPSession(page)
  for (const type of ['dragEnter', 'dragOver', 'dragOver', 'drop'] as const) {
    await driver.send('Input.dispatchDragEvent', { type, ...place, data })
    // The page answers each move before the next: what lets go is asked what it would do.
    await page.waitForTimeout(100)
  }
  await driver.detach()
}

/** In the open picker: takes a file. */
export async function takeFile(page: Page, file: string): Promise<void> {
  await goToFolder(page, path.dirname(file))
  await showAll(page)
  await picker(page)
    .getByRole('radio', { name: `Choose ${path.basename(file)}` })
    .check()
  await press(picker(page), 'Choose')
}

/** In the open picker: takes several files and folders of one folder. */
/** Reads the fingerprint of this kit from a card, and types what the window asks for of it. */
export const readFingerprint = (page: Page, kitFile: string): Promise<void> =>
  fill(page, 'Kit fingerprint on a share card', onCard(kitFile))

export async function takeMany(page: Page, folder: string, names: string[]): Promise<void> {
  await goToFolder(page, folder)
  for (const name of names) {
    await picker(page)
      .getByRole('checkbox', { name: `Choose ${name}`, exact: true })
      .check()
  }
  await picker(page)
    .getByRole('button', { name: /^Choose \d+ item/ })
    .click()
}

/** In the open picker: takes a folder. */
export async function takeFolder(page: Page, folder: string): Promise<void> {
  await goToFolder(page, folder)
  await picker(page)
    .getByRole('button', { name: /^Use “/ })
    .click()
}

/** In the open picker: names a file or folder to be made. */
export async function nameNew(page: Page, file: string): Promise<void> {
  await goToFolder(page, path.dirname(file))
  await picker(page).getByRole('textbox', { name: 'Name', exact: true }).fill(path.basename(file))
  await press(picker(page), 'Use this name')
}

/** On the screen of an open quorum: restores a backup into a new folder. */
export async function restore(page: Page, file: string, into: string): Promise<void> {
  await press(page, 'Choose Backup file')
  await takeFile(page, file)
  await press(page, 'Choose New folder to restore into')
  await nameNew(page, into)
  await press(page, 'Restore')
}

/** Types a card as its holder would: four letters of each word, and the space bar. */
export async function typeCard(page: Page, words: readonly string[]): Promise<void> {
  await page.getByRole('textbox', { name: 'Word 1', exact: true }).click()
  for (const word of words) await page.keyboard.type(`${word.slice(0, 4)} `)
  await expect(page.getByText(`${words.length} words of 40`)).toBeVisible()
}

/** Enters a card in fewer strokes, where typing is not what is tested. */
export async function enterCard(page: Page, words: readonly string[]): Promise<void> {
  await page.getByRole('textbox', { name: 'Word 1', exact: true }).click()
  for (const word of words) {
    await page.keyboard.insertText(word)
    await page.keyboard.press('Space')
  }
  await expect(page.getByText('40 words of 40')).toBeVisible()
}

/** One box of the card. */
export const box = (page: Page, place: number) =>
  page.getByRole('textbox', { name: `Word ${place}`, exact: true })

/** Copies the words that a card on the screen shows. */
export async function copyCard(page: Page): Promise<string[]> {
  const card = page.getByRole('region', { name: /^Share of / })
  const lines = card.getByRole('listitem')
  await expect(lines).toHaveCount(40)
  return (await lines.allInnerTexts()).map(line => line.replace(/^\d+\s*/, '').trim())
}
