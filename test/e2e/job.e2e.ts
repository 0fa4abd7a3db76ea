/**
 * The whole job, as five custodians, an officer and an operator do it in the real window: ceremony,
 * backup of a real folder, the vault lost, recovery from three cards typed by keyboard, restore, compare.
 */
import { spawnSync } from 'node:child_process'
import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { inBundleOn } from './bundle-on.ts'
import {
  fill,
  hears,
  nameNew,
  press,
  readFingerprint,
  restore,
  takeFile,
  takeMany,
  typeCard,
} from './hands.ts'
import * as people from './people.ts'
import { openRealWindow, type RealWindow } from './real-window.ts'

const GIB = 1024 ** 3

/** More than 500 files of all sorts, one of them larger than 1 GiB. */
function makeArchive(folder: string): void {
  mkdirSync(path.join(folder, 'Übergabe – 渡す'), { recursive: true })
  for (let i = 0; i < 510; i += 1) {
    const name = path.join(folder, i % 3 === 0 ? 'Übergabe – 渡す' : '.', `лист ${i}.txt`)
    writeFileSync(name, `${i}\n`.repeat(i))
  }
  writeFileSync(path.join(folder, 'empty'), '')
  symlinkSync('лист 1.txt', path.join(folder, 'link to a file'))
  symlinkSync('nowhere', path.join(folder, 'link to nothing'))
  const film = openSync(path.join(folder, 'film.mov'), 'w')
  ftruncateSync(film, GIB + 4096)
  for (let at = 0; at < GIB; at += GIB / 16) writeSync(film, `scene at ${at}`, at)
  closeSync(film)
}

/** For what works through a file of more than 1 GiB. */

test.describe
  .serial('the whole job', () => {
    let window: RealWindow
    let passphrase = ''
    const cards: string[][] = []

    test.beforeAll(async () => {
      window = await openRealWindow()
      for (const folder of ['usb-a', 'usb-b', 'safe', 'restored']) mkdirSync(window.at(folder))
      makeArchive(window.at('archive'))
    })
    test.afterAll(() => window.close())

    test('the operator makes a vault', async () => {
      const { page, at } = window
      await hears(page, 'What are you here to do?')
      await press(page, 'Open a vault')
      await page.getByText('Make a new vault').click()
      await press(page, 'Choose File of the new vault')
      await nameNew(page, at('safe', 'archive.vault'))
      await press(page, 'Make the vault')
      await hears(page, 'Who are the first people of this vault?')
      await press(page, 'Without people for now')
      await hears(page, 'Overview')
      await expect(page.getByText('This vault is empty')).toBeVisible()
    })

    test('the room agrees to a plan, checks the room and rolls dice', async () => {
      const { page } = window
      await press(page, 'Start a ceremony')
      await people.planTheCeremony(page)
      await people.checkTheRoom(page)
      await people.rollDice(page, '16352')
    })

    test('the officer chooses a passphrase, and the keys are made', async () => {
      const { page } = window
      passphrase = await people.choosePassphrase(page)
      await hears(page, 'The keys are made and sealed')
      await expect(page.getByRole('rowheader', { name: 'video-root' })).toBeVisible()
      await press(page, 'They are written down')
    })

    test('each custodian takes a card and reads it back', async () => {
      for (const custodian of people.CUSTODIANS) {
        cards.push(await people.takeCard(window.page, custodian))
      }
      await hears(window.page, 'Every card has been read back')
    })

    test('recovery is proved and the ceremony closes', async () => {
      const { page, at } = window
      await people.proveAndClose(page, passphrase, [at('usb-a'), at('usb-b')])
      await press(page, 'Leave')
      await hears(page, 'Overview')
      await expect(page.getByText('No backup was made yet')).toBeVisible()
    })

    test('the operator backs up a folder and reads the backup back', async () => {
      const { page, at } = window
      await press(page, 'Make a backup')
      await hears(page, 'Backups')
      await press(page, 'Make a backup')
      await press(page, 'Choose files and folders…')
      await takeMany(page, at(), ['archive'])
      await press(page, 'Choose Backup file')
      await nameNew(page, at('usb-a', 'archive.tar.zst.age'))
      await expect(page.getByText('512 files')).toBeVisible()
      await press(page, 'Make the backup')
      await expect(page.getByRole('heading', { level: 1 })).toContainText('The backup is made')
      await press(page, 'Read it back')
      await expect(page.getByText('read back and is as it should be')).toBeVisible()
      await press(page, 'Back to the backups')
      await expect(page.getByRole('rowheader', { name: 'archive.tar.zst.age' })).toBeVisible()
    })

    test('the audit log is whole', async () => {
      const { page } = window
      await press(page, 'Audit log')
      await press(page, 'Verify')
      await expect(page.getByText('The log is whole')).toBeVisible()
    })

    test('the vault is lost', async () => {
      const { page, at } = window
      await press(page, 'Close vault')
      await hears(page, 'What are you here to do?')
      rmSync(at('safe'), { recursive: true })
    })

    test('three custodians and the officer open the quorum', async () => {
      const { page, at } = window
      await press(page, 'Recover now')
      await press(page, 'Choose Kit file')
      const kit = inBundleOn(at('usb-b'), 'kit.json')
      await takeFile(page, kit)
      await readFingerprint(page, kit)
      await press(page, 'Go on with this kit')
      for (const [i, custodian] of [4, 0, 2].entries()) {
        await typeCard(page, cards[custodian] ?? [])
        await press(page, 'Add this card')
        await expect(page.getByText(`${people.CUSTODIANS[custodian]} is here`)).toBeVisible()
        await expect(page.getByRole('region', { name: 'Shares so far' })).toContainText(
          `${i + 1} of 3`,
        )
      }
      await press(page, 'Go on to the passphrase')
      await fill(page, 'Passphrase', passphrase)
      await press(page, 'Open the quorum')
      await hears(page, 'The quorum is open')
    })

    test('the archive is restored, byte by byte', async () => {
      const { page, at } = window
      await restore(page, at('usb-a', 'archive.tar.zst.age'), at('restored', 'archive-back'))
      await expect(page.getByText('Every file agrees with the manifest')).toBeVisible()
      const trees = [at('archive'), at('restored', 'archive-back', 'archive')]
      const { status } = spawnSync('diff', ['--recursive', '--no-dereference', ...trees])
      expect(status, 'diff finds no difference').toBe(0)
    })

    test('a key is exported, and everything is forgotten', async () => {
      const { page, at } = window
      await page.getByText('Export a key').click()
      await press(page, 'Choose New file for the key')
      await nameNew(page, at('restored', 'video-root.key'))
      await press(page, 'Export the key…')
      await page.getByRole('textbox', { name: /^Type/ }).fill('export')
      await press(page, 'Export the key')
      await expect(page.getByText('Whoever has that file has the key')).toBeVisible()
      await press(page, 'End the session')
      await hears(page, 'The recovery is over')
      await expect(page.getByText('Hedy')).toHaveCount(0)
      await expect(page.getByRole('rowheader', { name: 'video-root' })).toBeVisible()
      await press(page, 'Leave')
      await hears(page, 'What are you here to do?')
    })
  })
