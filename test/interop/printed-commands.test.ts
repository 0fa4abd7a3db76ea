/** The commands of docs/DELIVERIES.md are run as they are printed, or it is said why they are not. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { osRandom } from '../../main/core/bytes/index.ts'
import { mediaKeyId, prepareDelivery } from '../../main/core/deliveries/index.ts'
import { keyclave } from '../cli/command-line.ts'
import {
  aes,
  awsParameters,
  FIT,
  importJob,
  now,
  request,
  rsaKey,
} from '../core/deliveries/sides.ts'
import { delivered, machine } from './connected-machine.ts'
import { BLOCKS, blockAt, isCheck, isOfAws, NOT_RUN } from './printed-commands.ts'
import { makeVideo, sumOf, withPackager } from './video.ts'

type Machine = Awaited<ReturnType<typeof machine>>

const ran = new Set<string>()
const NEXT = aes(128, 2)
const next = (text: string): string => text.replaceAll('NEXT_KID', mediaKeyId(NEXT))

/** The blocks of a section, run one after the other as their places are given; what each says. */
const runnerOf =
  ({ run }: Machine, section: string, env: NodeJS.ProcessEnv = {}) =>
  async (place: string, as: (text: string) => string = text => text): Promise<string> => {
    const { at, text } = blockAt(`${section} / ${place}`)
    ran.add(at)
    return (await run(as(text), env)) ?? assert.fail(`${at} failed:\n${text}`)
  }

/** The package of the example of the page, for this machine. */
async function packageFor(
  side: Machine,
  id: string,
  changes: { version?: number; kek?: Buffer } = {},
) {
  const fit = FIT[id] ?? assert.fail(id)
  const files = 'recipient' in fit.files ? { ...fit.files, recipient: side.recipient } : fit.files
  const { material } = fit.key
  const secret =
    material.kind === 'rsa'
      ? Buffer.from(rsaKey(2048).pkcs8)
      : osRandom(material.kind === 'aes' ? material.bits / 8 : 20)
  const key = { ...fit.key, version: changes.version ?? 1 }
  const made = await delivered(id, { ...fit, key, files }, secret, changes.kek)
  side.put(made.files)
  return { ...made, secret }
}

test('the shell reads every block', () => {
  for (const { at, text } of BLOCKS) {
    const { status, stderr } = spawnSync('sh', ['-n'], { input: text, encoding: 'utf8' })
    assert.equal(status, 0, `${at}: ${stderr}`)
  }
})

test('Keyclave checks every example as it is printed', async () => {
  const { folder, write } = await machine('checks')
  const recipients: { readonly [section: string]: Uint8Array | undefined } = {
    'a recipient of CMS': FIT.cms?.files.recipient,
    'a recipient of OpenPGP': FIT.openpgp?.files.recipient,
  }
  write('params.json', awsParameters())
  write('import-job.json', importJob())
  write('public.pem', rsaKey(2048).pem)
  const before = process.cwd()
  process.chdir(folder)
  try {
    for (const { at, section, text } of BLOCKS.filter(isCheck)) {
      write('recipient.txt', Buffer.from(recipients[section] ?? FIT.age?.files.recipient ?? ''))
      write('wrapping-key.pem', rsaKey(section.startsWith('Azure') ? 2048 : 4096).pem)
      const [, ...args] = text.replaceAll('\\\n', ' ').split(/\s+/)
      const { code, err } = await keyclave(args, { now: () => now })
      assert.equal(code, 0, `${at}: ${err}`)
    }
  } finally {
    process.chdir(before)
  }
})

test('the other side prints the fingerprints that Keyclave compares', async () => {
  const side = await machine('fingerprints')
  const { recipient, write, run, folder } = side
  write('wrapping-key.pem', rsaKey(4096).pem)
  write('recipient.txt', recipient)
  const subject = '-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout private.pem'
  await run(`openssl req -x509 ${subject} -subj /CN=studio -days 30 -out certificate.pem`)
  const home = { GNUPGHOME: path.join(folder, 'gpg') }
  mkdirSync(home.GNUPGHOME, { mode: 0o700 })
  writeFileSync(path.join(folder, 'key.asc'), FIT.openpgp?.files.recipient ?? '')
  await run('gpg --batch --import key.asc', home)
  const printed = await runnerOf(
    side,
    'How it goes',
    home,
  )(' / 3', text => text.replace(' RECIPIENT', ''))
  const underOf = (id: string, files: { readonly [name: string]: Uint8Array }) =>
    prepareDelivery(id, request({ ...(FIT[id] ?? assert.fail()), files })).under?.fingerprint ?? '-'
  const lines = printed.replaceAll(/\s/g, '').toLowerCase()
  for (const fingerprint of [
    underOf('transit', { 'wrapping-key': rsaKey(4096).pem }),
    underOf('age', { recipient }),
    underOf('openpgp', FIT.openpgp?.files ?? {}),
  ]) {
    assert.ok(lines.includes(fingerprint), `${fingerprint} in ${printed}`)
  }
  const certificate = spawnSync('openssl', ['x509', '-outform', 'DER'], {
    input: side.read('certificate.pem'),
  }).stdout
  assert.ok(lines.includes(createHash('sha256').update(certificate).digest('hex')))
})

test('an address is signed and checked', async () => {
  const { folder, write, read } = await machine('addresses')
  write('memory/signer.pem', rsaKey(2048).privateKey.export({ format: 'pem', type: 'pkcs1' }))
  write('public-key.pem', rsaKey(2048).pem)
  const { at, text } = blockAt('Signed addresses, before anybody depends on them /  / 1')
  ran.add(at)
  const lines = text
    .replaceAll('\\\n', ' ')
    .replaceAll('/dev/shm', path.join(folder, 'memory'))
    .replaceAll('public-key.pem', path.join(folder, 'public-key.pem'))
    .split('\n')
  assert.equal(lines.length, 2)
  for (const line of lines) {
    const [, ...args] = line
      .replace('"$(cat signed.txt)"', () => String(read('signed.txt')).trim())
      .split(/\s+/)
    const { code, out, err } = await keyclave(args, { now: () => now })
    assert.equal(code, 0, err)
    const [signed] = /https:\S+Signature=\S+/.exec(out) ?? []
    if (signed !== undefined) write('signed.txt', signed)
  }
})

test('an HSM by PKCS#11', async () => {
  const side = await machine('printed-hsm')
  const { folder, run, write } = side
  mkdirSync(path.join(folder, 'tokens'))
  write('softhsm2.conf', `directories.tokendir = ${folder}/tokens\nobjectstore.backend = file\n`)
  const env = { SOFTHSM2_CONF: path.join(folder, 'softhsm2.conf') }
  await run('softhsm2-util --init-token --free --label keyclave --so-pin 1234 --pin 1234', env)
  // Of this key the page has the check value.
  const kek = Buffer.alloc(32)
  write('kek.bin', kek)
  const tool = `pkcs11-tool --module ${FIT.pkcs11?.options.module} --token-label keyclave --login --pin 1234`
  await run(
    `${tool} --write-object kek.bin --type secrkey --key-type AES:32 --id 01 --usage-wrap`,
    env,
  )
  const made = await packageFor(side, 'pkcs11', { kek })
  const block = runnerOf(side, 'an HSM by PKCS#11', env)
  const typed = (text: string): string => text.replaceAll('--login', '--login --pin 1234')
  const bytes = (said: string): string => said.replaceAll(/\s/g, '')
  assert.equal(bytes(await block('Before / 1', typed)), 'dc95c0')
  assert.match(await block('Bring it in / 1', typed), /Key unwrapped/)
  assert.equal(bytes(await block('See that it arrived / 1', typed)), made.values.ecbCheck)
  await block('How it is disabled there, and how long that takes / 1', typed)
  assert.doesNotMatch((await run(`${tool} --list-objects`, env)) ?? '', /video/)
})

test('the AWS Encryption SDK', async () => {
  const side = await machine('printed-sdk')
  await packageFor(side, 'aws-encryption-sdk')
  const modules = path.resolve(import.meta.dirname, '../../node_modules')
  mkdirSync(path.join(side.folder, 'node_modules'))
  symlinkSync(path.join(modules, '@aws-crypto'), path.join(side.folder, 'node_modules/@aws-crypto'))
  const env = { PATH: `${path.dirname(process.execPath)}:${process.env.PATH}` }
  const block = runnerOf(side, 'AWS Encryption SDK, raw AES keyring', env)
  await block('Bring it in / 1')
  assert.match(await block('See that it arrived / 1'), /refused under another name/)
  await block('See that it arrived / 2')
})

test('FFmpeg, HLS', async () => {
  const side = await machine('printed-hls')
  await makeVideo(side)
  await packageFor(side, 'ffmpeg-hls')
  const block = runnerOf(side, 'FFmpeg, HLS AES-128')
  await block('Bring it in / 1')
  await block('Bring it in / 2')
  assert.match(await block('See that it arrived / 1'), /METHOD=AES-128,URI=.*,IV=0x[0-9a-f]{32}/)
  await block('See that it arrived / 2')
})

test('FFmpeg, common encryption', async () => {
  const side = await machine('printed-cenc')
  await makeVideo(side)
  const whole = await sumOf(side, 'input.mp4')
  await packageFor(side, 'ffmpeg-cenc')
  const { secret } = await packageFor(side, 'ffmpeg-cenc', { version: 2 })
  const block = runnerOf(side, 'FFmpeg, common encryption')
  await block('Bring it in / 1')
  await block('Bring it in / 1', text => text.replaceAll(mediaKeyId(aes(128)), mediaKeyId(NEXT)))
  await block('Bring it in / 2')
  const sums = (await block('See that it arrived / 1')).trim().split('\n')
  assert.deepEqual(sums, [sums[1], sums[1]])
  await block('How it is disabled there, and how long that takes / 1', next)
  assert.equal(await sumOf(side, 'new.mp4', secret), whole)
  await block('See that it arrived / 2')
})

test('Shaka Packager', async () => {
  const side = await machine('printed-shaka')
  await makeVideo(side)
  const whole = await sumOf(side, 'input.mp4')
  const first = await packageFor(side, 'shaka-cenc')
  const second = await packageFor(side, 'shaka-cenc', { version: 2 })
  const block = runnerOf(side, 'Shaka Packager, common encryption', withPackager(side))
  await block('Bring it in / 1')
  // One key alone here: test/interop/shaka-packager.test.ts has two.
  await block('Before / 1', text => text.replaceAll('OTHER', 'HD'))
  assert.equal(await sumOf(side, 'video.mp4', first.secret), whole)
  await block('Bring it in / 2')
  assert.match(await block('See that it arrived / 1'), /is_encrypted: true/)
  await block('Bring it in / 1', text => text.replaceAll(mediaKeyId(aes(128)), mediaKeyId(NEXT)))
  await block('How it is disabled there, and how long that takes / 1', next)
  assert.equal(await sumOf(side, 'video.new.mp4', second.secret), whole)
  await block('See that it arrived / 2')
})

test('S3 with a key of the client, and CloudFront: into memory, and out of it', async () => {
  const side = await machine('printed-memory')
  for (const [id, section, last] of [
    ['s3-sse-c', 'S3, SSE-C', 3],
    ['cloudfront', 'CloudFront, signed URLs', 1],
  ] as const) {
    await packageFor(side, id)
    const block = runnerOf(side, section)
    await block('Bring it in / 1')
    assert.notEqual(await side.run('ls memory'), '')
    await block(`See that it arrived / ${last}`)
    assert.equal(await side.run('ls memory'), '')
  }
})

test('people: age, CMS and OpenPGP', async () => {
  const side = await machine('printed-people')
  const { read, run, write, folder } = side
  write('identity.txt', read('machine.agekey'))
  write('private.key', rsaKey(2048).privateKey.export({ format: 'pem', type: 'pkcs8' }))
  const home = { GNUPGHOME: path.join(folder, 'gpg') }
  mkdirSync(home.GNUPGHOME, { mode: 0o700 })
  const batch = "--batch --passphrase '' --pinentry-mode loopback --quick-generate-key"
  await run(`gpg ${batch} studio@example.org rsa2048 encr 1y`, home)
  const pgp = Buffer.from((await run('gpg --armor --export studio@example.org', home)) ?? '')
  const recipients = { age: side.recipient, cms: rsaKey(2048).pem, openpgp: pgp }
  try {
    for (const [id, section] of [
      ['age', 'a recipient of age'],
      ['cms', 'a recipient of CMS'],
      ['openpgp', 'a recipient of OpenPGP'],
    ] as const) {
      const own = { ...side, recipient: recipients[id] }
      const { secret } = await packageFor(own, id)
      await block(own, section)
      assert.deepEqual(read('memory/key'), secret, id)
      await run('rm memory/key')
    }
  } finally {
    spawnSync('gpgconf', ['--kill', 'all'], { env: { ...process.env, ...home } })
  }
  async function block(own: Machine, section: string): Promise<void> {
    await runnerOf(own, section, home)('Bring it in / 1')
  }
})

test('every block was run, is run by the AWS command line, or is not for a reason', () => {
  const known = (at: string): boolean => ran.has(at) || Object.hasOwn(NOT_RUN, at)
  const others = BLOCKS.filter(block => !isCheck(block) && !isOfAws(block))
  assert.deepEqual(
    others.map(({ at }) => at).filter(at => !known(at)),
    [],
  )
  const places = new Set(BLOCKS.map(({ at }) => at))
  for (const at of Object.keys(NOT_RUN)) {
    assert.ok(places.has(at), `the page has no ${at}`)
    assert.ok(!ran.has(at), `${at} was run`)
  }
  assert.equal(places.size, BLOCKS.length)
})
