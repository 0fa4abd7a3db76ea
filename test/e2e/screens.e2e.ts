/**
 * Every screen, from made-up answers: photographed in light and dark, and searched by axe for what a
 * person with a screen reader, a keyboard or weak eyes would stumble over.
 */
import { expect } from '@playwright/test'
import { refuse } from '../../shared/errors.ts'
import type { Answers } from './fake-window.ts'
import { fill, pickerOf, showAll } from './hands.ts'
import * as made from './made-up.ts'
import {
  base,
  ceremony,
  expectActionsBeside,
  expectOneLine,
  inVault,
  playScenes,
  press,
  recovery,
  type Scene,
  section,
} from './scene.ts'

const { agreed } = made
const accepted = (count: number) =>
  made.PEOPLE.slice(0, count).map((custodian, i) => ({ index: i + 1, custodian }))
const inRecovery = (count: number): Extract<Answers['recovery.state'], { step: 'shares' }> => ({
  step: 'shares',
  kit: made.kit,
  setId: made.SET_ID,
  shares: accepted(count),
  need: 3,
  missing: made.kit.custodians.slice(count),
  complete: count >= 3,
  proposal: false,
  leaveUntil: null,
  passphrase: 'missing',
})
/** Whether corrections wait in the scene that proposes some. */
let isProposed = false
const deeds = [
  {
    time: '2026-11-22T11:02:00.000Z',
    kind: 'restored' as const,
    what: 'archive-2026-11-21.tar.zst.age',
    path: '/media/usb-a/archive-restored',
  },
  {
    time: '2026-11-22T11:09:00.000Z',
    kind: 'key-exported' as const,
    what: 'video-root',
    path: '/media/usb-b/video-root.key',
  },
]
const opened: Extract<Answers['recovery.state'], { step: 'open' }> = {
  step: 'open',
  kit: made.kit,
  shares: accepted(3),
  setId: made.SET_ID,
  proved: true,
  opened: [],
}
const halfWay = { done: 6_100_000_000, total: 18_211_000_000, unit: 'bytes' as const }

const SCENES: readonly Scene[] = [
  {
    name: 'front-door',
    answers: {
      ...base,
      'vault.recent': {
        remembers: true,
        vaults: [
          {
            path: made.overview.path,
            file: made.TOKEN,
            opened: '2026-11-26T08:14:00.000Z',
            isThere: true,
          },
          {
            path: '/media/usb-b/branch.vault',
            file: made.TOKEN,
            opened: '2026-10-02T13:40:00.000Z',
            isThere: false,
          },
        ],
      },
    },
    act: async page => {
      await page
        .getByRole('listitem')
        .filter({ hasText: 'branch.vault' })
        .getByText('not there now')
        .waitFor()
      await expect(page.getByRole('button', { name: 'Open archive.vault' })).toBeVisible()
      expect(await page.title()).toBe('Keyclave')
    },
  },
  {
    name: 'front-door-no-air-gap',
    answers: {
      ...base,
      'app.about': { ...made.about, airGap: { isolated: true, interfaces: ['eth0', 'wlan0'] } },
    },
  },
  { name: 'vault-door', answers: base, act: page => press(page, 'Open a vault') },
  {
    name: 'file-picker',
    answers: base,
    act: async page => {
      await press(page, 'Open a vault')
      await press(page, 'Choose Vault file')
      await showAll(page)
      await pickerOf(page).getByRole('radio', { name: 'Choose notes.txt' }).check()
    },
  },
  {
    name: 'locked',
    answers: { ...base, 'app.session': { ...made.session, locked: true } },
  },
  {
    name: 'locked-idle',
    answers: inVault,
    act: async (page, window) => {
      await page.getByRole('heading', { name: 'Overview' }).waitFor()
      window.answer({
        'app.session': { ...made.session, locked: true, kept: ['recovery', 'vault'] },
      })
      await window.emit('app.locked', { reason: 'idle' })
      await page.getByText('Nobody worked here for a while. The recovery waits').waitFor()
    },
  },
  {
    name: 'locked-soon',
    answers: inVault,
    act: async (page, window) => {
      await page.getByRole('heading', { name: 'Overview' }).waitFor()
      await window.emit('app.idle', { secondsLeft: 42 })
      await page.getByText('The screen covers itself soon').waitFor()
    },
  },
  {
    name: 'locked-ceremony',
    answers: {
      ...base,
      'app.session': { ...made.session, locked: true, ceremony: true, kept: ['ceremony'] },
    },
    act: page => page.getByText('The ceremony waits where it was').waitFor(),
  },
  {
    name: 'closing',
    answers: ceremony(made.inShares(1)),
    act: async (page, window) => {
      await window.emit('app.closing', { underWay: ['ceremony'] })
      await page.getByRole('dialog', { name: 'Close the window?' }).waitFor()
    },
  },
  {
    name: 'plan',
    answers: {
      ...inVault,
      'ceremony.state': { step: 'none' },
      'ceremony.checkPlan': made.checkedPlan,
    },
    act: async page => {
      await section('Ceremonies')(page)
      await press(page, 'Start a ceremony')
      await page.getByLabel('Title').fill(made.plan.title)
      await page.getByLabel('Organisation').fill(made.plan.organisation)
      for (const [i, name] of made.PEOPLE.entries()) {
        await page.getByLabel(`Custodian ${i + 1}`, { exact: true }).fill(name)
      }
      await page.getByLabel('Explained also in').selectOption('German (Deutsch)')
      const second = page.getByLabel('And in')
      await expect(second.locator('option', { hasText: 'German' })).toHaveCount(0)
      await second.selectOption('Arabic (العربية)')
    },
  },
  {
    name: 'plan-key',
    answers: { ...base, 'ceremony.state': { step: 'none' } },
    act: async page => {
      await press(page, 'Start a ceremony')
      await page.getByLabel('Expires').fill('2028-11-21')
      await page.getByText('21 November 2028', { exact: true }).scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'plan-rehearsal',
    answers: { ...base, 'ceremony.state': { step: 'none' } },
    act: async page => {
      await press(page, 'Rehearse one first')
      await expect(page.getByLabel('This is a rehearsal')).toBeChecked()
    },
  },
  {
    name: 'plan-refused',
    answers: {
      ...base,
      'ceremony.state': { step: 'none' },
      'ceremony.checkPlan': refuse('PLAN_FORMAT', {
        faults: [{ where: 'quorum.custodians[1]', line: null, problem: 'name-of-earlier' }],
        more: 0,
      }),
    },
    act: async page => {
      await press(page, 'Start a ceremony')
      await fill(page, 'Title', 'Root key ceremony 2026')
      await fill(page, 'Organisation', 'Example Archive Ltd')
      for (const place of [1, 2]) await fill(page, `Custodian ${place}`, 'Ada Lovelace')
      await press(page, 'Check the plan')
      await page.getByText('PLAN_FORMAT').scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'plan-agreement',
    answers: {
      ...inVault,
      'ceremony.state': { step: 'none' },
      'ceremony.checkPlan': made.checkedPlan,
    },
    act: async page => {
      await section('Ceremonies')(page)
      await press(page, 'Start a ceremony')
      await press(page, 'Check the plan')
      await page.getByText('Save it as a page to print…').scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'room-check',
    answers: ceremony({ step: 'room', agreed, checks: made.checks }),
    act: page => page.getByText('2 checks did not pass. Put them right, or say').waitFor(),
  },
  {
    name: 'room-check-passed',
    answers: ceremony({
      step: 'room',
      agreed,
      checks: made.passedChecks,
    }),
  },
  { name: 'entropy', answers: ceremony({ step: 'entropy', agreed, rolls: 23, bits: 59.4 }) },
  { name: 'passphrase', answers: ceremony({ step: 'passphrase', agreed }) },
  {
    name: 'passphrase-made',
    answers: {
      ...ceremony({ step: 'passphrase', agreed }),
      'ceremony.suggestPassphrase': {
        words: ['plank', 'osmosis', 'tidings', 'vanilla', 'crisply', 'harbor', 'unmoving'],
      },
    },
    act: page => press(page, 'Make a passphrase and show it'),
  },
  {
    name: 'passphrase-weak',
    answers: {
      ...ceremony({ step: 'passphrase', agreed }),
      'ceremony.judgePassphrase': refuse('PASSPHRASE_WEAK', {
        score: 2,
        need: 4,
        weakness: 'dates',
        hints: [],
      }),
    },
    act: async page => {
      await page.getByText('Choose one yourself').click()
      await page.getByLabel('Passphrase', { exact: true }).fill('Hannover-1987')
      await page.keyboard.press('Tab')
      await page.getByText('PASSPHRASE_WEAK').waitFor()
    },
  },
  {
    name: 'making-keys',
    answers: {
      ...ceremony({ step: 'passphrase', agreed }),
      'ceremony.found': 'pending',
      'ceremony.judgePassphrase': null,
    },
    act: async page => {
      await page.getByLabel('Passphrase', { exact: true }).fill('plank osmosis tidings')
      await page
        .getByRole('textbox', { name: 'Passphrase, once more' })
        .fill('plank osmosis tidings')
      await press(page, 'Make the keys')
      await page.getByRole('progressbar').waitFor()
    },
  },
  { name: 'keys-made', answers: ceremony(made.inShares(0)) },
  {
    name: 'share-hidden',
    answers: ceremony(made.inShares(1)),
    act: async page => {
      await page.getByText('After you have looked, it can also be saved').waitFor()
      await expect(page.getByRole('button', { name: 'Save the card…' })).toHaveCount(0)
    },
  },
  {
    name: 'share-save',
    answers: ceremony(made.inShares(1, true)),
    act: async page => {
      await press(page, 'Save the card…')
      await pickerOf(page).getByRole('button', { name: 'Use “usb-a”' }).waitFor()
    },
  },
  {
    name: 'share-shown',
    answers: { ...ceremony(made.inShares(1, true)), 'ceremony.showShare': made.card },
    act: page => press(page, /Show my share/),
  },
  {
    name: 'read-back',
    answers: {
      ...ceremony(made.inShares(1, true)),
      'ceremony.readBackShare': refuse('SHARE_WORDS_WRONG', { words: [17, 23] }),
    },
    act: async page => {
      await press(page, /read it back/)
      await page.getByLabel('Word 1', { exact: true }).click()
      for (const word of made.card.words) await page.keyboard.type(`${word} `)
      await press(page, 'Check the card')
      await page.getByText('SHARE_WORDS_WRONG').waitFor()
    },
  },
  {
    name: 'read-back-covered',
    answers: ceremony(made.inShares(1, true)),
    act: async page => {
      await press(page, /read it back/)
      await page.evaluate('window.dispatchEvent(new Event("blur"))')
    },
  },
  { name: 'shares-done', answers: ceremony({ ...made.inShares(5), turn: null }) },
  {
    name: 'proof',
    answers: ceremony(made.inShares(5)),
    act: page => press(page, 'Go on to the proof'),
  },
  {
    name: 'proving',
    answers: ceremony({ step: 'proving', agreed, made: made.made, shares: made.shares(5) }),
    act: async (page, window) => {
      await page
        .getByRole('heading', { name: 'Keyclave now tries every 3 of the 5 cards.' })
        .waitFor()
      await window.emit('task.progress', {
        task: 'proof',
        done: 340,
        total: 1000,
        unit: 'subsets',
        perSecond: 41,
        secondsLeft: 16,
      })
    },
  },
  {
    name: 'proving-sampled',
    answers: ceremony({
      step: 'proving',
      agreed: {
        ...agreed,
        plan: {
          ...agreed.plan,
          quorum: {
            ...agreed.plan.quorum,
            threshold: 5,
            custodians: Array.from({ length: 15 }, (_, i) => `Custodian ${i + 1}`),
          },
        },
      },
      made: made.made,
      shares: made.shares(5),
    }),
    act: page => page.getByText('tries 1,000 sets of 5 of the 15 cards').waitFor(),
  },
  {
    name: 'proved',
    answers: ceremony({
      step: 'proved',
      agreed,
      made: made.made,
      shares: made.shares(5),
      proof: made.proof,
    }),
  },
  {
    name: 'close',
    answers: ceremony({
      step: 'proved',
      agreed,
      made: made.made,
      shares: made.shares(5),
      proof: made.proof,
    }),
    act: async page => {
      await press(page, 'Go on to the close')
      await press(page, 'Choose the first place…')
      await press(pickerOf(page), 'Use “usb-a”')
    },
  },
  { name: 'closed', answers: ceremony(made.closed) },
  {
    name: 'abort',
    answers: ceremony(made.inShares(1)),
    act: page => press(page, 'Abort the ceremony…'),
  },
  {
    name: 'void',
    answers: ceremony({
      step: 'void',
      agreed,
      cause: 'card-seen',
      shown: [1, 2],
      leftBehind: ['/media/usb-a/02-grace.txt'],
    }),
  },
  {
    name: 'recovery-kit',
    answers: {
      ...inVault,
      'recovery.state': { step: 'none' },
      'kit.inspect': { ...made.inspectedKit, vouchedBy: 'log' },
    },
    act: async page => {
      await section('Recovery')(page)
      await press(page, 'Recover now')
      await page.getByText('The one in the open vault').click()
      await page.getByText('The vault’s log knows this kit').waitFor()
    },
  },
  { name: 'recovery-shares', answers: recovery(inRecovery(0)) },
  {
    name: 'recovery-shares-refused',
    answers: {
      ...recovery(inRecovery(2)),
      'share.add': refuse('SHARE_FORGED', {
        ...{ index: 4, custodian: 'Hedy Lamarr', confirmed: true },
      }),
    },
    act: async page => {
      await page.getByLabel('Word 1', { exact: true }).click()
      for (const word of made.card.words) await page.keyboard.type(`${word} `)
      await press(page, 'Add this card')
      await page.getByText('SHARE_FORGED').waitFor()
    },
  },
  {
    name: 'recovery-corrections',
    answers: {
      ...recovery(inRecovery(2)),
      'recovery.state': () => ({ ...inRecovery(2), proposal: isProposed }),
      'share.add': () => {
        isProposed = true
        return {
          kind: 'proposal',
          corrections: [
            { word: 17, to: made.card.words[16] ?? '' },
            { word: 31, to: made.card.words[30] ?? '' },
          ],
        }
      },
    },
    act: async page => {
      await page.getByLabel('Word 1', { exact: true }).click()
      for (const [i, word] of made.card.words.entries()) {
        await page.keyboard.type(`${i === 16 ? 'zebra' : i === 30 ? '?' : word} `)
      }
      await press(page, 'Add this card')
      await page.getByText('2 words can be put right').waitFor()
    },
  },
  {
    name: 'recovery-passphrase',
    answers: {
      ...recovery(inRecovery(3)),
      'recovery.open': refuse('PASSPHRASE_WRONG', { against: 'kit' }),
    },
    act: async page => {
      await press(page, 'Go on to the passphrase')
      await page.getByLabel('Passphrase', { exact: true }).fill('plank osmosis')
      await press(page, 'Open the quorum')
      await page.getByText('PASSPHRASE_WRONG').waitFor()
    },
  },
  { name: 'recovery-open', answers: recovery(opened) },
  {
    name: 'recovery-leftover',
    answers: {
      ...recovery(opened),
      'files.leftovers': {
        leftovers: [
          {
            leftover: made.TOKEN,
            path: '/media/usb-a/.archive-restored.keyclave-part-4711-aB3xY9',
            modified: '2026-11-20T16:02:00.000Z',
          },
        ],
      },
      'files.removeLeftover': refuse('FILE_DENIED', { path: '/media/usb-a' }),
    },
    act: async page => {
      await press(page, 'Choose New folder to restore into')
      await press(pickerOf(page), 'Use this name')
      await press(page, 'Remove it')
      await page.getByText('FILE_DENIED').waitFor()
      await page.getByLabel('Restore dangerous permissions as well').check()
    },
  },
  {
    name: 'recovery-restoring',
    answers: {
      ...recovery(opened),
      'files.leftovers': { leftovers: [] },
      'recovery.restore': 'pending',
    },
    act: async (page, window) => {
      await press(page, 'Choose Backup file')
      await showAll(page)
      await pickerOf(page).getByRole('radio', { name: 'Choose notes.txt' }).check()
      await press(pickerOf(page), /^Choose$/)
      await press(page, 'Choose New folder to restore into')
      await press(pickerOf(page), 'Use this name')
      await page.getByRole('button', { name: 'Restore', exact: true }).click()
      await page.getByRole('progressbar').waitFor()
      await window.emit('task.progress', {
        task: 'restore',
        ...halfWay,
        perSecond: 412_000_000,
        secondsLeft: 29,
      })
    },
  },
  {
    name: 'recovery-export-key',
    answers: recovery({ ...opened, opened: deeds }),
    act: async page => {
      await page.getByText('Export a key').click()
      await press(page, 'Choose New file for the key')
      await press(pickerOf(page), 'Use this name')
      await press(page, 'Export the key…')
    },
  },
  {
    name: 'recovery-ended',
    answers: {
      ...recovery(opened),
      'recovery.end': {
        step: 'ended',
        summary: {
          began: '2026-11-22T10:40:00.000Z',
          ended: '2026-11-22T11:10:00.000Z',
          reason: 'asked',
          setId: made.SET_ID,
          by: accepted(3),
          opened: deeds,
        },
      },
    },
    act: page => press(page, 'End the session'),
  },
  {
    name: 'overview',
    answers: inVault,
    act: async page => {
      await page.getByText('quorum in force', { exact: true }).waitFor()
      const tops = await Promise.all(
        ['quorum in force', 'ceremony closed'].map(async text =>
          page.getByText(text, { exact: true }).boundingBox(),
        ),
      )
      expect(tops[0]?.y).toBe(tops[1]?.y)
      const notices = page
        .getByRole('listitem')
        .filter({ hasText: 'may protect nothing after' })
        .locator('> *')
      const first = page.getByText('This vault has no people').locator('xpath=../..')
      expect((await notices.boundingBox())?.width, 'one width').toBe(
        (await first.boundingBox())?.width,
      )
    },
  },
  {
    name: 'overview-empty',
    answers: {
      ...inVault,
      'vault.overview': {
        ...made.overview,
        attention: [{ kind: 'no-quorum' }],
        quorums: [],
        keys: [],
        backups: [],
        backupCount: 0,
        ceremonies: [],
      },
    },
  },
  {
    name: 'ceremonies',
    answers: inVault,
    act: async page => {
      await section('Ceremonies')(page)
      await expectActionsBeside(page, 'Ceremonies')
    },
  },
  {
    name: 'backups',
    answers: inVault,
    act: async page => {
      await section('Backups')(page)
      await expectOneLine(page.getByText('archive-2026-11-21.tar.zst.age', { exact: true }))
      const digest = page.getByRole('rowheader').first().getByText('c0ff ee5e c0ff ee5e').first()
      expect((await digest.boundingBox())?.height).toBeLessThan(30)
    },
  },
  {
    name: 'backups-empty',
    answers: { ...inVault, 'backup.catalogue': { backups: [], total: 0 } },
    act: section('Backups'),
  },
  {
    name: 'backup-new',
    answers: {
      ...inVault,
      'backup.survey': {
        files: 48_211,
        bytes: 30_900_000_000,
        leftOut: [],
        free: 62_000_000_000,
        repeated: { files: 0, bytes: 0 },
      },
    },
    act: async page => {
      await section('Backups')(page)
      await press(page, 'Make a backup')
      await press(page, 'Choose files and folders…')
      await pickerOf(page).getByRole('checkbox', { name: 'Choose Contracts' }).check()
      await pickerOf(page).getByRole('checkbox', { name: 'Choose Übergabe 2026' }).check()
      await press(pickerOf(page), 'Choose 2 items')
      await press(page, 'Choose Backup file')
      await press(pickerOf(page), 'Use this name')
      await page.getByText('48,211 files').waitFor()
    },
  },
  {
    name: 'backup-label',
    answers: {
      ...inVault,
      'backup.saveLabel': { path: '/media/usb-a/archive-2026-11-21-label.pdf' },
    },
    act: async page => {
      await section('Backups')(page)
      await press(page, `Label of ${made.backups[0]?.fileName}`)
      await press(page, 'Save the label as a PDF…')
      await press(pickerOf(page), 'Use this name')
      await page.getByText('The label was saved as').waitFor()
    },
  },
  {
    name: 'backup-made',
    answers: {
      ...inVault,
      'backup.survey': {
        files: 48_211,
        bytes: 30_900_000_000,
        leftOut: [],
        free: 62_000_000_000,
        repeated: { files: 0, bytes: 0 },
      },
      'backup.create': {
        path: '/media/usb-a/backup.tar.zst.age',
        file: made.TOKEN,
        files: 48_211,
        bytes: 30_900_000_000,
        size: 18_211_000_000,
        leftOut: [{ what: 'special', count: 3 }],
        sha256: 'c0ffee5e'.repeat(8),
        setId: made.SET_ID,
        generation: 1,
        kitFingerprint: made.kit.fingerprint,
        id: made.backups[0]?.id ?? null,
        volumes: [1, 2, 3, 4, 5].map(number => `/media/usb-a/backup.tar.zst.age.00${number}`),
        tree: 'deadbeef'.repeat(8),
        parity: {
          files: ['/media/usb-a/backup.tar.zst.age.par2'],
          ...{ recovery: 200, slices: 2000 },
        },
      },
      'backup.check': {
        size: 18_211_000_000,
        sha256: 'c0ffee5e'.repeat(8),
        comparedWith: 'what was written',
        recipients: ['mlkem768x25519', 'mlkem768x25519'],
        chunks: 277_878,
        did: ['Every byte was read from the drive.', 'The digest is the one of what was written.'],
        didNot: ['The content was not decrypted: that takes the quorum.'],
        blocks: { blocks: 277_879, root: 'deadbeef'.repeat(8), proved: false },
        parity: { recovery: 200, slices: 2000, useless: false },
      },
    },
    act: async page => {
      await section('Backups')(page)
      await press(page, 'Make a backup')
      await press(page, 'Choose files and folders…')
      await pickerOf(page).getByRole('checkbox', { name: 'Choose Contracts' }).check()
      await press(pickerOf(page), 'Choose 1 item')
      await press(page, 'Choose Backup file')
      await press(pickerOf(page), 'Use this name')
      await press(page, 'Make the backup')
      await press(page, 'Read it back')
    },
  },
  { name: 'recovery-section', answers: inVault, act: section('Recovery') },
  {
    name: 'audit-log',
    answers: {
      ...inVault,
      'audit.verify': { size: 41, hash: 'ab12cd34'.repeat(8), clockSteps: [] },
    },
    act: async page => {
      await section('Audit log')(page)
      await press(page, 'Verify')
      const made = page.getByRole('row').filter({ hasText: 'Backup made' })
      await expect(made).toContainText('backup.created')
      await expect(made).toContainText('backup:9675d74a0c71b5d4')
    },
  },
  {
    name: 'audit-saved-log',
    answers: {
      ...inVault,
      'audit.verifyFile': { size: 41, hash: 'ab12cd34'.repeat(8), clockSteps: [17] },
    },
    act: async page => {
      await section('Audit log')(page)
      await expect(page.getByRole('button', { name: 'Check the file' })).toBeDisabled()
      await press(page, 'Choose Log file')
      await showAll(page)
      await pickerOf(page).getByRole('radio', { name: 'Choose notes.txt' }).check()
      await press(pickerOf(page), /^Choose$/)
      await press(page, 'Check the file')
      await expect(page.getByText('The log is whole: 41 entries.')).toBeVisible()
      await expect(page.getByText('set back before 1 entry: 17')).toBeVisible()
    },
  },
  {
    name: 'audit-broken',
    answers: {
      ...inVault,
      'audit.verify': refuse('AUDIT_BROKEN', { sequence: 17, problem: 'changed' }),
    },
    act: async page => {
      await section('Audit log')(page)
      await press(page, 'Verify')
      const error = await page.getByRole('alert').boundingBox()
      const next = await page.getByRole('heading', { name: 'Check a printed head' }).boundingBox()
      expect(error?.y, 'beside what was pressed').toBeLessThan(next?.y ?? 0)
    },
  },
]

playScenes('screens', SCENES)
