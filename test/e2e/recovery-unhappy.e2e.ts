/** What goes wrong in a recovery: each bad card by name, each bad file by code, nothing half-done. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { osRandom } from '../../main/core/bytes/random.ts'
import { writeBackup } from '../../main/services/backup/write-backup.ts'
import { decodeShare, encodeShare } from '../../shared/share.ts'
import { shareToWords } from '../../shared/share-text.ts'
import { onCard } from '../fixtures/card-fingerprint.ts'
import { altered, type Brought, bringQuorum, otherWord } from '../services/cards.ts'
import { PASSPHRASE } from '../services/window.ts'
import {
  box,
  enterCard,
  fill,
  hears,
  nameNew,
  press,
  readFingerprint,
  refused,
  takeFile,
} from './hands.ts'
import { openRealWindow, type RealWindow } from './real-window.ts'

let window: RealWindow
let ours: Brought
let theirs: Brought
test.beforeAll(async () => {
  window = await openRealWindow()
  ours = await bringQuorum(window.home, 'classic')
  theirs = await bringQuorum(window.home, 'classic')
  writeFileSync(window.at('letter'), 'Dear all')
  await backUp(ours, 'ours.tar.zst.age')
  await backUp(theirs, 'theirs.tar.zst.age')
})
test.afterAll(() => window.close())

async function backUp({ kit: { quorum, backupKeys } }: Brought, name: string): Promise<void> {
  await writeBackup({
    paths: [window.at('letter')],
    out: window.at(name),
    created: new Date(),
    random: osRandom,
    threads: 1,
    setId: quorum.setId,
    generation: 1,
    recipients: [backupKeys[0]?.recipient ?? '', quorum.recipient],
  })
}

const card = (index: number, of = ours): readonly string[] => of.cards[index - 1] ?? []

async function atTheDoor(): Promise<void> {
  await window.call('app.unlock', {})
  const { step } = await window.call('recovery.state', {})
  if (step === 'shares' || step === 'open') await window.call('recovery.end', {})
  if (step !== 'none') await window.call('recovery.leave', {})
  await window.reload()
}

/** With these cards entered already, at the shares. */
async function atTheShares(cards: readonly (readonly string[])[] = [], kit = true): Promise<void> {
  await atTheDoor()
  const fingerprint = onCard(ours.kitFile)
  const source = { kind: 'file', path: ours.kitFile, fingerprint } as const
  await window.call('recovery.begin', { kit: kit ? source : null })
  for (const words of cards) {
    await window.call('share.add', { for: 'recovery', card: { kind: 'words', words: [...words] } })
  }
  await window.reload()
}

/** With the quorum open; one that is open already is used again. */
async function atTheOpen(kit = true): Promise<void> {
  const state = await window.call('recovery.state', {})
  if (state.step === 'open' && (state.kit !== null) === kit) return window.reload()
  await atTheShares([card(1), card(2), card(3)], kit)
  await window.call('recovery.open', { passphrase: PASSPHRASE })
  await window.reload()
}

async function add(words: readonly string[]): Promise<void> {
  await enterCard(window.page, words)
  await press(window.page, 'Add this card')
}

test.describe('the kit', () => {
  test.beforeEach(async () => {
    await atTheDoor()
    await press(window.page, 'Recover now')
    await press(window.page, 'Choose Kit file')
  })

  test('a file that is no kit', async () => {
    writeFileSync(window.at('no-kit.json'), '{}')
    await takeFile(window.page, window.at('no-kit.json'))
    await refused(window.page, 'KIT_')
    await expect(window.page.getByRole('button', { name: 'Go on with this kit' })).toHaveAttribute(
      'aria-disabled',
      'true',
    )
  })

  test('a kit that is not that of the card', async () => {
    await takeFile(window.page, ours.kitFile)
    const field = window.page.getByLabel('Kit fingerprint on a share card')
    const goOn = window.page.getByRole('button', { name: 'Go on with this kit' })
    await field.fill('0000 000')
    await expect(goOn).toHaveAttribute('aria-disabled', 'true')
    await field.fill('0000 0000')
    await press(window.page, 'Go on with this kit')
    await refused(window.page, 'KIT_FINGERPRINT')
    await readFingerprint(window.page, ours.kitFile)
    await press(window.page, 'Go on with this kit')
    await window.page.getByLabel('Word 1', { exact: true }).waitFor()
  })

  test('a kit that was altered', async () => {
    const kit = readFileSync(ours.kitFile, 'utf8').replace(
      'content encryption',
      'content encryptiom',
    )
    writeFileSync(window.at('altered.json'), kit)
    await takeFile(window.page, window.at('altered.json'))
    await refused(window.page, 'KIT_TAMPERED')
  })
})

test.describe('the cards', () => {
  test('a word that is in no list is marked at once', async () => {
    await atTheShares()
    await box(window.page, 3).fill('qqqq')
    await window.page.keyboard.press('Space')
    await expect(window.page.getByText('Not in the word list: word 3')).toBeVisible()
  })

  test('two wrong words: put right when the person agrees, not before', async () => {
    const { page } = window
    await atTheShares()
    const wrong = altered(card(1), { 17: otherWord(card(1), 17), 30: '?' })
    await add(wrong)
    await hears(page, '2 words can be put right')
    await press(page, 'No: back to the words')
    await expect(box(page, 17)).toHaveValue(wrong[16] ?? '')
    await press(page, 'Add this card')
    await press(page, 'Yes, the card says so')
    await expect(page.getByText('Ada is here')).toBeVisible()
  })

  test('too many wrong words', async () => {
    await atTheShares()
    const wrong = Object.fromEntries([1, 5, 9, 13, 17, 21].map(i => [i, otherWord(card(1), i)]))
    await add(altered(card(1), wrong))
    await refused(window.page, 'SHARE_DAMAGED')
  })

  test('the same card twice', async () => {
    await atTheShares([card(1)])
    await add(card(1))
    await refused(window.page, 'SHARE_DUPLICATE')
  })

  test('a card of another quorum', async () => {
    await atTheShares()
    await add(card(1, theirs))
    await refused(window.page, 'SHARE_FOREIGN')
  })

  test('a forged card, by the name of its custodian', async () => {
    await atTheShares()
    const share = decodeShare(ours.shares[3] ?? Buffer.alloc(44))
    await add(shareToWords(encodeShare({ ...share, value: Buffer.alloc(36, 7) })))
    await refused(window.page, 'SHARE_FORGED')
    await expect(window.page.getByRole('alert')).toContainText('Hedy')
  })

  test('too few cards: no way on, and who could still come', async () => {
    const { page } = window
    await atTheShares([card(1), card(2)])
    await hears(page, '1 more card is needed: Katherine, Hedy or Zoë.')
    await expect(page.getByRole('button', { name: 'Go on to the passphrase' })).toHaveCount(0)
  })

  test('a card is taken out again', async () => {
    const { page } = window
    await atTheShares([card(1), card(2), card(3)])
    await press(page, 'Take out the share of Grace')
    await expect(page.getByText('Grace is here')).toHaveCount(0)
    await hears(page, '1 more card is needed')
  })

  test('a card from a file, and a file that is none', async () => {
    const { page, at } = window
    await atTheShares()
    writeFileSync(at('noise'), Buffer.from([0xff, 0xfe, 0, 1]))
    await press(page, 'Take the card from a file…')
    await takeFile(page, at('noise'))
    await refused(page, 'CARD_ENCODING')
    writeFileSync(at('ada.txt'), card(1).join(' '))
    await press(page, 'Take the card from a file…')
    await takeFile(page, at('ada.txt'))
    await expect(page.getByText('Ada is here')).toBeVisible()
  })
})

test.describe('passphrase and files', () => {
  test('a wrong passphrase leaves the cards', async () => {
    const { page } = window
    await atTheShares([card(1), card(2), card(3)])
    await press(page, 'Go on to the passphrase')
    await fill(page, 'Passphrase', 'not the passphrase at all')
    await page.keyboard.press('Enter')
    await refused(page, 'PASSPHRASE_WRONG')
    await fill(page, 'Passphrase', PASSPHRASE)
    await page.keyboard.press('Enter')
    await hears(page, 'The quorum is open')
  })

  async function restore(file: string, out: string): Promise<void> {
    const { page } = window
    await press(page, 'Choose Backup file')
    await takeFile(page, file)
    await press(page, 'Choose New folder to restore into')
    await nameNew(page, out)
    await press(page, 'Restore')
  }

  test('a damaged backup: nothing is restored', async () => {
    const { page, at } = window
    await atTheOpen()
    const bytes = readFileSync(at('ours.tar.zst.age'))
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 9) ^ 1, bytes.length - 9)
    writeFileSync(at('damaged.tar.zst.age'), bytes)
    mkdirSync(at('empty'), { recursive: true })
    await restore(at('damaged.tar.zst.age'), at('empty', 'back'))
    await refused(page, 'AGE_PAYLOAD')
    expect(readdirSync(at('empty'))).toEqual([])
  })

  test('a backup of another quorum', async () => {
    await atTheOpen()
    await restore(window.at('theirs.tar.zst.age'), window.at('back-theirs'))
    await refused(window.page, 'AGE_NO_MATCH')
    expect(existsSync(window.at('back-theirs'))).toBe(false)
  })

  test('a folder that exists is not restored into', async () => {
    const { at } = window
    await atTheOpen()
    mkdirSync(at('mine'))
    writeFileSync(at('mine', 'note'), 'mine')
    await restore(at('ours.tar.zst.age'), at('mine'))
    await refused(window.page, 'FILE_EXISTS')
    expect(readdirSync(at('mine'))).toEqual(['note'])
  })

  test('a key is exported once in a session', async () => {
    const { page, at } = window
    await atTheOpen()
    for (const [i, name] of ['first.key', 'second.key'].entries()) {
      await page.getByText('Export a key').first().click()
      await press(page, 'Choose New file for the key')
      await nameNew(page, at(name))
      await press(page, 'Export the key…')
      await page.getByRole('textbox', { name: /^Type/ }).fill('export')
      await press(page, 'Export the key')
      if (i === 0) await expect(page.getByText('Whoever has that file')).toBeVisible()
    }
    await refused(page, 'KEY_EXPORTED')
    expect(existsSync(at('second.key'))).toBe(false)
  })

  test('without a kit: backups open, keys cannot', async () => {
    const { page, at } = window
    await atTheDoor()
    await press(page, 'Recover now')
    // The passphrase first, and a wrong one; then the cards.
    await press(page, 'Enter: Passphrase')
    await fill(page, 'Passphrase', 'not the passphrase at all ')
    await page.keyboard.press('Tab')
    await expect(page.getByText('begins or ends with a space')).toBeVisible()
    await press(page, 'Keep it, and go on to the cards')
    for (const index of [1, 2, 3]) {
      await add(card(index))
      await expect(page.getByText(`share ${index} is here`)).toBeVisible()
    }
    await press(page, 'Go on to the passphrase')
    await press(page, 'Open the quorum')
    await hears(page, 'Nothing has been opened yet')
    await restore(at('ours.tar.zst.age'), at('without-kit'))
    await refused(page, 'PASSPHRASE_WRONG')
    expect(existsSync(at('without-kit'))).toBe(false)
    // It costs the passphrase, and no card.
    await press(page, 'Enter the passphrase again')
    await fill(page, 'Passphrase', PASSPHRASE)
    await press(page, 'Open the quorum')
    // The backup that was chosen has told that it is right.
    await hears(page, 'The quorum is open')
    await press(page, 'Restore')
    await expect(page.getByText('Every file agrees with the manifest')).toBeVisible()
    expect(readFileSync(path.join(at('without-kit'), 'letter'), 'utf8')).toBe('Dear all')
    // Keys need the kit, which may come now.
    await page.getByText('Export a key').first().click()
    await press(page, 'Choose the kit…')
    await press(page, 'Choose Kit file')
    await takeFile(page, ours.kitFile)
    await readFingerprint(page, ours.kitFile)
    await press(page, 'Go on with this kit')
    await page.getByText('Export a key').first().click()
    await expect(page.getByRole('button', { name: 'Choose New file for the key' })).toBeVisible()
  })
})

test('after a while without anybody the screen covers itself, and keeps what was typed', async () => {
  // Long enough for a slow machine to open the window and begin.
  const idle = await openRealWindow({ idleSeconds: 10 })
  try {
    const { page } = idle
    await press(page, 'Recover now')
    await press(page, 'Enter: Share cards')
    await box(page, 1).click()
    await page.keyboard.type('aban abou abov')
    await hears(page, 'The screen is covered')
    await expect(page.getByText('Nobody worked here for a while. The recovery waits')).toBeVisible()
    await press(page, 'Show the screen again')
    await expect(box(page, 2)).toHaveValue('about')
    await expect(box(page, 3)).toHaveValue('above')
    // The next key belongs where the last one did.
    await expect(box(page, 3)).toBeFocused()
  } finally {
    await idle.close()
  }
})
