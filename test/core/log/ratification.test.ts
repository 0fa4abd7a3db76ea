/** Opening a signed log: which signatures a later statement ratifies, and who tries to slip one in beneath it. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { LogSoFar } from '../../../main/core/log/chain.ts'
import type { AuditEntry } from '../../../main/core/log/entry.ts'
import { Ratification } from '../../../main/core/log/ratification.ts'
import { verifyLog } from '../../../main/core/log/verify-log.ts'
import { type Signer, signerOf } from '../../../main/core/people/signature.ts'
import { KeyclaveError } from '../../../shared/errors.ts'
import { seeded } from '../../degraded/seeded.ts'
import { refusal } from '../../vault/vault-fixture.ts'
import { type Person, person, rechained, SignedLog } from './signed-log.ts'

const ines = person('Ines', 'administrator')
const walt = person('Walt', 'witness')
const ada = person('Ada', 'custodian')
const eve = person('Eve', 'administrator')

/** People at work: each entry signed, and now and then something that both have agreed to. */
function office(version: 2 | 3 = 3): SignedLog {
  const log = new SignedLog()
  log.foundBy({ policy: 2 }, ines, walt)
  log.version = version
  work(log, 5)
  return log
}

/** Everyday entries of both, and a deed that both sign. */
function work(log: SignedLog, entries: number): void {
  for (let i = 0; i < entries; i += 1) {
    log.note(i % 2 === 0 ? ines : walt, 'share.issued', `share:0123456789/${i + 1}`, {})
  }
}

function deed(log: SignedLog, ...by: readonly Person[]): void {
  const terms = { plan: 'ab'.repeat(32) }
  const [lead = ines] = by
  const all = by.length === 0 ? [ines, walt] : by
  log.note(
    lead,
    'ceremony.opened',
    'ceremony:0123456789abcdef',
    terms,
    log.agree('ceremony.run', terms, ...all),
  )
}

/** As a vault is opened: null, or where the log is refused and why. */
async function opening(entries: readonly unknown[]) {
  try {
    await verifyLog(entries, { ratified: true })
    return null
  } catch (error) {
    assert.ok(error instanceof KeyclaveError, String(error))
    return [error.data.sequence, error.data.problem]
  }
}

/** As `audit verify` has it: every signature. */
async function everySignature(entries: readonly unknown[]) {
  try {
    await verifyLog(entries)
    return null
  } catch (error) {
    assert.ok(error instanceof KeyclaveError, String(error))
    return [error.data.sequence, error.data.problem]
  }
}

/** The entries of which an opening verifies a signature. */
function verified(entries: readonly AuditEntry[]): readonly number[] {
  const ratification = new Ratification()
  const log = new LogSoFar()
  for (const entry of entries) log.follow(entry, check => ratification.add(check))
  return [...new Set(ratification.remaining().map(({ sequence }) => sequence))]
}

const at = (log: SignedLog, sequence: number): AuditEntry => log.entries[sequence - 1] as AuditEntry

/** The log with another signature on one entry, everything else as it was. */
const withSignature = (log: SignedLog, sequence: number, by: Signer) =>
  log.entries.with(sequence - 1, {
    ...at(log, sequence),
    signature: by.sign('ab'.repeat(32)),
  })

test('the last statement of a key stands for what that key signed before, and for nothing of others', async () => {
  const log = office() // 1 begun, 2 founded, 3 … 7 work
  deed(log) // 8
  work(log, 4) // 9 … 12
  deed(log) // 13, of which both saw 12
  work(log, 2) // 14, 15
  assert.deepEqual(verified(log.entries), [2, 13, 14, 15])
  assert.equal(await opening(log.entries), null)
  assert.equal(await everySignature(log.entries), null)

  const alone = office()
  alone.add(eve, ines, walt) // 8
  work(alone, 2)
  deed(alone, ines) // 11: nobody has asked Walt
  assert.deepEqual(
    verified(alone.entries.slice(0, -1)),
    [2, 4, 6, 8, 9, 10].filter(n => n !== 4 && n !== 6),
    'entry 8 ratifies what both did before; it is verified itself, as it says who may sign',
  )
})

test('statements of the earlier formats ratify nothing, and a log does not go back to them', async () => {
  const old = office(2)
  deed(old)
  assert.deepEqual(verified(old.entries), [2, 3, 4, 5, 6, 7, 8])
  old.version = 3
  deed(old) // 9
  assert.deepEqual(verified(old.entries), [2, 9], 'mixed: what they signed in format 2 is ratified')
  assert.equal(await everySignature(old.entries), null)
  old.version = 2
  deed(old)
  assert.deepEqual(await opening(old.entries), [10, 'agreement-old-format'])
})

describe('who can write the file and has no key', () => {
  test('puts another signature beneath a statement, or after the last one', async () => {
    const log = office()
    deed(log) // 8
    work(log, 2) // 9, 10
    for (const sequence of [3, 4, 7]) {
      const forged = withSignature(log, sequence, eve.signer)
      const found = await opening(forged)
      assert.deepEqual(
        found,
        [sequence, 'a-signature-wrong'],
        'a statement that does not fit ratifies nothing',
      )
      assert.deepEqual(await everySignature(forged), found)
      const signed = new LogSoFar()
      const unchecked = () => forged.map(entry => signed.follow(entry, () => true))
      assert.throws(
        unchecked,
        refusal('AUDIT_BROKEN', { sequence: 8, problem: 'agreement-signatures-other' }),
      )
    }
    for (const sequence of [2, 8, 9, 10]) {
      const found = await opening(withSignature(log, sequence, eve.signer))
      assert.deepEqual(found, [sequence, 'a-signature-wrong'])
    }
  })

  test('adds, drops, swaps or changes an entry beneath a statement, and makes every hash anew', async () => {
    const log = office()
    deed(log)
    const { entries } = log
    const added = entries.toSpliced(4, 0, { ...at(log, 3), subject: 'share:0123456789/9' })
    const swapped = entries.with(3, at(log, 5)).with(4, at(log, 4))
    const changed = entries.with(3, { ...at(log, 4), subject: 'share:0123456789/9' })
    for (const forged of [added, entries.toSpliced(4, 1), swapped, changed]) {
      const made = rechained(forged, 2)
      assert.equal((await opening(made))?.[1], 'a-signature-wrong')
      const signed = new LogSoFar()
      const unchecked = () => made.map(entry => signed.follow(entry, () => true))
      const data = { sequence: made.length, problem: 'agreement-head-unknown' }
      assert.throws(unchecked, refusal('AUDIT_BROKEN', data))
    }
  })

  test('takes what was signed over another log, or over a branch of this one', async () => {
    const [log, branch] = [office(), office()]
    branch.note(ines, 'share.issued', 'share:0123456789/9', {})
    const terms = { plan: 'ab'.repeat(32) }
    const agreed = branch.agree('ceremony.run', terms, ines, walt)
    log.note(ines, 'ceremony.opened', 'ceremony:0123456789abcdef', terms, agreed)
    assert.deepEqual(await opening(log.entries), [8, 'agreement-head-unknown'])
  })

  test('forges between an old head and the entry that binds it', async () => {
    const log = office()
    work(log, 4) // 8 … 11
    log.behind = 4
    deed(log) // 12 binds 7
    assert.deepEqual(verified(log.entries), [2, 8, 9, 10, 11, 12])
    const forged = withSignature(log, 9, eve.signer)
    assert.deepEqual(await opening(forged), [9, 'a-signature-wrong'])
  })
})

describe('an insider with one key', () => {
  /** Ines writes an entry in the name of Walt, and whatever comes after it. */
  const forgedByInes = (later: (log: SignedLog) => void) => {
    const log = office()
    log.note(
      { ...walt, signer: { ...ines.signer, publicKey: walt.signer.publicKey } },
      'share.issued',
      'share:0123456789/9',
      {},
    )
    later(log)
    return log.entries
  }

  test('signs a statement over what she forged in the name of another', async () => {
    const forged = forgedByInes(log => {
      deed(log, ines, { ...walt, signer: { ...ines.signer, publicKey: walt.signer.publicKey } })
    })
    assert.deepEqual(
      await opening(forged),
      [9, 'a-signature-wrong'],
      'her own statement ratifies nothing of Walt, and what she put under it as his is not by him',
    )
    const alone = forgedByInes(log => log.note(ines, 'share.issued', 'share:0123456789/8', {}))
    assert.deepEqual(await opening(alone), [8, 'a-signature-wrong'])
  })

  test('uses again what the other signed before, which binds the log of then', async () => {
    const log = office()
    const terms = { plan: 'ab'.repeat(32) }
    const early = log.agree('ceremony.run', terms, ines, walt) // of 7
    log.note(
      { ...walt, signer: { ...ines.signer, publicKey: walt.signer.publicKey } },
      'share.issued',
      'share:0123456789/9',
      {},
    )
    log.note(ines, 'ceremony.opened', 'ceremony:0123456789abcdef', terms, early)
    assert.deepEqual(await opening(log.entries), [8, 'a-signature-wrong'])
  })

  test('has a person added by a signature of the other that a later one would ratify', async () => {
    const log = office()
    log.add(eve, ines, { ...walt, signer: { ...ines.signer, publicKey: walt.signer.publicKey } }) // 8
    deed(log) // as if the machine of Walt had looked at nothing
    assert.deepEqual(await opening(log.entries), [8, 'a-signature-wrong'])
  })

  test('leaves a bad signature of her own beneath her statement: an opening takes it for hers, `audit verify` names it', async () => {
    const log = office()
    log.note(
      { ...ines, signer: { ...eve.signer, publicKey: ines.signer.publicKey } },
      'share.issued',
      'share:0123456789/9',
      {},
    )
    deed(log)
    assert.equal(await opening(log.entries), null)
    assert.deepEqual(await everySignature(log.entries), [8, 'a-signature-wrong'])
  })
})

test('a new key does not ratify what the one before it signed', async () => {
  const log = office()
  const renewed = log.rekey(walt, signerOf(Buffer.alloc(32, 9)), ines, walt) // 8, signed by the old one
  log.note(renewed, 'share.issued', 'share:0123456789/9', {}) // 9
  deed(log, ines, renewed) // 10
  assert.deepEqual(verified(log.entries), [2, 8, 10])
  const gone = office()
  gone.add(ada, ines, walt) // 8
  gone.note(ada, 'share.issued', 'share:0123456789/9', {}) // 9
  gone.change('retire', ada, ines, walt) // 10
  deed(gone) // 11
  assert.deepEqual(
    verified(gone.entries),
    [2, 8, 9, 10, 11],
    'nothing of hers is ratified by others',
  )
  const forged = withSignature(gone, 9, eve.signer)
  assert.deepEqual(await opening(forged), [9, 'a-signature-wrong'])
})

test('whatever somebody with one key makes of a log: what an opening takes of the others is by their keys', async () => {
  const chance = seeded(11)
  const keys = [ines, walt, ada, eve]
  for (let round = 0; round < 60; round += 1) {
    const log = office()
    log.add(ada, ines, walt)
    for (let i = 0; i < 12; i += 1) {
      if (chance.below(4) === 0) {
        log.behind = chance.below(3)
        deed(log)
        log.behind = 0
      } else work(log, 1 + chance.below(3))
    }
    const own = keys[chance.below(2)] as Person
    const place = 2 + chance.below(log.entries.length - 2)
    const victim = at(log, place + 1)
    const forged = [
      () => withSignature(log, place + 1, own.signer),
      () => log.entries.toSpliced(place, 1),
      () => log.entries.with(place, { ...victim, subject: 'share:0123456789/77' }),
      () => log.entries.toSpliced(place, 0, { ...victim, subject: 'share:0123456789/78' }),
    ][chance.below(4)]?.() as AuditEntry[]
    const resign = chance.below(2) === 0 ? place : log.entries.length
    const made = rechained(forged, resign, entry =>
      entry.signer === own.signer.publicKey ? own.signer : null,
    )
    if ((await opening(made)) !== null) continue
    const bad: string[] = []
    const all = new LogSoFar()
    for (const entry of made) {
      all.follow(entry, ({ key, hash, signature }) => {
        const owner = keys.find(({ signer }) => signer.publicKey === key)
        if (owner !== own && owner?.signer.sign(hash) !== signature) bad.push(key)
        return true
      })
    }
    assert.deepEqual(bad, [])
  }
})
