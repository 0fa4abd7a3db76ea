/** What goes wrong with vaults, backups and drives. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { type Brought, bringQuorum } from '../services/cards.ts'
import {
  dropFiles,
  hears,
  nameNew,
  pickerOf,
  press,
  pressKey,
  readFingerprint,
  refused,
  takeFile,
  takeMany,
} from './hands.ts'
import { openRealWindow, type RealWindow } from './real-window.ts'

let window: RealWindow
let quorum: Brought
test.beforeAll(async () => {
  window = await openRealWindow()
  const { at, home } = window
  quorum = await bringQuorum(home, 'classic')
  mkdirSync(at('letters', 'inside'), { recursive: true })
  writeFileSync(at('letters', 'one'), 'Dear all')
  await window.call('vault.create', { path: at('a.vault') })
  await window.call('vault.close', {})
})
test.afterAll(() => window.close())

async function atTheBackups(): Promise<void> {
  await window.call('vault.open', { path: window.at('a.vault'), readOnly: false })
  await window.reload()
  await press(window.page, 'Backups')
  await hears(window.page, 'Backups')
}

async function chooseBackup(names: string[], out: string): Promise<void> {
  const { page, at } = window
  await atTheBackups()
  await press(page, 'Make a backup')
  await press(page, 'Choose files and folders…')
  await takeMany(page, at(), names)
  await press(page, 'Choose Recovery kit')
  await takeFile(page, quorum.kitFile)
  await readFingerprint(page, quorum.kitFile)
  await expect(page.getByText('any 3 of these 5 people')).toBeVisible()
  await press(page, 'Choose Backup file')
  await nameNew(page, out)
}

test.describe('the vault', () => {
  test.beforeEach(async () => {
    await window.call('vault.close', {})
    await window.reload()
    await press(window.page, 'Open a vault')
  })

  test('a file that is no vault is refused and left as it is', async () => {
    const { page, at } = window
    writeFileSync(at('notes.txt'), 'not a vault')
    await press(page, 'Choose Vault file')
    await takeFile(page, at('notes.txt'))
    await press(page, 'Open the vault')
    await refused(page, 'VAULT_')
    expect(readFileSync(at('notes.txt'), 'utf8')).toBe('not a vault')
  })

  test('a new vault does not take the place of a file', async () => {
    const { page, at } = window
    await page.getByText('Make a new vault').click()
    await press(page, 'Choose File of the new vault')
    await nameNew(page, at('a.vault'))
    await press(page, 'Make the vault')
    await refused(page, 'FILE_EXISTS')
  })

  test('for reading only, no ceremony can be started', async () => {
    const { page, at } = window
    await press(page, 'Choose Vault file')
    await takeFile(page, at('a.vault'))
    await page.getByLabel('For reading only').check()
    await press(page, 'Open the vault')
    await press(page, 'Ceremonies')
    await expect(page.getByRole('button', { name: 'Start a ceremony' })).toHaveAttribute(
      'aria-disabled',
      'true',
    )
  })
})

test.describe('the picker', () => {
  test('a folder that is not there, and one that is no folder', async () => {
    const { page, at } = window
    await window.call('vault.close', {})
    await window.reload()
    await press(page, 'Open a vault')
    await press(page, 'Choose Vault file')
    const folder = pickerOf(page).getByLabel('Folder', { exact: true })
    await folder.fill(at('nowhere'))
    await folder.press('Enter')
    await refused(pickerOf(page), 'FILE_MISSING')
    await folder.fill(at('letters', 'one'))
    await folder.press('Enter')
    await refused(pickerOf(page), 'FILE_NOT_FOLDER')
    await pressKey(page, 'Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'Choose Vault file' })).toBeFocused()
  })

  test('a new folder of a name that is taken', async () => {
    const { page, at } = window
    await window.call('vault.close', {})
    await window.reload()
    await press(page, 'Open a vault')
    await page.getByText('Make a new vault').click()
    await press(page, 'Choose File of the new vault')
    const folder = pickerOf(page).getByLabel('Folder', { exact: true })
    await folder.fill(at())
    await folder.press('Enter')
    await press(pickerOf(page), 'New folder')
    await pickerOf(page).getByLabel('Name of the new folder').fill('letters')
    await page.keyboard.press('Enter')
    await refused(pickerOf(page), 'FILE_EXISTS')
  })
})

test.describe('backups', () => {
  test('a backup is not written into what it backs up', async () => {
    await chooseBackup(['letters'], window.at('letters', 'inside', 'b.tar.zst.age'))
    await refused(window.page, 'BACKUP_OUTPUT_INSIDE')
  })

  test('an existing file is not overwritten', async () => {
    writeFileSync(window.at('taken.tar.zst.age'), 'taken')
    await chooseBackup(['letters'], window.at('taken.tar.zst.age'))
    await press(window.page, 'Make the backup')
    await refused(window.page, 'FILE_EXISTS')
    expect(readFileSync(window.at('taken.tar.zst.age'), 'utf8')).toBe('taken')
  })

  test('cancelled, nothing of it is left', async () => {
    const { page, at } = window
    // An hour's work: however fast the machine, it is not done when the button is pressed.
    spawnSync('truncate', ['--size', '1T', at('large')])
    await chooseBackup(['large'], at('cancelled.tar.zst.age'))
    await press(page, 'Make the backup')
    await press(page, 'Cancel: nothing is kept')
    await refused(page, 'CANCELLED')
    expect(existsSync(at('cancelled.tar.zst.age'))).toBe(false)
    rmSync(at('large'))
  })

  test('a backup that was altered on its drive is found by the check', async () => {
    const { page, at } = window
    await chooseBackup(['letters'], at('checked.tar.zst.age'))
    await press(page, 'Make the backup')
    await hears(page, 'The backup is made')
    const bytes = readFileSync(at('checked.tar.zst.age'))
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 5) ^ 1, bytes.length - 5)
    writeFileSync(at('checked.tar.zst.age'), bytes)
    await press(page, 'Read it back')
    await refused(page, 'BACKUP_DIGEST')
  })

  test('what is dropped from a file manager is taken, also a folder', async () => {
    const { page, at } = window
    await atTheBackups()
    await press(page, 'Make a backup')
    await dropFiles(page, 'Drop files and folders here', [at('letters'), at('letters', 'one')])
    const list = page.getByRole('list', { name: 'To back up' })
    await expect(list.getByRole('listitem')).toHaveText([at('letters'), at('letters', 'one')])
  })

  test('what is dropped and cannot be backed up is left out, and said so', async () => {
    const { page, at } = window
    spawnSync('mkfifo', [at('a-pipe')])
    await atTheBackups()
    await press(page, 'Make a backup')
    await dropFiles(page, 'Drop files and folders here', [at('letters'), at('a-pipe')])
    await expect(page.getByRole('list', { name: 'To back up' })).toContainText('letters')
    await expect(page.getByText('was left out')).toBeVisible()
  })

  test('a file that is dropped elsewhere is not opened, and the screen stays', async () => {
    const { page, at } = window
    const address = page.url()
    await atTheBackups()
    await press(page, 'Make a backup')
    await dropFiles(page, '2. Who can open it', [at('letters', 'one')])
    await expect(page.getByText('Drop files and folders here')).toBeVisible()
    await expect(page.getByRole('list', { name: 'To back up' })).toHaveCount(0)
    expect(page.url()).toBe(address)
  })

  // Making a small drive takes the right to mount one.
  if (process.getuid?.() === 0) {
    test('a drive that is full', async () => {
      const { page, at } = window
      mkdirSync(at('drive'), { recursive: true })
      spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', at('drive')])
      try {
        spawnSync('dd', ['if=/dev/urandom', `of=${at('noise')}`, 'bs=1M', 'count=4'])
        await chooseBackup(['noise'], at('drive', 'full.tar.zst.age'))
        await expect(page.getByText('It may not fit')).toBeVisible()
        await press(page, 'Make the backup')
        await refused(page, 'FILE_FULL')
        expect(existsSync(at('drive', 'full.tar.zst.age'))).toBe(false)
      } finally {
        spawnSync('umount', ['--lazy', at('drive')])
      }
    })

    test('a drive that was pulled out', async () => {
      const { page, at } = window
      mkdirSync(at('drive'), { recursive: true })
      spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', at('drive')])
      try {
        mkdirSync(at('drive', 'backups'))
        await chooseBackup(['letters'], at('drive', 'backups', 'out.tar.zst.age'))
        await expect(page.getByText('1 file')).toBeVisible()
        spawnSync('umount', [at('drive')])
        await press(page, 'Make the backup')
        await refused(page, 'FILE_MISSING')
      } finally {
        spawnSync('umount', ['--lazy', at('drive')])
      }
    })
  }
})
