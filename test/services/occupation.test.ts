/** Who may stand beside whom: the table, pair by pair, and that the services answer by it. */
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import {
  ACTIVITIES,
  type Activity,
  mayStandBeside,
} from '../../main/services/occupation/activities.ts'
import { createOccupation, type UnderWay } from '../../main/services/occupation/occupation.ts'
import type { KeyclaveError } from '../../shared/errors.ts'
import { bringQuorum } from './cards.ts'
import { newcomer, officeWith } from './office-people.ts'
import { type FakeWindow, folderFor, openWindow, PLAN, wholeCeremony } from './window.ts'

/** `x`: the one is refused while the other is under way. In the order of `ACTIVITIES`, both ways. */
const TABLE: { readonly [activity in Activity]: string } = {
  ceremony: 'x x x x x x . x x x x',
  recovery: 'x x x . . x . . . x x',
  drill: 'x x x . . x . . . x x',
  backup: 'x . . x . . . . . x .',
  'backup-check': 'x . . . x . . . . . .',
  policy: 'x x x . . . . . . . .',
  people: '. . . . . . . . . . .',
  custody: 'x . . . . . . . . . .',
  keys: 'x . . . . . . . . . .',
  vault: 'x x x x . . . . . . .',
  'first-vault': 'x x x . . . . . . . .',
}

const beginning = (what: Activity): UnderWay =>
  what === 'ceremony' ? { what, title: 'Root key' } : { what }

const CODES: { readonly [activity in Activity]?: string } = {
  ceremony: 'CEREMONY_RUNNING',
  recovery: 'RECOVERY_RUNNING',
  drill: 'DRILL_RUNNING',
}
const codeOf = (underWay: Activity): string => CODES[underWay] ?? 'TASK_RUNNING'

/** What refuses the one while the other is under way; null: nothing does. */
const expected = (wanted: Activity, underWay: Activity): string | null =>
  TABLE[wanted].split(' ')[ACTIVITIES.indexOf(underWay)] === 'x' ? codeOf(underWay) : null

for (const wanted of ACTIVITIES) {
  test(`${wanted}: what it may stand beside, and what refuses it`, () => {
    for (const underWay of ACTIVITIES) {
      const code = expected(wanted, underWay)
      const pair = `${wanted} beside ${underWay}`
      assert.equal(mayStandBeside(wanted, underWay), code === null, pair)
      assert.equal(expected(underWay, wanted) === null, code === null, `${pair}, both ways`)
      const { requireFree } = createOccupation(() => [beginning(underWay)])
      if (code === null) requireFree(wanted)
      else assert.throws(() => requireFree(wanted), { code }, pair)
    }
  })
}

test('what is brief is under way until it is answered, whichever way it ends', async () => {
  const occupation = createOccupation(() => [])
  const work = Promise.withResolvers<void>()
  const founding = occupation.occupy('policy', () => work.promise)
  assert.deepEqual(occupation.underWay(), [{ what: 'policy' }])
  assert.throws(() => occupation.requireFree('ceremony'), { code: 'TASK_RUNNING' })
  await occupation.occupy('people', () => {})
  work.reject(new Error('it went wrong'))
  await assert.rejects(founding, /it went wrong/)
  assert.deepEqual(occupation.underWay(), [])
  occupation.requireFree('ceremony')
})

test('of several things in the way, the refusal names the first of the table', () => {
  const { requireFree } = createOccupation(() => [beginning('backup'), beginning('recovery')])
  assert.throws(() => requireFree('ceremony'), { code: 'RECOVERY_RUNNING' })
  assert.throws(() => requireFree('vault'), { code: 'RECOVERY_RUNNING' })
  assert.throws(() => requireFree('backup'), { code: 'TASK_RUNNING' })
})

const NOWHERE = '/nowhere/at/all'
const file = { kind: 'file', path: NOWHERE } as const
const source = { kind: 'file', path: NOWHERE } as const
const approval = '00'.repeat(8)
const share = { setId: '0000000000', index: 1 }
const ines = newcomer('Ines', 'administrator')
const whom = { person: approval, reason: 'other', approval } as const

/** Every call that begins an activity, with what it refuses for a reason of its own. */
const ATTEMPTS: {
  readonly [activity in Activity]: readonly ((window: FakeWindow) => Promise<unknown>)[]
} = {
  ceremony: [
    ({ call }) => call('ceremony.begin', { source }),
    ({ call }) => call('ceremony.beginReissue', { source, kit: file }),
  ],
  recovery: [({ call }) => call('recovery.begin', { kit: file })],
  drill: [({ call }) => call('drill.begin', { kit: file })],
  backup: [({ call }) => call('backup.create', { paths: [NOWHERE], kit: file, out: NOWHERE })],
  'backup-check': [({ call }) => call('backup.check', { file: NOWHERE, sha256: null })],
  policy: [
    ({ call }) => call('people.found', { profile: 'strict', people: [ines, ines] }),
    ({ call }) => call('policy.change', { profile: 'strict', approval }),
    ({ call }) => call('people.replaceKey', { draft: approval, approval }),
  ],
  people: [
    ({ call }) => call('people.add', { draft: approval, approval }),
    ({ call }) => call('people.suspend', whom),
    ({ call }) => call('people.reinstate', whom),
    ({ call }) => call('people.retire', whom),
    ({ call }) =>
      call('people.changeSecret', { person: approval, old: '1', secret: '2', again: '2' }),
  ],
  custody: [
    ({ call }) => call('register.note', { ...share, place: 'bank', bag: null }),
    ({ call }) => call('register.setInterval', { months: 0 }),
    ({ call }) => call('custody.change', { ...share, bag: 'A-1', approval }),
  ],
  keys: [
    ({ call }) => call('keys.plan', { change: { kind: 'rotate-backup-key', setId: share.setId } }),
    ({ call }) => call('keys.carryOut', { draft: approval }),
  ],
  vault: [
    ({ call }) => call('vault.open', { path: NOWHERE, readOnly: false }),
    ({ call }) => call('vault.create', { path: '/' }),
  ],
  'first-vault': [
    ({ call }) => call('vault.open', { path: NOWHERE, readOnly: false }),
    ({ call }) => call('vault.create', { path: '/' }),
  ],
}

const OCCUPIED = new Set(['CEREMONY_RUNNING', 'RECOVERY_RUNNING', 'DRILL_RUNNING', 'TASK_RUNNING'])

/** Tries every call of every activity that this window can begin. */
async function answersByTheTable(
  window: FakeWindow,
  underWay: Activity,
  activities: readonly Activity[],
): Promise<void> {
  for (const activity of activities) {
    const code = expected(activity, underWay)
    for (const [i, attempt] of ATTEMPTS[activity].entries()) {
      const refused = await attempt(window).then(
        () => null,
        (error: KeyclaveError) => error.code,
      )
      const what = `${activity} (${i}) while ${underWay} is under way: ${refused}`
      if (code !== null) assert.equal(refused, code, what)
      else assert.ok(refused !== null && !OCCUPIED.has(refused), what)
    }
  }
}

let folder = ''
let quorumKit = ''
/** Bigger than any machine reads while a test looks: a file of holes. */
const ENDLESS = 256 * 1024 ** 3

before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'keyclave-occupation-'))
  mkdirSync(path.join(folder, 'in'))
  quorumKit = (await bringQuorum(folder, 'classic')).kitFile
  const holes = path.join(folder, 'in', 'holes')
  writeFileSync(holes, '')
  truncateSync(holes, ENDLESS)
})
after(() => rmSync(folder, { recursive: true, force: true }))

/** How each of what lasts is brought under way in a window, and how it ends. */
interface Lasting {
  readonly begin: (window: FakeWindow, kit: string) => Promise<() => Promise<unknown>>
}

const taskOf = async (
  window: FakeWindow,
  task: 'backup' | 'backup-check',
  begin: () => Promise<unknown>,
): Promise<() => Promise<unknown>> => {
  const started = new Promise<void>(resolve => window.on('task.progress', () => resolve()))
  const work = begin()
  const ended = assert.rejects(work, { code: 'CANCELLED' })
  await Promise.race([started, ended])
  return async () => {
    await window.call('task.cancel', { task })
    await ended
  }
}

const LASTING: { readonly [activity in Activity]?: Lasting } = {
  ceremony: {
    begin: async ({ call }) => {
      await call('ceremony.begin', { source: { kind: 'form', plan: PLAN } })
      return async () => {
        await call('ceremony.abort', { cause: 'person-missing' })
        await call('ceremony.leave', {})
      }
    },
  },
  recovery: {
    begin: async ({ call }) => {
      await call('recovery.begin', { kit: null })
      return async () => {
        await call('recovery.end', {})
        await call('recovery.leave', {})
      }
    },
  },
  drill: {
    begin: async ({ call }, kit) => {
      await call('drill.begin', { kit: { kind: 'file', path: kit } })
      return () => call('drill.leave', {})
    },
  },
  backup: {
    begin: (window, kit) =>
      taskOf(window, 'backup', () =>
        window.call('backup.create', {
          ...{ paths: [path.join(folder, 'in')], kit: { kind: 'file', path: kit } },
          out: path.join(folder, 'endless.age'),
        }),
      ),
  },
  'backup-check': {
    begin: async (window, kit) => {
      const small = path.join(folder, `small-${Date.now()}`)
      mkdirSync(small)
      const made = path.join(small, 'made.age')
      const paths = [quorumKit]
      await window.call('backup.create', { paths, kit: { kind: 'file', path: kit }, out: made })
      truncateSync(made, ENDLESS)
      return taskOf(window, 'backup-check', () =>
        window.call('backup.check', { file: made, sha256: null }),
      )
    },
  },
}

for (const [name, lasting] of Object.entries(LASTING)) {
  const underWay = name as Activity
  test(`without a vault, while ${underWay} is under way`, async context => {
    const window = openWindow(context)
    const end = await lasting.begin(window, quorumKit)
    const possible = ACTIVITIES.filter(activity => activity !== 'vault')
    await answersByTheTable(window, underWay, possible)
    await end()
    await answersByTheTable(window, 'people', possible)
  })
}

test('in a vault, while each of what lasts is under way', async context => {
  const own = folderFor(context)
  const window = openWindow(context)
  await window.call('vault.create', { path: path.join(own, 'office.vault') })
  const { kit } = await wholeCeremony(window, own)
  const possible = ACTIVITIES.filter(activity => activity !== 'first-vault')
  for (const [name, lasting] of Object.entries(LASTING)) {
    const underWay = name as Activity
    const end = await lasting.begin(window, kit)
    await answersByTheTable(window, underWay, possible)
    const code = expected('vault', underWay)
    if (code !== null) await window.refused('vault.close', {}, code)
    await end()
    await answersByTheTable(window, 'people', possible)
  }
})

test('a ceremony does not begin while people are founded or a vault is taken', async context => {
  const { window, file: vault } = await officeWith(context, null)
  const form = { source: { kind: 'form', plan: PLAN } } as const
  const people = [newcomer('Ines', 'administrator'), newcomer('Walt', 'witness')]
  const founding = window.call('people.found', { profile: 'strict', people, single: 'Ines, Walt' })
  await window.refused('ceremony.begin', form, 'TASK_RUNNING')
  await window.refused('recovery.begin', { kit: null }, 'TASK_RUNNING')
  await founding
  const opening = window.call('vault.open', { path: vault, readOnly: false })
  await window.refused('ceremony.begin', form, 'TASK_RUNNING')
  await opening
})
