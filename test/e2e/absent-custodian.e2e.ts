/**
 * A ceremony with a custodian abroad, as the room holds it in the real window: their key is agreed to with the plan,
 * their share is sealed to it and read back, the register takes what they say once they have opened it, and what they
 * opened helps to open the quorum.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { acknowledgementOf, readCards } from '../../main/core/share/index.ts'
import { textOf } from '../paper/printed.ts'
import { inBundleOn } from './bundle-on.ts'
import {
  enterCard,
  fill,
  hears,
  nameNew,
  press,
  readFingerprint,
  refused,
  takeFile,
  takeFolder,
} from './hands.ts'
import * as people from './people.ts'
import { openRealWindow, type RealWindow } from './real-window.ts'

const HERE = people.CUSTODIANS.slice(0, 4)
const ABROAD = people.CUSTODIANS[4] ?? ''

test.describe
  .serial('a ceremony with a custodian abroad', () => {
    let window: RealWindow
    let fingerprint = ''
    let passphrase = ''
    const cards: string[][] = []

    test.beforeAll(async () => {
      window = await openRealWindow()
      const { at } = window
      for (const folder of ['usb-a', 'usb-b', 'courier', 'safe']) mkdirSync(at(folder))
      const identity = await generateX25519Identity()
      const recipient = `${await identityToRecipient(identity)}\n`
      writeFileSync(at('zoe.txt'), recipient)
      writeFileSync(at('zoe.key'), `${identity}\n`)
      fingerprint = createHash('sha256').update(recipient).digest('hex')
    })
    test.afterAll(() => window.close())

    test('the plan has who will be absent, by a key that they read out', async () => {
      const { page, at } = window
      await press(page, 'Open a vault')
      await page.getByText('Make a new vault').click()
      await press(page, 'Choose File of the new vault')
      await nameNew(page, at('safe', 'archive.vault'))
      await press(page, 'Make the vault')
      await press(page, 'Without people for now')
      await press(page, 'Start a ceremony')
      await fill(page, 'Title', 'Root key ceremony 2026')
      await fill(page, 'Organisation', 'Example Archive Ltd')
      for (const [i, name] of people.CUSTODIANS.entries()) {
        await fill(page, `Custodian ${i + 1}`, name)
      }
      await press(page, 'Somebody will be absent…')
      await takeFile(page, at('zoe.txt'))
      const row = page.getByRole('group', { name: 'Absent custodian 1' })
      await row.getByLabel('Custodian', { exact: true }).selectOption(ABROAD)
      await fill(page, 'Fingerprint of the key', 'ab'.repeat(32))
      await fill(page, 'Label', 'video-root')
      await fill(page, 'Purpose', 'content encryption')
      await page.getByText('64 MiB of memory').click()
      await press(page, 'Check the plan')
      await refused(page, 'DELIVERY_FINGERPRINT')
      await fill(page, 'Fingerprint of the key', fingerprint)
      await press(page, 'Check the plan')
      await hears(page, 'Does everybody in this room agree')
      await expect(page.getByText(`${ABROAD} will be absent`)).toBeVisible()
      await expect(page.getByText(`${ABROAD} is absent`)).toBeVisible()
      await press(page, 'We agree: begin')
    })

    test('the share is sealed to that key, seen by nobody, and read back from the drive', async () => {
      const { page, at } = window
      await people.checkTheRoom(page)
      await people.rollDice(page, '16352')
      passphrase = await people.choosePassphrase(page)
      await press(page, 'They are written down')
      for (const custodian of HERE) cards.push(await people.takeCard(page, custodian))
      await hears(page, `${ABROAD} is absent. Their share is sealed to their key`)
      await expect(page.getByRole('list', { name: 'The key in 32 words' })).toBeVisible()
      await expect(page.getByRole('button', { name: 'Show my share' })).toHaveCount(0)
      await press(page, 'Seal the share…')
      await takeFolder(page, at('courier'))
      await hears(page, 'One person reads the words of the sealed file aloud')
      await press(page, 'Read it back from the drive')
      await hears(page, 'Every card has been read back')
    })

    test('it closes, and the printed register has no line for them to sign', async () => {
      const { page, at } = window
      await people.proveAndClose(page, passphrase, [at('usb-a'), at('usb-b')])
      await press(page, 'Leave')
      await hears(page, 'Overview')
      const register = readFileSync(inBundleOn(at('usb-a'), 'register.pdf'))
      const printed = textOf(register, 'raw').replaceAll(/\s+/g, ' ')
      const [signed = '', sealed = ''] = printed.split('Acknowledged on')
      for (const name of HERE) expect(signed).toContain(name)
      expect(signed).not.toContain(ABROAD)
      expect(sealed).toContain(ABROAD)
    })

    test('their word is asked for, compared with what the ceremony noted, and recorded', async () => {
      const { page, at } = window
      const [folder = ''] = readdirSync(at('courier'))
      const [file = ''] = readdirSync(at('courier', folder)).filter(name => name.endsWith('.age'))
      const opened = execFileSync('age', ['-d', '-i', at('zoe.key'), at('courier', folder, file)])
      writeFileSync(at('opened.txt'), opened)
      const [card] = await readCards([opened])
      const said = acknowledgementOf(card?.bytes ?? new Uint8Array())

      await expect(page.getByText(`${ABROAD} (share 5)`)).toContainText('not said yet')
      await press(page, 'Record it')
      await press(page, 'Record that share 5 was opened')
      await fill(page, 'What they say', 'ab'.repeat(32))
      await press(page, 'Record it')
      await refused(page, 'SHARE_NOT_ACKNOWLEDGED')
      await fill(page, 'What they say', said.toUpperCase().replaceAll(/(.{4})/g, '$1 '))
      await press(page, 'Record it')
      await expect(page.getByText(/sealed; opened, said/)).toBeVisible()
      await expect(page.getByRole('button', { name: /^Record that share/ })).toHaveCount(0)
      await press(page, 'Audit log')
      await expect(page.getByText('recorded that the holder of')).toBeVisible()
    })

    test('what they opened is a card like any other, and helps to open the quorum', async () => {
      const { page, at } = window
      await press(page, 'Close vault')
      await press(page, 'Recover now')
      await press(page, 'Choose Kit file')
      const kit = inBundleOn(at('usb-b'), 'kit.json')
      await takeFile(page, kit)
      await readFingerprint(page, kit)
      await press(page, 'Go on with this kit')
      for (const [i, words] of cards.slice(0, 2).entries()) {
        await enterCard(page, words)
        await press(page, 'Add this card')
        await expect(page.getByText(`${HERE[i]} is here`)).toBeVisible()
      }
      await press(page, 'Take the card from a file…')
      await takeFile(page, at('opened.txt'))
      await expect(page.getByText(`${ABROAD} is here`)).toBeVisible()
      await press(page, 'Go on to the passphrase')
      await fill(page, 'Passphrase', passphrase)
      await press(page, 'Open the quorum')
      await hears(page, 'The quorum is open')
    })
  })
