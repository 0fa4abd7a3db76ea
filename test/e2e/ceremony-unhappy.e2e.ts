/** What goes wrong in a ceremony: said beside its field, with its code, and nothing is lost by it. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import type { ByPath } from '../fixtures/choosing.ts'
import { PASSPHRASE, PLAN } from '../services/window.ts'
import {
  box,
  copyCard,
  enterCard,
  fill,
  hears,
  pickerOf,
  press,
  refused,
  takeFile,
  takeFolder,
} from './hands.ts'
import { openRealWindow, type RealWindow } from './real-window.ts'
import { temporaryFolder } from './temporary-folder.ts'

type PlanForm = Extract<ByPath<'ceremony.begin'>['source'], { kind: 'form' }>['plan']

let window: RealWindow
test.beforeAll(async () => {
  // A machine that tells nothing of itself: every check of the room asks for a reason.
  window = await openRealWindow({ systemRoot: temporaryFolder('keyclave-nothing-') })
})
test.afterAll(() => window.close())

/** Leaves what an earlier test began, and stands at the front door. */
async function atTheDoor(): Promise<void> {
  await window.call('app.unlock', {})
  const { step } = await window.call('ceremony.state', {})
  if (!['none', 'closed', 'void'].includes(step)) {
    await window.call('ceremony.abort', { cause: 'other' })
  }
  if (step !== 'none') await window.call('ceremony.leave', {})
  await window.call('vault.close', {})
  await window.reload()
}

async function begin(plan: PlanForm = PLAN): Promise<void> {
  await atTheDoor()
  await window.call('ceremony.begin', { source: { kind: 'form', plan } })
}

async function atThePassphrase(): Promise<void> {
  await begin()
  await passTheRoom(window)
  await window.reload()
}

/** From the room check to the passphrase; what the machine does not pass is gone on from. */
async function passTheRoom({ call }: RealWindow): Promise<void> {
  const state = await call('ceremony.checkRoom', {})
  if (state.step !== 'room' || state.checks === null) throw new Error('no room check')
  const overrides = state.checks
    .filter(({ result }) => result !== 'passed')
    .map(({ check }) => ({ check, reason: 'a test' }))
  await call('ceremony.acceptRoom', { overrides })
  await call('ceremony.acceptEntropy', {})
}

async function atTheShares(): Promise<void> {
  await atThePassphrase()
  await window.call('ceremony.found', { passphrase: PASSPHRASE, again: PASSPHRASE })
  await window.reload()
  await press(window.page, 'They are written down')
}

/** Shows and reads back the cards of these custodians. */
async function readBack(last: number, first = 1): Promise<void> {
  for (let index = first; index <= last; index += 1) {
    const { words } = await window.call('ceremony.showShare', { index })
    await window.call('ceremony.readBackShare', { index, words })
  }
  await window.reload()
}

test.describe('the plan', () => {
  test.beforeEach(async () => {
    await atTheDoor()
    await press(window.page, 'Start a ceremony')
  })

  test('a threshold of 1 is refused with the reason', async () => {
    const { page } = window
    await fill(page, 'How many of them are enough', '1')
    for (const field of ['Title', 'Organisation', 'Label', 'Purpose']) await fill(page, field, 'x')
    for (const i of [1, 2, 3, 4, 5]) await fill(page, `Custodian ${i}`, `Person ${i}`)
    await press(page, 'Check the plan')
    await refused(page, 'QUORUM_THRESHOLD_ONE')
    await expect(page.getByLabel('How many of them are enough')).toHaveAttribute(
      'aria-invalid',
      'true',
    )
  })

  test('a threshold above the number of people is refused', async () => {
    const { page } = window
    await fill(page, 'How many of them are enough', '9')
    for (const field of ['Title', 'Organisation', 'Label', 'Purpose']) await fill(page, field, 'x')
    for (const i of [1, 2, 3, 4, 5]) await fill(page, `Custodian ${i}`, `Person ${i}`)
    await press(page, 'Check the plan')
    await refused(page, 'QUORUM_POLICY')
  })

  test('each field that is missing says so beside itself', async () => {
    const { page } = window
    await press(page, 'Check the plan')
    for (const field of ['Title', 'Organisation', 'Label', 'Purpose', 'Custodian 5']) {
      await expect(page.getByLabel(field, { exact: true })).toHaveAttribute('aria-invalid', 'true')
    }
    await expect(page.getByRole('alert').filter({ hasText: 'PLAN_FORMAT' })).toHaveCount(9)
  })

  test('two custodians of one name: the second is named', async () => {
    const { page } = window
    for (const field of ['Title', 'Organisation', 'Label', 'Purpose']) await fill(page, field, 'x')
    for (const i of [1, 2, 3, 4, 5]) await fill(page, `Custodian ${i}`, i < 4 ? `P${i}` : 'Ada')
    await press(page, 'Check the plan')
    await expect(page.getByLabel('Custodian 5', { exact: true })).toHaveAttribute(
      'aria-invalid',
      'true',
    )
    await refused(page, 'PLAN_FORMAT')
  })

  test('a key that has expired already is refused at its day', async () => {
    const { page } = window
    for (const field of ['Title', 'Organisation', 'Label', 'Purpose']) await fill(page, field, 'x')
    for (const i of [1, 2, 3, 4, 5]) await fill(page, `Custodian ${i}`, `Person ${i}`)
    await page.getByLabel('Expires').fill('2020-01-01')
    await press(page, 'Check the plan')
    await expect(page.getByLabel('Expires')).toHaveAttribute('aria-invalid', 'true')
  })

  test('a file that is no plan is refused with its line', async () => {
    const { page, at } = window
    writeFileSync(at('torn.yaml'), 'title: x\n\tquorum: [')
    await press(page, 'Open a plan file (YAML)…')
    await takeFile(page, at('torn.yaml'))
    await refused(page, 'PLAN_FORMAT')
    await expect(page.getByRole('alert')).toContainText('line')
  })

  test('a plan file is read aloud as it was understood', async () => {
    const { page, at } = window
    writeFileSync(
      at('plan.yaml'),
      'title: From a file\norganisation: Example Ltd\nquorum: { threshold: 2, custodians: [Ada, Grace, Zoë], kdf: 1 }\nkeys:\n  - { label: old-box, bits: 192, purpose: an old system }\n',
    )
    await press(page, 'Open a plan file (YAML)…')
    await takeFile(page, at('plan.yaml'))
    await hears(page, 'Does everybody in this room agree')
    await expect(page.getByText('Any 2 of these 3 people')).toBeVisible()
    await expect(page.getByText('AWS KMS')).toBeVisible()
    await press(page, 'Change the plan')
    await expect(page.getByLabel('Title')).toHaveValue('From a file')
  })
})

test.describe('room and passphrase', () => {
  test('a check that did not pass wants its reason', async () => {
    const { page } = window
    await begin()
    await window.reload()
    await expect(page.getByRole('textbox', { name: /^Why go on/ }).first()).toBeVisible()
    await press(page, /^Go on/)
    await refused(page, 'ROOM_UNANSWERED')
    await expect(page.locator('[aria-invalid=true]')).toHaveCount(1)
  })

  test('a short passphrase is refused when its field is left', async () => {
    const { page } = window
    await atThePassphrase()
    await fill(page, 'Passphrase', 'short')
    await page.keyboard.press('Tab')
    await refused(page, 'PASSPHRASE_SHORT')
  })

  test('a passphrase that is easy to guess is refused with the reason', async () => {
    const { page } = window
    await atThePassphrase()
    await fill(page, 'Passphrase', 'password123456789')
    await page.keyboard.press('Tab')
    await refused(page, 'PASSPHRASE_WEAK')
  })

  test('two entries that differ are refused, and nothing is made', async () => {
    const { page } = window
    await atThePassphrase()
    await fill(page, 'Passphrase', PASSPHRASE)
    await fill(page, 'Passphrase, once more', `${PASSPHRASE}!`)
    await press(page, 'Make the keys')
    await refused(page, 'PASSPHRASE_DIFFERS')
    expect((await window.call('ceremony.state', {})).step).toBe('passphrase')
  })

  test('a suggested passphrase is gone when the window is left', async () => {
    const { page } = window
    await atThePassphrase()
    await press(page, 'Make a passphrase and show it')
    const shown = page.getByRole('region', { name: 'The passphrase' })
    await expect(shown).toBeVisible()
    await page.evaluate('window.dispatchEvent(new Event("blur"))')
    await expect(shown).toHaveCount(0)
  })
})

test('to abort takes a typed word; then it says whose cards to destroy', async () => {
  const { page } = window
  await atTheShares()
  await readBack(1)
  await press(page, 'Abort the ceremony…')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await expect(dialog.getByRole('button', { name: 'Abort the ceremony' })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
  await page.keyboard.press('Enter')
  await expect(dialog).toHaveCount(0)
  await press(page, 'Abort the ceremony…')
  await page.getByRole('textbox', { name: /^Type/ }).fill('abort')
  await press(page, 'Abort the ceremony')
  await hears(page, 'Destroy card 1 (Ada) now.')
})

test.describe
  .serial('shares, proof and close', () => {
    let adas: readonly string[] = []

    test('a share is blanked when the window is left', async () => {
      const { page } = window
      await atTheShares()
      await press(page, 'Show my share')
      const card = page.getByRole('region', { name: 'Share of Ada' })
      adas = await copyCard(page)
      await page.evaluate('window.dispatchEvent(new Event("blur"))')
      await expect(card).toHaveCount(0)
      // Loaded anew, it is still Ada's turn.
      await window.reload()
      await hears(page, 'Only Ada looks at the screen now.')
    })

    test('a drive that was pulled out: the card is not saved, and it says so', async () => {
      const { page, at } = window
      mkdirSync(at('stick'))
      await press(page, 'Save the card…')
      await pickerOf(page).getByLabel('Folder', { exact: true }).fill(at('stick'))
      await page.keyboard.press('Enter')
      await expect(pickerOf(page).getByText('This folder is empty')).toBeVisible()
      rmSync(at('stick'), { recursive: true })
      await press(pickerOf(page), 'Use “stick”')
      await refused(page, 'FILE_MISSING')
    })

    test('a word that is in no list is marked at once; pasting is refused', async () => {
      const { page } = window
      await press(page, 'The card is written: read it back')
      await box(page, 17).fill('xyzzy')
      await page.keyboard.press('Space')
      await expect(page.getByText('Not in the word list: word 17')).toBeVisible()
      await expect(box(page, 17)).toHaveAttribute('aria-invalid', 'true')
      await page.evaluate(
        `document.activeElement.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true }))`,
      )
      await expect(page.getByText('Nothing was pasted')).toBeVisible()
    })

    test('typed words are covered when the window is left, and kept', async () => {
      const { page } = window
      await box(page, 1).fill('abandon')
      await page.evaluate('window.dispatchEvent(new Event("blur"))')
      await expect(box(page, 1)).toHaveCount(0)
      await press(page, 'Show the words and go on')
      await expect(box(page, 1)).toHaveValue('abandon')
    })

    test('covered in the middle, it goes on where it was', async () => {
      const { page } = window
      await press(page, 'Cover the screen; the ceremony waits')
      await hears(page, 'The screen is covered')
      await expect(page.getByText('Ada').first()).toBeHidden()
      await press(page, 'Show the screen again')
      await expect(box(page, 1)).toHaveValue('abandon')
      await press(page, 'Back to the share')
      await hears(page, 'Only Ada looks at the screen now.')
    })

    test('a wrong word 17 is located, and takes the focus', async () => {
      const { page } = window
      await press(page, 'The card is written: read it back')
      await enterCard(page, adas.with(16, adas[16] === 'zoo' ? 'zone' : 'zoo'))
      await press(page, 'Check the card')
      await refused(page, 'SHARE_WORDS_WRONG')
      await expect(box(page, 17)).toHaveAttribute('aria-invalid', 'true')
      await expect(box(page, 17)).toBeFocused()
      await page.keyboard.insertText(adas[16] ?? '')
      await expect(box(page, 17)).not.toHaveAttribute('aria-invalid')
      await press(page, 'Check the card')
      await hears(page, 'Only Grace looks at the screen now.')
    })

    test('another custodian’s card is refused by its number', async () => {
      const { page } = window
      await press(page, 'Show my share')
      await press(page, 'The card is written: read it back')
      await enterCard(page, adas)
      await press(page, 'Check the card')
      await refused(page, 'SHARE_EXPECTED')
    })

    test('a wrong passphrase at the proof leaves the cards read back', async () => {
      const { page } = window
      await readBack(3, 2)
      await press(page, 'Go on to the proof')
      await fill(page, 'Passphrase', 'something else altogether')
      await press(page, 'Prove recovery')
      await refused(page, 'PASSPHRASE_WRONG')
      await fill(page, 'Passphrase', PASSPHRASE)
      await press(page, 'Prove recovery')
      await hears(page, 'Recovery works')
    })

    test('it closes only with two places, and not into one that is gone', async () => {
      const { page, at } = window
      for (const folder of ['one', 'two']) mkdirSync(at(folder), { recursive: true })
      await press(page, 'Go on to the close')
      const close = page.getByRole('button', { name: 'Close the ceremony' })
      await press(page, 'Choose the first place…')
      await takeFolder(page, at('one'))
      await expect(page.getByText('1 more place is needed')).toBeVisible()
      await expect(close).toHaveAttribute('aria-disabled', 'true')
      await press(page, 'Choose the second place…')
      await takeFolder(page, at('two'))
      rmSync(at('two'), { recursive: true })
      await close.click()
      await refused(page, 'FILE_MISSING')
      mkdirSync(at('two'))
      await close.click()
      await hears(page, 'The ceremony is closed')
    })
  })

test('a window closed in mid-ceremony leaves a void ceremony in its vault', async () => {
  const home = temporaryFolder('keyclave-crash-')
  const vault = `${home}/a.vault`
  const first = await openRealWindow({ systemRoot: temporaryFolder('keyclave-nothing-') }, home)
  await first.call('vault.create', { path: vault })
  await first.call('ceremony.begin', { source: { kind: 'form', plan: PLAN } })
  await passTheRoom(first)
  await first.call('ceremony.found', { passphrase: PASSPHRASE, again: PASSPHRASE })
  await first.call('ceremony.showShare', { index: 1 })
  await first.page.close()
  await first.close()
  const second = await openRealWindow({}, home)
  try {
    const { page } = second
    await press(page, 'Open a vault')
    await press(page, 'Choose Vault file')
    await takeFile(page, vault)
    await press(page, 'Open the vault')
    await hears(page, 'Overview')
    await expect(page.getByText('was interrupted')).toContainText('card 1')
    await press(page, 'Ceremonies')
    const row = page.getByRole('row', { name: /Root key ceremony 2026/ })
    await expect(row).toContainText('void')
    await expect(row).toContainText('closed window')
  } finally {
    await second.close()
  }
})
