/** Deliveries on the command line: a key goes to other systems, is opened there, and the vault knows where it is. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createCipheriv, createHash } from 'node:crypto'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { mediaKeyId } from '../../main/core/deliveries/index.ts'
import type { CompromiseReport } from '../../shared/compromise.ts'
import { film } from '../core/deliveries/media-file.ts'
import { ARN, awsParameters, rsaKey } from '../core/deliveries/sides.ts'
import { withVault } from '../vault/vault-fixture.ts'
import { done, doneJson, keyclave, refused } from './command-line.ts'
import { signedOffice } from './signed-office.ts'

const KEYS = `keys:
  - { label: video-root, bits: 256, purpose: content encryption }
  - { label: hls, bits: 128, purpose: content encryption }
  - { label: kek, bits: 256, purpose: wrapping }
`
const DAY = 24 * 3_600_000

interface Made {
  readonly id: string
  readonly package: string
  readonly files: readonly string[]
  readonly receipt: {
    readonly key: { readonly id: string }
    readonly checkValues: { readonly ecb: string; readonly cmac: string; readonly md5: string }
  }
}
/** A receipt of several keys. */
interface Together {
  readonly key: { readonly label: string }
  readonly checkValues: { readonly ecb: string }
  readonly others: readonly Pick<Together, 'key' | 'checkValues'>[]
}
interface Known {
  readonly id: string
  readonly destination: string
  readonly target: string | null
  readonly form: string
  readonly plain: string | null
  readonly package: string
  readonly events: readonly { readonly outcome: string; readonly proof: string | null }[]
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Three bytes of AES-ECB over zeros. */
function ecbCheck(key: Uint8Array): string {
  const cipher = createCipheriv(`aes-${key.length * 8}-ecb`, key, null)
  return cipher.update(Buffer.alloc(16)).subarray(0, 3).toString('hex')
}

describe('a delivery', { concurrency: false }, () => {
  const desk = signedOffice()
  const { vault, sign } = desk
  let identity: string
  const at = (name: string): string => desk.at(name)
  const opening = (passphrase = 'pass.txt'): string[] => [
    ...['--kit', at('kit.json'), '--share', at('ceremony/shares/01-ada.txt')],
    ...[at('ceremony/shares/02-bob.txt'), '--passphrase-file', at(passphrase)],
  ]
  const make = (order: readonly string[], out: string, ...more: string[]): string[] => [
    ...['deliver', 'make', ...order, ...opening(), ...vault(), '--out', at(out), ...more],
  ]
  const toKms = (): string[] => ['aws-kms', 'video-root', '--file', `parameters=${at('kms.json')}`]
  const toAge = (): string[] => ['age', 'video-root', '--file', `recipient=${at('age.txt')}`]
  const toHls = (): string[] => [
    ...['ffmpeg-hls', 'hls', '--set', 'uri=https://keys.example.org/video.key'],
  ]
  const both = (): string[] => sign('Olga', 'Walt')
  const read = (name: string): Buffer => readFileSync(at(name))
  const listed = (...filter: string[]): Promise<Known[]> =>
    doneJson<Known[]>(['deliver', 'list', ...vault(), ...filter])
  const logged = (action: string) =>
    withVault(at('office.vault'), ({ audit }) => audit.named([action]))

  before(async () => {
    await desk.found(KEYS)
    await done(['kit', 'export', ...vault(), '--out', at('kit.json')])
    const validTo = new Date(Date.now() + DAY).toISOString()
    writeFileSync(at('kms.json'), awsParameters({ ParametersValidTo: validTo }))
    const over = new Date(Date.now() - DAY).toISOString()
    writeFileSync(at('over.json'), awsParameters({ ParametersValidTo: over }))
    identity = await generateX25519Identity()
    desk.write('identity.txt', `${identity}\n`)
    desk.write('age.txt', `${await identityToRecipient(identity)}\n`)
  })
  after(() => desk.remove())

  it('goes to AWS KMS, which unwraps the key that the receipt is about', async () => {
    const check = ['deliver', 'check', ...toKms()]
    assert.match(await done([...check, ...vault()]), /can be delivered to AWS KMS/)
    await done([...check, '--kit', at('kit.json')])
    const made = await doneJson<Made>(make(toKms(), 'kms', ...both()))
    assert.deepEqual(readdirSync(at('kms')).sort(), [
      ...['EncryptedKeyMaterial.bin', 'ImportToken.bin', 'SHA256SUMS', 'commands.md'],
      ...['commands.sh', 'receipt.json', 'receipt.pdf'],
    ])
    writeFileSync(at('kms.pem'), rsaKey(4096).privateKey.export({ format: 'pem', type: 'pkcs8' }))
    const key = execFileSync('openssl', [
      ...['pkeyutl', '-decrypt', '-inkey', at('kms.pem')],
      ...['-in', at('kms/EncryptedKeyMaterial.bin'), '-pkeyopt', 'rsa_padding_mode:oaep'],
      ...['-pkeyopt', 'rsa_oaep_md:sha256', '-pkeyopt', 'rsa_mgf1_md:sha256'],
    ])
    assert.equal(key.length, 32)
    assert.equal(ecbCheck(key), made.receipt.checkValues.ecb)
    assert.equal(sha256(read('kms/SHA256SUMS')), made.package)
    execFileSync('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], { cwd: at('kms') })
    assert.match(read('kms/commands.sh').toString(), /import-key-material/)
    assert.match(read('kms/receipt.pdf').toString('latin1'), /^%PDF/)
    for (const name of made.files) {
      const bytes = read(`kms/${name}`)
      for (const secret of [key, key.toString('hex'), key.toString('base64')]) {
        assert.ok(!bytes.includes(secret), name)
      }
    }
    const [entry] = await logged('key.delivered')
    assert.equal(entry?.details.package, made.package)
    assert.equal(entry?.details.target, ARN)
    assert.match(await done(['deliver', 'verify', at('kms')]), /Olga and Walt; signed by Olga/)
  })

  it('goes to a person, whose own age opens the same key', async () => {
    const made = await doneJson<Made>(make(toAge(), 'age', ...both()))
    const key = execFileSync('age', ['-d', '-i', at('identity.txt'), at('age/key.age')])
    assert.equal(ecbCheck(key), made.receipt.checkValues.ecb)
    const known = await listed('--destination', 'age')
    assert.deepEqual(
      known.map(({ id, form, package: digest }) => [id, form, digest]),
      [[made.id, 'wrapped', made.package]],
    )
  })

  it('goes to an HSM under a key of the vault that the HSM has as well', async () => {
    const hsm = (check: string): string[] => [
      ...['pkcs11', 'video-root', '--set', 'way=kwp', '--set', 'module=/usr/lib/hsm.so'],
      ...['--set', 'token=keyclave', '--set', 'label=video', '--set', 'id=0a'],
      ...['--set', 'unwrap-id=01', '--set', `kek-check=${check}`],
    ]
    await refused([...['deliver', 'check', ...hsm('000000')], ...vault()], 1, 'DELIVERY_KEK')
    const under = ['--kek', 'kek', ...both()]
    await refused(make(hsm('000000'), 'hsm', ...under), 5, 'DELIVERY_CHECK_VALUE')
    assert.ok(!existsSync(at('hsm')))
    await done([
      ...['recover', 'key', 'kek', ...opening(), ...vault(), '--out', at('kek.bin'), ...both()],
    ])
    const made = await doneJson<Made>(make(hsm(ecbCheck(read('kek.bin'))), 'hsm', ...under))
    const key = execFileSync('openssl', [
      ...['enc', '-d', '-id-aes256-wrap-pad', '-iv', 'A65959A6', '-in', at('hsm/key.wrapped')],
      ...['-K', read('kek.bin').toString('hex')],
    ])
    assert.equal(ecbCheck(key), made.receipt.checkValues.ecb)
  })

  it('leaves a key in the clear for a reason alone, which is signed', async () => {
    await refused(make(toHls(), 'hls', ...both()), 1, 'DELIVERY_ASKED')
    const open = ['--set', 'closed=nothing', ...both()]
    await refused(make(toHls(), 'hls', ...open), 1, 'DELIVERY_PLAIN')
    const reason = 'the packager has no age'
    const made = await doneJson<Made>(make(toHls(), 'hls', '--plain', reason, ...both()))
    assert.equal(ecbCheck(read('hls/hls.key')), made.receipt.checkValues.ecb)
    const [known] = await listed('--key', 'hls')
    assert.deepEqual([known?.form, known?.plain], ['plain', reason])
    const entry = (await logged('key.delivered')).at(-1)
    assert.match(JSON.stringify(entry?.details.agreed), new RegExp(reason))
    await refused(make(toAge(), 'plain', '--plain', reason, ...both()), 1, 'DELIVERY_PLAIN')
  })

  it('goes with other keys to one recipient in one package, signed for once', async () => {
    const order = ['age', 'hls', '--keys-of', 'k', '--keys-from', at('list.txt')]
    desk.write('list.txt', '# for the studio\n\nvideo-root@1\n')
    const to = [...order, '--file', `recipient=${at('age.txt')}`]
    assert.match(await done(['deliver', 'check', ...to, ...vault()]), /^These 3 keys can be/)
    const made = await doneJson<Made & { readonly others: readonly string[] }>(
      make(to, 'studio', ...both()),
    )
    const parts = ['0001-hls-v1.age', '0002-kek-v1.age', '0003-video-root-v1.age']
    assert.deepEqual(made.files, [
      ...[...parts, 'commands.md', 'commands.sh', 'receipt.json', 'receipt.pdf', 'SHA256SUMS'],
    ])
    const { receipt } = await doneJson<{ readonly receipt: Together }>([
      ...['deliver', 'verify', at('studio')],
    ])
    const keys = [receipt, ...receipt.others]
    assert.deepEqual(
      keys.map(({ key }) => key.label),
      ['hls', 'kek', 'video-root'],
    )
    // As the page of instructions says it, with the recipient's own program.
    mkdirSync(at('opened'))
    const script = read('studio/commands.sh').toString()
    const opening = script.replaceAll('/dev/shm/keys', at('opened')).replace(/^mkdir .*$/m, '')
    writeFileSync(at('studio-open.sh'), opening.replace('identity.txt', at('identity.txt')))
    execFileSync('sh', [at('studio-open.sh')], { cwd: at('studio') })
    for (const [i, { checkValues }] of keys.entries()) {
      const key = read(`opened/${parts[i]?.replace('.age', '')}`)
      assert.equal(ecbCheck(key), checkValues.ecb)
    }
    const entry = (await logged('key.delivered')).at(-1)
    assert.deepEqual(entry?.details.otherDeliveries, made.others)
    const rows = (await listed('--destination', 'age')).filter(one => one.package === made.package)
    assert.deepEqual(
      rows.map(({ id }) => id),
      [made.id, ...made.others],
    )
    const confirm = ['deliver', 'confirm', made.id, ...vault(), '--outcome', 'arrived']
    await done([...confirm, '--whole-package', ...sign('Walt')])
    const deleted = ['deliver', 'confirm', made.others[0] ?? '', ...vault(), '--outcome', 'deleted']
    await done([...deleted, ...sign('Walt')])
    const outcomes = (await listed('--destination', 'age'))
      .filter(one => one.package === made.package)
      .map(({ events }) => events.map(({ outcome }) => outcome))
    assert.deepEqual(outcomes, [['arrived'], ['arrived', 'deleted'], ['arrived']])
    await done(['audit', 'verify', ...vault()])
    const more = ['--file', `recipient=${at('age.txt')}`, ...both()]
    await refused(make(['age', 'hls', 'hls@1', ...more], 'twice'), 1, 'DELIVERY_KEYS')
    await refused(make(['age', ...more], 'none'), 1, 'DELIVERY_KEYS')
    await refused(make(['age', '--keys-of', 'x', ...more], 'none'), 1, 'DELIVERY_KEYS')
    await refused(make([...toKms(), 'kek', ...both()], 'two'), 1, 'DELIVERY_ONE_KEY')
    // Of one key that the receipt does not name, or another way round, it is not what people signed.
    const whole = read('studio/receipt.json').toString()
    const swapped = whole.replace('"label":"kek"', '"label":"kex"')
    assert.notEqual(swapped, whole)
    writeFileSync(at('studio/receipt.json'), swapped)
    await refused(['deliver', 'verify', at('studio')], 5, 'RECEIPT_TAMPERED')
  })

  it('is checked before anybody signs or enters anything', async () => {
    desk.write('wrong.txt', 'unmixed tarantula yo-yo gumball')
    const wrong = (order: readonly string[], ...more: string[]): string[] => [
      ...['deliver', 'make', ...order, ...opening('wrong.txt'), ...vault(), '--out', at('never')],
      ...more,
    ]
    const before = (await withVault(at('office.vault'), ({ audit }) => audit.head())).size
    const over = ['aws-kms', 'video-root', '--file', `parameters=${at('over.json')}`]
    await refused(wrong(over), 2, 'DELIVERY_EXPIRED')
    await refused(wrong(['age', 'other', '--file', `recipient=${at('age.txt')}`]), 2, 'KEY_UNKNOWN')
    await refused(
      wrong(['s3-sse-kms', 'video-root', '--set', 'bucket=b', '--set', `key=${ARN}`]),
      2,
      'DELIVERY_NO_SECRET',
    )
    await refused(wrong([...toAge(), '--kek', 'kek']), 1, 'DELIVERY_KEK')
    await refused(make(toAge(), 'no-folder/out', ...both()), 6, 'FILE_MISSING')
    await refused(make(toAge(), 'kms', ...both()), 6, 'FILE_EXISTS')
    await refused(wrong([...toAge(), '--although', 'suspended']), 1, 'USAGE')
    await refused(['deliver', 'check', 'age', ...vault()], 1, 'USAGE')
    const afterwards = (await withVault(at('office.vault'), ({ audit }) => audit.head())).size
    assert.equal(afterwards, before)
    await refused(wrong(toAge()), 2, 'APPROVAL_NEEDED')
    for (const names of [['Walt'], ['Ines', 'Walt'], ['Olga']]) {
      await refused(wrong(toAge(), ...sign(...names)), 2, 'APPROVAL_SHORT')
    }
    await refused(wrong(toAge(), ...both()), 4, 'PASSPHRASE_WRONG')
    assert.ok(!existsSync(at('never')))
  })

  it('protects nothing anew past its day or in another state, and is read for a reason', async () => {
    const check = (key: string, ...more: string[]): string[] => [
      ...['deliver', 'check', 'age', key, '--file', `recipient=${at('age.txt')}`],
      ...[...vault(), ...more],
    ]
    const administrator = sign('Ines', 'Walt')
    const last = new Date(Date.now() + 100 * DAY).toISOString().slice(0, 10)
    await done([
      ...['key', 'add', 'brief', '--purpose', 'tests', '--protect-until', last],
      ...[...vault(), ...administrator],
    ])
    const later = { now: () => new Date(Date.now() + 200 * DAY) }
    const { code, err } = await keyclave(check('brief'), later)
    assert.deepEqual([code, /error\[KEY_NOT_PROTECTING\].*its last day/.test(err)], [2, true], err)
    await done(['key', 'retire', 'brief', ...vault(), ...administrator])
    assert.match(await refused(check('brief'), 2, 'KEY_NOT_PROTECTING'), /retired/)
    await done(check('brief', '--to-read'))
    await done(['key', 'compromise', 'brief', ...vault(), ...administrator])
    await refused(check('brief', '--to-read'), 1, 'KEY_SUSPECT')
    await done(['kit', 'export', ...vault(), '--out', at('newer.json')])
    const order = ['age', 'brief', '--file', `recipient=${at('age.txt')}`]
    const made = await doneJson<Made>([
      ...['deliver', 'make', ...order, ...opening(), ...vault(), '--out', at('brief')],
      ...['--kit', at('newer.json'), '--to-read', '--although', 'compromised', ...both()],
    ])
    const entry = (await logged('key.delivered')).at(-1)
    assert.deepEqual(
      [entry?.details.delivery, entry?.details.use, entry?.details.although],
      [made.id, 'process', 'compromised'],
    )
    await done(['key', 'destroy', 'brief', ...vault(), ...administrator])
    const { copies } = await doneJson<{
      readonly copies: readonly { readonly copy: string; readonly where: string | null }[]
    }>(['destruction', 'show', 'brief', ...vault()])
    assert.equal(copies.find(({ copy }) => copy === `delivery:${made.id}`)?.where, 'age')
  })

  it('is confirmed by one person, and a compromise knows where the key is', async () => {
    const [kms] = await listed('--destination', 'aws-kms')
    const id = kms?.id ?? assert.fail('a delivery')
    const confirm = ['deliver', 'confirm', id, ...vault(), '--outcome', 'arrived']
    await refused(confirm, 2, 'APPROVAL_NEEDED')
    await refused([...confirm, ...sign('Ada')], 2, 'APPROVAL_SHORT')
    const unknown = ['deliver', 'confirm', '0'.repeat(16), ...vault(), '--outcome', 'arrived']
    await refused([...unknown, ...sign('Walt')], 2, 'VAULT_UNKNOWN')
    desk.write('described.json', '{"KeyState":"Enabled"}')
    await done([...confirm, '--proof', at('described.json'), ...sign('Walt')])
    const [confirmed] = await listed('--destination', 'aws-kms')
    assert.deepEqual(
      confirmed?.events.map(({ outcome, proof }) => [outcome, proof]),
      [['arrived', sha256(read('described.json'))]],
    )
    const report = ['compromise', 'report', 'video-root', ...vault()]
    const { deliveries } = await doneJson<CompromiseReport>(report)
    assert.deepEqual(
      deliveries.map(({ destination, target, outcome }) => [destination, target, outcome]),
      [
        ['aws-kms', ARN, 'arrived'],
        ['age', null, null],
        ['pkcs11', 'keyclave/video', null],
        // With other keys in one package.
        ['age', null, 'arrived'],
      ],
    )
    assert.match(await done(report), /delivered to AWS KMS \(arn:.*Disable the key/)
    await done(['audit', 'verify', ...vault()])
  })

  it('is found in media by the key id of its version', async () => {
    const { keys } = JSON.parse(read('kit.json').toString()) as {
      readonly keys: readonly { readonly id: string; readonly label: string }[]
    }
    const id = keys.find(({ label }) => label === 'hls')?.id ?? ''
    const [ours, other] = [mediaKeyId({ id, version: 1 }), 'a'.repeat(32)]
    mkdirSync(at('films/more'), { recursive: true })
    writeFileSync(at('films/a.mp4'), film(ours, other))
    writeFileSync(at('films/more/notes.txt'), 'no film')
    symlinkSync('/', at('films/link'))
    const scan = ['deliver', 'scan-media', at('films'), ...vault()]
    const found = await doneJson<{ readonly media: number; readonly found: readonly unknown[] }>(
      scan,
    )
    const key = { id, label: 'hls', version: 1, state: 'active', isOld: false }
    assert.deepEqual(found, {
      ...{ files: 2, media: 1, clear: 0, unread: [{ path: at('films/link'), why: 'link' }] },
      found: [
        {
          path: at('films/a.mp4'),
          keys: [
            { kid: other, key: null },
            { kid: ours, key },
          ].toSorted((a, b) => (a.kid < b.kid ? -1 : 1)),
        },
      ],
    })
    assert.match(await done(scan), /hls@1, in use$/m)
  })

  it('is not believed when a file of it was changed', async () => {
    appendFileSync(at('age/key.age'), 'x')
    await refused(['deliver', 'verify', at('age')], 5, 'RECEIPT_TAMPERED')
    const receipt = read('kms/receipt.json').toString()
    writeFileSync(at('kms/receipt.json'), receipt.replace('video-root', 'video-boot'))
    await refused(['deliver', 'verify', at('kms')], 5, 'RECEIPT_TAMPERED')
    writeFileSync(at('kms/receipt.json'), '{}')
    await refused(['deliver', 'verify', at('kms')], 2, 'RECEIPT_FORMAT')
  })
})
