/** Screens that a person comes to seldom, or by the second of two ways. */

import type { Page } from '@playwright/test'
import { refuse } from '../../shared/errors.ts'
import type { Answers } from './fake-window.ts'
import { pickerOf, showAll } from './hands.ts'
import * as made from './made-up.ts'
import {
  base,
  ceremony,
  inVault,
  playScenes,
  press,
  recovery,
  type Scene,
  section,
} from './scene.ts'

const chooseFile = async (page: Page, label: string, name: string): Promise<void> => {
  await press(page, `Choose ${label}`)
  await showAll(page)
  await pickerOf(page)
    .getByRole('radio', { name: `Choose ${name}` })
    .check()
  await press(pickerOf(page), /^Choose$/)
}
const newBackup = async (page: Page): Promise<void> => {
  await section('Backups')(page)
  await press(page, 'Make a backup')
}
const shares: Extract<Answers['recovery.state'], { step: 'shares' }> = {
  ...{ step: 'shares', kit: null, setId: null, shares: [], need: null, missing: [] },
  ...{ complete: false, proposal: false, leaveUntil: null, passphrase: 'missing' },
}
const opened: Extract<Answers['recovery.state'], { step: 'open' }> = {
  ...{ step: 'open', kit: made.kit, setId: made.SET_ID, proved: true, opened: [] },
  shares: made.PEOPLE.slice(0, 3).map((custodian, i) => ({ index: i + 1, custodian })),
}
const proved = ceremony({
  ...{ step: 'proved', agreed: made.agreed, made: made.made, proof: made.proof },
  shares: made.shares(5),
})

/** What a window finds that took the place of the one in which a recovery was. */
const OVER: Parameters<typeof recovery>[0] = {
  step: 'ended',
  summary: {
    began: '2026-11-22T10:40:00.000Z',
    ended: '2026-11-22T11:10:00.000Z',
    reason: 'asked',
    setId: made.SET_ID,
    by: made.PEOPLE.slice(0, 3).map((custodian, i) => ({ index: i + 1, custodian })),
    opened: [],
  },
}

type Renewed = NonNullable<typeof made.about.renewed>
const renewed = (after: Renewed['after'], screen: Renewed['screen']): Answers => ({
  'app.about': { ...made.about, renewed: { after, screen } },
})

const FIVE_WORDS = ['aardvark', 'adroitness', 'absurd', 'adviser', 'accrue']
const HASH = Array.from({ length: 32 }, (_, i) => FIVE_WORDS[i % FIVE_WORDS.length] ?? '')

/** The last custodian is absent; `sealed` once their share lies on a drive. */
function withAbsent(sealed: boolean): Answers {
  const state = made.inShares(4)
  const paths = ['05-cyd.txt.age', 'sealed-share.json'].map(
    name => `/media/usb-a/05.sealed/${name}`,
  )
  const shares = state.shares.map(share =>
    share.index === 5
      ? {
          ...{ ...share, state: sealed ? ('shown' as const) : ('waiting' as const) },
          sealed: {
            ...{ to: 'age' as const, recipientWords: HASH },
            file: sealed ? { paths, words: HASH } : null,
          },
        }
      : share,
  )
  return ceremony({ ...state, shares, turn: sealed ? 5 : null })
}

const SCENES: readonly Scene[] = [
  {
    name: 'share-to-seal',
    answers: withAbsent(false),
    act: page => page.getByText('is absent. Their share is sealed').waitFor(),
  },
  {
    name: 'share-sealed',
    answers: {
      ...withAbsent(true),
      'ceremony.readBackSealed': refuse('SEALED_SHARE_UNREADABLE', { file: '05-cyd.txt.age' }),
    },
    act: async page => {
      await press(page, 'Read it back from the drive')
      await page.getByText('SEALED_SHARE_UNREADABLE').scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'plan-absent',
    answers: {
      ...base,
      'ceremony.state': { step: 'none' },
      'ceremony.checkPlan': refuse('PLAN_FORMAT', {
        faults: [{ where: 'sealedTo[0].fingerprint', line: null, problem: { hexDigits: 64 } }],
        more: 0,
      }),
    },
    act: async page => {
      await press(page, 'Start a ceremony')
      await page.getByLabel('Custodian 1', { exact: true }).fill('Ada Lovelace')
      await press(page, 'Somebody will be absent…')
      await showAll(page)
      await pickerOf(page).getByRole('radio', { name: 'Choose notes.txt' }).check()
      await press(pickerOf(page), /^Choose$/)
      await page.getByLabel('Fingerprint of the key').fill('1F2E 3d4c')
      await press(page, 'Check the plan')
      await page.getByText('PLAN_FORMAT').scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'vault-interrupted',
    answers: {
      ...base,
      'vault.open': {
        ...{ path: made.overview.path, readOnly: false },
        interrupted: {
          ...{ title: 'Root key ceremony, first try', opened: '2026-11-20T10:00:00.000Z' },
          destroy: [{ setId: made.SET_ID, index: 1, custodian: 'Ada Lovelace' }],
        },
      },
    },
    act: async page => {
      await press(page, 'Open a vault')
      await chooseFile(page, 'Vault file', 'notes.txt')
      await press(page, 'Open the vault')
      await page.getByText('Destroy card 1 (Ada Lovelace)').waitFor()
    },
  },
  {
    name: 'vault-door-new',
    answers: base,
    act: async page => {
      await press(page, 'Open a vault')
      await page.getByText('Make a new vault').click()
      await press(page, 'Choose File of the new vault')
      await press(pickerOf(page), 'Use this name')
      await page.getByText('/media/usb-a/keyclave.vault').waitFor()
    },
  },
  {
    name: 'backup-check',
    answers: {
      ...inVault,
      'backup.check': refuse('BACKUP_SLICES', {
        ...{ path: '/media/usb-a/notes.txt', lost: 12, slices: 2000, recovery: 200 },
      }),
      'backup.recoveryFiles': { count: 2 },
    },
    act: async page => {
      await section('Backups')(page)
      await press(page, 'Check a backup…')
      await chooseFile(page, 'Backup file', 'notes.txt')
      await press(page, 'Read it back')
      await page.getByText('BACKUP_SLICES').waitFor()
      await page.getByText('2 recovery files lie beside this backup').waitFor()
    },
  },
  {
    name: 'backup-repaired',
    answers: {
      ...inVault,
      'backup.check': refuse('FILE_VOLUME', { path: '/media/usb-a/backup.tar.zst.age.002' }),
      'backup.recoveryFiles': { count: 1 },
      'backup.repair': {
        ...{ path: '/media/usb-b/backup.tar.zst.age', file: made.TOKEN, size: 18_211_000_000 },
        ...{ sha256: 'c0ffee5e'.repeat(8), mended: 3, proved: false },
      },
    },
    act: async page => {
      await section('Backups')(page)
      await press(page, 'Check a backup…')
      await chooseFile(page, 'Backup file', 'notes.txt')
      await press(page, 'Read it back')
      await press(page, 'Choose New file for the whole backup')
      await press(pickerOf(page), 'Use this name')
      await press(page, 'Make it whole')
      await page.getByText('The backup is whole again').waitFor()
    },
  },
  {
    name: 'backup-running',
    answers: {
      ...inVault,
      'backup.survey': {
        files: 48_211,
        bytes: 30_900_000_000,
        leftOut: [],
        free: 62_000_000_000,
        repeated: { files: 0, bytes: 0 },
      },
      'backup.create': 'pending',
    },
    act: async (page, window) => {
      await newBackup(page)
      await press(page, 'Choose files and folders…')
      await pickerOf(page).getByRole('checkbox', { name: 'Choose Contracts' }).check()
      await press(pickerOf(page), 'Choose 1 item')
      await press(page, 'Choose Backup file')
      await press(pickerOf(page), 'Use this name')
      await press(page, 'Make the backup')
      await page.getByRole('progressbar').waitFor()
      await window.emit('task.progress', {
        ...{ task: 'backup', done: 6_100_000_000, total: 30_900_000_000, unit: 'bytes' },
        ...{ perSecond: 412_000_000, secondsLeft: 60 },
      })
      await page.getByText('Cancel: nothing is kept').waitFor()
    },
  },
  {
    name: 'backup-other-quorum',
    answers: { ...inVault, 'kit.inspect': made.inspectedKit },
    act: async page => {
      await newBackup(page)
      await page.getByText('Another one, by its recovery kit').click()
      await chooseFile(page, 'Recovery kit', 'kit-9c41e07b52.json')
      await page.getByLabel('Kit fingerprint on a share card').scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'recovery-kit-file',
    answers: { ...base, 'recovery.state': { step: 'none' }, 'kit.inspect': made.inspectedKit },
    act: async page => {
      await press(page, 'Recover now')
      await chooseFile(page, 'Kit file', 'kit-9c41e07b52.json')
      await page.getByLabel('Kit fingerprint on a share card').fill('1a2b 3c4d')
    },
  },
  {
    name: 'recovery-no-kit',
    answers: { ...base, 'recovery.state': { step: 'none' } },
    act: async page => {
      await press(page, 'Recover now')
      await page.getByText('No', { exact: true }).click()
      await page.getByRole('button', { name: 'Go on without a kit' }).waitFor()
    },
  },
  { name: 'recovery-no-kit-shares', answers: recovery(shares) },
  {
    name: 'recovery-identity',
    answers: recovery(opened),
    act: async page => {
      await page.getByText('Hand out an identity').click()
      await press(page, 'Choose New file for the identity')
      await press(pickerOf(page), 'Use this name')
    },
  },
  {
    name: 'recovery-identity-asked',
    answers: recovery(opened),
    act: async page => {
      await page.getByText('Hand out an identity').click()
      await press(page, 'Choose New file for the identity')
      await press(pickerOf(page), 'Use this name')
      await press(page, 'Hand it out…')
      await page.getByLabel('Type “hand out” to go on').waitFor()
    },
  },
  {
    name: 'recovery-end',
    answers: recovery(opened),
    act: page => press(page, 'End the recovery…'),
  },
  {
    name: 'picker-new-folder',
    answers: {
      ...proved,
      'picker.makeFolder': refuse('FILE_EXISTS', { path: '/media/usb-a/Contracts' }),
    },
    act: async page => {
      await press(page, 'Go on to the close')
      await press(page, 'Choose the first place…')
      await press(pickerOf(page), 'New folder')
      await pickerOf(page).getByLabel('Name of the new folder').fill('Contracts')
      await press(pickerOf(page), 'Make')
      await pickerOf(page).getByText('FILE_EXISTS').waitFor()
    },
  },
  {
    name: 'share-again',
    answers: ceremony(made.inShares(1, true)),
    act: page => page.getByRole('button', { name: 'Save the card…' }).waitFor(),
  },
  {
    name: 'kit-saved',
    answers: {
      ...inVault,
      'vault.exportKit': { path: '/media/usb-a/kit-9c41e07b52.json', digest: 'ab'.repeat(32) },
    },
    act: async page => {
      await press(page, 'Save the recovery kit…')
      await press(pickerOf(page), 'Use this name')
      await page.getByText('Saved as').scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'renewed-after-ceremony',
    answers: { ...ceremony(made.closed), ...renewed('ceremony', 'ceremony') },
    act: page => page.getByText('has been ended, with its memory').waitFor(),
  },
  {
    name: 'renewed-after-recovery',
    answers: { ...recovery(OVER), ...renewed('recovery', 'recovery') },
    act: async page => {
      await page.getByRole('heading', { level: 1, name: 'The recovery is over.' }).waitFor()
      await page.getByText('has been ended, with its memory').waitFor()
    },
  },
  {
    name: 'renewed-after-crash',
    answers: { ...ceremony(made.inShares(1)), ...renewed('crash', 'ceremony') },
    act: page => page.getByText('Cards that were read back stay read back').waitFor(),
  },
  {
    name: 'renewing',
    answers: inVault,
    act: async (page, { emit }) => {
      await emit('app.renewing', { after: 'drill', failed: false })
      await page.getByText('A new window opens').waitFor()
    },
  },
  {
    name: 'renewing-failed',
    answers: inVault,
    act: async (page, { emit }) => {
      await emit('app.renewing', { after: 'drill', failed: true })
      await page.getByText('No new window could be opened').waitFor()
    },
  },
]

playScenes('screens seldom seen', SCENES)
