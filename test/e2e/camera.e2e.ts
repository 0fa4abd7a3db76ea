/** The camera path, end to end: card on paper → frames of a camera → accepted share, in real Chromium. */
import { mkdirSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { cardEntries, parseWord, shareToQr, wordsToShare } from '../../shared/share-text.ts'
import { PASSPHRASE, PLAN } from '../services/window.ts'
import { inBundleOn } from './bundle-on.ts'
import { type FakeCamera, makeCamera } from './fake-camera.ts'
import { enterCard, hears, press, readFingerprint, refused, takeFile } from './hands.ts'
import { openRealWindow, type RealWindow } from './real-window.ts'
import { temporaryFolder } from './temporary-folder.ts'

const qrOf = (words: readonly string[]): string =>
  shareToQr(wordsToShare(cardEntries(words.map(parseWord))))

let window: RealWindow
let camera: FakeCamera
const asked: string[] = []
const cards: string[][] = []
/** The PDF of each card. */
const pages: string[] = []
const LAYOUTS = ['standard', 'fold', 'large-print'] as const

/** Saves the card whose turn it is, in a layout of its own. */
async function printed(index: number): Promise<void> {
  const layout = LAYOUTS[index - 1] ?? 'standard'
  const as = { format: 'pdf', paper: 'a4', plain: false, layout } as const
  pages.push((await window.call('ceremony.saveCard', { index, folder: window.at('.'), as })).path)
}

/** What the page is allowed to see of a camera: its state as the browser knows it. */
const cameraPermission = (): Promise<string> =>
  window.page.evaluate(
    `navigator.permissions.query({ name: 'camera' }).then(({ state }) => state)`,
  ) as Promise<string>

test.beforeAll(async () => {
  camera = makeCamera()
  const nothing = temporaryFolder('keyclave-nothing-')
  window = await openRealWindow({ systemRoot: nothing }, undefined, camera.executable)
  window.page.on('request', request => asked.push(request.url()))
  for (const folder of ['one', 'two']) mkdirSync(window.at(folder))
})
test.afterAll(() => window.close())

test.describe
  .serial('the camera', () => {
    test('reads a card back in a ceremony, one card at a time', async () => {
      const { page, call } = window
      await call('vault.create', { path: window.at('office.vault') })
      await call('ceremony.begin', { source: { kind: 'form', plan: PLAN } })
      const state = await call('ceremony.checkRoom', {})
      if (state.step !== 'room' || state.checks === null) throw new Error('no room check')
      const overrides = state.checks
        .filter(({ result }) => result !== 'passed')
        .map(({ check }) => ({ check, reason: 'a test' }))
      await call('ceremony.acceptRoom', { overrides })
      await call('ceremony.acceptEntropy', {})
      await call('ceremony.found', { passphrase: PASSPHRASE, again: PASSPHRASE })
      cards.push((await call('ceremony.showShare', { index: 1 })).words)
      await printed(1)
      await window.reload()
      expect(await cameraPermission()).toBe('denied')

      camera.holdCard(pages[0] ?? '')
      await press(page, 'The card is written: read it back')
      await press(page, 'Scan the card with the camera')
      await hears(page, 'Only Grace looks at the screen now.')
      await expect.poll(cameraPermission).toBe('denied')
    })

    test("another custodian's card is refused by name, and the words can be typed instead", async () => {
      const { page, call } = window
      cards.push((await call('ceremony.showShare', { index: 2 })).words)
      await printed(2)
      await window.reload()
      await press(page, 'The card is written: read it back')
      await press(page, 'Scan the card with the camera')
      await refused(page, 'SHARE_EXPECTED')
      await press(page, 'Type the words instead')
      await expect(page.getByText('The 40 words of the card')).toBeVisible()
      await expect.poll(cameraPermission).toBe('denied')
    })

    test('the record names how each card was read', async () => {
      const { call } = window
      await call('ceremony.readBackShare', { index: 2, words: cards[1] ?? [] })
      cards.push((await call('ceremony.showShare', { index: 3 })).words)
      await printed(3)
      await call('ceremony.readBackCode', { index: 3, text: qrOf(cards[2] ?? []) })
      await call('ceremony.prove', { passphrase: PASSPHRASE })
      const closed = await call('ceremony.close', { folders: [window.at('one'), window.at('two')] })
      if (closed.step !== 'closed') throw new Error('not closed')
      const ways = closed.record
        .filter(({ step }) => step === 'share read back')
        .map(({ facts }) => facts.find(({ name }) => name === 'by')?.value)
      expect(ways).toEqual(['camera', 'words', 'camera'])
      await call('ceremony.leave', {})
      await call('vault.close', {})
      await window.reload()
    })

    test('takes cards in at a recovery', async () => {
      const { page } = window
      await press(page, 'Recover now')
      await press(page, 'Choose Kit file')
      const kit = inBundleOn(window.at('one'), 'kit.json')
      await takeFile(page, kit)
      await readFingerprint(page, kit)
      await press(page, 'Go on with this kit')

      camera.hold('A1B2 C3D4 E5F6 0718 293A 4B5C 6D7E 8F90')
      await press(page, 'Scan the card with the camera')
      await refused(page, 'CODE_NOT_SHARE')
      await expect(page.getByText('This is not a share card')).toBeVisible()
      await press(page, 'Type the words instead')

      camera.holdCard(pages[0] ?? '')
      await press(page, 'Scan the card with the camera')
      await expect(page.getByText('Ada is here')).toBeVisible()
      await press(page, 'Scan the card with the camera')
      await refused(page, 'SHARE_DUPLICATE')
      await press(page, 'Type the words instead')

      camera.holdCard(pages[2] ?? '')
      await press(page, 'Scan the card with the camera')
      await expect(page.getByText('Zoë is here')).toBeVisible()
      await expect.poll(cameraPermission).toBe('denied')
    })

    test('is off when the window is left, and when it is covered', async () => {
      const { page, call } = window
      await press(page, 'Take out the share of Zoë')
      camera.hold(null)
      await press(page, 'Scan the card with the camera')
      await expect(
        page.getByText('Hold the card so that its QR code fills the square'),
      ).toBeVisible()
      expect(await cameraPermission()).toBe('granted')
      await page.evaluate(`window.dispatchEvent(new Event('blur'))`)
      await expect(page.getByText('because this window was left')).toBeVisible()
      await expect.poll(cameraPermission).toBe('denied')
      await press(page, 'Turn it on again')
      await expect.poll(cameraPermission).toBe('granted')
      await call('app.lock', {})
      await expect.poll(cameraPermission).toBe('denied')
      await expect(page.locator('video')).toBeHidden()
    })

    test('checks the health of a card, and the register keeps the date', async () => {
      const { page, call } = window
      await call('app.unlock', {})
      await call('recovery.end', {})
      await call('recovery.leave', {})
      await call('vault.open', { path: window.at('office.vault'), readOnly: false })
      await window.reload()
      await press(page, 'Check a card')
      await expect(page.getByRole('cell', { name: 'never' })).toHaveCount(3)
      camera.holdCard(pages[1] ?? '')
      await press(page, 'Scan the card with the camera')
      await expect(page.getByText('The card of Grace is sound')).toBeVisible()
      await expect(page.getByRole('cell', { name: 'never' })).toHaveCount(2)
      await expect(page.getByRole('cell', { name: 'sound', exact: true })).toBeVisible()

      // By words: a wrong one is marked before anybody asks, and can be recorded as the card's own.
      const card = cards[2] ?? []
      await enterCard(page, card.with(16, card[16] === 'zoo' ? 'zone' : 'zoo'))
      await expect(page.getByText('not on this card: word 17')).toBeVisible()
      await press(page, 'Check this card')
      await refused(page, 'SHARE_WORDS_WRONG')
      await press(page, 'The card itself says so: record it as worn')
      await expect(page.getByText('The card of Zoë is worn')).toBeVisible()
    })

    test('asked for nothing but the files of the window', () => {
      for (const url of asked)
        expect(url).toMatch(/^https:\/\/keyclave(-picker)?\.invalid\/|^data:/)
    })
  })
