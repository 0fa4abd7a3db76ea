/** Nobody is given a key that they never held: a new key has signed that it is theirs, in this log. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { verifyChain } from '../../../main/core/log/chain.ts'
import { possessionHash } from '../../../main/core/log/possession.ts'
import { signerOf } from '../../../main/core/people/signature.ts'
import { refusal } from '../refusal.ts'
import { person, SignedLog } from './signed-log.ts'

const ines = person('Ines', 'administrator')
const walt = person('Walt', 'witness')
const ada = person('Ada', 'custodian')
const mallory = person('Mallory', 'custodian')
const fresh = signerOf(Buffer.alloc(32, 5))
const LOG = '00112233445566778899aabbccddeeff'

function founded(): SignedLog {
  const log = new SignedLog()
  log.foundBy({ policy: 2 }, ines, walt)
  return log
}
const unproved = (log: SignedLog): void =>
  assert.throws(
    () => verifyChain(log.entries),
    refusal('AUDIT_BROKEN', { sequence: log.entries.length, problem: 'key-not-proved' }),
  )

/** Ada is added, with this beside what both agreed to. */
function adding(proof: object): SignedLog {
  const log = founded()
  const facts = { name: 'Ada', roles: ['custodian'], key: ada.signer.publicKey }
  const subject = `person:${ada.id}`
  const agreed = log.agree('person.add', { subject, ...facts }, ines, walt)
  log.note(ines, 'person.added', subject, { ...facts, ...proof }, agreed)
  return log
}

/** Walt gets a new key. */
function rekeying(proof: object): SignedLog {
  const log = founded()
  const subject = `person:${walt.id}`
  const key = fresh.publicKey
  const agreed = log.agree('person.replace-key', { subject, key }, ines, walt)
  log.note(ines, 'person.key-replaced', subject, { key, ...proof }, agreed)
  return log
}

test('who holds a new key proves it', () => {
  const log = founded()
  verifyChain(adding(log.possession(ada.id, ada.signer)).entries)
  verifyChain(rekeying(log.possession(walt.id, fresh)).entries)
  const hash = possessionHash({ log: LOG, person: walt.id, key: fresh.publicKey })
  const byOld = walt.signer.sign(hash)
  verifyChain(rekeying({ ...log.possession(walt.id, fresh), byOld }).entries)
})

test('a key that nobody has proved, or another key, person or log has, is refused by name', () => {
  const log = founded()
  const ofOtherLog = possessionHash({
    ...{ log: 'ff'.repeat(16), person: ada.id, key: ada.signer.publicKey },
  })
  for (const proof of [
    {},
    { possession: '00'.repeat(64) },
    { possession: 'none' },
    log.possession(ada.id, mallory.signer),
    log.possession(mallory.id, ada.signer),
    { possession: ada.signer.sign(ofOtherLog) },
  ]) {
    unproved(adding(proof))
  }
  unproved(rekeying({}))
  unproved(rekeying(log.possession(ada.id, fresh)))
})

test('what is said to be by the old key is', () => {
  const log = founded()
  const proof = log.possession(walt.id, fresh)
  const hash = possessionHash({ log: LOG, person: walt.id, key: fresh.publicKey })
  unproved(rekeying({ ...proof, byOld: ines.signer.sign(hash) }))
  unproved(rekeying({ ...proof, byOld: '00'.repeat(64) }))
  // And somebody who is new has no old key.
  unproved(adding({ ...log.possession(ada.id, ada.signer), byOld: ines.signer.sign(hash) }))
})

test('of the first people each has signed that they are named', () => {
  const log = new SignedLog()
  log.version = 2
  const people = [ines, walt, ada].map(({ id, name, roles, signer }) => ({
    ...{ id, name, roles, key: signer.publicKey },
  }))
  const terms = { profile: 'strict', waivers: [], policy: 2, people }
  const agreed = log.agree('people.found', terms, ines, walt)
  log.note(ines, 'people.founded', 'policy:people', terms, agreed)
  unproved(log)
})
