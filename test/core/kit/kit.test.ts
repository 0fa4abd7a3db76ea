import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { osRandom } from '../../../main/core/bytes/random.ts'
import { newBackupKey } from '../../../main/core/kit/backup-key.ts'
import { formatFingerprint, kitFingerprint } from '../../../main/core/kit/fingerprint.ts'
import {
  currentBackupKey,
  isFounding,
  isReformatted,
  KIT_LIMIT,
  kitToBytes,
  parseKit,
} from '../../../main/core/kit/kit.ts'
import { newMasterKey } from '../../../main/core/kit/master-key.ts'
import type { FirstKit } from '../../../main/core/kit/schema.ts'
import { canonicalBytes, canonicalJson } from '../../../main/core/text/canonical-json.ts'
import { KeyclaveError } from '../../../shared/errors.ts'
import { addKey, buildFirstKit, rotateBackupKey } from '../first-kit.ts'
import { refusal } from '../refusal.ts'
import { CREATED, smallCeremony } from '../small-ceremony.ts'

/** Of the first format; later ones have a file of their own. */
const { firstKit: kit } = await smallCeremony('classic')
const bytes = kitToBytes(kit)
const sealing = { quorum: kit.quorum, created: CREATED, random: osRandom }
const labels = { label: 'audio-root', purpose: 'content encryption' }

// biome-ignore lint/suspicious/noExplicitAny: a kit to be broken in every way
type Loose = any

/** The kit's bytes after a change that also recomputes the digest, as an attacker would. */
function forge(change: (kit: Loose) => void): Buffer {
  const copy: Loose = structuredClone(JSON.parse(bytes.toString()))
  change(copy)
  const { digest: _, ...rest } = copy
  const hash = createHash('sha256').update('keyclave/v1 kit digest').update(canonicalJson(rest))
  return canonicalBytes({ ...rest, digest: hash.digest('hex') })
}

/** As `forge`, with the item's digest among the founding ones recomputed too. */
function forgeItem(change: (kit: Loose) => void): Buffer {
  return forge(copy => {
    change(copy)
    copy.quorum.foundingItems = [...copy.backupKeys, ...copy.keys].map(item =>
      createHash('sha256').update('keyclave/v1 kit item').update(canonicalJson(item)).digest('hex'),
    )
  })
}

test('what is written is read back, the same to the byte', () => {
  const read = parseKit(bytes)
  assert.deepEqual(read, kit)
  assert.deepEqual(kitToBytes(read), bytes)
})

test('every flipped bit of every byte is refused', () => {
  const codes = new Set<string>()
  const copy = Buffer.from(bytes)
  for (let i = 0; i < copy.length; i += 1) {
    for (let bit = 0; bit < 8; bit += 1) {
      copy[i] = (copy[i] ?? 0) ^ (1 << bit)
      try {
        parseKit(copy)
        assert.fail(`byte ${i}, bit ${bit} was accepted`)
      } catch (error) {
        assert.ok(error instanceof KeyclaveError, String(error))
        codes.add(error.code)
      }
      copy[i] = (copy[i] ?? 0) ^ (1 << bit)
    }
  }
  assert.deepEqual([...codes].sort(), ['KIT_FORMAT', 'KIT_TAMPERED', 'KIT_VERSION'])
})

test('every truncation, and every byte added at the end, is refused', () => {
  for (let length = 0; length < bytes.length; length += 1) {
    assert.throws(() => parseKit(bytes.subarray(0, length)), refusal('KIT_FORMAT'))
  }
  for (let byte = 0; byte < 256; byte += 1) {
    const longer = Buffer.concat([bytes, Buffer.from([byte])])
    if (/\s/.test(String.fromCharCode(byte)) && byte < 0x21 && byte !== 0x0b && byte !== 0x0c) {
      assert.ok(isReformatted(parseKit(longer), longer))
    } else assert.throws(() => parseKit(longer), refusal('KIT_FORMAT'))
  }
})

test('a changed value without a new digest is a tampered kit', () => {
  const changed = Buffer.from(bytes.toString().replace('"name":"Ada"', '"name":"Eve"'))
  assert.throws(() => parseKit(changed), refusal('KIT_TAMPERED', { where: 'digest' }))
})

test('a reformatted kit is whole, and known to be reformatted', () => {
  const text = bytes.toString()
  const pretty = JSON.stringify(JSON.parse(text), null, 2)
  const shuffled = JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text)).reverse()))
  const spellings = [
    ...[`${text}\n`, `${text}\r\n`, ` ${text}`, `\uFEFF${text}`, pretty, `\uFEFF${pretty}\r\n`],
    ...[pretty.replaceAll('\n', '\r\n'), shuffled, text.replaceAll('Zoë', 'Zo\\u00eb')],
  ]
  assert.equal(isReformatted(parseKit(bytes), bytes), false)
  for (const spelling of spellings) {
    const file = Buffer.from(spelling)
    const read = parseKit(file)
    assert.deepEqual(read, kit)
    assert.ok(isReformatted(read, file))
    assert.deepEqual(kitToBytes(read), bytes)
  }
})

test('a member twice, a member of no object, half a character: refused in any spelling', () => {
  const text = bytes.toString()
  const refused: readonly (readonly [string, string])[] = [
    [text.replace('"threshold":3', '"threshold":3,"threshold":3'), 'field-twice'],
    [text.replace('"threshold":3', '"threshold":2,\n"threshold":3'), 'field-twice'],
    [text.replace('"threshold":3', '"threshold":2,"thr\\u0065shold":3'), 'field-twice'],
    [text.replace('"threshold":3', '"__proto__":{},"threshold":3'), 'forbidden-field'],
    [text.replace('"threshold":3', '"\\u005f_proto__":{},"threshold":3'), 'forbidden-field'],
    [text.replace('"threshold":3', '"threshold":3.0'), 'odd-number'],
    [text.replace('"threshold":3', '"threshold":3e0'), 'odd-number'],
    [text.replace('"Ada"', '"\\ud800"'), 'half-character'],
  ]
  for (const [file, problem] of refused) {
    const where = { part: 'file' }
    assert.throws(() => parseKit(Buffer.from(file)), refusal('KIT_FORMAT', { where, problem }))
  }
})

test('a kit of a later version is told from a file that is no kit', () => {
  const later = forge(copy => {
    copy.format = 'keyclave kit 3'
  })
  const data = { have: 'keyclave kit 3', known: 'keyclave kit 2' }
  assert.throws(() => parseKit(later), refusal('KIT_VERSION', data))
  for (const text of ['', '{}', 'null', '[]', '7', '"keyclave kit 1"', '{"format":1}', 'x']) {
    assert.throws(() => parseKit(Buffer.from(text)), refusal('KIT_FORMAT'), text)
  }
  assert.throws(() => parseKit(Buffer.alloc(KIT_LIMIT + 1)), refusal('KIT_FORMAT'))
})

test('a file given by mistake is not quoted', () => {
  for (const text of ['correct horse battery', '{"correct horse":1}', '{"format":"horse 1"}']) {
    assert.throws(
      () => parseKit(Buffer.from(text)),
      (error: unknown) => {
        assert.ok(error instanceof KeyclaveError)
        return !error.message.includes('horse')
      },
    )
  }
})

/** Changes that leave no valid kit, whatever digests are recomputed: where the refusal points. */
const INVALID: readonly (readonly [string, string, (kit: Loose) => void])[] = [
  ['an unknown field', 'surprise', k => Object.assign(k, { surprise: 1 })],
  ['an unknown field inside', 'keys[0].surprise', k => Object.assign(k.keys[0], { surprise: 1 })],
  ['a missing field', 'quorum.title', k => delete k.quorum.title],
  [
    'a threshold that is text',
    'quorum.threshold',
    k => Object.assign(k.quorum, { threshold: '3' }),
  ],
  ['a set id of 4 bytes', 'quorum.setId', k => Object.assign(k.quorum, { setId: '01020304' })],
  ['upper-case hex', 'quorum.setId', k => Object.assign(k.quorum, { setId: 'ABCDEF0123' })],
  ['KDF profile 4', 'quorum.kdf', k => Object.assign(k.quorum, { kdf: 4 })],
  ['an unknown type', 'quorum.identity', k => Object.assign(k.quorum, { identity: 'rsa' })],
  [
    'a time without zone',
    'quorum.created',
    k => Object.assign(k.quorum, { created: '2026-11-21' }),
  ],
  [
    'a day that does not exist',
    'quorum.created',
    k => Object.assign(k.quorum, { created: '2026-02-30T00:00:00.000Z' }),
  ],
  [
    'an expiry that does not exist',
    'keys[0].expires',
    k => Object.assign(k.keys[0], { expires: '2027-02-29' }),
  ],
  [
    'a Trojan name',
    'quorum.custodians[1].name',
    k => Object.assign(k.quorum.custodians[1], { name: 'Ada\u202Ex' }),
  ],
  [
    'a repeated name',
    'quorum.custodians[1].name',
    k => Object.assign(k.quorum.custodians[1], { name: 'ADA' }),
  ],
  [
    'a repeated index',
    'quorum.custodians[1].index',
    k => Object.assign(k.quorum.custodians[1], { index: 1 }),
  ],
  [
    'a repeated commitment',
    'quorum.custodians',
    k => Object.assign(k.quorum.custodians[1], { commitment: k.quorum.custodians[0].commitment }),
  ],
  [
    'a hybrid quorum with a classic recipient',
    'quorum.recipient',
    k => Object.assign(k.quorum, { identity: 'hybrid' }),
  ],
  [
    'a recipient with a wrong checksum',
    'quorum.recipient',
    k =>
      Object.assign(k.quorum, {
        recipient: k.quorum.recipient.replace(/.$/, k.quorum.recipient.endsWith('q') ? 'p' : 'q'),
      }),
  ],
  [
    'a recipient in capitals',
    'quorum.recipient',
    k => Object.assign(k.quorum, { recipient: k.quorum.recipient.toUpperCase() }),
  ],
  [
    'a backup key out of order',
    'backupKeys[0].generation',
    k => Object.assign(k.backupKeys[0], { generation: 2 }),
  ],
  [
    'a backup recipient that is none',
    'backupKeys[0].recipient',
    k => Object.assign(k.backupKeys[0], { recipient: 'age1' }),
  ],
  ['a key of unknown kind', 'keys[0].kind', k => Object.assign(k.keys[0], { kind: 'rsa-key' })],
  ['a key of 512 bits', 'keys[0].bits', k => Object.assign(k.keys[0], { bits: 512 })],
  ['version 2 before version 1', 'keys[0].version', k => Object.assign(k.keys[0], { version: 2 })],
  ['version 0', 'keys[0].version', k => Object.assign(k.keys[0], { version: 0 })],
  ['a repeated label', 'keys', k => Object.assign(k.keys[1], { label: k.keys[0].label })],
  ['an imported secret of no bytes', 'keys[1].bytes', k => Object.assign(k.keys[1], { bytes: 0 })],
  [
    'a sealed part that is not base64',
    'keys[0].sealed',
    k => Object.assign(k.keys[0], { sealed: `${k.keys[0].sealed.slice(0, -1)}\n` }),
  ],
  [
    'a sealed part that is no age file',
    'keys[0].sealed',
    k => Object.assign(k.keys[0], { sealed: 'AAAA' }),
  ],
]

for (const [what, where, change] of INVALID) {
  test(`refuses ${what}`, () => {
    assert.throws(
      () => parseKit(forgeItem(change)),
      (error: unknown) => {
        refusal('KIT_FORMAT')(error)
        assert.equal((error as KeyclaveError).data.where, where)
        return true
      },
    )
  })
}

test('a policy that cannot be is refused by its own code', () => {
  const threshold = (value: number) =>
    forge(copy => {
      copy.quorum.threshold = value
    })
  assert.throws(() => parseKit(threshold(1)), refusal('QUORUM_THRESHOLD_ONE'))
  assert.throws(() => parseKit(threshold(6)), refusal('QUORUM_POLICY'))
})

test('whoever recomputes the digest cannot change the founding part under the fingerprint', () => {
  const fingerprint = kitFingerprint(kit.quorum)
  const changes: readonly ((kit: Loose) => void)[] = [
    k => Object.assign(k.quorum, { title: 'Another ceremony' }),
    k => Object.assign(k.quorum, { organisation: 'Another Ltd' }),
    k => Object.assign(k.quorum, { created: '2026-11-21T10:00:00.001Z' }),
    k => Object.assign(k.quorum, { setId: '0000000000' }),
    k => Object.assign(k.quorum, { threshold: 2 }),
    k => Object.assign(k.quorum, { kdf: 3 }),
    k => Object.assign(k.quorum, { recipient: k.backupKeys[0].recipient }),
    k => Object.assign(k.quorum, { secretCommitment: '00'.repeat(32) }),
    k => Object.assign(k.quorum.custodians[0], { name: 'Eve' }),
    k => Object.assign(k.quorum.custodians[0], { commitment: '00'.repeat(32) }),
    k => k.quorum.custodians.pop(),
    k => k.quorum.foundingItems.pop(),
  ]
  for (const change of changes) {
    const read = parseKit(forge(change))
    assert.notEqual(kitFingerprint(read.quorum), fingerprint, change.toString())
  }
})

test('whoever recomputes the digest cannot change, drop or replace a founding item', () => {
  const changes: readonly ((kit: Loose) => void)[] = [
    k => Object.assign(k.keys[0], { label: 'other' }),
    k => Object.assign(k.keys[0], { purpose: 'other' }),
    k => Object.assign(k.keys[0], { expires: '2099-01-01' }),
    k => delete k.keys[0].expires,
    k => Object.assign(k.keys[0], { fingerprint: '00'.repeat(32) }),
    k => Object.assign(k.keys[0], { kcv: '0000000000' }),
    k => Object.assign(k.keys[0], { sealed: k.keys[1].sealed }),
    k => Object.assign(k.backupKeys[0], { recipient: k.quorum.recipient }),
    k => k.keys.pop(),
    k => k.backupKeys.pop(),
  ]
  const where = 'founding-item'
  for (const change of changes) {
    assert.throws(() => parseKit(forge(change)), refusal('KIT_TAMPERED', { where }))
    // … and covering the tracks moves the fingerprint that stands on the cards.
    const read = parseKit(forgeItem(change))
    assert.notEqual(kitFingerprint(read.quorum), kitFingerprint(kit.quorum))
  }
})

test('adding keys and rotating the backup key keep the fingerprint and change the digest', async () => {
  const added = addKey(kit, await newMasterKey(128, labels, sealing))
  const rotated = rotateBackupKey(added, await newBackupKey({ ...sealing, generation: 2 }))
  assert.equal(kitFingerprint(rotated.quorum), kitFingerprint(kit.quorum))
  assert.equal(new Set([kit.digest, added.digest, rotated.digest]).size, 3)
  assert.equal(currentBackupKey(rotated)?.generation, 2)
  assert.deepEqual(parseKit(kitToBytes(rotated)), rotated)
  assert.deepEqual(
    [...rotated.keys, ...rotated.backupKeys].map(item => isFounding(rotated, item)),
    [true, true, false, true, false],
  )
  assert.equal(kit.keys.length, 2)
})

test('a label names one key; its next version keeps it', async () => {
  const [first] = kit.keys
  assert.ok(first)
  const clash = await newMasterKey(128, { ...labels, label: 'VIDEO-root' }, sealing)
  assert.throws(() => addKey(kit, clash), refusal('KEY_EXISTS', { label: 'VIDEO-root' }))
  const next = await newMasterKey(
    256,
    { ...labels, label: first.label },
    { ...sealing, replaces: first },
  )
  assert.equal(addKey(kit, next).keys.at(-1)?.version, 2)
  assert.throws(() => addKey(addKey(kit, next), next), refusal('KIT_FORMAT'))
  assert.throws(() => addKey(kit, { ...next, label: 'renamed' }), refusal('KIT_FORMAT'))
  assert.throws(() => rotateBackupKey(kit, kit.backupKeys[0] as Loose), refusal('KIT_FORMAT'))
})

test('fingerprints are shown in 8 groups of 4', () => {
  const fingerprint = kitFingerprint(kit.quorum)
  assert.match(fingerprint, /^[0-9a-f]{64}$/)
  const shown = formatFingerprint(fingerprint)
  assert.match(shown, /^([0-9a-f]{4} ){7}[0-9a-f]{4}$/)
  assert.ok(fingerprint.startsWith(shown.replaceAll(' ', '')))
})

test('a kit cannot be built from what is not one', () => {
  const { foundingItems: _, ...quorum } = kit.quorum
  const build = (changed: object): FirstKit =>
    buildFirstKit({ quorum: { ...quorum, ...changed }, backupKeys: kit.backupKeys, keys: kit.keys })
  assert.deepEqual(build({}), kit)
  assert.throws(() => build({ title: '' }), refusal('KIT_FORMAT'))
})
