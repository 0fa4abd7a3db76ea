/** What is secret in the contract crosses sealed: by the schemas themselves, and by what a call looks like on its way. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as z from 'zod'
import { osRandom } from '../../main/core/bytes/index.ts'
import { createSeals } from '../../main/services/seals/index.ts'
import { CALLS, type CallName, EVENTS } from '../../shared/contract.ts'
import {
  hasSecrets,
  schemaFromBytes,
  schemaToBytes,
  schemaWithBytes,
} from '../../shared/secret/field.ts'
import { agreeOnCallKey, type CallKey } from '../../shared/secret/window-key.ts'
import { inTheirPlaces, openIn, SEALED_WITH, sealIn } from '../../shared/secret/wire.ts'

interface Part {
  readonly type?: string
  readonly secret?: string
  readonly properties?: { readonly [name: string]: Part }
  readonly items?: Part
  readonly anyOf?: readonly Part[]
  readonly oneOf?: readonly Part[]
}

/** Every field of a schema that is a text or a number, or a list of them, by its path. */
function fieldsOf(
  part: Part,
  path = '',
): readonly { readonly path: string; readonly secret: boolean }[] {
  if (part.secret !== undefined) return [{ path, secret: true }]
  const inside = [
    ...Object.entries(part.properties ?? {}).flatMap(([name, one]) =>
      fieldsOf(one, `${path}.${name}`),
    ),
    ...[...(part.anyOf ?? []), ...(part.oneOf ?? [])].flatMap(one => fieldsOf(one, path)),
    ...(part.items === undefined ? [] : fieldsOf(part.items, path)),
  ]
  return inside.length > 0 ? inside : [{ path, secret: false }]
}

const fieldsOfSchema = (name: string, schema: z.ZodType) =>
  fieldsOf(z.toJSONSchema(schema, { unrepresentable: 'any' }) as Part, name)

const ALL = [
  ...Object.entries(CALLS).flatMap(([name, { input, output }]) => [
    ...fieldsOfSchema(`${name} >`, input),
    ...fieldsOfSchema(`${name} <`, output),
  ]),
  ...Object.entries(EVENTS).flatMap(([name, payload]) => fieldsOfSchema(`${name} <`, payload)),
]

/** How the fields of secrets are called in this contract, and how another might be. */
const SOUNDS_SECRET =
  /\.(?:passphrase|secret|again|old|pin|words?|text|rolls|qr|to|share|seed|code|answer|digits)$/

/** `>` goes to the main side, `<` comes from it. */
const SECRET = [
  'approval.sign >.secret',
  'ceremony.addRolls >.rolls',
  'ceremony.found >.again',
  'ceremony.found >.passphrase',
  'ceremony.judgePassphrase >.passphrase',
  'ceremony.openOld >.passphrase',
  'ceremony.printPassphrase >.passphrase',
  'ceremony.prove >.passphrase',
  'ceremony.readBackCode >.text',
  'ceremony.readBackShare >.words',
  'ceremony.showShare <.qr',
  'ceremony.showShare <.words',
  'ceremony.suggestPassphrase <.words',
  'drill.run >.passphrase',
  'drill.unlock >.passphrase',
  'people.changeSecret >.again',
  'people.changeSecret >.old',
  'people.changeSecret >.secret',
  'people.draft >.again',
  'people.draft >.secret',
  'people.draftKey >.again',
  'people.draftKey >.old',
  'people.draftKey >.secret',
  'people.found >.people.again',
  'people.found >.people.secret',
  'people.judge >.person.again',
  'people.judge >.person.secret',
  'recovery.keepPassphrase >.passphrase',
  'recovery.open >.passphrase',
  'share.add <.corrections.to',
  'share.add >.card.text',
  'share.add >.card.words',
  'share.check >.card.text',
  'share.check >.card.words',
  'share.confirm <.corrections.to',
  'signIn.in >.secret',
]

/** What a key becomes, what a status list answers, whether a backup is made again, words of hashes, how many rolls, whether a passphrase is here, what an absent custodian has and the words of a file sealed to that, days and words of a search in the log. */
const PUBLIC = [
  'approval.ask <.deed.terms.to',
  'approval.ask <.words',
  'approval.sign <.deed.terms.to',
  'approval.sign <.words',
  'approval.state <.deed.terms.to',
  'approval.state <.words',
  'audit.export >.part.to',
  'audit.page >.filter.terms.text',
  'audit.page >.filter.to',
  'audit.verify <.words',
  'audit.verifyFile <.words',
  'ceremony.checkPlan >.sealedTo.to',
  'ceremony.openRecord <.words',
  'ceremony.state <.bundle.sums.words',
  'ceremony.state <.record.words',
  'ceremony.state <.rolls',
  'ceremony.state <.shares.sealed.file.words',
  'ceremony.state <.shares.sealed.to',
  'compliance.report >.to',
  'deliveries.check <.under.words',
  'deliveries.make <.checked.under.words',
  'deliveries.waiting <.waiting.under.words',
  'incident.reencrypt >.again',
  'machine.hashMedium <.words',
  'recovery.state <.passphrase',
  'register.list <.quorums.shares.sealed.to',
  'share.add <.corrections.word',
  'share.confirm <.corrections.word',
  'status.check <.answer.answer',
  'status.check <.words',
  'status.draft <.words',
  'status.last <.last.words',
  'status.publish <.words',
]

test('every field of the contract that sounds secret is marked, or is known to be public', () => {
  const suspicious = ALL.filter(({ path, secret }) => !secret && SOUNDS_SECRET.test(path))
  // Whoever adds a line here says why it is no secret.
  // Nearly every call of a ceremony or a recovery answers with its state.
  const paths = suspicious.map(({ path }) =>
    path
      .replace(
        /^(ceremony|recovery)\.\w+ <\.(record\.words|bundle\.sums\.words|rolls|passphrase|shares\.sealed\..+)$/,
        '$1.state <.$2',
      )
      // Marking a quorum says of each of its keys what it becomes; the register is in many answers.
      .replace(/\.deed\.terms\.(keys|backupKeys)\.to$/, '.deed.terms.to')
      .replace(
        /^(register\.\w+|quorum\.show) <\.(quorums\.shares|cards)\.sealed\.to$/,
        'register.list <.quorums.shares.sealed.to',
      )
      // A plan goes to and fro with most of them.
      .replace(/^ceremony\.\w+ [<>]\..*plan\.sealedTo\.to$/, 'ceremony.checkPlan >.sealedTo.to'),
  )
  assert.deepEqual([...new Set(paths)].toSorted(), PUBLIC)
})

test('what is secret is this, and on its way it is bytes and nothing else', () => {
  const secrets = ALL.filter(({ secret }) => secret).map(({ path }) => path)
  assert.deepEqual(secrets.toSorted(), SECRET)
  const schemas = Object.values(CALLS).flatMap(({ input, output }) => [input, output])
  for (const schema of schemas.filter(hasSecrets)) {
    const onItsWay = fieldsOfSchema('', schemaWithBytes(schema))
    assert.ok(!onItsWay.some(({ secret }) => secret))
  }
  for (const payload of Object.values(EVENTS)) assert.ok(!hasSecrets(payload), 'no event has any')
})

test('each form comes back as it was', () => {
  const squares = ['010', '111', '001']
  const output = { index: 1, custodian: 'Ada', setId: 's', fingerprint: 'f' }
  const words = Array.from({ length: 40 }, (_, i) => `w${i}`)
  const cases: readonly [CallName, 'input' | 'output', object][] = [
    ['recovery.open', 'input', { passphrase: 'grün 🔑 ' }],
    ['ceremony.addRolls', 'input', { rolls: [1, 6, 3] }],
    ['share.add', 'input', { for: 'drill', card: { kind: 'words', words } }],
    ['share.add', 'input', { for: 'drill', card: { kind: 'file', path: 'ab'.repeat(16) } }],
    ['ceremony.showShare', 'output', { ...output, words, qr: squares }],
  ]
  for (const [name, side, value] of cases) {
    const schema = CALLS[name][side]
    const bytes = schemaToBytes(schema).parse(value)
    assert.ok(schemaWithBytes(schema).safeParse(bytes).success)
    assert.deepEqual(schemaFromBytes(schema).parse(bytes), value)
  }
})

test('a space typed into a word moves no other', () => {
  const words = Array.from({ length: 40 }, (_, i) => (i === 2 ? 'two\nwords' : 'one'))
  const { words: bytes } = schemaToBytes(CALLS['ceremony.readBackShare'].input).parse({
    ...{ index: 1, words },
  }) as { words: Uint8Array }
  assert.equal(Buffer.from(bytes).toString().split('\n').length, 40)
})

test('a key serves one call, and opens what was sealed for it alone', async () => {
  const seals = createSeals(osRandom)
  const payload = async (key: CallKey, text: string): Promise<object> => ({
    ...((await inTheirPlaces(sealIn, { passphrase: Buffer.from(text) }, key.seal)) as object),
    [SEALED_WITH]: key.sealedWith,
  })
  const newKey = (): Promise<CallKey> => {
    const { offer, publicKey } = seals.offer()
    return agreeOnCallKey({ offer, publicKey: Buffer.from(publicKey, 'hex') })
  }
  let seen: Uint8Array | null = null
  const handler = async (input: unknown): Promise<unknown> => {
    const { passphrase } = input as { passphrase: Uint8Array }
    assert.equal(Buffer.from(passphrase).toString(), 'unmixed tarantula')
    seen = passphrase
    return { words: Buffer.from('gumdrop') }
  }
  const [key, other] = [await newKey(), await newKey()]
  const first = await payload(key, 'unmixed tarantula')
  assert.doesNotMatch(JSON.stringify(first), /unmixed|tarantula|dW5taXhl|756e6d69/)
  const answer = await seals.during(first, handler)
  assert.ok(answer !== null)
  assert.doesNotMatch(JSON.stringify(answer), /gumdrop|67756d64/)
  const back = (await inTheirPlaces(openIn, answer.sealed, key.open)) as { words: Uint8Array }
  assert.equal(Buffer.from(back.words).toString(), 'gumdrop')
  assert.ok(
    (seen as Uint8Array | null)?.every(byte => byte === 0),
    'wiped after the call',
  )

  assert.equal(await seals.during(first, handler), null, 'a second time')
  const foreign = { ...(await payload(key, 'x')), [SEALED_WITH]: other.sealedWith }
  assert.equal(await seals.during(foreign, handler), null, 'sealed for another call')
  assert.equal(await seals.during(foreign, handler), null, 'and that key is gone, too')
  assert.equal(await seals.during({ passphrase: 'x' }, handler), null, 'in clear')
  const { offer } = seals.offer()
  const low = { [SEALED_WITH]: { offer, publicKey: '00'.repeat(32) } }
  assert.equal(await seals.during(low, handler), null, 'a public key of low order')
})

test('what people sign has digests named "sealed" among others, and they are no sealed values', () => {
  const signed = { keys: [{ id: 'a', sealed: 'ab'.repeat(32) }], box: { sealed: 'abcd' } }
  const opened = openIn(signed, () => new Uint8Array([1]))
  assert.deepEqual(opened, { keys: signed.keys, box: new Uint8Array([1]) })
})
