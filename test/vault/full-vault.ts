import { createHash } from 'node:crypto'
import type { AuditDetails } from '../../main/core/log/details.ts'
import type { SigningActor } from '../../main/core/log/entry.ts'
import { possessionHash } from '../../main/core/log/possession.ts'
import { type Statement, statementHash } from '../../main/core/log/statement.ts'
import { signerOf } from '../../main/core/people/signature.ts'
import type { AuditLog } from '../../main/vault/audit-log.ts'
import { foundingTerms, type NewPerson } from '../../main/vault/people.ts'
import type { Vault } from '../../main/vault/vault.ts'
import type { Action } from '../../shared/deeds.ts'
import type { Role } from '../../shared/roles.ts'
import {
  acknowledgementOf,
  backup,
  backupKey,
  ceremonyUntilClose,
  inheritedFrom,
  kit,
  sealedKey,
  setIdOf,
  wholeCeremony,
} from './vault-fixture.ts'

/** A vault with rows in every table, and two people since then; nobody has to know a PIN. */

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
const signer = (name: string) => signerOf(digest(name))

/** What people agree to in it: Ines, and the others of these names. */
export function agreedBy(
  names: readonly string[],
  { audit, log, now }: { readonly audit: AuditLog; readonly log: string; readonly now: () => Date },
  request: string,
  { action, terms }: { readonly action: Action; readonly terms: AuditDetails },
): SigningActor {
  const statement: Statement = {
    ...{ format: 'keyclave statement 3', log, ...audit.seen(), action, terms },
    ...{ request, asked: now().toISOString() },
  }
  const hash = statementHash(statement)
  const by = ['Ines', ...names].map(name => ({
    ...{ key: signer(name).publicKey, signature: signer(name).sign(hash) },
  }))
  return { name: 'Ines', signer: signer('Ines'), agreed: { statement, by } }
}

/** One of the people in it, who signs. */
export const actorNamed = (name: string): SigningActor => ({ name, signer: signer(name) })

const person = (name: string, ...roles: Role[]): NewPerson => ({
  ...{ id: digest(name).toString('hex').slice(0, 16), name, contact: 'at home', roles },
  key: sealed(name),
})

const sealed = (key: string) => ({
  ...{ publicKey: signer(key).publicKey, kind: 'pin' as const },
  ...{ salt: '01'.repeat(16), nonce: '02'.repeat(12), box: '03'.repeat(48) },
  possession: '00'.repeat(64),
})

const FOUNDERS = [person('Ines', 'administrator'), person('Walt', 'witness')]

/** @param now the clock of the vault */
export function fill(vault: Vault, now: () => Date): void {
  const [first] = vault.audit.entries()
  const log = first?.subject.slice(4) ?? ''
  let requests = 0
  const agreed = (action: Action, terms: AuditDetails): SigningActor => {
    requests += 1
    const request = requests.toString(16).padStart(16, '0')
    return agreedBy(['Walt'], { audit: vault.audit, log, now }, request, { action, terms })
  }

  const a = setIdOf('a')
  wholeCeremony(vault, 'a', 3, 2)
  vault.sealedShares.acknowledge('A', { setId: a, index: 2, said: acknowledgementOf('a') })
  const later = sealedKey('later')
  vault.keys.add({
    ...{ actor: 'A', setId: a, key: later, kit: kit('a with a key', { keys: [later] }) },
  })
  vault.backupKeys.rotate({
    ...{ actor: 'A', setId: a, key: backupKey('a again', 2), kit: kit('a again') },
  })
  vault.keys.rotate({
    ...{ actor: 'A', setId: a, kit: kit('a with a version') },
    keys: [
      sealedKey('later', { version: 2, fingerprint: 'cd'.repeat(32), activates: '2026-11-21' }),
    ],
    retired: [{ id: sealedKey('later').id, version: 1, from: 'active' }],
  })
  vault.renewKit({
    ...{ actor: 'A', setId: a, kit: kit('a renewed'), profile: 'small-team' },
    people: [{ id: 'ab'.repeat(8), name: 'Walt', roles: ['witness'], key: 'cd'.repeat(32) }],
  })
  const { id, label, fingerprint } = sealedKey('a one')
  vault.keyEvents.record({
    ...{ actor: 'A', action: 'key.compromised', id, version: 1, label, fingerprint },
    ...{ from: 'active', to: 'compromised', reason: 'key-compromise', occurred: '2026-11-21' },
  })
  vault.deliveries.record('A', {
    ...{
      id: 'de'.repeat(8),
      keyId: id,
      version: 1,
      label,
      fingerprint,
      use: 'protect',
      although: null,
    },
    ...{ destination: 'aws-kms', target: 'arn:aws:kms:eu-west-1:1:key/a', form: 'wrapped' },
    ...{ plain: null, wrappingKey: 'ef'.repeat(32), validTo: '2026-11-22T00:00:00.000Z' },
    package: 'ab'.repeat(32),
  })
  vault.deliveries.confirm('A', 'de'.repeat(8), { outcome: 'arrived', proof: 'cd'.repeat(32) })
  const { recipient: again } = backupKey('a again', 2)
  vault.backupKeyEvents.record({
    ...{ actor: 'A', action: 'backup-key.compromised', setId: a, generation: 2, recipient: again },
    ...{ from: 'active', to: 'compromised', reason: 'key-compromise', occurred: '2026-11-21' },
  })
  const period = { protect: 12, process: 48, rotate: 11, warn: 90 }
  vault.cryptoperiods.choose('A', 'content encryption', period)
  vault.cryptoperiods.choose('A', 'an old system', period)
  vault.cryptoperiods.choose('A', 'an old system', null)
  const voided = ceremonyUntilClose(vault, 'v', 3)
  vault.ceremonies.void(voided.ceremony, 'A', 'cancelled')
  const sealedTo = (setId: string, tag: string) => ({ setId, kit: kit(tag) })
  vault.destructions.destroy({
    ...{ actor: 'A', subject: `key:${later.id}/1`, reason: 'superseded', method: 'overwritten' },
    item: { kind: 'key', id: later.id, version: 1 },
    ...{ label: later.label, fingerprint: later.fingerprint, from: 'deactivated', to: 'destroyed' },
    ...{ growth: sealedTo(a, 'a with a tombstone'), follows: 'A' },
  })
  const inherited = inheritedFrom(vault, a)
  vault.ceremonies.close('A', {
    ...ceremonyUntilClose(vault, 'b', 3),
    backupKey: backupKey('b', 3),
    keys: [sealedKey('a one'), sealedKey('b own', IMPORTED), sealedKey('b pair', PAIR)],
    bags: [{ index: 2, bag: 'B-2' }],
    replaces: {
      ...{ setId: a, actor: 'A', plan: 'ab'.repeat(32) },
      backupKeys: inherited,
    },
  })
  const b = setIdOf('b')
  const [{ recipient } = { recipient: '' }] = inherited
  vault.destructions.destroy({
    ...{ actor: 'A', subject: `backup-key:${b}/1`, reason: 'superseded', method: 'overwritten' },
    ...{ item: { kind: 'backup-key', recipient }, label: null, fingerprint: null },
    ...{
      from: 'deactivated',
      to: 'destroyed',
      growth: sealedTo(b, 'b with a tombstone'),
      follows: 'A',
    },
  })
  vault.destructions.destroyCards({
    ...{ actor: 'A', setId: a, cards: [1, 3], passphraseCard: true, method: 'cross-cut' },
    observer: 'Otto',
  })
  vault.destructions.account({
    ...{ actor: 'A', item: `key:${later.id}/1` },
    copies: [{ copy: 'kit:aa', fate: 'destroyed', by: 'Walt', serial: 'D-1' }],
  })
  vault.shareChecks.record('A', { setId: b, index: 1, result: 'worn' })
  vault.shareChecks.record('A', { setId: b, index: 2, result: 'sound' })
  vault.sharePlaces.note('A', { setId: b, index: 1, place: 'the safe', bag: null })
  for (const [items, problem] of [
    [4, null],
    [0, 'AGE_HEADER'],
  ] as const) {
    vault.drills.record('A', {
      shares: [{ index: 1, custodian: 'Custodian 1' }],
      ...{ setId: b, items, backup: 'a.age', problem },
    })
  }
  vault.compromiseQuorum({
    ...{ actor: 'A', setId: b },
    compromise: {
      ...{ reason: 'key-compromise', occurred: '2026-11-21' },
      keys: [
        {
          ...{ id: sealedKey('b own').id, version: 1, label: 'b own', from: 'active' },
          ...{ to: 'compromised', occurred: '2026-11-21' },
        },
      ],
      backupKeys: [
        {
          ...{ generation: 3, recipient: backupKey('b', 3).recipient, from: 'active' },
          ...{ to: 'compromised', occurred: '2026-11-21' },
        },
      ],
    },
  })
  vault.drills.setInterval('A', 6)
  vault.drills.setInterval('A', 9)
  vault.backups.add('A', backup('one', { setId: b }))
  vault.backups.add('A', backup('two', { setId: b }))
  vault.backups.addReencrypted('A', backup('three', { setId: b }), 'ef'.repeat(32))

  const issued = '2026-11-21T10:00:00.000Z'
  const one = { number: 2, hash: 'a2'.repeat(32), previous: 'a1'.repeat(32), setId: null }
  const second = { number: 3, hash: 'a3'.repeat(32), previous: one.hash, setId: b }
  for (const list of [one, second]) {
    vault.statusLists.record('A', { ...list, issued, nextIssue: '2027-02-19T10:00:00.000Z' })
  }

  vault.people.found(agreed('people.found', foundingTerms('strict', FOUNDERS)), 'strict', FOUNDERS)
  const [ines, walt] = FOUNDERS.map(({ id }) => id)
  const subject = `person:${walt}`
  const own = signer('new key of Walt')
  const proved = possessionHash({ log, person: walt ?? '', key: own.publicKey })
  const key = { ...sealed('new key of Walt'), possession: own.sign(proved) }
  const custody = [
    [ines, 1, 'B-1'],
    [walt, 2, null],
  ] as const
  for (const [holder = '', index, bag] of custody) {
    const share = `share:${b}/${index}`
    const actor = agreed('custody.change', { subject: share, person: holder, bag })
    vault.people.changeCustody(actor, { setId: b, index, person: holder, bag })
  }
  const replace = agreed('person.replace-key', { subject, key: key.publicKey })
  vault.people.replaceKey(replace, walt ?? '', key)
}

const PAIR = {
  ...{ kind: 'key-pair' as const, bits: null, bytes: null, kcv: null },
  ...{ algorithm: 'ed25519' as const, publicKey: Buffer.alloc(44, 7) },
}

const IMPORTED = {
  ...{ kind: 'imported-secret' as const, bits: null, bytes: 100, expires: null },
  ...{ fingerprint: null, kcv: null },
}
