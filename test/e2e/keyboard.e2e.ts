/** Without a pointer, and with time going by: what hands that only type, and nobody, do to the window. */
import { expect, test } from '@playwright/test'
import { type Answers, type FakeWindow, openFakeWindow } from './fake-window.ts'
import { box, hears } from './hands.ts'
import * as made from './made-up.ts'
import { focused, tabTo } from './tabbing.ts'

let window: FakeWindow
test.beforeAll(async () => {
  window = await openFakeWindow({ width: 1180, height: 800 })
})
test.afterAll(() => window.close())

const base = {
  'app.about': made.about,
  'app.session': made.session,
  'app.active': null,
  'picker.places': made.places,
  'picker.list': made.listing,
} as const

test('a screen begins at its heading, and the next stops are in reading order', async () => {
  const { page } = window
  await window.show(base)
  expect(await focused(page)).toBe('What are you here to do?')
  const stops: string[] = []
  for (let i = 0; i < 6; i += 1) {
    await page.keyboard.press('Tab')
    stops.push(await focused(page))
  }
  expect(stops).toEqual([
    'Start a ceremony',
    'Rehearse one first',
    'Recover now',
    'Open a vault',
    'Look at a recovery kit',
    'Help',
  ])
})

test('recovery begins, chooses a kit and enters a card by keyboard alone', async () => {
  const { page } = window
  const shares = {
    step: 'shares',
    kit: made.kit,
    setId: made.SET_ID,
    shares: [],
    need: 3,
    missing: made.kit.custodians.map(custodian => custodian),
    complete: false,
    proposal: false,
    leaveUntil: null,
    passphrase: 'missing',
  } as const
  let [begun, entered] = [false, false]
  await window.show({
    ...base,
    'recovery.state': () =>
      entered
        ? {
            ...shares,
            shares: [{ index: 2, custodian: 'Grace Hopper' }],
            missing: shares.missing.filter(({ index }) => index !== 2),
          }
        : begun
          ? { ...shares, shares: [], missing: [...shares.missing] }
          : { step: 'none' },
    'kit.inspect': made.inspectedKit,
    'recovery.begin': () => {
      begun = true
      return { ...shares, shares: [], missing: [...shares.missing] }
    },
    'share.add': ({ card }) => {
      expect(card).toEqual({ kind: 'words', words: made.card.words })
      entered = true
      return { kind: 'accepted', share: { index: 2, custodian: 'Grace Hopper' } }
    },
  })
  await tabTo(page, /^Recover now$/)
  await page.keyboard.press('Enter')
  await hears(page, 'Do you have the recovery kit?')
  await tabTo(page, /^Choose Kit file$/)
  await page.keyboard.press('Enter')
  await tabTo(page, /^Choose kit-/)
  await page.keyboard.press('Space')
  await tabTo(page, /^Choose$/)
  await page.keyboard.press('Enter')
  // The focus comes back to where the picker was opened.
  await expect.poll(() => focused(page)).toMatch(/^Change Kit file$/)
  await tabTo(page, /^Kit fingerprint on a share card$/)
  await page.keyboard.type('1a2b 3c4d')
  await tabTo(page, /^Go on with this kit$/)
  await page.keyboard.press('Enter')
  // The next key belongs to the first word.
  await expect(box(page, 1)).toBeFocused()
  for (const word of made.card.words) await page.keyboard.type(`${word.slice(0, 4)} `)
  await page.keyboard.press('Enter')
  await expect(page.getByText('The card of Grace Hopper is sound')).toBeVisible()
})

test('the boxes of a card: completion, typing on, going back, up and down', async () => {
  const { page } = window
  await window.show({
    ...base,
    'app.session': { ...made.session, ceremony: true },
    'ceremony.state': made.inShares(1, true),
  })
  await page.getByRole('button', { name: /read it back/ }).click()
  await box(page, 1).click()
  await page.keyboard.type('aban')
  await expect(box(page, 1)).toHaveValue('abandon')
  // Whoever goes on typing the word types over what was completed.
  await page.keyboard.type('don')
  await expect(box(page, 1)).toHaveValue('abandon')
  // A word of three letters is not mistaken for a longer one.
  await page.keyboard.type(' act ')
  await expect(box(page, 2)).toHaveValue('act')
  await expect(box(page, 3)).toBeFocused()
  await page.keyboard.press('Backspace')
  await expect(box(page, 2)).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(box(page, 6)).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await expect(box(page, 2)).toBeFocused()
  await page.keyboard.type('ACTION ')
  await expect(box(page, 2)).toHaveValue('action')
  await page.keyboard.type('? ')
  await expect(box(page, 3)).toHaveValue('?')
})

test('a scanner that types the code of a card is understood, and the next card begins at its first word', async () => {
  const { page } = window
  const shares: Extract<Answers['recovery.state'], { step: 'shares' }> = {
    ...{ step: 'shares', kit: null, setId: made.SET_ID, shares: [], need: 3, missing: [] },
    ...{ complete: false, proposal: false, leaveUntil: null, passphrase: 'missing' },
  }
  const codes: unknown[] = []
  await window.show({
    ...base,
    'app.session': { ...made.session, recovery: true },
    'recovery.state': shares,
    'share.add': ({ card }) => {
      codes.push(card)
      return { kind: 'accepted', share: { index: 1, custodian: null } }
    },
  })
  // Nobody has touched the mouse.
  await expect(box(page, 1)).toBeFocused()
  await page.keyboard.type('aban key KEY')
  await expect(box(page, 2)).toHaveValue('key')
  await page.keyboard.type('CLAVE:S1:6BF/X5*8: %+B')
  await expect(page.getByText('A scanner is typing')).toBeVisible()
  expect(codes).toEqual([])
  await page.keyboard.press('Enter')
  await expect(page.getByText('The card of share 1 is sound')).toBeVisible()
  expect(codes).toEqual([{ kind: 'qr', text: 'KEYCLAVE:S1:6BF/X5*8: %+B' }])
  await expect(box(page, 1)).toBeFocused()
  await expect(box(page, 1)).toHaveValue('')
})

test('a share goes dark after five minutes without a key', async () => {
  const { page } = window
  await page.clock.install()
  await window.show({
    ...base,
    'app.session': { ...made.session, ceremony: true },
    'ceremony.state': made.inShares(1, true),
    'ceremony.showShare': made.card,
  })
  await page.getByRole('button', { name: /Show my share/ }).click()
  const card = page.getByRole('region', { name: /^Share of/ })
  await expect(card).toBeVisible()
  await page.clock.runFor(240_000)
  // The page's clock runs on by itself, too, while a slow machine draws.
  await expect(page.getByText(/Blanked in (1 minute|\d\d seconds)/)).toBeVisible()
  // Whoever copies by hand presses a key now and then.
  await page.keyboard.press('Shift')
  await page.clock.runFor(240_000)
  await expect(card).toBeVisible()
  await page.clock.runFor(61_000)
  await expect(card).toHaveCount(0)
  await page.clock.resume()
})
