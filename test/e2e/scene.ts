/**
 * A screen from made-up answers, in light and dark, searched by axe for what a person with a screen reader, a
 * keyboard or weak eyes would stumble over; photographed where somebody wants to look at it (KEYCLAVE_SHOTS=1).
 */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { expect, type FrameLocator, type Locator, type Page, test } from '@playwright/test'
import { refuse } from '../../shared/errors.ts'
import { logOf } from '../fixtures/real-log.ts'
import { expectAccessible } from './accessibility.ts'
import { type Answers, type FakeWindow, openScenesWindow } from './fake-window.ts'
import { click } from './hands.ts'
import * as made from './made-up.ts'
import { expectButtonsInSight, expectNothingCutOff } from './reach.ts'

/** At 200 % zoom it has room for half as much. */
const WINDOW = { width: 1180, height: 800 }
const SHOTS = path.join(import.meta.dirname, 'shots')
/** Pictures that nobody looks at cost as much as the search. */
const isPhotographed = process.env.KEYCLAVE_SHOTS !== undefined

export interface Scene {
  readonly name: string
  readonly answers: Answers
  /** What a person does until the screen stands as it should. */
  readonly act?: (page: Page, window: FakeWindow) => Promise<void>
}

export const base: Answers = {
  'app.about': made.about,
  'app.session': made.session,
  'app.active': null,
  'picker.places': made.places,
  'picker.list': made.listing,
  'vault.recent': { remembers: true, vaults: [] },
  'deliveries.waiting': { waiting: null },
  'approval.ask': refuse('VAULT_CLOSED', {}),
}

const realLog = await logOf('golden-0.1.0/without-people')

/** An open vault that has no people. */
export const inVault: Answers = {
  ...base,
  'app.session': { ...made.session, vault: { path: made.overview.path, readOnly: false } },
  'vault.overview': made.overview,
  'backup.catalogue': { backups: made.backups, total: 2 },
  'audit.page': realLog.page,
  'audit.choices': realLog.choices,
  'approval.ask': refuse('PEOPLE_NONE', {}),
  'people.list': { profile: null, oldPolicy: null, waivers: [], people: [] },
}

export const ceremony = (state: Extract<Answers['ceremony.state'], { step: string }>): Answers => ({
  ...base,
  'app.session': { ...made.session, ceremony: true },
  'ceremony.state': state,
})

export const recovery = (state: Extract<Answers['recovery.state'], { step: string }>): Answers => ({
  ...base,
  'app.session': { ...made.session, recovery: true },
  'recovery.state': state,
})

export const press = (page: Page | FrameLocator, name: string | RegExp): Promise<void> =>
  click(page, page.getByRole('button', { name }))

export const section =
  (name: string) =>
  (page: Page): Promise<void> =>
    page.getByRole('button', { name, exact: true }).click()

/** It stands in one piece, not broken over lines. */
export async function expectOneLine(of: Locator): Promise<void> {
  const lines = await of.evaluate(
    element =>
      (element as unknown as { getClientRects: () => ArrayLike<unknown> }).getClientRects().length,
  )
  expect(lines, `lines of ${await of.innerText()}`).toBe(1)
}

/** What can be done on a page of the vault stands beside its title, not under it. */
export async function expectActionsBeside(page: Page, title: string): Promise<void> {
  const heading = await page.getByRole('heading', { level: 1, name: title }).boundingBox()
  const action = await page.getByRole('main').getByRole('button').first().boundingBox()
  expect((action?.y ?? Infinity) - (heading?.y ?? 0), 'below the title').toBeLessThan(24)
}

/** A screen as it stands: everything in sight and in reach, at 200 % zoom too, in light and dark. */
export async function lookAt(page: Page, name: string): Promise<void> {
  if (isPhotographed) mkdirSync(SHOTS, { recursive: true })
  await expectButtonsInSight(page)
  await page.setViewportSize({ width: WINDOW.width / 2, height: WINDOW.height / 2 })
  await expectNothingCutOff(page)
  await page.setViewportSize(WINDOW)
  for (const look of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: look, reducedMotion: 'reduce' })
    const shot = path.join(SHOTS, `${name}-${look}.png`)
    if (isPhotographed) await page.screenshot({ path: shot })
    await expectAccessible(page, `${name}, ${look}`, look === 'light' ? 'all' : 'contrast')
  }
}

/** A test for each scene, in one window. */
export function playScenes(title: string, scenes: readonly Scene[]): void {
  test.describe(title, () => {
    let window: FakeWindow
    test.beforeAll(async () => {
      window = await openScenesWindow(WINDOW)
    })
    test.afterAll(() => window.close())

    for (const { name, answers, act } of scenes) {
      test(name, async () => {
        const { page } = window
        await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
        await window.show(answers)
        await act?.(page, window)
        await lookAt(page, name)
      })
    }
  })
}
