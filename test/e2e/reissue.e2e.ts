/**
 * A custodian leaves: the cards are issued anew to those who stay and to somebody new, by the old quorum;
 * then the new cards prove themselves in a drill. As people do it in the real window.
 */
import { mkdirSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { enterCard, fill, hears, press, refused, takeFolder } from './hands.ts'
import { approve, type Held, holdCeremony, idOf, PASSPHRASE } from './past-screens.ts'
import * as people from './people.ts'
import {
  ADMINISTRATOR,
  CUSTODIANS,
  comeIn,
  foundPeople,
  OFFICER,
  sign,
  WITNESS,
} from './people-in-room.ts'
import { openRealWindow, type RealWindow } from './real-window.ts'
import { lookAt } from './scene.ts'

const GONE = 'Hedy Lamarr'
const NEW = 'Annie Easley'
const STAY = CUSTODIANS.filter(name => name !== GONE)

test.describe
  .serial('a custodian is replaced', () => {
    let window: RealWindow
    let old: Held
    let passphrase = ''
    const cards: string[][] = []

    test.beforeAll(async () => {
      window = await openRealWindow()
      for (const folder of ['usb-a', 'usb-b']) mkdirSync(window.at(folder))
      await window.call('vault.create', { path: window.at('archive.vault') })
      await foundPeople(window, [ADMINISTRATOR, WITNESS, OFFICER, ...CUSTODIANS, NEW])
      old = await holdCeremony(window, 'Root key ceremony 2026', CUSTODIANS)
      const person = await idOf(window, GONE)
      const deed = { action: 'person.retire', person, reason: 'left' } as const
      const approval = await approve(window, deed, [ADMINISTRATOR, WITNESS])
      await window.call('people.retire', { person, reason: 'left', approval })
      await window.reload()
    })
    test.afterAll(() => window.close())

    test('the plan begins with those who stay, and names the quorum it replaces', async () => {
      const { page } = window
      await press(page, 'Share register')
      await press(page, 'Replace this quorum…')
      await hears(page, 'Say why the cards are issued anew')
      await expect(page.getByRole('checkbox', { name: STAY[0] ?? '' })).toBeChecked()
      await expect(page.getByRole('checkbox', { name: GONE })).toHaveCount(0)
      await page.getByRole('checkbox', { name: NEW }).check()
      await fill(page, 'Title', 'Re-issue after Hedy left')
      await expect(page.getByText('Any 3 of these 4 people')).toBeVisible()
      // A key in use stays: only what is retired can be left out.
      const left = page.getByRole('checkbox', { name: 'video-root@1' })
      await expect(left).toBeDisabled()
      await left.scrollIntoViewIfNeeded()
      await lookAt(page, 'reissue-leave-out')
      await press(page, 'Check the plan')
      await hears(page, 'Does everybody in this room agree')
      await expect(page.getByText(`set ${old.setId}`)).toBeVisible()
      await press(page, 'We agree: sign and begin')
      await sign(page, ADMINISTRATOR, WITNESS)
    })

    test('the old quorum opens: three old cards, the old passphrase, three signatures', async () => {
      const { page } = window
      await hears(page, 'The first custodian types the 40 words')
      await enterCard(page, old.cards[0] ?? [])
      await press(page, 'Add this card')
      await expect(page.getByText('The card of Ada Lovelace is sound')).toBeVisible()
      await enterCard(page, old.cards[0] ?? [])
      await press(page, 'Add this card')
      await refused(page, 'SHARE_DUPLICATE')
      await press(page, 'Empty all boxes')
      for (const card of [1, 2]) {
        await enterCard(page, old.cards[card] ?? [])
        await press(page, 'Add this card')
        await expect(page.getByText(`${CUSTODIANS[card]} is here`)).toBeVisible()
      }
      await press(page, 'Go on to the passphrase')
      await fill(page, 'Old passphrase', PASSPHRASE)
      await press(page, 'Open the old quorum')
      await sign(page, ADMINISTRATOR, OFFICER, WITNESS)
      await hears(page, /did not pass|passed every check/)
    })

    test('a new quorum is made, with a new passphrase', async () => {
      const { page } = window
      await comeIn(page, NEW)
      await people.checkTheRoom(page)
      await people.rollDice(page, '16352')
      passphrase = await people.choosePassphrase(page)
      await hears(page, 'The keys are made and sealed')
      await expect(page.getByRole('rowheader', { name: 'video-root' })).toBeVisible()
      await press(page, 'They are written down')
    })

    test('each new card is read back, and recovery is proved', async () => {
      const { page } = window
      for (const custodian of [...STAY, NEW]) cards.push(await people.takeCard(page, custodian))
      await hears(page, 'Every card has been read back')
      await press(page, 'Go on to the proof')
      await fill(page, 'Passphrase', passphrase)
      await press(page, 'Prove recovery')
      await hears(page, 'Recovery works')
      await press(page, 'Go on to the close')
    })

    test('until it closes, the old quorum is in force', async () => {
      const { page, call } = window
      const { quorums } = await call('register.list', {})
      expect(quorums.find(({ setId }) => setId === old.setId)?.state).toBe('in-force')
      await expect(page.getByText('what was in force before still is')).toBeVisible()
    })

    test('it closes with the signatures of all, and says what the old cards still open', async () => {
      const { page, at } = window
      for (const [i, place] of ['usb-a', 'usb-b'].entries()) {
        await press(page, i === 0 ? 'Choose the first place…' : 'Choose the second place…')
        await takeFolder(page, at(place))
      }
      await press(page, 'Sign and close the ceremony')
      await sign(page, ADMINISTRATOR, WITNESS, OFFICER, ...STAY, NEW)
      await hears(page, 'The ceremony is closed')
      await expect(
        page.getByRole('paragraph').filter({ hasText: 'still open everything' }),
      ).toBeVisible()
      await expect(page.getByText(`4 (${GONE})`)).toBeVisible()
      await press(page, 'Leave')
    })

    test('the register says who holds which card now, and where', async () => {
      const { page } = window
      await press(page, 'Share register')
      const [now = ''] = (await window.call('register.list', {})).quorums
        .filter(({ state }) => state === 'in-force')
        .map(({ setId }) => setId)
      expect(now).not.toBe(old.setId)
      await expect(page.getByText(`Replaced by set ${now}`)).toBeVisible()
      await page.getByRole('button', { name: 'Note where card 4 is' }).first().click()
      await fill(page, 'Where it is kept', 'Safe of the second site')
      await fill(page, 'Number of the bag', 'B-2044')
      await press(page, 'Ask for signatures')
      await sign(page, ADMINISTRATOR, WITNESS)
      await expect(page.getByRole('cell', { name: 'Safe of the second site' })).toBeVisible()
      await expect(page.getByRole('cell', { name: 'B-2044' })).toBeVisible()
    })

    test('a drill proves the new cards, and opens nothing', async () => {
      const { page } = window
      await press(page, 'Hold a drill…')
      await hears(page, 'We rehearse a recovery today')
      await press(page, 'Begin the drill')
      await enterCard(page, old.cards[0] ?? [])
      await press(page, 'Add this card')
      await refused(page, 'SHARE_FOREIGN')
      await press(page, 'Empty all boxes')
      for (const [i, custodian] of [NEW, ...STAY.slice(0, 2)].entries()) {
        await enterCard(page, cards[i === 0 ? 3 : i - 1] ?? [])
        await press(page, 'Add this card')
        await expect(page.getByText(`${custodian} is here`)).toBeVisible()
      }
      await press(page, 'Go on to the passphrase')
      await fill(page, 'Passphrase', PASSPHRASE)
      await press(page, 'Prove it')
      await sign(page, OFFICER, WITNESS)
      await refused(page, 'PASSPHRASE_WRONG')
      // Who has signed for this drill is not asked again because of a typing error.
      await fill(page, 'Passphrase', passphrase)
      await press(page, 'Prove it')
      await hears(page, 'Everything would open, and nothing was taken out')
      await press(page, 'Leave')
      await expect(page.getByRole('table', { name: 'Drills' })).toContainText('would open')
    })
  })
