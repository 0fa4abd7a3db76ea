/** The gate itself: every action of the policy × every set of people, with real signatures in a real vault. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import type { AuditDetails } from '../../main/core/log/details.ts'
import { statementHash } from '../../main/core/log/statement.ts'
import { NEWEST_POLICY } from '../../main/core/people/policies.ts'
import { bindsOf, requirementOf } from '../../main/core/people/policy.ts'
import { signerOf } from '../../main/core/people/signature.ts'
import { newStatement } from '../../main/services/people/approvals.ts'
import { authorize, type Signed } from '../../main/services/people/authorize.ts'
import { foundingTerms, type NewPerson } from '../../main/vault/people.ts'
import { openVault, type Vault } from '../../main/vault/vault.ts'
import { ACTIONS, type Action, type Deed, deedOf } from '../../shared/deeds.ts'
import { KeyclaveError } from '../../shared/errors.ts'
import { PROFILES, type Profile, type Role } from '../../shared/roles.ts'
import { refusal } from '../core/refusal.ts'
import { optionsFor, temporaryFolder } from '../vault/vault-fixture.ts'

const TOOLS = { now: () => new Date(Date.UTC(2026, 10, 21)), random: optionsFor('x').random }
type Member = readonly [name: string, ...roles: Role[]]

/** In a small team, people have several roles; in the log and for the policy each is still one person. */
const OFFICES: { readonly [profile in Profile]: readonly Member[] } = {
  strict: [
    ['Ines', 'administrator'],
    ['Ivan', 'administrator'],
    ['Walt', 'witness'],
    ['Wanda', 'recovery-officer'],
    ['Olga', 'recovery-officer'],
    ['Ada', 'custodian'],
    ['Rita', 'auditor'],
  ],
  'small-team': [
    ['Ines', 'administrator', 'recovery-officer', 'custodian'],
    ['Walt', 'witness', 'recovery-officer'],
    ['Wanda', 'witness', 'custodian'],
    ['Ivan', 'administrator'],
    ['Ada', 'custodian'],
    ['Rita', 'auditor'],
  ],
}

/**
 * What each action takes, written down a second time: a place for each person, with the initials of the
 * roles that fill it (administrator, witness, officer, custodian). One line where both profiles agree.
 */
const TAKES: { readonly [action in Action]: string | { readonly [profile in Profile]: string } } = {
  'people.found': 'a w',
  'person.add': 'a w',
  'person.suspend': 'aw aw',
  'person.reinstate': 'a w',
  'person.retire': 'a w',
  'person.replace-key': 'a w',
  'person.unlock': { strict: 'o', 'small-team': 'ao' },
  'policy.change': { strict: 'a a w', 'small-team': 'a w' },
  'ceremony.run': 'a w',
  'ceremony.close': 'a w',
  'quorum.open': 'o w',
  'key.open': 'o w',
  'key.deliver': 'o w',
  'delivery.confirm': 'awo',
  'backup-key.open': { strict: 'o o w', 'small-team': 'o w' },
  'identity.open': { strict: 'o o w', 'small-team': 'o w' },
  'backup.restore': 'o w',
  'quorum.reissue': { strict: 'a o w', 'small-team': 'a w' },
  'drill.run': 'o w',
  'drill.schedule': 'a w',
  'custody.change': 'a w',
  'kit.take-in': 'a w',
  'kit.renew': { strict: 'a a w', 'small-team': 'a w' },
  'key.add': 'a w',
  'key.rotate': 'a w',
  'key.activate': 'a w',
  'key.suspend': 'aw',
  'key.resume': 'aw aw',
  'key.retire': 'a w',
  'key.compromise': 'aw',
  'status.publish': 'a w',
  'key.destroy': { strict: 'a a w', 'small-team': 'a w' },
  'share.destroy': 'a w',
  'share.acknowledge': 'awoc',
  'destruction.account': 'a w',
  'destruction.certify': { strict: 'a a w', 'small-team': 'a w' },
  'backup-key.rotate': 'a w',
  'backup-key.suspend': 'aw',
  'backup-key.resume': 'aw aw',
  'backup-key.compromise': 'aw',
  'quorum.compromise': 'aw',
  'backup.reencrypt': 'o w',
  'backup.scan': 'o w',
  'cryptoperiod.set': 'a w',
  'backup.create': 'awoc',
}
const INITIALS: { readonly [initial: string]: Role } = {
  ...{ a: 'administrator', w: 'witness', o: 'recovery-officer', c: 'custodian' },
}

/** Whether every place can be given to somebody else: each way is tried. */
const isEnough = (
  [place, ...rest]: readonly string[],
  people: readonly Pick<NewPerson, 'roles'>[],
): boolean =>
  place === undefined ||
  people.some(
    (person, i) =>
      [...place].some(initial => person.roles.includes(INITIALS[initial] as Role)) &&
      isEnough(rest, people.toSpliced(i, 1)),
  )

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
const signerFor = (name: string) => signerOf(digest(name))

/** As the vault has them; their keys are not sealed to anything here. */
const personOf = ([name, ...roles]: Member): NewPerson => ({
  ...{ id: digest(name).toString('hex').slice(0, 16), name, contact: '', roles },
  key: {
    ...{ publicKey: signerFor(name).publicKey, kind: 'pin' },
    ...{ salt: '00'.repeat(16), nonce: '00'.repeat(12), box: '00'.repeat(48) },
    possession: '00'.repeat(64),
  },
})
const PEOPLE = OFFICES.strict.map(personOf)

function sign(vault: Vault, deed: Deed, people: readonly NewPerson[]): Signed {
  const statement = newStatement(vault, deed, TOOLS)
  const hash = statementHash(statement)
  const signatures = people.map(person => {
    const signer = signerFor(person.name)
    return { person, signer, signature: signer.sign(hash) }
  })
  return { statement, signatures }
}

/** By profile, the file of a vault that has people: made once, since most of a new vault's time goes into its tables. */
const READY = new Map<Profile, Buffer>()

/** A vault that has people: founded by one administrator and one witness, as always. */
async function office(context: TestContext, profile: Profile): Promise<Vault> {
  const file = path.join(temporaryFolder(context), 'office.vault')
  const ready = READY.get(profile) ?? (await founded(file, profile))
  READY.set(profile, ready)
  writeFileSync(file, ready)
  const vault = await openVault(optionsFor(file))
  context.after(() => vault.close())
  return vault
}

async function founded(file: string, profile: Profile): Promise<Buffer> {
  const vault = await openVault(optionsFor(file))
  const people = OFFICES[profile].map(personOf)
  const deed: Deed = { action: 'people.found', terms: foundingTerms(profile, people) }
  const { statement, signatures } = sign(vault, deed, people)
  const by = signatures.map(({ signer, signature }) => ({ key: signer.publicKey, signature }))
  const actor = { name: 'Ines', signer: signerFor('Ines'), agreed: { statement, by } }
  vault.people.found(actor, profile, people)
  vault.close()
  return readFileSync(file)
}

/** Something that fits every action. */
const termsFor = (action: Action): AuditDetails =>
  Object.fromEntries(bindsOf(action, NEWEST_POLICY).map(name => [name, `some ${name}`]))

/** A deed with them: of another action's shape than they are, which the gate does not ask. */
const deedFor = (action: Action): Deed => ({ action, terms: termsFor(action) }) as unknown as Deed

const subsetsOf = <Of>(all: readonly Of[]): Of[][] =>
  Array.from({ length: 2 ** all.length }, (_, mask) => all.filter((__, i) => (mask >> i) & 1))

const codeOf = (work: () => unknown): string => {
  try {
    work()
    return 'DONE'
  } catch (error) {
    assert.ok(error instanceof KeyclaveError, String(error))
    return error.code
  }
}

for (const profile of PROFILES) {
  const subsets = subsetsOf(OFFICES[profile].map(personOf))
  describe(`the profile ${profile}: every set of its people`, () => {
    for (const action of ACTIONS) {
      test(action, async context => {
        const vault = await office(context, profile)
        const deed = deedFor(action)
        const takes = TAKES[action]
        const places = (typeof takes === 'string' ? takes : takes[profile]).split(' ')
        let refused = 0
        for (const people of subsets) {
          const enough = isEnough(places, people)
          const code = codeOf(() => {
            const signed = people.length === 0 ? null : sign(vault, deed, people)
            authorize(vault, deed, signed, { unsigned: 'nobody' }).close()
          })
          const short = people.length === 0 ? 'APPROVAL_NEEDED' : 'APPROVAL_SHORT'
          assert.equal(code, enough ? 'DONE' : short, people.map(({ name }) => name).join())
          if (!enough) refused += 1
        }
        assert.ok(refused > 0 && refused < subsets.length)
        const logged = [...vault.audit.entries()].filter(it => it.action === 'action.refused')
        assert.equal(logged.length, refused, 'each refusal is in the log')
        vault.audit.verify()
      })
    }
  })
}

test('what was signed is for one deed, to the letter', async context => {
  const vault = await office(context, 'strict')
  const deed = deedOf('person.suspend', { person: '1', reason: 'left' })
  const signed = sign(vault, deed, PEOPLE)
  const gate = (other: object) => () =>
    authorize(vault, other as Deed, signed, { unsigned: 'nobody' })
  const isVoid = refusal('APPROVAL_VOID')
  assert.throws(gate({ ...deed, terms: { ...deed.terms, reason: 'other' } }), isVoid)
  assert.throws(gate({ ...deed, terms: { ...deed.terms, more: 1 } }), isVoid)
  assert.throws(gate({ ...deed, action: 'person.retire' }), isVoid)
  assert.throws(gate({ ...deed, terms: { subject: 'person:1' } }), /does not say its reason/)
  gate(deed)()
})

test('who was suspended since, or has another key, has not signed', async context => {
  const vault = await office(context, 'strict')
  const deed = deedFor('person.add')
  const [ines, walt] = [PEOPLE[0], PEOPLE[2]] as [NewPerson, NewPerson]
  const signed = sign(vault, deed, [ines, walt])
  const actor = { name: 'Ines', signer: signerFor('Ines') }
  const gate = () => authorize(vault, deed, signed, { unsigned: 'nobody' })
  const short = refusal('APPROVAL_SHORT', {
    action: 'person.add',
    missing: [{ kind: 'roles', roles: ['witness'], count: 1 }],
  })

  vault.people.setState(actor, walt.id, 'suspended', 'other')
  assert.throws(gate, short)
  vault.people.setState(actor, walt.id, 'active', 'other')
  const other = { ...walt.key, publicKey: signerFor('another').publicKey }
  vault.people.replaceKey(actor, walt.id, other)
  assert.throws(gate, short)
})

test('everyone who is there signs what everyone signs', async context => {
  const vault = await office(context, 'strict')
  const deed: Deed = { action: 'ceremony.close', terms: { record: 'ab' } }
  assert.ok(
    requirementOf('ceremony.close', { profile: 'strict', policy: NEWEST_POLICY }).allPresent,
  )
  const [ines, , walt, , , ada] = PEOPLE as [
    NewPerson,
    NewPerson,
    NewPerson,
    NewPerson,
    NewPerson,
    NewPerson,
  ]
  const gate = (people: NewPerson[]) => () =>
    authorize(vault, deed, sign(vault, deed, people), { unsigned: '', present: [ines, walt, ada] })
  const missing = [{ kind: 'person', person: ada.id, name: 'Ada' }]
  assert.throws(
    gate([ines, walt]),
    refusal('APPROVAL_SHORT', { action: 'ceremony.close', missing }),
  )
  gate([ines, walt, ada])()
})

test('a vault without people lets everything pass, under a name that the log says is no more', async context => {
  const vault = await openVault(optionsFor(path.join(temporaryFolder(context), 'bare.vault')))
  context.after(() => vault.close())
  for (const action of ACTIONS) {
    const deed = deedFor(action)
    const { actor, people } = authorize(vault, deed, null, { unsigned: 'operator' })
    assert.deepEqual([actor, people], ['operator', []])
  }
  const entry = vault.audit.append({
    actor: 'operator',
    action: 'key.opened',
    subject: 'key:a/1',
    details: {},
  })
  assert.deepEqual(entry.details, { unsigned: 'no people' })
})

test('a vault with people records nothing unsigned, whatever a service forgot', async context => {
  const vault = await office(context, 'strict')
  const { size } = vault.audit.head()
  for (const actor of ['operator', 'administrator', 'Ines', 'keyclave']) {
    const note = { actor, action: 'key.opened', subject: 'key:a/1', details: {} } as const
    const missing = refusal('SIGNATURE_MISSING', { action: 'key.opened' })
    assert.throws(() => vault.audit.append(note), missing)
    const opening = { actor, title: 'T', plan: {} }
    assert.throws(() => vault.ceremonies.open(opening), refusal('SIGNATURE_MISSING'))
  }
  assert.equal(vault.ceremonies.current(), null, 'what was not recorded was not done')
  assert.equal(vault.audit.head().size, size)
})
