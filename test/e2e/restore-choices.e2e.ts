/** What a drive cannot hold of a backup: the choices that a restore gives, by keyboard alone. */
import { expect, test } from '@playwright/test'
import type { Input, Output } from '../../shared/contract.ts'
import { type KeyclaveError, refuse } from '../../shared/errors.ts'
import { type Answers, type FakeWindow, openFakeWindow } from './fake-window.ts'
import { pickerOf, refused, showAll } from './hands.ts'
import * as made from './made-up.ts'
import { lookAt, press, recovery } from './scene.ts'
import { strike } from './tabbing.ts'

let window: FakeWindow
test.beforeAll(async () => {
  window = await openFakeWindow({ width: 1180, height: 800 })
})
test.afterAll(() => window.close())

const opened: Extract<Answers['recovery.state'], { step: 'open' }> = {
  ...{ step: 'open', kit: made.kit, setId: made.SET_ID, proved: true, opened: [] },
  shares: made.PEOPLE.slice(0, 3).map((custodian, i) => ({ index: i + 1, custodian })),
}

const PATH = '/media/usb-a/archive-restored'
const unfit = refuse('RESTORE_UNFIT', {
  ...{ path: PATH, drive: 'exfat', space: null },
  unfit: [
    { kind: 'names', count: 2, first: ['archive/a:b', 'archive/what?'] },
    { kind: 'links', count: 1, first: ['archive/latest'] },
  ],
})
const restored: Output<'recovery.restore'> = {
  ...{ files: 40, bytes: 1_200_000, setId: made.SET_ID, generation: 1 },
  ...{ created: '2026-11-21T10:00:00.000Z', path: PATH, sha256: 'c0ffee5e'.repeat(8) },
  ...{ knownMaker: null, entries: [], leftOut: 0, agreed: [], tamed: 0, keepsModes: false },
  ...{ renamed: 2, unfit: 1, list: `${PATH}.differences.jsonl` },
  ...{ outward: [], outwardCount: 0, outwardMade: false },
}

type Fit = Input<'recovery.restore'>['fit']
const AS_IT_IS: Fit = { leaveOut: [], rename: false, despiteSpace: false }

/** A window in which a restore refuses until `fits` says that it is chosen well; and what it was asked for. */
async function refusing(fits: (fit: Fit) => boolean): Promise<Fit[]> {
  const asked: Fit[] = []
  await window.show({
    ...recovery(opened),
    'files.leftovers': { leftovers: [] },
    'recovery.restore': ({ fit }): typeof restored | KeyclaveError => {
      asked.push(fit)
      return fits(fit) ? restored : unfit
    },
  })
  const { page } = window
  await press(page, 'Choose Backup file')
  await showAll(page)
  await pickerOf(page).getByRole('radio', { name: 'Choose notes.txt' }).check()
  await press(pickerOf(page), /^Choose$/)
  await chooseFolder()
  await strike(page, /^Restore$/)
  await refused(page, 'RESTORE_UNFIT')
  return asked
}

/** What stands on the screen. */
const reads = (words: RegExp): Promise<void> =>
  expect(window.page.getByText(words).first()).toBeVisible()

async function chooseFolder(): Promise<void> {
  await press(window.page, /^(?:Choose|Change) New folder to restore into$/)
  await press(pickerOf(window.page), 'Use this name')
}

test('names become others and the rest is left out, when somebody says so; both are listed', async () => {
  const asked = await refusing(fit => fit?.rename === true)
  const { page } = window
  await lookAt(page, 'restore-unfit')
  await strike(page, /^Rename what can be, leave the rest out$/)
  await reads(/2 names became others, and 1 entry left out/)
  await reads(/archive-restored\.differences\.jsonl/)
  await reads(/keeps no permissions/)
  expect(asked).toEqual([AS_IT_IS, { leaveOut: ['links'], rename: true, despiteSpace: false }])
})

test('all of it is left out, when somebody says so', async () => {
  const asked = await refusing(fit => fit?.leaveOut.length === 2)
  await strike(window.page, /^Leave them out$/)
  await reads(/left out/)
  const leaveOut = ['names', 'links']
  expect(asked).toEqual([AS_IT_IS, { leaveOut, rename: false, despiteSpace: false }])
})

test('another folder is tried as it is: nothing chosen for the last drive holds for it', async () => {
  let tries = 0
  const asked = await refusing(() => {
    tries += 1
    return tries === 3
  })
  const { page } = window
  await strike(page, /^Leave them out$/)
  await refused(page, 'RESTORE_UNFIT')
  await chooseFolder()
  await expect(page.getByText('RESTORE_UNFIT')).toHaveCount(0)
  await strike(page, /^Restore$/)
  await reads(/archive-restored/)
  expect(asked.at(0)).toEqual(AS_IT_IS)
  expect(asked.at(-1)).toEqual(AS_IT_IS)
})
