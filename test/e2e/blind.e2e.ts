/**
 * A stranger does the whole job blindly, by the keys of a keyboard on a display: vault, ceremony, backup, loss,
 * recovery, and every mistake of a bad day once. Nothing that was typed is typed again.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import { findChromium } from '../../main/shells/chromium/find.ts'
import { cardEntries, parseWord, shareToQr, wordsToShare } from '../../shared/share-text.ts'
import { otherWord } from '../services/cards.ts'
import { PASSPHRASE } from '../services/window.ts'
import { type Display, openDisplay } from '../setup/display.ts'
import {
  agreeOnThePlan,
  endTheSession,
  goOnInThisRoom,
  makeTheKeys,
  nameNew,
  nameThePlan,
  proveAndClose,
  take,
  takeTheCards,
} from './by-keyboard.ts'
import { refused } from './hands.ts'
import { sitDown } from './real-keyboard.ts'
import { openRealWindow, type RealWindow } from './real-window.ts'
import type { Typist, WrittenCard } from './typist.ts'

const CUSTODIANS = ['Ada', 'Bob']

let display: Display
let window: RealWindow
test.beforeAll(async () => {
  display = await openDisplay()
  window = await openRealWindow({}, undefined, findChromium(), display.name)
  for (const folder of ['usb-a', 'usb-b', 'backups']) mkdirSync(window.at(folder))
  writeFileSync(window.at('letter'), 'Dear all')
})
test.afterAll(async () => {
  await window.close()
  display.close()
})

const qrOf = (words: readonly string[]): string =>
  shareToQr(wordsToShare(cardEntries(words.map(parseWord))))

async function makeVault(stranger: Typist): Promise<void> {
  await stranger.strike(/^Open a vault$/)
  await stranger.go(/^Open a vault/)
  await stranger.key('Down')
  await stranger.strike(/^Choose File of the new vault$/)
  await nameNew(stranger, window.at(), 'office.vault')
  await stranger.strike(/^Make the vault$/)
  await stranger.strike(/^Without people for now$/)
  await stranger.hears('Overview')
}

const plan = () =>
  ({
    title: 'On a bad day',
    organisation: 'Example',
    custodians: CUSTODIANS,
    key: null,
    passphrase: PASSPHRASE,
    places: [window.at('usb-a'), window.at('usb-b')],
  }) as const

async function planCeremony(stranger: Typist, page: Page): Promise<void> {
  await stranger.strike(/^Ceremonies$/)
  await stranger.strike(/^Start a ceremony$/)
  await nameThePlan(stranger, plan())
  // "You can leave and come back."
  await stranger.strike(/^Leave$/)
  await stranger.strike(/^Ceremonies$/)
  await stranger.strike(/^Start a ceremony$/)
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('On a bad day')
  await agreeOnThePlan(stranger, plan())
  await goOnInThisRoom(stranger)
}

async function chooseSecrets(stranger: Typist, page: Page): Promise<void> {
  // The dice are where the next key belongs, and no roll is lost however fast they are typed.
  await stranger.hears('The computer makes the randomness')
  await stranger.type('16352')
  await stranger.strike(/^Go on with 5 rolls$/)
  await stranger.hears('The recovery officer chooses the passphrase')
  // A space at its end, which nobody sees on paper.
  await stranger.fill(/^Passphrase$/, `${PASSPHRASE} `)
  await stranger.key('Tab')
  await refused(page, 'PASSPHRASE_UNTYPEABLE')
  await stranger.key('shift+Tab')
  await makeTheKeys(stranger, PASSPHRASE)
}

async function close(stranger: Typist, page: Page): Promise<void> {
  // A bag that was typed and not "recorded" is recorded with going on.
  await stranger.fill(/^Bag of share 1/, 'B-1043')
  await stranger.strike(/^Go on to the proof$/)
  await proveAndClose(stranger, plan())
  await expect(page.getByText('B-1043')).toBeVisible()
  await stranger.strike(/^Leave$/)
}

async function backUp(stranger: Typist): Promise<void> {
  await stranger.hears('Overview')
  await stranger.strike(/^Backups$/)
  await stranger.strike(/^Make a backup$/)
  await stranger.strike(/^Choose files and folders/)
  await take(stranger, window.at(), 'letter', /^Choose 1 item$/)
  await stranger.strike(/^Choose Backup file$/)
  await nameNew(stranger, window.at('backups'), 'letter.tar.zst.age')
  await stranger.strike(/^Make the backup$/)
  await stranger.hears('The backup is made')
}

async function recover(stranger: Typist, page: Page, cards: readonly WrittenCard[]): Promise<void> {
  const [first = [], second = []] = cards.map(({ words }) => words)
  await stranger.strike(/^Recover now$/)
  // The officer is there first, without a kit, and types it wrongly.
  await stranger.strike(/^Enter: Passphrase$/)
  await stranger.isAt(/^Passphrase$/)
  await stranger.type('not what was written down')
  await stranger.key('Return')
  // Half a card, and everybody is called away.
  await stranger.isAt(/^Word 1$/)
  const typed = first.with(16, otherWord(first, 17)).map(word => word.slice(0, 4))
  await stranger.type(`${typed.slice(0, 20).join(' ')} `)
  await stranger.goBack(/^Cover the screen/)
  await stranger.key('Return')
  await stranger.hears('The screen is covered')
  await stranger.strike(/^Show the screen again$/)
  await stranger.go(/^Word 21$/)
  await stranger.type(typed.slice(20).join(' '))
  await stranger.key('Return')
  // One word was wrong.
  await stranger.hears('1 word can be put right')
  await stranger.strike(/^Yes, the card says so$/)
  await expect(page.getByText('share 1 is here')).toBeVisible()
  // The second is scanned by a scanner that types.
  await stranger.isAt(/^Word 1$/)
  await stranger.type(qrOf(second))
  await stranger.key('Return')
  await expect(page.getByText('share 2 is here')).toBeVisible()
  await stranger.strike(/^Go on to the passphrase$/)
  await stranger.strike(/^Open the quorum$/)
  // Nothing is called open before something opened.
  await stranger.hears('Nothing has been opened yet')
  await stranger.strike(/^Choose Backup file$/)
  await take(stranger, window.at('backups'), 'letter', /^Choose$/)
  await stranger.strike(/^Choose New folder to restore into$/)
  await nameNew(stranger, window.at(), 'restored')
  await stranger.strike(/^Restore$/)
  await refused(page, 'PASSPHRASE_WRONG')
  // It costs the passphrase, and no card.
  await stranger.strike(/^Enter the passphrase again$/)
  await stranger.isAt(/^Passphrase$/)
  await stranger.type(PASSPHRASE)
  await stranger.key('Return')
  await stranger.hears('The quorum is open')
  await stranger.strike(/^Restore$/)
  await expect(page.getByText('Every file agrees with the manifest')).toBeVisible()
  await endTheSession(stranger)
}

test('a stranger loses a vault and has a letter back, with every mistake made once', async () => {
  // Some hundred keys, each of which is heard before the next is pressed.
  test.setTimeout(900_000)
  const { page } = window
  const stranger = await sitDown(page, display.name)
  await stranger.hears('What are you here to do?')
  await makeVault(stranger)
  await planCeremony(stranger, page)
  await chooseSecrets(stranger, page)
  const cards = await takeTheCards(stranger, CUSTODIANS)
  await close(stranger, page)
  await backUp(stranger)

  await stranger.strike(/^Close vault$/)
  rmSync(window.at('office.vault'))
  await stranger.hears('What are you here to do?')
  await recover(stranger, page, cards)
  await stranger.hears('What are you here to do?')
  expect(readFileSync(window.at('restored', 'letter'), 'utf8')).toBe('Dear all')
  // "Recover now" shows no session that is over.
  await stranger.strike(/^Recover now$/)
  await stranger.hears('Do you have the recovery kit?')
  test.info().annotations.push({ type: 'keys', description: `${stranger.pressed()}` })
})
