/**
 * A strict ceremony of nine people, as they do it in the real window: the vault is made with its first
 * people, everybody signs in, the plan is approved by its hash, cards go into numbered bags, and everyone
 * present signs the record. In between, what must not pass.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { inBundleOn } from './bundle-on.ts'
import {
  copyCard,
  enterCard,
  fill,
  hears,
  nameNew,
  press,
  refused,
  restore,
  takeFolder,
  takeMany,
} from './hands.ts'
import * as people from './people.ts'
import {
  ADMINISTRATOR,
  comeIn,
  doIt,
  enterPassphrase,
  CUSTODIANS as FOUR,
  OFFICER,
  passphraseOf,
  rolesOf,
  SECOND_WITNESS,
  sign,
  singleIn,
  WITNESS,
} from './people-in-room.ts'
import { openRealWindow, type RealWindow } from './real-window.ts'

const CUSTODIANS = [...FOUR, 'Annie Easley']
/** Those who see their cards and copy them by hand; the others do it past the screens, to save time. */
const BY_HAND = [CUSTODIANS[0], CUSTODIANS[4]]
const LATER = 'Annie Easley'
const EVERYBODY = [ADMINISTRATOR, WITNESS, SECOND_WITNESS, OFFICER, ...CUSTODIANS]
const FIRST = EVERYBODY.filter(name => name !== LATER)

/** These come into the room past the screens. */
async function comeInUnseen(window: RealWindow, ...names: readonly string[]): Promise<void> {
  const { people: all } = await window.call('people.list', {})
  for (const { id: person, name } of all.filter(one => names.includes(one.name))) {
    await window.call('signIn.in', { person, secret: passphraseOf(name) })
  }
}

async function takeCardUnseen(window: RealWindow, index: number): Promise<string[]> {
  const { words } = await window.call('ceremony.showShare', { index })
  await window.call('ceremony.readBackShare', { index, words })
  return words
}

test.describe
  .serial('a strict ceremony', () => {
    let window: RealWindow
    let passphrase = ''
    const cards: string[][] = []

    test.beforeAll(async () => {
      window = await openRealWindow()
      for (const folder of ['usb-a', 'usb-b', 'safe']) mkdirSync(window.at(folder))
    })
    test.afterAll(() => window.close())

    test('a new vault begins with its first people, each with a passphrase of their own', async () => {
      const { page, at } = window
      await press(page, 'Open a vault')
      await page.getByText('Make a new vault').click()
      await press(page, 'Choose File of the new vault')
      await nameNew(page, at('safe', 'archive.vault'))
      await press(page, 'Make the vault')
      await hears(page, 'Who are the first people of this vault?')
      for (const [i, name] of FIRST.entries()) {
        const turn = i < 2 ? /^Take the turn/ : 'Another person'
        await page.getByRole('button', { name: turn }).first().click()
        // Alone: nobody's fields but their own are there, and those are empty.
        await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveCount(1)
        await fill(page, 'Name', name)
        const [role = ''] = rolesOf(name)
        await page.getByRole('checkbox', { name: role.replace('-', ' '), exact: true }).check()
        if (i >= 2 && role !== 'custodian') {
          await page.getByRole('checkbox', { name: 'custodian', exact: true }).uncheck()
        }
        await fill(page, 'PIN or passphrase', passphraseOf(name))
        if (name === OFFICER) {
          await fill(page, 'PIN or passphrase, once more', '1')
          await press(page, 'This turn is over')
          await refused(page, 'PIN_DIFFERS')
        }
        await fill(page, 'PIN or passphrase, once more', passphraseOf(name))
        await press(page, 'This turn is over')
        await expect(page.getByRole('dialog')).toHaveCount(0)
      }
      // Whoever comes back to somebody's turn finds no passphrase behind the eye.
      await press(page, `Type again: ${OFFICER}`)
      await expect(
        page.getByRole('textbox', { name: 'PIN or passphrase', exact: true }),
      ).toHaveValue('')
      await press(page, 'Not now')
      await press(page, 'Name these people')
      // There is one administrator alone, and what losing her means is typed.
      await refused(page, 'PEOPLE_SINGLE')
      await fill(page, 'The names of those who are the only one of a role', singleIn(FIRST))
      await press(page, 'Name these people')
      await hears(page, 'Overview')
      await expect(page.getByText('This vault has no people')).toHaveCount(0)
    })

    test('a wrong passphrase makes its owner wait, and is counted', async () => {
      const { page } = window
      await press(page, 'People')
      await press(page, 'Add a person…')
      await fill(page, 'Name', LATER)
      await fill(page, 'PIN or passphrase', passphraseOf(LATER))
      await fill(page, 'PIN or passphrase, once more', passphraseOf(LATER))
      await press(page, 'Ask for signatures')
      await enterPassphrase(page, 'Who signs now', ADMINISTRATOR, '999998')
      await refused(page, 'PIN_WRONG')
      await expect(page.getByRole('timer')).toContainText('has to wait')
      await expect(page.getByRole('timer')).toHaveCount(0)
    })

    test('with one signature of two, nothing is done', async () => {
      const { page } = window
      await enterPassphrase(page, 'Who signs now', ADMINISTRATOR)
      await expect(page.getByRole('listitem').filter({ hasText: 'signed' })).toHaveCount(1)
      await expect(doIt(page)).toHaveAttribute('aria-disabled', 'true')
      await sign(page, WITNESS)
      await expect(page.getByRole('rowheader', { name: LATER })).toBeVisible()
    })

    test('the last administrator stays', async () => {
      const { page } = window
      await press(page, `Manage ${ADMINISTRATOR}`)
      await page.getByText('Cards that they hold must be replaced').click()
      await press(page, 'Ask for signatures')
      await refused(page, 'PERSON_LAST')
      await press(page, 'Cancel')
    })

    test('signatures are for the plan to the letter: another plan is not begun with them', async () => {
      const { page } = window
      await press(page, 'Ceremonies')
      await press(page, 'Start a ceremony')
      await fill(page, 'Title', 'Root key ceremony 2026')
      await fill(page, 'Organisation', 'Example Archive Ltd')
      await expect(page.getByText('Any 3 of these 5 people')).toBeVisible()
      await fill(page, 'Label', 'video-root')
      await fill(page, 'Purpose', 'content encryption')
      await page.getByText('64 MiB of memory').click()
      await press(page, 'Check the plan')
      await expect(page.getByRole('list', { name: 'The plan in 32 words' })).toBeVisible()
      await press(page, 'We agree: sign and begin')
      const terms = page.getByRole('dialog')
      await enterPassphrase(page, 'Who signs now', ADMINISTRATOR)
      await expect(terms.getByText('signed').first()).toBeVisible()
      await press(page, 'Do not do it')
      // Another title is another plan: what was signed for the first one is gone with it.
      await press(page, 'Change the plan')
      await fill(page, 'Title', 'Root key ceremony 2027')
      await press(page, 'Check the plan')
      await press(page, 'We agree: sign and begin')
      await expect(terms.getByText('an administrator', { exact: true })).toBeVisible()
      await sign(page, ADMINISTRATOR, WITNESS)
      await hears(page, /did not pass|passed every check/)
    })

    test('everybody signs in, and the room is noted', async () => {
      const { page } = window
      // Who signed for the ceremony came in by that, and is asked for no passphrase again.
      await comeInUnseen(window, ...CUSTODIANS)
      await comeIn(page, SECOND_WITNESS)
      await expect(page.getByText(`Still to come: ${OFFICER}`)).toBeVisible()
      await press(page, 'Note for the record…')
      await fill(page, 'What was seen', 'Door 4 locked, six phones in the box outside')
      await press(page, 'Note it')
      await expect(page.getByRole('dialog')).toHaveCount(0)
      await people.checkTheRoom(page)
      await people.rollDice(page, '16352')
    })

    test('without the recovery officer no key is made', async () => {
      const { page } = window
      passphrase = await people.choosePassphrase(page)
      await refused(page, 'ABSENT')
      await press(page, 'Sign in…')
      await enterPassphrase(page, 'Who comes in now', OFFICER)
      await expect(page.getByRole('button', { name: `Leave the room: ${OFFICER}` })).toBeVisible()
      await press(page, 'Done')
      await press(page, 'Make the keys')
      await hears(page, 'The keys are made and sealed')
      await press(page, 'They are written down')
    })

    test('a custodian who has left sees no card until they are back', async () => {
      const { page } = window
      await page.getByRole('button', { name: /^In the room/ }).click()
      await press(page, 'Leave the room: Ada Lovelace')
      await press(page, 'Done')
      await hears(page, 'Only Ada Lovelace looks at the screen now.')
      await press(page, 'Show my share')
      await refused(page, 'ABSENT')
      await press(page, 'Sign in…')
      await enterPassphrase(page, 'Who comes in now', 'Ada Lovelace')
      await expect(page.getByRole('button', { name: 'Leave the room: Ada Lovelace' })).toBeVisible()
      await press(page, 'Done')
    })

    test('each card is read back and goes into a bag', async () => {
      const { page } = window
      for (const [i, custodian] of CUSTODIANS.entries()) {
        if (!BY_HAND.includes(custodian)) {
          cards.push(await takeCardUnseen(window, i + 1))
          continue
        }
        if (i > 0) await window.reload() // shows what was done past the screens
        await hears(page, `Only ${custodian} looks at the screen now.`)
        await press(page, 'Show my share')
        const words = await copyCard(page)
        await press(page, 'The card is written: read it back')
        await enterCard(page, words)
        await press(page, 'Check the card')
        const next = CUSTODIANS[i + 1]
        await hears(page, next ? `Only ${next} looks` : 'Every card has been read back')
        cards.push(words)
      }
      await hears(page, 'Every card has been read back')
      for (const [i, custodian] of CUSTODIANS.entries()) {
        const box = page.getByRole('textbox', { name: `Bag of share ${i + 1}, ${custodian}` })
        await box.fill(`B-104${i}`)
        await box.press('Enter')
      }
      await expect(page.getByText('in the record')).toHaveCount(CUSTODIANS.length)
    })

    test('an exception is noted with who accepted it', async () => {
      const { page } = window
      await press(page, 'Note for the record…')
      await page.getByText('Something went otherwise than planned').click()
      await fill(page, 'What happened', 'The fire alarm rang for a minute')
      await fill(page, 'Why', 'A drill of the building, announced')
      await page.getByRole('checkbox', { name: WITNESS }).check()
      await press(page, 'Note it')
      await expect(page.getByRole('dialog')).toHaveCount(0)
    })

    test('recovery is proved', async () => {
      const { page } = window
      await press(page, 'Go on to the proof')
      await fill(page, 'Passphrase', passphrase)
      await press(page, 'Prove recovery')
      await hears(page, 'Recovery works')
      await press(page, 'Go on to the close')
    })

    test('it closes when everyone who is present has signed the record, and not before', async () => {
      const { page, at } = window
      await expect(page.getByRole('list', { name: 'The record in 32 words' })).toBeVisible()
      for (const [i, place] of ['usb-a', 'usb-b'].entries()) {
        await press(page, i === 0 ? 'Choose the first place…' : 'Choose the second place…')
        await takeFolder(page, at(place))
      }
      await press(page, 'Sign and close the ceremony')
      await enterPassphrase(page, 'Who signs now', ADMINISTRATOR)
      await enterPassphrase(page, 'Who signs now', WITNESS)
      await expect(page.getByRole('dialog').getByText('(in the room)')).toHaveCount(
        EVERYBODY.length - 2,
      )
      await expect(doIt(page)).toHaveAttribute('aria-disabled', 'true')
      await sign(page, SECOND_WITNESS, OFFICER, ...CUSTODIANS)
      await hears(page, 'The ceremony is closed')
    })

    test('the record has all nine signatures', () => {
      const { at } = window
      const record = JSON.parse(readFileSync(inBundleOn(at('usb-a'), 'record.json'), 'utf8'))
      expect(record.signatures.by).toHaveLength(9)
      expect(JSON.stringify(record.steps)).toContain('B-1042')
      expect(JSON.stringify(record.steps)).toContain('The fire alarm rang')
    })

    test('the log says who signed, and a noted head is still in it', async () => {
      const { page } = window
      await press(page, 'Leave')
      await press(page, 'Audit log')
      await expect(page.getByText('signed').first()).toBeVisible()
      await press(page, 'Verify')
      await expect(page.getByText('The log is whole')).toBeVisible()
      const list = page.getByRole('list', { name: 'The head of the log' })
      const words = (await list.getByRole('listitem').allInnerTexts()).map(text =>
        text.replace(/^\d+\s*/, ''),
      )
      const size = (await page.getByText(/The head in words: \d+/).innerText()).match(/\d+/)?.[0]
      const head = page.getByRole('textbox', { name: /^Head/ })
      await head.fill(`${size} ${words.join(' ')}`)
      await press(page, 'Check the head')
      await expect(page.getByText('The log still contains this head')).toBeVisible()
      await head.fill(`${size} ${[words[1], words[0], ...words.slice(2)].join(' ')}`)
      await press(page, 'Check the head')
      await refused(page, 'WORDS_ORDER')
    })

    test('a backup takes one signature', async () => {
      const { page, at } = window
      writeFileSync(at('notes.txt'), 'what was noted')
      await press(page, 'Backups')
      await press(page, 'Make a backup')
      await press(page, 'Choose files and folders…')
      await takeMany(page, at(), ['notes.txt'])
      await press(page, 'Choose Backup file')
      await nameNew(page, at('usb-a', 'notes.tar.zst.age'))
      await press(page, 'Make the backup')
      await sign(page, 'Ada Lovelace')
      await hears(page, 'The backup is made')
    })

    test('opening takes the quorum, and the signatures of officer and witness', async () => {
      const { page } = window
      await press(page, 'Recovery')
      await press(page, 'Recover now')
      await page.getByText('The one in the open vault').click()
      await press(page, 'Go on with this kit')
      for (const [i, custodian] of CUSTODIANS.slice(1, 4).entries()) {
        await enterCard(page, cards[i + 1] ?? [])
        await press(page, 'Add this card')
        await expect(page.getByText(`${custodian} is here`)).toBeVisible()
      }
      await press(page, 'Go on to the passphrase')
      await fill(page, 'Passphrase', passphrase)
      await press(page, 'Open the quorum')
      const dialog = page.getByRole('dialog')
      // Her signature would not count.
      await expect(dialog.getByRole('option', { name: ADMINISTRATOR })).toHaveCount(0)
      await enterPassphrase(page, 'Who signs now', OFFICER)
      await expect(dialog.getByRole('listitem').filter({ hasText: 'signed' })).toHaveCount(1)
      await expect(dialog.getByText('a witness')).toBeVisible()
      await sign(page, WITNESS)
      await hears(page, 'The quorum is open')
    })

    test('what is taken out of it is signed for by itself, and the log knows the backup', async () => {
      const { page, at } = window
      await restore(page, at('usb-a', 'notes.tar.zst.age'), at('usb-b', 'back'))
      const signed = page.getByRole('dialog').getByText(at('usb-b', 'back'))
      await expect(signed.first()).toBeVisible()
      await sign(page, OFFICER, WITNESS)
      await expect(page.getByText('Every file agrees with the manifest')).toBeVisible()
      await expect(page.getByText('made by Ada Lovelace')).toBeVisible()
      expect(readFileSync(at('usb-b', 'back', 'notes.txt'), 'utf8')).toBe('what was noted')
      await press(page, 'End the session')
    })
  })
