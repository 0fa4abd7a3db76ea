/** The clock of the machine before whatever depends on a date: one that is dead or far ahead is found, and said. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { isAvailable } from '../../main/core/people/policy.ts'
import { clockOfCommand } from '../../main/services/room/asked-clock.ts'
import { ACTIONS, type Action, isDated } from '../../shared/deeds.ts'
import { refusal } from '../core/refusal.ts'
import { type Office, openOffice } from '../fixtures/office.ts'
import { done, doneJson, refused } from './command-line.ts'

const DEAD = '1970-01-02T00:00:00.000Z'
const AHEAD = '2099-06-01T00:00:00.000Z'
const at = (time: string) => ({ now: () => new Date(time) })
const YEAR = 366 * 24 * 60 * 60 * 1000

describe('the clock before what depends on a date', { concurrency: false }, () => {
  let office: Office
  const out = (name: string): string => office.desk.at(name)
  const opening = (): readonly string[] => [
    ...['--kit', office.kit, ...office.opening(office.share(1), office.share(2), office.share(3))],
  ]
  /** Each deed that depends on a date, as somebody would do it. */
  const commands: { readonly [action: string]: () => readonly string[] } = {
    'key.add': () => ['key', 'add', 'audio-root', '--purpose', 'x'],
    'key.rotate': () => ['key', 'rotate', 'archive-root'],
    'key.activate': () => ['key', 'activate', 'video-root'],
    'key.suspend': () => ['key', 'suspend', 'archive-root'],
    'key.resume': () => ['key', 'resume', 'archive-root'],
    'key.retire': () => ['key', 'retire', 'archive-root'],
    'key.compromise': () => ['key', 'compromise', 'archive-root'],
    'key.destroy': () => ['key', 'destroy', 'archive-root@1'],
    'backup-key.rotate': () => ['backup-key', 'rotate'],
    'backup-key.suspend': () => ['backup-key', 'suspend', '1'],
    'backup-key.resume': () => ['backup-key', 'resume', '1'],
    'backup-key.compromise': () => ['backup-key', 'compromise', '1'],
    'quorum.compromise': () => ['quorum', 'compromise', office.founded.setId],
    'status.publish': () => [
      ...['status', 'publish', '--by-quorum', ...opening(), '--out', out('list.json')],
    ],
  }

  before(async () => {
    office = await openOffice('classic', true)
  })
  after(() => office.desk.remove())

  it('is looked at before every one of them', async () => {
    const dated = ACTIONS.filter(action => isDated(action) && isAvailable(action))
    assert.deepEqual(
      dated.filter(action => !(action in commands)),
      [] as Action[],
    )
    for (const command of Object.values(commands)) {
      for (const time of [DEAD, AHEAD]) {
        const said = await refused([...command(), ...office.vault], 2, 'CLOCK_DOUBTFUL', at(time))
        assert.match(said, /Compare it with a watch/)
        assert.ok(said.includes(`--confirm-clock ${time.slice(0, 10)}`), said)
      }
    }
    assert.ok(!existsSync(out('list.json')))
  })

  it('is named by its day where it is right, and one wrong evening decides nothing afterwards', async () => {
    const suspend = ['key', 'suspend', 'archive-root', ...office.vault]
    await refused([...suspend, '--confirm-clock', '2099-06-02'], 2, 'CLOCK_DOUBTFUL', at(AHEAD))
    await done([...suspend, '--confirm-clock', '2099-06-01'], at(AHEAD))
    await done(['key', 'resume', 'archive-root', ...office.vault])
    await done([...(commands['status.publish']?.() ?? []), ...office.vault])
  })

  it('decides whether a key is taken out that has days, and no other', async () => {
    const take = (key: string, file: string): string[] => [
      ...['recover', 'key', key, ...opening(), '--out', out(file)],
    ]
    await refused(take('video-root', 'video.key'), 2, 'CLOCK_DOUBTFUL', at(DEAD))
    await done([...take('video-root', 'video.key'), '--confirm-clock', DEAD.slice(0, 10)], at(DEAD))
    await done(take('archive-root', 'archive.key'), at(DEAD))
  })

  it('is wrong on the machine itself: 1970 and 2099', async () => {
    for (const time of [DEAD, AHEAD]) {
      const within = ['env', 'FAKETIME_DONT_FAKE_MONOTONIC=1', 'faketime', time.slice(0, 10)]
      const rotate = ['key', 'rotate', 'archive-root', ...office.vault]
      const said = await refused(rotate, 2, 'CLOCK_DOUBTFUL', { within })
      assert.ok(said.includes(time.slice(0, 4)), said)
    }
    const { keys } = await doneJson<{ keys: readonly { version: number }[] }>([
      ...['key', 'show', 'archive-root', ...office.vault],
    ])
    assert.equal(keys.length, 1, 'nothing was made')
  })
})

describe('the clock at a terminal', () => {
  const now = new Date('2026-11-27T10:54:00.000Z')
  const asking = (answer: string, confirmed = '') => {
    const questions: string[] = []
    const askShown = async (question: string): Promise<string> => {
      questions.push(question)
      return answer
    }
    const tools = { now: () => now, programDate: new Date(now.getTime() - YEAR / 2) }
    return {
      questions,
      checked: clockOfCommand(confirmed, { ...tools, input: { askShown } })(null),
    }
  }

  it('is shown in words, and somebody says that it is right', async () => {
    const yes = asking(' Yes ')
    await yes.checked
    assert.match(yes.questions.join(), /Friday,? 27 November 2026 at 10:54 UTC/)
    await assert.rejects(
      async () => asking('no').checked,
      refusal('CLOCK_NOT_CONFIRMED', { day: '2026-11-27' }),
    )
    await assert.rejects(
      async () => asking('').checked,
      refusal('CLOCK_NOT_CONFIRMED', { day: '2026-11-27' }),
    )
  })

  it('is not asked about where its day was named', async () => {
    const named = asking('no', '2026-11-27')
    await named.checked
    assert.deepEqual(named.questions, [])
  })
})
