/** Every screen of people, policy and signatures, and of a ceremony whose people sign. */
import { expect, type Page } from '@playwright/test'
import { refuse } from '../../shared/errors.ts'
import { logOf } from '../fixtures/real-log.ts'
import type { Answers } from './fake-window.ts'
import { fill, pickerOf } from './hands.ts'
import * as made from './made-up.ts'
import * as room from './made-up-people.ts'
import {
  base,
  expectActionsBeside,
  inVault,
  playScenes,
  press,
  type Scene,
  section,
} from './scene.ts'

const withPeople: Answers = {
  ...inVault,
  'people.list': room.people(),
  'policy.show': ({ profile }) => room.policy(profile),
}
const IN_CEREMONY = ['Margaret Hamilton', 'Joan Clarke', 'Radia Perlman', 'Ada Lovelace']
const ceremony = (state: Extract<Answers['ceremony.state'], { step: string }>): Answers => ({
  ...withPeople,
  'app.session': {
    ...made.session,
    vault: { path: made.overview.path, readOnly: false },
    ceremony: true,
  },
  'people.list': room.people(IN_CEREMONY),
  'ceremony.state': state,
})
const makeVault = async (page: Page): Promise<void> => {
  await press(page, 'Open a vault')
  await page.getByText('Make a new vault').click()
  await press(page, 'Choose File of the new vault')
  await press(pickerOf(page), 'Use this name')
  await press(page, 'Make the vault')
}
const fillTwo = async (page: Page): Promise<void> => {
  for (const name of ['Margaret Hamilton', 'Joan Clarke']) {
    await page
      .getByRole('button', { name: /^Take the turn/ })
      .first()
      .click()
    await fill(page, 'Name', name)
    await fill(page, 'PIN or passphrase', '271828')
    await fill(page, 'PIN or passphrase, once more', '271828')
    await press(page, 'This turn is over')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }
}
const newVault: Answers = {
  ...base,
  'vault.create': { path: '/media/usb-a/keyclave.vault', readOnly: false, interrupted: null },
  'policy.show': ({ profile }) => room.policy(profile),
  'people.judge': null,
}
const suspendHedy = async (page: Page): Promise<void> => {
  await section('People')(page)
  await press(page, 'Manage Hedy Lamarr')
  await page.getByText('They sign nothing until they are reinstated').click()
  await page
    .getByRole('combobox', { name: 'Reason, for the log' })
    .selectOption({ label: 'Somebody else may know their PIN or passphrase' })
  await press(page, 'Ask for signatures')
}
const signAs = async (page: Page, kind: string, name: string): Promise<void> => {
  await page.getByRole('textbox', { name: `${kind} of ${name}` }).fill('271828')
  await page.getByRole('button', { name: 'Sign', exact: true }).click()
}

const realLog = await logOf('golden-statement-3/strict')

const SCENES: readonly Scene[] = [
  { name: 'first-run', answers: newVault, act: makeVault },
  {
    name: 'first-run-small-team',
    answers: {
      ...newVault,
      'people.found': refuse('PERSON_ROLES', {
        name: 'Joan Clarke',
        problem: { kind: 'apart', roles: ['administrator', 'witness'], why: 'own-witness' },
      }),
    },
    act: async page => {
      await makeVault(page)
      await page.getByText('Small team', { exact: true }).click()
      await fillTwo(page)
      await press(page, 'Name these people')
      await page.getByText('PERSON_ROLES').scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'first-run-bad-pin',
    answers: {
      ...newVault,
      'people.judge': refuse('PIN_TRIVIAL', {}).about('Joan Clarke'),
    },
    act: async page => {
      await makeVault(page)
      await press(page, 'Take the turn: The first witness')
      await fill(page, 'Name', 'Joan Clarke')
      await fill(page, 'PIN or passphrase', '123456')
      await fill(page, 'PIN or passphrase, once more', '123456')
      await press(page, 'This turn is over')
      // Beside the field, in her own turn and before anybody else comes.
      const pin = page.getByRole('textbox', { name: 'PIN or passphrase', exact: true })
      await expect(pin).toHaveAccessibleDescription(/Joan Clarke: This PIN is among/)
      await expect(page.getByText('PIN_TRIVIAL')).toHaveCount(1)
    },
  },
  { name: 'overview-no-people', answers: inVault },
  { name: 'people-none', answers: inVault, act: section('People') },
  {
    name: 'people',
    answers: { ...withPeople, 'people.list': room.unevenPeople },
    act: async page => {
      await section('People')(page)
      await expectActionsBeside(page, 'People')
    },
  },
  {
    name: 'person-add',
    answers: { ...withPeople, 'people.draft': refuse('PIN_TRIVIAL', {}) },
    act: async page => {
      await section('People')(page)
      await press(page, 'Add a person…')
      await fill(page, 'Name', 'Mary Jackson')
      await fill(page, 'PIN or passphrase', '123456')
      await fill(page, 'PIN or passphrase, once more', '123456')
      await press(page, 'Ask for signatures')
      await page.getByText('PIN_TRIVIAL').waitFor()
    },
  },
  {
    name: 'person',
    answers: withPeople,
    act: async page => {
      await section('People')(page)
      await press(page, 'Manage Hedy Lamarr')
      await page.getByText('The old key signs nothing from then on').click()
      await expect(page.getByText('the old key signs the new one')).toBeVisible()
    },
  },
  {
    name: 'approval',
    answers: {
      ...withPeople,
      'approval.ask': room.approval([], [room.need(2, 'administrator', 'witness')]),
      'approval.sign': room.approval(
        ['Margaret Hamilton'],
        [room.need(1, 'administrator', 'witness')],
      ),
    },
    act: async page => {
      await suspendHedy(page)
      await signAs(page, 'Passphrase', 'Margaret Hamilton')
      await page.getByRole('textbox', { name: 'PIN of Joan Clarke' }).waitFor()
    },
  },
  {
    name: 'approval-wrong-pin',
    answers: {
      ...withPeople,
      'people.list': () => {
        return room.people([], one =>
          one.name === 'Margaret Hamilton'
            ? { ...one, attempts: { failed: 9, wait: 8 * 60, locked: false } }
            : one,
        )
      },
      'approval.ask': room.approval([], [room.need(2, 'administrator', 'witness')]),
    },
    act: async page => {
      await suspendHedy(page)
      await page.getByRole('timer').waitFor()
    },
  },
  {
    name: 'approval-locked',
    answers: {
      ...withPeople,
      'people.list': room.people([], one =>
        one.name === 'Margaret Hamilton'
          ? { ...one, attempts: { failed: 10, wait: 0, locked: true } }
          : one,
      ),
      'approval.ask': room.approval([], [room.need(2, 'administrator', 'witness')]),
    },
    act: async page => {
      await suspendHedy(page)
      // Who can sign stands first.
      const who = page.getByRole('combobox', { name: 'Who signs now' })
      await who.selectOption({ label: 'Margaret Hamilton, administrator' })
      await page.getByText('is locked after ten wrong entries').waitFor()
    },
  },
  {
    name: 'approval-signed',
    answers: {
      ...withPeople,
      'approval.ask': room.approval(['Margaret Hamilton', 'Joan Clarke'], []),
    },
    act: async page => {
      await suspendHedy(page)
      await page.getByText('What is signed, in words').click()
    },
  },
  {
    name: 'in-the-room',
    answers: ceremony({ step: 'room', agreed: room.agreed, checks: made.passedChecks }),
    act: async page => {
      await page
        .getByRole('button', { name: /^In the room/ })
        .first()
        .click()
    },
  },
  {
    name: 'policy',
    answers: withPeople,
    act: async page => {
      await section('Policy')(page)
      const nobody = page.getByRole('button', { name: 'In the room: nobody' })
      expect((await nobody.boundingBox())?.height, 'in one line').toBeLessThan(50)
    },
  },
  {
    name: 'policy-small-team',
    answers: withPeople,
    act: async page => {
      await section('Policy')(page)
      await page.getByText('For two people or a few').click()
    },
  },
  {
    name: 'plan-people',
    answers: { ...withPeople, 'ceremony.state': { step: 'none' } },
    act: async page => {
      await section('Ceremonies')(page)
      await press(page, 'Start a ceremony')
      await fill(page, 'Title', made.plan.title)
      await fill(page, 'Organisation', made.plan.organisation)
      await page.getByText('Custodians and policy').scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'plan-agreement-people',
    answers: {
      ...withPeople,
      'ceremony.state': { step: 'none' },
      'ceremony.checkPlan': room.checkedPlan,
    },
    act: async page => {
      await section('Ceremonies')(page)
      await press(page, 'Start a ceremony')
      await press(page, 'Check the plan')
      await page.getByText('The plan in 32 words').first().scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'ceremony-room-people',
    answers: ceremony({ step: 'room', agreed: room.agreed, checks: made.passedChecks }),
  },
  {
    name: 'note',
    answers: ceremony({ step: 'room', agreed: room.agreed, checks: made.passedChecks }),
    act: page => press(page, 'Note for the record…'),
  },
  {
    name: 'note-exception',
    answers: ceremony({ step: 'room', agreed: room.agreed, checks: made.passedChecks }),
    act: async page => {
      await press(page, 'Note for the record…')
      await page.getByText('Something went otherwise').click()
    },
  },
  {
    name: 'share-absent',
    answers: {
      ...ceremony({ ...made.inShares(1), agreed: room.agreed }),
      'ceremony.showShare': refuse('ABSENT', { names: ['Grace Hopper'] }),
    },
    act: async page => {
      await press(page, 'Show my share')
      await page.getByText('ABSENT').waitFor()
    },
  },
  {
    name: 'bags',
    answers: {
      ...ceremony({ ...made.inShares(5), turn: null, agreed: room.agreed }),
      'ceremony.evidence': { ...made.inShares(5), turn: null, agreed: room.agreed },
    },
    act: async page => {
      await fill(page, 'Bag of share 1, Ada Lovelace', 'B-1043')
      await page.keyboard.press('Enter')
      await page.getByText('in the record').waitFor()
    },
  },
  {
    name: 'close-people',
    answers: ceremony(room.proved),
    act: async page => {
      await press(page, 'Go on to the close')
      await press(page, 'Choose the first place…')
      await press(pickerOf(page), 'Use “usb-a”')
    },
  },
  {
    name: 'recovery-without-kit-people',
    answers: {
      ...withPeople,
      'app.session': {
        ...made.session,
        vault: { path: made.overview.path, readOnly: false },
        recovery: true,
      },
      'recovery.state': room.sharesWithoutKit,
      'approval.ask': ({ deed }) => {
        expect(deed).toEqual({ action: 'quorum.open', setId: made.SET_ID })
        return room.approvalToOpen
      },
    },
    act: async page => {
      await press(page, 'Go on to the passphrase')
      await page.getByText('without a kit').or(page.getByText('Without a kit')).first().waitFor()
      await page.getByRole('textbox', { name: 'Passphrase' }).fill('unmixed tarantula')
      await press(page, 'Open the quorum')
      await page.getByRole('textbox', { name: 'PIN of Joan Clarke' }).waitFor()
    },
  },
  {
    name: 'audit-log-signed',
    answers: {
      ...withPeople,
      'audit.page': realLog.page,
      'audit.choices': realLog.choices,
      'audit.verify': {
        size: 41,
        hash: 'ab12cd34'.repeat(8),
        words: [...room.words],
        clockSteps: [],
      },
    },
    act: async page => {
      await section('Audit log')(page)
      const log = page.getByRole('table', { name: 'Audit log, newest first' })
      const row = log.getByRole('row').filter({ hasText: 'Drill held' })
      await row.getByText('Olga held a drill with quorum').waitFor()
      // Folded until somebody asks, by the keyboard too, and never JSON.
      const details = row.getByRole('group')
      await expect(details.getByText('agreed, by, 1, public key')).toBeHidden()
      await row.locator('summary').focus()
      await page.keyboard.press('Enter')
      await details.getByText('agreed, by, 1, public key').waitFor()
      await expect(log).not.toContainText('{"')
      expect((await row.innerText()).match(/[0-9a-f]{16}/), 'digests stand in groups').toBeNull()
    },
  },
  {
    name: 'audit-log-found',
    answers: {
      ...withPeople,
      'audit.page': realLog.page,
      'audit.choices': realLog.choices,
    },
    act: async page => {
      await section('Audit log')(page)
      await page.getByLabel('Find entries by words').fill('handed out')
      await page.getByLabel('Person').selectOption('Olga')
      await page.getByLabel('Quorum').selectOption('bad862fd7c')
      await page.getByLabel('From').fill('2026-11-27')
      await page.getByRole('button', { name: 'Save all entries of these days…' }).waitFor()
      await page.getByRole('status').filter({ hasText: '2 found in 26 entries' }).waitFor()
      const log = page.getByRole('table', { name: 'Audit log, newest first' })
      await expect(log.getByRole('rowheader')).toHaveText([
        /^Quorum identity handed out.*Olga took out the identity of quorum/,
        /^Backup key handed out.*Olga took out backup key 1 of quorum/,
      ])
      await page.getByLabel('From').fill('2026-11-28')
      await page.getByText('No entry is like that').waitFor()
      await press(page, 'Show all entries')
      await page.getByRole('status').filter({ hasText: '26 of 26 entries' }).waitFor()
      await page.getByLabel('Find entries by words').fill('handed out')
      await page.getByRole('status').filter({ hasText: '2 found in 26 entries' }).waitFor()
    },
  },
  {
    name: 'audit-part-checked',
    answers: {
      ...withPeople,
      'audit.verifyFile': {
        ...{ size: 24, hash: 'ab12cd34'.repeat(8), words: [...room.words], clockSteps: [] },
        part: { log: '7abdf2834738c065ed4a74a2761b7ea3', first: 17, last: 24, linkedBy: null },
      },
    },
    act: async page => {
      await section('Audit log')(page)
      await press(page, 'Choose Log file')
      await pickerOf(page).getByRole('checkbox', { name: 'All files (4 more)' }).check()
      await pickerOf(page).getByRole('radio', { name: 'Choose notes.txt' }).check()
      await press(pickerOf(page), /^Choose$/)
      await press(page, 'Check the file')
      await page.getByText('Nothing shows yet that they are of your log').waitFor()
    },
  },
  {
    name: 'audit-head-refused',
    answers: { ...withPeople, 'audit.verify': refuse('WORDS_ORDER', { word: 7 }) },
    act: async page => {
      await section('Audit log')(page)
      await page.getByRole('textbox', { name: /^Head/ }).fill('41 aardvark adroitness')
      await press(page, 'Check the head')
      await page.getByText('WORDS_ORDER').waitFor()
    },
  },
]

playScenes('screens of people', SCENES)
