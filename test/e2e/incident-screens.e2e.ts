/** An incident in the window: its course from what may be in other hands to what is left, and the backup keys. */

import { expect, type Locator, type Page } from '@playwright/test'
import type { CompromiseReport } from '../../shared/compromise.ts'
import { refuse } from '../../shared/errors.ts'
import { toWireText } from '../../shared/wire-error.ts'
import type { Answers } from './fake-window.ts'
import { pickerOf } from './hands.ts'
import * as made from './made-up.ts'
import { inVault, playScenes, press, type Scene, section } from './scene.ts'

const SUSPECT = { kind: 'backup-key', setId: made.SET_ID, generation: 1 } as const

const report: CompromiseReport = {
  made: '2026-11-21T12:00:00.000Z',
  auditHead: '12 freedom suspicious involve monument',
  of: {
    ...SUSPECT,
    fingerprint: 'ab'.repeat(32),
    places: [{ setId: made.SET_ID, generation: 1 }],
    current: true,
  },
  mark: { state: 'active', occurred: null, reason: null, recorded: null },
  takenOut: [
    {
      ...{ what: 'backup-key', name: '1', time: '2026-11-20T12:00:00.000Z', by: 'Olga' },
      ...{ destination: '/media/stick/identity.txt', although: null },
    },
  ],
  openings: [],
  deliveries: [],
  backups: [
    {
      ...{ id: '0011223344556677', fileName: 'office.tar.zst.age', size: 1000, generation: 1 },
      ...{ created: '2026-11-01T12:00:00.000Z', sha256: 'cd'.repeat(32), setId: made.SET_ID },
      ...{ superseded: false, replacedBy: null },
    },
  ],
  items: [],
  searches: [],
  statusList: null,
}

const answers: Answers = {
  ...inVault,
  'incident.suspects': {
    suspects: [
      {
        suspect: { kind: 'key', id: '0011223344556677', version: 2 },
        ...{ name: 'video-root@2', state: 'active' },
      },
      { suspect: SUSPECT, name: '1', state: 'active' },
      { suspect: { kind: 'quorum', setId: made.SET_ID }, name: 'Root key ceremony', state: null },
    ],
  },
  'incident.report': { report },
}

const backupKeys: Answers['keys.showBackupKeys'] = {
  ...{ setId: made.SET_ID, title: 'Root key ceremony', inForce: true },
  generations: [
    {
      ...{ generation: 1, recipient: 'age1example', created: '2026-11-01T12:00:00.000Z' },
      ...{ isCurrent: true, state: 'suspended', occurred: null, may: ['resume', 'compromise'] },
      mayDestroy: false,
      ...{ backups: [], backupCount: 1, people: [], opened: [] },
    },
  ],
}

const chosen = (page: Page): Locator => page.getByLabel('What may be in other hands')

const FOUND = '/media/usb-a/old/office.tar.zst.age'
const UNLISTED = '/media/usb-a/old/2024/private.tar.zst.age'
/** Each a token of its own. */
const tokenOf = (path: string): typeof made.TOKEN =>
  Buffer.from(path).toString('hex').slice(-32) as typeof made.TOKEN
const found = (
  path: string,
  more: Partial<Scanned['found'][number]>,
): Scanned['found'][number] => ({
  ...{ file: tokenOf(path), path, size: 18_211_000, opens: [null, 1] },
  ...{ compromised: true, current: false, catalogued: null, ...more },
})
type Scanned = Extract<Answers['incident.scan'], { setId: string }>
const scanned: Scanned = {
  ...{ setId: made.SET_ID, files: 1041, backups: 5, bytesRead: 4_300_000 },
  found: [
    found(FOUND, { catalogued: { id: '0011223344556677', fileName: 'office.tar.zst.age' } }),
    found('/media/usb-a/new.tar.zst.age', { opens: [null, 2], compromised: false, current: true }),
  ],
  ...{ foundCount: 2, compromisedCount: 1, unlistedCount: 1, unreadCount: 2 },
  unread: [
    { path: '/media/usb-a/old/2024/cut.age', why: 'damaged' },
    { path: '/media/usb-a/link', why: 'link' },
  ],
}
const plan: Extract<Answers['incident.planReencryption'], { setId: string }> = {
  ...{ draft: '0011223344556677', setId: made.SET_ID, generation: 2 },
  folder: '/media/usb-b/new',
  backups: [
    { path: FOUND, name: 'office.tar.zst.age', size: 18_211_000 },
    { path: UNLISTED, name: 'private.tar.zst.age', size: 9_000_000 },
  ],
  leftovers: [
    {
      ...{ leftover: made.TOKEN, path: '/media/usb-b/new/.office.keyclave-part-4711-aB3xY9' },
      modified: '2026-11-20T16:02:00.000Z',
    },
  ],
}
const done: Extract<Answers['incident.reencrypt'], { setId: string }> = {
  ...{ setId: made.SET_ID, generation: 2 },
  outcomes: [
    {
      ...{ kind: 'made', path: FOUND, target: '/media/usb-b/new/office.tar.zst.age', files: 48 },
      ...{ size: 18_212_000, sha256: 'c0ffee5e'.repeat(8), replaces: 'cd'.repeat(32) },
    },
    {
      ...{ kind: 'refused', path: UNLISTED },
      error: toWireText(refuse('AGE_NO_MATCH', { source: UNLISTED })),
    },
  ],
}
const atDrives: Answers = {
  ...answers,
  'app.session': {
    ...made.session,
    ...{ vault: { path: made.overview.path, readOnly: false }, recovery: true },
  },
  'recovery.state': {
    ...{ step: 'open', incident: SUSPECT, kit: made.kit, setId: made.SET_ID },
    shares: [1, 3, 4].map(index => ({ index, custodian: null })),
    ...{ proved: true, opened: [] },
  },
  'files.leftovers': { leftovers: [] },
  'files.removeLeftover': null,
  'task.cancel': null,
  'incident.scan': scanned,
  'incident.planReencryption': plan,
}

const SCENES: readonly Scene[] = [
  {
    name: 'incident-drives',
    answers: atDrives,
    act: async page => {
      const look = page.getByRole('button', { name: 'Look for backups' })
      await expect(look).toBeDisabled()
      await press(page, 'Choose files and folders…')
      await pickerOf(page).getByRole('checkbox', { name: 'Choose Contracts' }).check()
      await press(pickerOf(page), 'Choose 1 item')
      await expect(page.getByRole('list', { name: 'To look through' })).toContainText('Contracts')
      await look.click()
      const answer = page.getByRole('table', { name: 'Backups that were found' })
      await expect(answer).toContainText('the quorum itself and backup key 1')
      await expect(answer).toContainText('compromised: encrypt it again')
      await expect(answer).toContainText('for the current backup key')
      await expect(answer).toContainText('not known')
      await expect(page.getByRole('status').first()).toContainText(
        '1,041 files looked at: 5 of them are encrypted with age, and this quorum opens 2. 1 of them is for a key that is marked compromised. The catalogue does not know 1 of them.',
      )
      await expect(page.getByRole('list', { name: 'Not looked at' })).toContainText(
        'its header is damaged',
      )
    },
  },
  {
    name: 'incident-encrypt-again',
    answers: { ...atDrives, 'incident.reencrypt': 'pending' },
    act: async (page, window) => {
      await press(page, 'Choose files and folders…')
      await pickerOf(page).getByRole('checkbox', { name: 'Choose Contracts' }).check()
      await press(pickerOf(page), 'Choose 1 item')
      await press(page, 'Look for backups')
      await press(page, 'Encrypt 1 backup again…')
      await expect(page.getByRole('list', { name: 'To encrypt again' })).toContainText(FOUND)
      await expect(page.getByRole('list', { name: 'Not chosen yet' })).toHaveCount(0)
      await press(page, `Remove ${FOUND}`)
      await expect(page.getByRole('list', { name: 'Not chosen yet' })).toContainText(
        'office.tar.zst.age',
      )
      await press(page, 'Choose files and folders…')
      await pickerOf(page).getByRole('checkbox', { name: 'Choose Contracts' }).check()
      await press(pickerOf(page), 'Choose 1 item')
      await press(page, 'Choose Folder for the new backups')
      await press(pickerOf(page), 'Use “usb-a”')
      await press(page, 'Look at what would be done')
      await page.getByText('for backup key 2 of quorum').waitFor()
      const standing = page.getByRole('table', { name: 'What is encrypted again' })
      await expect(standing.getByText('waiting')).toHaveCount(2)
      await press(page, 'Remove it')
      await expect(page.getByText('an unfinished backup, encrypted like any other')).toHaveCount(0)
      await press(page, 'Encrypt them again')
      await page.getByRole('progressbar').waitFor()
      await window.emit('task.progress', {
        ...{ task: 'reencryption', done: 9_000_000, total: 27_211_000, unit: 'bytes' },
        ...{ perSecond: 200_000_000, secondsLeft: 3 },
      })
      await window.emit('incident.backup', { position: 0, state: 'made' })
      await window.emit('incident.backup', { position: 1, state: 'at-work' })
      await expect(standing).toContainText('done: read back and compared')
      await expect(standing).toContainText('at work')
      await press(page, 'Cancel')
    },
  },
  {
    name: 'incident-encrypted-again',
    answers: { ...atDrives, 'incident.reencrypt': refuse('CANCELLED', {}) },
    act: async (page, window) => {
      await page.getByText('Encrypt backups again', { exact: true }).click()
      await expect(page.getByRole('list', { name: 'Not chosen yet' })).toContainText('office')
      await press(page, 'Choose files and folders…')
      await pickerOf(page).getByRole('checkbox', { name: 'Choose Contracts' }).check()
      await press(pickerOf(page), 'Choose 1 item')
      await press(page, 'Choose Folder for the new backups')
      await press(pickerOf(page), 'Use “usb-a”')
      await press(page, 'Look at what would be done')
      await press(page, 'Encrypt them again')
      await page.getByText('It was cancelled.').waitFor()
      window.answer({ 'incident.reencrypt': done })
      await press(page, 'Go on')
      await page.getByText('1 of 2 old backups may be destroyed now').waitFor()
      const became = page.getByRole('table', { name: 'What became of each backup' })
      await expect(became).toContainText('may be destroyed')
      await expect(became).toContainText('AGE_NO_MATCH')
      await page.getByText('Keyclave removes no old file.').waitFor()
    },
  },
  { name: 'incident', answers, act: section('Incident') },
  {
    name: 'incident-course',
    answers,
    act: async page => {
      await section('Incident')(page)
      await chosen(page).selectOption({ label: `Backup key 1 of quorum ${made.SET_ID}, in use` })
      await page.getByText('The catalogue has 1 backup to be encrypted again.').waitFor()
      await expect(page.getByRole('list', { name: 'What is left to do' })).toContainText(
        'Encrypt again the 1 backup of the catalogue',
      )
      await press(page, 'Mark as compromised…')
      await page.getByText('No backup is made with it any more.').waitFor()
      await press(page, 'Cancel')
    },
  },
  {
    name: 'incident-backup-keys',
    answers: { ...answers, 'keys.showBackupKeys': backupKeys },
    act: async page => {
      await section('Incident')(page)
      await chosen(page).selectOption({ index: 2 })
      await press(page, 'Open the page of the backup keys')
      await press(page, 'Report a compromise: backup key 1')
      await expect(chosen(page)).toHaveValue(`backup-key ${made.SET_ID}/1`)
      await press(page, 'Open the page of the backup keys')
      await press(page, 'Resume: backup key 1')
      await page.getByText('that one stays the one that new backups').waitFor()
    },
  },
]

playScenes('screens of an incident', SCENES)
