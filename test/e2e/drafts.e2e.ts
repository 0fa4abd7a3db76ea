/** Every form in one walk: whoever leaves it and comes back finds what was typed, and no secret; going on saves. */
import { expect, type Page, test } from '@playwright/test'
import { refuse } from '../../shared/errors.ts'
import { type FakeWindow, openFakeWindow } from './fake-window.ts'
import { fill, pickerOf, press } from './hands.ts'
import * as made from './made-up.ts'
import * as custody from './made-up-custody.ts'
import * as room from './made-up-people.ts'
import { base, ceremony, inVault, section } from './scene.ts'

let window: FakeWindow
test.beforeAll(async () => {
  window = await openFakeWindow({ width: 1180, height: 800 })
})
test.afterAll(() => window.close())

const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })

async function leaveAndComeBack(page: Page, to: string, back: string): Promise<void> {
  await section(to)(page)
  await section(back)(page)
}

test('what was typed into a form is there again, without its secrets', async () => {
  const { page } = window
  await window.show({
    ...inVault,
    'people.list': room.people(['Joan Clarke', 'Radia Perlman']),
    'register.list': custody.register,
    'backup.survey': {
      files: 1,
      bytes: 10,
      leftOut: [],
      free: 1000,
      repeated: { files: 0, bytes: 0 },
    },
    'ceremony.state': { step: 'none' },
    'recovery.state': { step: 'none' },
    'kit.inspect': made.inspectedKit,
  })

  // The plan: "You can leave and come back".
  await section('Ceremonies')(page)
  await press(page, 'Start a ceremony')
  await fill(page, 'Title', 'Root key ceremony')
  await press(page, 'Leave')
  await section('Ceremonies')(page)
  await press(page, 'Start a ceremony')
  await expect(field(page, 'Title')).toHaveValue('Root key ceremony')
  await press(page, 'Leave')

  // Where a card is.
  await section('Share register')(page)
  await press(page, 'Note where card 4 is')
  await fill(page, 'Where it is kept', 'Safe 7')
  await press(page, 'Cancel')
  await leaveAndComeBack(page, 'Keys', 'Share register')
  await press(page, 'Note where card 4 is')
  await expect(field(page, 'Where it is kept')).toHaveValue('Safe 7')
  await press(page, 'Cancel')

  // Somebody new, whose PIN is nobody's draft.
  await section('People')(page)
  await press(page, /^Add a person/)
  await fill(page, 'Name', 'Mary Shaw')
  await fill(page, 'PIN or passphrase', 'four random words here')
  await press(page, 'Cancel')
  await leaveAndComeBack(page, 'Keys', 'People')
  await press(page, /^Add a person/)
  await expect(field(page, 'Name')).toHaveValue('Mary Shaw')
  await expect(field(page, 'PIN or passphrase')).toHaveValue('')
  await press(page, 'Cancel')

  // A head that was read aloud.
  await section('Audit log')(page)
  await fill(page, 'Head, as it is printed on a card, a record or a label', '41 apple banjo')
  await leaveAndComeBack(page, 'Keys', 'Audit log')
  await expect(field(page, 'Head, as it is printed on a card, a record or a label')).toHaveValue(
    '41 apple banjo',
  )

  // A kit, and what was read on a card.
  await section('Recovery')(page)
  await press(page, 'Recover now')
  await press(page, 'Choose Kit file')
  await pickerOf(page)
    .getByRole('radio', { name: /^Choose kit-/ })
    .check()
  await press(pickerOf(page), 'Choose')
  await fill(page, 'Kit fingerprint on a share card', '1a2b')
  await press(page, 'Choose: Backup')
  await press(page, 'Go on')
  await press(page, 'Leave')
  await section('Recovery')(page)
  await press(page, 'Recover now')
  await expect(field(page, 'Kit fingerprint on a share card')).toHaveValue('1a2b')
})

test('going on records every bag, or refuses and loses none', async () => {
  const { page } = window
  const state = { ...made.inShares(5), turn: null, agreed: room.agreed }
  const noted: unknown[] = []
  await window.show({
    ...ceremony(state),
    'ceremony.evidence': ({ index, value }) => {
      if (value === 'B-2') return refuse('ABSENT', { names: [], roles: ['witness'] })
      noted.push([index, value])
      return state
    },
  })
  await fill(page, 'Bag of share 1, Ada Lovelace', 'B-1')
  await fill(page, 'Bag of share 2, Grace Hopper', 'B-2')
  await press(page, 'Go on to the proof')
  await expect(page.getByRole('alert')).toContainText('ABSENT')
  expect(noted).toEqual([[1, 'B-1']])
  await expect(field(page, 'Bag of share 2, Grace Hopper')).toHaveValue('B-2')
  await fill(page, 'Bag of share 2, Grace Hopper', 'B-22')

  // A note that was begun waits while its dialog is closed.
  await press(page, 'Note for the record…')
  await fill(page, 'What was seen', 'Seal 88 is whole')
  await press(page, 'Cancel')
  await press(page, 'Note for the record…')
  await expect(field(page, 'What was seen')).toHaveValue('Seal 88 is whole')
  await press(page, 'Cancel')

  await press(page, 'Go on to the proof')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('passphrase')
  expect(noted).toEqual([
    [1, 'B-1'],
    [2, 'B-22'],
  ])
})

test('the front door and its ways keep what was chosen', async () => {
  const { page } = window
  await window.show({ ...base, 'ceremony.state': { step: 'none' } })
  await press(page, 'Start a ceremony')
  await fill(page, 'Organisation', 'Example Ltd')
  await press(page, 'Leave')
  await press(page, 'Start a ceremony')
  await expect(field(page, 'Organisation')).toHaveValue('Example Ltd')
})
