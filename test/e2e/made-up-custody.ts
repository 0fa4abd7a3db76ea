/** Made-up custody over time: a share register, a drill, and a re-issue. */

import { hashWords } from '../../main/core/text/pgp-words.ts'
import type { Output } from '../../shared/contract.ts'
import * as made from './made-up.ts'
import * as room from './made-up-people.ts'

type Register = Output<'register.list'>
type Drill = Output<'drill.state'>

export const OLD_SET = '51d0aa9e34'

const PLACES = [
  ['Safe 2, head office, room 114', 'B-1043', 'sound'],
  ['City Bank, box 2210', 'B-1044', null],
  ['Notary Peters, Lübeck', 'B-1045', 'worn'],
  [null, null, null],
  ['Safe of the second site', 'B-1047', 'sound'],
] as const

const shares: Register['quorums'][number]['shares'] = made.PEOPLE.map((custodian, i) => {
  const [place = null, bag = null, result = null] = PLACES[i] ?? []
  return {
    ...{ index: i + 1, custodian, state: 'in-force', place, bag },
    issued: '2026-11-21T09:50:00.000Z',
    readBack: '2026-11-21T09:58:00.000Z',
    holder: { person: `${i + 4}`.padStart(16, '0'), name: custodian },
    noted: place === null ? null : '2026-11-22T08:00:00.000Z',
    destroyed: null,
    // One of them was absent, and has not said yet that theirs opens.
    sealed:
      i === 3
        ? {
            ...{ to: 'age', recipient: 'ab'.repeat(32), acknowledged: null },
            recipientWords: [...hashWords('ab'.repeat(32))],
          }
        : null,
    check: result === null ? null : { time: '2027-03-02T10:00:00.000Z', result },
  }
})

export const register: Register = {
  quorums: [
    {
      ...{ setId: OLD_SET, title: 'Root key ceremony 2024', state: 'replaced', threshold: 2 },
      ...{ replacedBy: made.SET_ID, nextDrill: null },
      shares: shares.slice(0, 3).map(share => ({
        ...share,
        state: 'replaced',
        place: null,
        bag: null,
        check: null,
      })),
      left: { cards: 3, toGo: 2, opensNothing: false, passphraseCardDestroyed: false },
    },
    {
      ...{ setId: made.SET_ID, title: made.plan.title, state: 'in-force', threshold: 3 },
      ...{ replacedBy: null, nextDrill: '2027-11-21T10:00:00.000Z', shares },
      left: { cards: 5, toGo: 3, opensNothing: false, passphraseCardDestroyed: false },
    },
  ],
  drills: [
    {
      ...{ number: 2, setId: made.SET_ID, held: '2027-03-02T10:30:00.000Z', items: 3 },
      shares: shares.slice(0, 3).map(({ index, custodian }) => ({ index, custodian })),
      ...{ backup: 'archive-2026-11-21.tar.zst.age', problem: null },
    },
    {
      ...{ number: 1, setId: made.SET_ID, held: '2027-03-02T10:21:00.000Z', items: 0 },
      shares: shares.slice(0, 3).map(({ index, custodian }) => ({ index, custodian })),
      ...{ backup: null, problem: 'PASSPHRASE_WRONG' },
    },
  ],
  interval: 12,
}

const accepted = (count: number) =>
  made.PEOPLE.slice(0, count).map((custodian, i) => ({ index: i + 1, custodian }))

const entered = (count: number) => ({
  need: 3,
  missing: made.kit.custodians.slice(count),
  complete: count >= 3,
  proposal: false,
  leaveUntil: null,
})

export const drillShares = (count: number): Extract<Drill, { step: 'shares' }> => ({
  ...{ step: 'shares', kit: made.kit, shares: accepted(count) },
  ...entered(count),
})

export const drillHeld: Drill = {
  ...{ step: 'held', kit: made.kit, shares: accepted(3), held: '2027-03-02T10:30:00.000Z' },
  ...{ items: 3, backup: true, recorded: true, next: '2028-03-02T10:30:00.000Z' },
}

const reissuePlan = { ...room.plan, title: 'Re-issue after Hedy left', replaces: OLD_SET }
const reissueAgreed = { ...room.agreed, plan: reissuePlan }

export const oldQuorum = (count: number): made.CeremonyAt<'old-quorum'> => ({
  step: 'old-quorum',
  agreed: reissueAgreed,
  kit: { ...made.kit, setId: OLD_SET },
  old: { shares: accepted(count), ...entered(count) },
})

export const reissueClosed: made.CeremonyAt<'closed'> = {
  ...made.closed,
  agreed: reissueAgreed,
  replaced: {
    setId: OLD_SET,
    fingerprint: '9d02 4f0c 91d2 7a3e 58b6 02ed c4a9 6d17',
    cards: accepted(3).map(({ index, custodian }) => ({ index, custodian })),
    threshold: 3,
    keys: ['video-root@1', 'archive-root@1'],
    keptPassphrase: false,
    backupKeys: [1],
    destroyed: { keys: [], backupKeys: [] },
  },
}

/** The keys of the quorum that is replaced: one is in use, the other is retired and may be left out. */
export const sealedKeys: Output<'keys.list'> = {
  keys: made.keys.map(({ id, label, purpose, bits, fingerprint, checkValue }, i) => ({
    ...{ id, version: 1, label, kind: 'master-key', purpose, bits, bytes: null, algorithm: null },
    ...{ fingerprint, checkValue, setId: made.SET_ID },
    state: i === 0 ? 'active' : 'deactivated',
    ...{ activates: null, protectUntil: i === 0 ? '2028-11-21' : null, processUntil: null },
    created: '2026-11-21T09:40:00.000Z',
  })),
  ...{ leftOut: [], due: [], cryptoperiods: [], quorums: [] },
  proposed: { protect: 24, process: 60, rotate: 12, warn: 90 },
}
