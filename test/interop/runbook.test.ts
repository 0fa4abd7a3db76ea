import assert from 'node:assert/strict'
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { decodeShare } from '../../shared/share.ts'
import { parseWords, shareToQr, shareToWords, wordsToShare } from '../../shared/share-text.ts'
import { done } from '../cli/command-line.ts'
import { pseudoRandom } from '../cli/tree.ts'
import { docs, filesIn, shell, strangersMachine } from './recover-py.ts'
import { blocksOf } from './runbook-blocks.ts'

/**
 * docs/RUNBOOK.md, followed literally, on a machine without Keyclave: its blocks `sh run` are run as they
 * stand, and each line of a block `text see` must appear in what came out.
 */

const runbook = readFileSync(path.join(docs, 'RUNBOOK.md'), 'utf8')
const blocks = blocksOf(runbook)
const runs = (label: string): string[] =>
  blocks.filter(block => block.kind === 'run' && block.label === label).map(block => block.text)
const sees = (label: string): string[] =>
  blocks.filter(block => block.kind === 'see' && block.label === label).map(block => block.text)

/** All lines of the nth block `text see` with this label appear, in this order; `…` is any text. */
function assertSeen(expected: string | undefined, output: string): void {
  assert.ok(expected, 'RUNBOOK has no such block')
  const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const lines = expected.trimEnd().split('\n')
  const pattern = lines.map(line => `^${line.split('…').map(literal).join('.*')}$`).join('[^]*?')
  assert.match(output, new RegExp(pattern, 'm'))
}

const { folder, env, remove } = strangersMachine()
after(() => {
  process.chdir(docs)
  remove()
})
const office = path.join(folder, 'office')

/** The real command line, on the machine where Keyclave is. */
const keyclave = (...args: readonly string[]): Promise<string> => done(args)

const plan = (identity: string) => `
title: Runbook ${identity}
organisation: Example Ltd
quorum: { threshold: 3, custodians: [Ada, Grace, Katherine, Hedy, Annie], identity: ${identity}, kdf: 1 }
keys:
  - { label: video-root, bits: 256, purpose: content encryption }
imports:
  - { label: signing-seed, purpose: release signing, file: ./seed.bin }
`

before(async () => {
  const documents = path.join(office, 'Dokumenty')
  mkdirSync(path.join(documents, 'prázdná složka'), { recursive: true })
  writeFileSync(path.join(documents, 'Žluťoučký kůň 日本語 🐎.txt'), 'úpěl ďábelské ódy\n')
  writeFileSync(path.join(documents, 'empty'), '')
  writeFileSync(path.join(documents, 'noise.bin'), Buffer.alloc(200_000, 'not quite noise'))
  writeFileSync(path.join(documents, `${'long name '.repeat(15)}.txt`), 'x')
  symlinkSync('noise.bin', path.join(documents, 'link'))
  // What does not compress, in more than one frame.
  mkdirSync(path.join(office, 'photos'))
  for (let i = 0; i < 9; i += 1) {
    writeFileSync(path.join(office, 'photos', `${i}.jpg`), pseudoRandom(150_000 + i))
  }
  writeFileSync(path.join(office, 'seed.bin'), Buffer.from([0, 255, 10, 13, 0]))
  process.chdir(office)
  await keyclave('passphrase', 'generate', '--out', 'pass.txt')
  await Promise.all([found('classic'), found('hybrid')])
})

/** A ceremony and a backup, as on any good day. */
async function found(identity: 'classic' | 'hybrid'): Promise<void> {
  writeFileSync(path.join(office, `${identity}.yaml`), plan(identity))
  const options = ['--passphrase-file', 'pass.txt', '--out', identity, '--no-pdf']
  await keyclave('ceremony', 'run', `${identity}.yaml`, ...options)
  const out = `${identity}.tar.zst.age`
  const kit = path.join(identity, 'kit.json')
  await keyclave('backup', 'create', '--kit', kit, '--out', out, 'Dokumenty')
}

/** A custodian's card of a quorum, as 44 bytes. */
function card(quorum: string, index: number): Uint8Array {
  const shares = path.join(office, quorum, 'shares')
  const name =
    readdirSync(shares).find(file => file.startsWith(`0${index}-`) && file.endsWith('.txt')) ?? ''
  const lines = readFileSync(path.join(shares, name), 'utf8').split('\n')
  return wordsToShare(parseWords(lines.filter(line => !line.startsWith('#')).join('\n')))
}

/** As people type: in numbered rows, or only the first four letters. */
const rows = (share: Uint8Array): string =>
  Array.from({ length: 10 }, (_, row) => {
    const words = shareToWords(share).slice(4 * row, 4 * row + 4)
    return `${row + 1}. ${words.join('  ')}\n`
  }).join('')
const shortened = (share: Uint8Array): string =>
  shareToWords(share)
    .map(word => word.slice(0, 4).toUpperCase())
    .join(' ')

interface Desk {
  readonly cwd: string
  /** Runs lines of shell in the folder of the recovery. */
  readonly run: (lines: string) => string
  readonly write: (name: string, content: string | Uint8Array) => void
  readonly read: (name: string) => Buffer
}

/** Somebody's home folder, and in `recovery` what step 2 says to copy and steps 5 and 6 to type. */
function desk(quorum: 'classic' | 'hybrid' = 'classic'): Desk {
  const home = mkdtempSync(path.join(folder, 'home-'))
  const cwd = path.join(home, 'recovery')
  mkdirSync(cwd)
  copyFileSync(path.join(docs, 'recover.py'), path.join(cwd, 'recover.py'))
  copyFileSync(path.join(office, `${quorum}.tar.zst.age`), path.join(cwd, 'backup.tar.zst.age'))
  copyFileSync(path.join(office, quorum, 'kit.json'), path.join(cwd, 'kit.json'))
  copyFileSync(path.join(office, 'pass.txt'), path.join(cwd, 'passphrase.txt'))
  writeFileSync(path.join(cwd, 'share-a.txt'), `# Ada\n${rows(card(quorum, 1))}`)
  writeFileSync(path.join(cwd, 'share-b.txt'), `${shareToQr(card(quorum, 3))}\r\n`)
  writeFileSync(path.join(cwd, 'share-c.txt'), shortened(card(quorum, 5)))
  return {
    cwd,
    run: lines => shell(lines, { cwd, env: { ...env, HOME: home } }).stdout,
    write: (name, content) => writeFileSync(path.join(cwd, name), content),
    read: name => readFileSync(path.join(cwd, name)),
  }
}

/** The nth step of the way everybody goes that has this command in it. */
function step(command: string): string {
  const found = runs('').find(text => text.includes(command))
  assert.ok(found, `RUNBOOK has no step with ${command}`)
  return found
}

/** The same after step 7. */
const withIdentity = (type: 'classic' | 'hybrid') => {
  const { run, ...rest } = desk(type)
  run(step('recover.py identity'))
  return { run, ...rest }
}

for (const withKit of [false, true]) {
  test(`the way everybody goes, ${withKit ? 'with' : 'without'} the kit`, async () => {
    const { cwd, run, read } = desk()
    const way = blocks.filter(({ label }) => label === '' || (withKit && label === 'kit'))
    if (!withKit) run('rm kit.json')

    // One terminal from beginning to end; a line between the outputs of the steps.
    const steps = blocks.filter(block => block.kind === 'run' && way.includes(block))
    const script = steps.map(({ text }, i) => `${text}\necho "@@ ${i} $?"`).join('\n')
    const outputs = run(`! command -v node || exit 9\n${script}`).split(/^@@ \d+ (\d+)\n/m)

    for (const [i, block] of steps.entries()) {
      const [output = '', status] = [outputs[2 * i], outputs[2 * i + 1]]
      assert.equal(status, '0', `${block.text}${output}`)
      const next = blocks[blocks.indexOf(block) + 1]
      if (next?.kind === 'see' && next.label === '') assertSeen(next.text, output)
      else assert.equal(output, '', `${block.text} should say nothing`)
    }

    const restored = path.join(cwd, 'restored')
    const original = path.join(office, 'Dokumenty')
    assert.deepEqual(filesIn(path.join(restored, 'Dokumenty')), filesIn(original))
    for (const file of filesIn(original)) {
      assert.deepEqual(
        readFileSync(path.join(restored, 'Dokumenty', file)),
        readFileSync(path.join(original, file)),
      )
    }
    assert.deepEqual(readdirSync(path.join(restored, 'Dokumenty', 'prázdná složka')), [])

    const left = ['backup.tar.zst.age', 'recover.py', 'restored']
    if (withKit) left.push('kit.json', 'video-root.key')
    assert.deepEqual(readdirSync(cwd).sort(), left.sort(), 'the secrets are gone after step 11')
    if (withKit) assert.deepEqual(read('video-root.key'), await recoverKey('video-root'))
  })
}

/** What Keyclave itself recovers. */
async function recoverKey(label: string, quorum = 'classic'): Promise<Buffer> {
  const out = `${label}-${process.hrtime.bigint()}.key`
  await keyclave(
    'recover',
    'key',
    label,
    '--out',
    out,
    ...unlock(quorum),
    '--kit',
    `${quorum}/kit.json`,
  )
  return readFileSync(path.join(office, out))
}
const unlock = (quorum: string): string[] => {
  const shares = readdirSync(path.join(office, quorum, 'shares'))
    .filter(name => name.endsWith('.txt'))
    .slice(1, 4)
  const files = shares.map(name => path.join(quorum, 'shares', name))
  return ['--share', ...files, '--passphrase-file', 'pass.txt']
}

test('an imported secret and the backup key come out as they were', () => {
  const { run, read, write } = withIdentity('classic')
  const item = runs('kit').find(text => text.includes('recover.py item')) ?? ''
  run(item.replaceAll('video-root', 'signing-seed'))
  assert.deepEqual(read('signing-seed.key'), readFileSync(path.join(office, 'seed.bin')))

  run(item.replaceAll('video-root', 'backup-key-1'))
  write('identity.txt', read('backup-key-1.key'))
  assertSeen('The backup is unpacked.', run(step('recover.py decrypt')))
  assert.match(run(item), /error: /, 'the backup key opens backups alone')
})

test('a hybrid quorum: the way everybody goes, on a machine without age', async () => {
  const { run, read } = withIdentity('hybrid')
  rmSync(path.join(folder, 'bin', 'age'))
  try {
    assert.match(run('python3 recover.py selftest'), /^here {2}age: not here/m)
    assert.equal(
      String(read('identity.txt')),
      await keyclave('recover', 'identity', ...unlock('hybrid')),
    )
    assertSeen('The backup is unpacked.', run(step('recover.py decrypt')))
    assert.match(run(step('recover.py verify')), /^All 4 files .* are what was backed up\.$/m)
    const item = runs('kit').find(text => text.includes('recover.py item')) ?? ''
    assert.match(run(item), /^Wrote video-root, version 1 /m)
    assert.deepEqual(read('video-root.key'), await recoverKey('video-root', 'hybrid'))
    run(item.replaceAll('video-root', 'backup-key-1'))
    run('rm -r restored; mv backup-key-1.key identity.txt')
    assertSeen('The backup is unpacked.', run(step('recover.py decrypt')))
  } finally {
    symlinkSync(realpathSync('/usr/bin/age'), path.join(folder, 'bin', 'age'))
  }
})

test('stock age opens a classic quorum, and a hybrid one when it is new enough, or says so', () => {
  const [stock = ''] = runs('stock-age')
  assertSeen('The backup is unpacked.', withIdentity('classic').run(stock))
  const { run } = withIdentity('hybrid')
  const [, major = 0, minor = 0] = /v?(\d+)\.(\d+)/.exec(run('age --version'))?.map(Number) ?? []
  const output = run(stock)
  const newEnough = major > 1 || minor >= 3
  if (newEnough) assertSeen('The backup is unpacked.', output)
  else assert.match(output, /unknown identity type/)
  assert.ok(runbook.includes('### age says "unknown identity type"'))
  const said = newEnough ? /opens classic and hybrid quorums/ : /opens classic quorums alone/
  assert.match(run('python3 recover.py selftest'), said)
})

test('words that cannot be read are repaired, unasked and asked', () => {
  const { run, read, write } = desk()
  run(step('recover.py identity'))
  const identity = read('identity.txt')
  const words = shareToWords(card('classic', 5))
  words[1] = words[1] === 'zoo' ? 'zone' : 'zoo'
  words[8] = 'sm?dged'
  words[20] = 'notaword'
  write('share-c.txt', words.join('\n'))

  const check = 'python3 recover.py share share-c.txt'
  assertSeen(sees('damaged-words')[0], run(check))
  assertSeen(sees('damaged-words')[1], run(runs('damaged-words')[0] ?? ''))
  run(step('recover.py identity').replace(' >', ' --accept-corrections >'))
  assert.deepEqual(read('identity.txt'), identity)

  const terminal = (answer: string) =>
    run(`echo ${answer} | /usr/bin/script --quiet --return --command "${check}" /dev/null`)
  const shown = /word {2}2: entered as 'zo.*', should be '.*word {2}9: .*word 21: .*yes or no:/s
  assert.match(terminal('yes'), shown)
  assert.match(terminal('yes'), /share-c\.txt: share 5 of set/)
  assert.match(terminal('no'), /error: share-c\.txt: the correction was not confirmed/)
})

/** Step 5 with one bad card. */
const checkCard = (text: string): string => {
  const { run, write } = desk()
  write('share-c.txt', text)
  return run(step('recover.py share'))
}

test('a card too damaged, or with a word left out, is refused in the words of RUNBOOK', () => {
  const words = shareToWords(card('classic', 5))
  const damaged = words.map((word, i) => (i < 9 ? '?' : word))
  assertSeen(sees('damaged-card')[0], checkCard(damaged.join(' ')))
  assertSeen(sees('word-count')[0], checkCard(words.slice(1).join(' ')))
})

test('a forged card, or one of another ceremony, is refused in the words of RUNBOOK', () => {
  const { run, write } = desk()
  const forged = Uint8Array.from(card('classic', 5))
  forged[20] = (forged[20] ?? 0) ^ 4
  write('share-c.txt', shareToWords(forged).join(' '))
  assertSeen(sees('misfit')[0], run(step('recover.py identity')))
  const check = runs('kit').find(text => text.includes('recover.py share')) ?? ''
  assert.match(run(check), /error: share-c\.txt is not the share 5 that was given to Annie/)

  const foreign = card('hybrid', 5)
  assert.notDeepEqual(decodeShare(foreign).setId, decodeShare(forged).setId)
  write('share-c.txt', shareToQr(foreign))
  assertSeen(sees('foreign')[0], run(step('recover.py identity')))
})

test('a wrong passphrase leads to the sentence of RUNBOOK, and to nothing restored', () => {
  const { cwd, run, read, write } = desk()
  write('passphrase.txt', `${String(read('passphrase.txt')).trim()}s\n`)
  run(step('recover.py identity'))
  const output = run(step('recover.py decrypt'))
  assertSeen(sees('wrong-passphrase')[0], output)
  assert.ok(!output.includes('The backup is unpacked.'))
  assert.deepEqual(filesIn(path.join(cwd, 'restored')), [])
  assertSeen(sees('wrong-passphrase')[1], run(runs('wrong-passphrase')[0] ?? ''))
})

test("with the right passphrase and another quorum's backup, the kit tells", () => {
  const { cwd, run } = withIdentity('classic')
  copyFileSync(path.join(office, 'hybrid.tar.zst.age'), path.join(cwd, 'backup.tar.zst.age'))
  assertSeen(sees('wrong-passphrase')[0], run(step('recover.py decrypt')))
  assert.match(run(runs('wrong-passphrase')[0] ?? ''), /^Wrote backup-key-1/m)
})

test('a damaged backup and a damaged file are named in the words of RUNBOOK', () => {
  const { cwd, run, write } = withIdentity('classic')
  run(step('recover.py decrypt'))
  cpSync(path.join(cwd, 'restored'), path.join(cwd, 'kept'), { recursive: true })
  write('restored/Dokumenty/noise.bin', Buffer.alloc(200_000, 'not quite noisy'))
  assertSeen(sees('changed-file')[0], run(step('recover.py verify')))
  run('rm restored/Dokumenty/empty; echo > restored/more')
  const output = run(step('recover.py verify'))
  assert.match(output, /^ {2}Dokumenty\/empty: missing, or not a file$/m)
  assert.match(output, /^ {2}more: not in the backup$/m)

  run('rm -r restored')
  truncateSync(path.join(cwd, 'backup.tar.zst.age'), 600)
  const damaged = run(step('recover.py decrypt'))
  assertSeen(sees('damaged-backup')[0], damaged)
  assert.ok(!damaged.includes('The backup is unpacked.'))
  assert.match(run(step('recover.py verify')), /has no readable keyclave-manifest\.json/)
})

/** A backup in a stranger's folder, with what its label lists beside it, and where its bytes are damaged. */
async function beside(desk: Desk, ...options: readonly string[]): Promise<void> {
  const out = path.join(desk.cwd, 'backup.tar.zst.age')
  rmSync(out)
  const create = ['backup', 'create', '--kit', 'classic/kit.json', '--out', out, '--check']
  await keyclave(...create, ...options, 'photos')
}

const damagedAt = (bytes: Buffer, ...parts: readonly number[]): Buffer => {
  const copy = Buffer.from(bytes)
  for (const part of parts)
    copy.fill(0, Math.floor(copy.length * part), Math.floor(copy.length * part) + 40)
  return copy
}

test('damaged copies, a damaged backup with recovery files, and volumes are made whole as RUNBOOK has it', async () => {
  const stick = desk()
  const { cwd, run, read, write } = stick
  await beside(stick, '--parity', '30%')
  const whole = read('backup.tar.zst.age')
  write('copy-1.age', damagedAt(whole, 0, 0.3))
  write('copy-2.age', damagedAt(whole, 0.001, 0.7))
  assert.match(run(runs('repair')[0] ?? ''), /whole\.tar\.zst\.age is as it was written/)
  assert.ok(read('whole.tar.zst.age').equals(whole))
  write('backup.tar.zst.age', damagedAt(whole, 0.5))
  run(runs('par2')[0] ?? '')
  assert.ok(read('backup.tar.zst.age').equals(whole))

  run('rm *.par2 *.check')
  await beside(stick, '--parity', '60%', '--volume-size', '200K')
  const volumes = readdirSync(cwd).filter(name => /\.\d{3}$/.test(name))
  assert.ok(volumes.length > 2)
  const cut = Buffer.concat(volumes.map(read))
  run('mkdir -p media/a media/b; cp *.002 media/a; cp *.age.??? media/b; rm media/b/*.002')
  run(runs('join')[0] ?? '')
  assert.ok(read('backup.tar.zst.age').equals(cut))
  run('rm backup.tar.zst.age media/b/*.003')
  assert.match(run(runs('join')[0] ?? ''), /error: .*\.003 is missing/)
  run('rm *.002')
  run(runs('volumes')[0] ?? '')
  assert.ok(read('backup.tar.zst.age').equals(cut))
})

test('what is whole in damaged copies, or in the volumes there are, is saved as RUNBOOK has it', async () => {
  const { cwd, run, read, write } = withIdentity('classic')
  const stick = { cwd, run, read, write }
  await beside(stick, '--volume-size', '200K')
  const volumes = readdirSync(cwd).filter(name => /\.\d{3}$/.test(name))
  const whole = Buffer.concat(volumes.map(read))
  // At one place in both, and the header of the first.
  write('copy-1.age', damagedAt(whole, 0, 0.7, 0.85))
  write('copy-2.age', damagedAt(whole, 0.3, 0.85))
  const salvage = runs('salvage')[0] ?? ''
  const said = run(salvage)
  assertSeen(sees('salvage')[0], said)
  const photos = filesIn(path.join(office, 'photos'))
  const saved = filesIn(path.join(cwd, 'saved', 'photos'))
  // A damaged frame takes all that lies in it.
  assert.ok(saved.length > 4 && saved.length < photos.length, said)
  for (const photo of saved) {
    const original = readFileSync(path.join(office, 'photos', photo))
    assert.ok(read(path.join('saved', 'photos', photo)).equals(original))
  }
  for (const lost of photos.filter(name => !saved.includes(name))) {
    assert.match(said, new RegExp(`photos/${lost}: damaged`))
  }
  assert.match(run(salvage), /error: saved exists already/)

  // Of volumes those that there are, and the header from the check file.
  write('backup.tar.zst.age.001', damagedAt(read('backup.tar.zst.age.001'), 0))
  const some =
    'python3 recover.py salvage identity.txt *.001 *.002 *.004 *.005 *.006 *.007 --out some'
  assert.match(run(some), /No copy has a header that can be read/)
  assert.match(run(`${some} --check *.check`), /files are whole, and in some/)
  assert.ok(filesIn(path.join(cwd, 'some', 'photos')).length > 0)
  // Without the end of it nothing says what there was.
  assert.match(
    run(
      'rm -r some; python3 recover.py salvage identity.txt copy-2.age --out x; head -c 700000 copy-2.age > cut.age; python3 recover.py salvage identity.txt cut.age --out cut',
    ),
    /The list of what was backed up is lost/,
  )
})

test('argon2 on another computer gives the same identity', () => {
  const { run, read } = withIdentity('classic')
  const identity = read('identity.txt')
  run('rm identity.txt')
  const [there = '', here = ''] = runs('argon2')
  run(there)
  run(`rm passphrase.txt\n${here}`)
  assert.deepEqual(read('identity.txt'), identity)
})

test('a key comes out of the kit by hand', async () => {
  const { run } = withIdentity('classic')
  const key = await recoverKey('video-root')
  assert.equal(run(runs('by-hand')[0] ?? '').trim(), key.toString('hex'))
})

test('a backup is encrypted again by hand', () => {
  const { run, read } = withIdentity('classic')
  assert.equal(run(runs('encrypt-again')[0] ?? ''), '')
  assert.equal(
    run('age -d -i identity.txt again.tar.zst.age | sha256sum'),
    run('age -d -i identity.txt backup.tar.zst.age | sha256sum'),
  )
  assert.equal(
    read('again.tar.zst.age')
      .toString('latin1')
      .match(/^-> X25519 /gm)?.length,
    2,
  )
})

test('every block of RUNBOOK is of a kind that this file follows', () => {
  const fences = runbook.match(/^```.+$/gm) ?? []
  assert.equal(fences.length, blocks.length)
  const followed = [
    '',
    'kit',
    'stock-age',
    'damaged-words',
    'damaged-card',
    'word-count',
    'misfit',
    'foreign',
    'wrong-passphrase',
    'damaged-backup',
    'changed-file',
    'argon2',
    'by-hand',
    'encrypt-again',
    ...['join', 'par2', 'repair', 'salvage', 'volumes'],
  ]
  assert.deepEqual([...new Set(blocks.map(block => block.label))].sort(), followed.sort())
})
