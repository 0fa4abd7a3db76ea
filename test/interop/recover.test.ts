import assert from 'node:assert/strict'
import { createHash, createHmac, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, test } from 'node:test'
import { identityText, quorumSeed } from '../../main/core/age/identity.ts'
import { parseKit } from '../../main/core/kit/kit.ts'
import { deriveKp } from '../../main/core/passphrase/kdf.ts'
import { canonicalBytes } from '../../main/core/text/canonical-json.ts'
import { shareToCode, shareToWords } from '../../shared/share-text.ts'
import { refuseForgeries } from '../core/kit/forgeries.ts'
import { qrText, recoverPy, strangersMachine } from './recover-py.ts'

/** docs/recover.py, which shares no code with Keyclave, on its vectors, valid and invalid. */

const vectors = (name: string) =>
  JSON.parse(readFileSync(new URL(`../vectors/${name}`, import.meta.url), 'utf8'))
const hex = (text: string): Buffer => Buffer.from(text, 'hex')

const { folder, env, remove } = strangersMachine()
after(remove)

/** Writes files into a folder of their own, and runs recover.py there. */
function recover(args: readonly string[], files: { readonly [name: string]: string | Uint8Array }) {
  const cwd = mkdtempSync(path.join(folder, 'case-'))
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(cwd, name), content)
  return { cwd, answer: recoverPy(args, { cwd, env }) }
}

async function answers(
  args: readonly string[],
  files: { readonly [name: string]: string | Uint8Array },
): Promise<string> {
  const { status, stdout, stderr } = await recover(args, files).answer
  assert.equal(status, 0, stderr)
  return stdout
}

async function refuses(
  message: RegExp,
  args: readonly string[],
  files: { readonly [name: string]: string | Uint8Array },
): Promise<void> {
  const { status, stdout, stderr } = await recover(args, files).answer
  assert.deepEqual([status, stdout], [1, ''], stderr)
  assert.match(stderr, /^error: .*$/m)
  assert.match(stderr, message)
}

/** What recover.py says in place of a code. */
const MESSAGES: { readonly [code: string]: RegExp } = {
  KIT_FORMAT: /no recovery kit|was changed|the format is/,
  KIT_TAMPERED: /was changed/,
  KIT_VERSION: /the format is keyclave kit 3/,
  PASSPHRASE_ENCODING: /[Tt]he passphrase (has|is not)/,
  QUORUM_EXCESS: /needs exactly \d+\. Leave the others out/,
  QUORUM_SHORT: /needs exactly \d+\. Bring more cards|arguments are required: SHARE/,
  SHARES_INCONSISTENT: /do not fit together/,
  SHARE_DAMAGED: /too many words are wrong or unreadable/,
  SHARE_DUPLICATE: /are both share/,
  SHARE_FOREIGN: /are from different ceremonies/,
  SHARE_HEADER: /this is no share: .* does not exist/,
  SHARE_LENGTH: /the QR text is not whole/,
  SHARE_MISMATCH: /have the same set id, but not the same/,
  SHARE_QR_CHECKSUM: /wrong checksum/,
  // Without its prefix a QR text is taken for words.
  SHARE_QR_FORMAT: /QR text is (not whole|damaged)|not with KEYCLAVE:S1: or|this has \d+ words/,
  SHARE_VERSION: /a share of version \d|not with KEYCLAVE:S1: or/,
  SHARE_WORDS_WRONG: /wrong or unreadable: words? /,
  SHARE_WORD_COUNT: /this has \d+ words; a card has 40/,
  SHARE_WORD_UNKNOWN: /wrong or unreadable: word /,
}
const message = (code: string): RegExp => {
  const found = MESSAGES[code]
  assert.ok(found, `a new code ${code}: say in MESSAGES what recover.py says of it`)
  return found
}

/** Two at a time, as many as there are cores. */
async function each<T>(cases: readonly T[], run: (c: T) => Promise<void>): Promise<void> {
  const queue = cases.values()
  const worker = async () => {
    for (const c of queue) await run(c)
  }
  await Promise.all([worker(), worker()])
}

const KP = Buffer.alloc(32, 0x5a)
const withKp = ['--argon2-output', 'argon2.txt']

/** The identity of a set under a Kp that stands for any passphrase: it shows the S that was recovered. */
const identityUnderKp = async (secret: Buffer, setId: Buffer, type: 'classic' | 'hybrid') =>
  String(await identityText(quorumSeed(secret, KP, setId), type))

const shareFiles = (shares: readonly string[], write: (share: Buffer) => string) =>
  Object.fromEntries(shares.map((share, i) => [`share-${i}.txt`, write(hex(share))]))

test('the self-test passes', async () => {
  assert.match(await answers(['selftest'], {}), /^All as FORMAT\.md says\./m)
})

test('every valid share is read, from words and from QR text', async () => {
  const { valid } = vectors('share/shares.json')
  const files: { [name: string]: string } = {}
  const expected: string[] = []
  for (const [i, share] of valid.entries()) {
    for (const form of ['words', 'qr']) {
      files[`${form}-${i}.txt`] = `# a remark\n${share[form]}\n`
      expected.push(
        `${form}-${i}.txt: share ${share.index} of set ${share.setId}; any ${share.threshold} are enough`,
      )
    }
  }
  const lines = (await answers(['share', ...Object.keys(files)], files)).split('\n')
  assert.deepEqual(
    lines.filter(line => line.includes(' are enough')),
    expected,
  )
})

test('bytes that are no share are refused', () =>
  each<{ bytes: string; code: string }>(vectors('share/shares.json').invalid, c =>
    refuses(message(c.code), ['share', 'card.txt'], { 'card.txt': qrText(hex(c.bytes)) }),
  ))

test('words as people type them are read', async () => {
  const { accepted } = vectors('share/words.json')
  const entries = accepted.map((c: { entered: string }, i: number) => [`${i}.txt`, c.entered])
  const files = Object.fromEntries(entries)
  const output = await answers(['share', ...Object.keys(files)], files)
  assert.equal(output.match(/share 2 of set 35bd1e8328/g)?.length, accepted.length)
})

interface Typed {
  readonly name: string
  readonly entered: string
  readonly bytes: string
  readonly corrections: readonly { readonly word: number }[]
}

test('damaged cards are repaired, to the same bytes, and the places are named', () =>
  each<Typed>(vectors('share/words.json').corrected, async c => {
    const [set] = vectors('share/sets.json').valid
    const files = {
      'card.txt': c.entered,
      'one.txt': qrText(hex(set.shares[0])),
      'three.txt': qrText(hex(set.shares[2])),
      'argon2.txt': KP.toString('hex'),
    }
    assert.equal(c.bytes, set.shares[1])
    const { answer } = recover(
      ['identity', 'card.txt', 'one.txt', 'three.txt', ...withKp, '--accept-corrections'],
      files,
    )
    const { stdout, stderr } = await answer
    const expected = await identityUnderKp(hex(set.secret), hex(set.setId), 'hybrid')
    assert.equal(stdout.trim(), expected, stderr)
    const places = c.corrections.map(correction => correction.word).join(', ')
    assert.ok(stderr.includes(`${places}.`), `${c.name}: ${stderr}`)
    const unasked = ['share', 'card.txt']
    await refuses(new RegExp(`wrong or unreadable: words? ${places}\\.`), unasked, files)
  }))

test('cards beyond repair, or not looked at again, are refused, and no entered word is repeated', () =>
  each<Typed & { code: string }>(vectors('share/words.json').refused, async c => {
    const { status, stdout, stderr } = await recover(['share', 'card.txt'], {
      'card.txt': c.entered,
    }).answer
    assert.deepEqual([status, stdout], [1, ''], c.name)
    assert.match(stderr, message(c.code), c.name)
    for (const word of ['keyclave', 'giraffe', 'ball']) assert.ok(!stderr.includes(word), c.name)
  }))

test('QR texts are read or refused', async () => {
  const { accepted, refused } = vectors('share/qr.json')
  await each<{ text: string }>(accepted, async c => {
    const output = await answers(['share', 'card.txt'], { 'card.txt': c.text })
    assert.match(output, /share 3 of set 35bd1e8328/)
  })
  await each<{ text: string; code: string }>(refused, c =>
    refuses(message(c.code), ['share', 'card.txt'], { 'card.txt': c.text }),
  )
})

interface Set {
  readonly name: string
  readonly secret: string
  readonly setId: string
  readonly threshold: number
  readonly shares: readonly string[]
  readonly code: string
}

test('the last shares of each set give its secret', () =>
  each<Set>(vectors('share/sets.json').valid, async set => {
    const chosen = set.shares.slice(-set.threshold)
    const files = shareFiles(chosen, share => shareToWords(share).join(' '))
    const output = await answers(['identity', ...Object.keys(files), ...withKp], {
      ...files,
      'argon2.txt': `${KP.toString('hex')}\n`,
    })
    const type = set.name.startsWith('hybrid') ? 'hybrid' : 'classic'
    assert.equal(output.trim(), await identityUnderKp(hex(set.secret), hex(set.setId), type))
  }))

test('shares that do not belong together are refused', () =>
  each<Set>(vectors('share/sets.json').invalid, async set => {
    const files = shareFiles(set.shares, qrText)
    const { answer } = recover(['identity', ...Object.keys(files), ...withKp], {
      ...files,
      'argon2.txt': KP.toString('hex'),
    })
    const { status, stdout, stderr } = await answer
    assert.notEqual(status, 0, set.name)
    assert.equal(stdout, '')
    assert.match(stderr, message(set.code), set.name)
  }))

/** Two shares of a secret, by FORMAT: Share value and digest, with all coefficients 0. */
function constantShares(secret: Buffer, setId: Buffer, type: 'classic' | 'hybrid'): Buffer[] {
  const tag = Buffer.from('keyclave/v1 share digest')
  const digest = createHmac('sha256', secret).update(tag).update(setId).digest().subarray(0, 4)
  const first = Buffer.from([(1 << 5) | (type === 'classic' ? 1 << 4 : 0) | 1])
  return [1, 2].map(x => Buffer.concat([first, setId, Buffer.from([2, x]), secret, digest]))
}

const derive = (passphrase: Uint8Array, shares: readonly Buffer[]) =>
  [
    ['identity', 'a.txt', 'b.txt', '--passphrase-file', 'passphrase.txt'],
    {
      ...Object.fromEntries(shares.map((share, i) => [i === 0 ? 'a.txt' : 'b.txt', qrText(share)])),
      'passphrase.txt': passphrase,
    },
  ] as const

test('passphrases lead to the identities of the vectors', () =>
  each<{
    secret: string
    setId: string
    identity: string
    identityType: 'classic' | 'hybrid'
    passphrase: string
  }>(vectors('keys/keys.json').derivations, async c => {
    const shares = constantShares(hex(c.secret), hex(c.setId), c.identityType)
    const lineBreak = c.identityType === 'hybrid' ? '\r\n' : ''
    const passphrase = Buffer.concat([hex(c.passphrase), Buffer.from(lineBreak)])
    assert.equal((await answers(...derive(passphrase, shares))).trim(), c.identity)
  }))

test('a passphrase longer than the argon2 command takes is stretched by its library', async () => {
  const [secret, setId] = [Buffer.alloc(32, 7), hex('0011223344')]
  const passphrase = Buffer.from('ﷺ is one character and eighteen after NFKC; '.repeat(4))
  const kp = await deriveKp(passphrase, setId, 1)
  const expected = String(await identityText(quorumSeed(secret, kp, setId), 'classic'))
  const output = await answers(...derive(passphrase, constantShares(secret, setId, 'classic')))
  assert.equal(output.trim(), expected)
})

test('passphrases that cannot be are refused', () =>
  each<{ passphrase: string }>(vectors('keys/keys.json').refusedPassphrases, c => {
    const shares = constantShares(Buffer.alloc(32, 7), hex('0011223344'), 'classic')
    const passphrase = Buffer.concat([hex(c.passphrase), Buffer.from('\n')])
    return refuses(message('PASSPHRASE_ENCODING'), ...derive(passphrase, shares))
  }))

const kitBytes = (type: string): Buffer =>
  readFileSync(new URL(`../vectors/kit/${type}.kit.json`, import.meta.url))

for (const type of ['classic', 'hybrid'] as const) {
  test(`a ${type} kit: shares are checked by it, and shares and passphrase give its identity`, async () => {
    const expected = vectors(`kit/${type}.expected.json`)
    const files = {
      ...shareFiles(expected.shares.slice(1, 4), share => shareToWords(share).join('\n')),
      'passphrase.txt': expected.passphrase,
      'kit.json': kitBytes(type),
    }
    const names = Object.keys(files).filter(name => name.startsWith('share'))
    const { answer } = recover(
      ['identity', ...names, '--kit', 'kit.json', '--passphrase-file', 'passphrase.txt'],
      files,
    )
    const { stdout, stderr } = await answer
    assert.equal(stdout.trim(), expected.identity, stderr)
    assert.equal(stderr.match(/: share \d, of /g)?.length, 3)
    const groups = expected.fingerprint.slice(0, 32).match(/.{4}/g).join(' ')
    assert.ok(stderr.includes(`Kit fingerprint ${groups}:`), stderr)

    const forged = hex(expected.shares[2])
    forged[43] = (forged[43] ?? 0) ^ 1
    await refuses(
      /card\.txt is not the share 3 that was given to /,
      ['share', 'card.txt', '--kit', 'kit.json'],
      { 'card.txt': qrText(forged), 'kit.json': kitBytes(type) },
    )
  })
}

test('every item of a classic kit is opened', async () => {
  const expected = vectors('kit/classic.expected.json')
  const names = Object.entries<string>(expected.secrets)
  await each(names, async ([name, secret]) => {
    const item = name.replaceAll(' ', name.startsWith('backup key') ? '-' : ' ')
    const { cwd, answer } = recover(['item', 'kit.json', item, 'identity.txt', '--out', 'item'], {
      'kit.json': kitBytes('classic'),
      'identity.txt': `${expected.identity}\n`,
    })
    const { status, stderr } = await answer
    assert.equal(status, 0, stderr)
    const lineBreak = name.startsWith('backup key') ? '0a' : ''
    assert.equal(readFileSync(path.join(cwd, 'item'), 'hex'), secret + lineBreak)
  })
})

const golden = (name: string): Buffer =>
  readFileSync(new URL(`../vectors/golden-kit-2/${name}`, import.meta.url))

for (const folder of ['strict', 'without-people']) {
  test(`a kit of format 2, ${folder}: its items are proved as here, and its MAC is the quorum's`, async () => {
    const expected = JSON.parse(golden(`${folder}/expected.json`).toString())
    const kit = golden(`${folder}/grown.kit.json`)
    const said = await answers(['kit', 'kit.json'], { 'kit.json': kit })
    const proofs = [
      ...said.matchAll(/\((made at the founding|revision \d+, (?:signed|UNSIGNED))\)/g),
    ]
    const told = (proof: { by: string; revision: number; signed: boolean }): string =>
      proof.by === 'founding'
        ? 'made at the founding'
        : `revision ${proof.revision}, ${proof.signed ? 'signed' : 'UNSIGNED'}`
    const expectedProofs = Object.values<Parameters<typeof told>[0]>(expected.proofs)
    assert.deepEqual(proofs.map(([, proof]) => proof).sort(), expectedProofs.map(told).sort())
    const files = {
      ...Object.fromEntries(
        expected.codes.slice(1, 4).map((code: string, i: number) => [`share-${i}.txt`, code]),
      ),
      'passphrase.txt': expected.passphrase,
      'kit.json': kit,
    }
    const identity = (given: object) =>
      recover(
        ...([
          [
            ...['identity', 'share-0.txt', 'share-1.txt', 'share-2.txt'],
            ...['--kit', 'kit.json', '--passphrase-file', 'passphrase.txt'],
          ],
          { ...files, ...given },
        ] as const),
      ).answer
    const good = await identity({})
    assert.equal(good.stdout.trim(), expected.identity, good.stderr)
    assert.match(good.stderr, /The quorum knows this kit/)
    const other = withDigest(kit, found => {
      found.mac.value = '0'.repeat(64)
    })
    const refused = await identity({ 'kit.json': other })
    assert.deepEqual([refused.status, refused.stdout], [1, ''])
    assert.match(refused.stderr, /tampered with/)
    const foreign = await identity({ 'kit.json': golden('foreign/grown.kit.json') })
    assert.match(foreign.stderr, /from different ceremonies/)
  })
}

test('the pairs of the golden kit come out as they were sealed', async () => {
  const file = (name: string): Buffer =>
    readFileSync(new URL(`../vectors/golden-kit-pairs/${name}`, import.meta.url))
  const { identity, pairs } = JSON.parse(file('expected.json').toString())
  const kept = Object.entries<{ readonly privateKey: string }>(pairs)
  assert.equal(kept.length, 5)
  await each(kept, async ([name, { privateKey }]) => {
    const [label = '', version = ''] = name.split('@')
    const named = ['item', 'kit.json', label, 'identity.txt', '--version', version]
    const { cwd, answer } = recover([...named, '--out', 'item'], {
      ...{ 'kit.json': file('grown.kit.json'), 'identity.txt': `${identity}\n` },
    })
    const { status, stderr } = await answer
    assert.equal(status, 0, stderr)
    assert.equal(readFileSync(path.join(cwd, 'item'), 'utf8'), privateKey)
  })
})

test('a code that names another kit: the kit is foreign', async () => {
  const expected = JSON.parse(golden('strict/expected.json').toString())
  const code = shareToCode(hex(expected.shares[0]), '01020304')
  await refuses(
    /code names the kit .* 0102 0304; .* foreign/,
    ['share', 'c', '--kit', 'kit.json'],
    {
      ...{ c: code, 'kit.json': golden('strict/kit.json') },
    },
  )
})

test('forged kits are refused when they are refused here', async () => {
  const cases: { readonly bytes: Buffer; readonly here: boolean; readonly what: string }[] = []
  const draw = (bound: number): number => randomBytes(4).readUInt32LE() % bound
  refuseForgeries(14, draw, ({ bytes, what }) => {
    try {
      parseKit(bytes)
      cases.push({ bytes, here: true, what })
    } catch {
      cases.push({ bytes, here: false, what })
    }
  })
  await each(cases, async ({ bytes, here, what }) => {
    const { status, stderr } = await recover(['kit', 'kit.json'], { 'kit.json': bytes }).answer
    assert.equal(status === 0, here, `${what}: ${stderr}`)
  })
})

test('what is sealed says no digest of itself, which nothing would prove', async () => {
  const grown = golden('strict/grown.kit.json')
  for (const part of ['keys', 'backupKeys', 'statusKey'] as const) {
    const kit = withDigest(grown, found => {
      const entry = part === 'statusKey' ? found.statusKey : found[part][0]
      Object.assign(entry ?? {}, { sealedSha256: '0'.repeat(64) })
    })
    assert.throws(() => parseKit(kit), part)
    await refuses(/the kit was changed after it was written/, ['kit', 'kit.json'], {
      'kit.json': kit,
    })
  }
})

test('an item that nothing proves is opened for nobody who does not ask for it', async () => {
  const kit = readFileSync(
    new URL('../vectors/golden-0.1.0/without-people/extended/kit.json', import.meta.url),
  )
  const { keys, quorum } = JSON.parse(kit.toString())
  const later = keys.at(-1)
  const files = { 'kit.json': kit, identity: '' }
  const args = ['item', 'kit.json', later.id, 'identity', '--out', 'x']
  assert.ok(quorum.foundingItems.length > 0)
  await refuses(/Nothing in this kit proves that item/, args, files)
})

interface LooseKit {
  readonly mac: { value: string }
  readonly keys: readonly object[]
  readonly backupKeys: readonly object[]
  readonly statusKey: object
}

/** A kit's bytes after a change, its digest made anew. */
function withDigest(bytes: Buffer, change: (kit: LooseKit) => void): Buffer {
  const { digest: _, ...kit } = JSON.parse(bytes.toString())
  change(kit)
  const hash = createHash('sha256').update('keyclave/v1 kit digest').update(canonicalBytes(kit))
  return canonicalBytes({ ...kit, digest: hash.digest('hex') })
}

interface KitChange {
  readonly what: string
  readonly code: string
  readonly replace?: readonly [string, string]
  readonly truncate?: number
  readonly append?: string
}

test('reformatted kits are read, and said to be reformatted', () =>
  each<Omit<KitChange, 'code'>>(vectors('kit/reformatted.json'), async c => {
    const text = kitBytes('classic').toString()
    const spelled = `${c.replace ? text.replace(...c.replace) : text}${c.append ?? ''}`
    const { stdout, stderr, status } = await recover(['kit', 'kit.json'], { 'kit.json': spelled })
      .answer
    assert.equal(status, 0, stderr)
    assert.match(stderr, /reformatted/)
    assert.match(stdout, /^fingerprint [0-9a-f]{4} /m)
  }))

test('changed kits are refused', () =>
  each<KitChange>(vectors('kit/invalid.json'), c => {
    let text = kitBytes('classic').toString()
    if (c.replace) text = text.replace(c.replace[0], () => c.replace?.[1] ?? '')
    if (c.truncate !== undefined) text = text.slice(0, c.truncate)
    if (c.append) text += c.append
    return refuses(message(c.code), ['kit', 'kit.json'], { 'kit.json': text })
  }))

test('bad files are refused with one sentence, and never with a traceback', () =>
  each(
    [
      { args: ['share', 'missing.txt'], says: /missing\.txt: cannot be read: No such file/ },
      { args: ['share', '.'], says: /cannot be read: Is a directory/ },
      { args: ['share', 'big'], says: /big: larger than 16384 bytes/ },
      { args: ['share', 'binary'], says: /binary: this is not a text file/ },
      { args: ['share', 'empty'], says: /empty: this has 0 words/ },
      { args: ['kit', 'big'], says: /big: this is no recovery kit/ },
      { args: ['kit', 'number'], says: /number: this is no recovery kit/ },
      { args: ['verify', '.'], says: /has no readable keyclave-manifest\.json/ },
      { args: ['item', 'number', 'x', 'empty', '--out', 'y'], says: /this is no recovery kit/ },
    ],
    ({ args, says }) =>
      refuses(says, args, {
        big: 'a '.repeat(10_000),
        binary: Buffer.from([0xff, 0xfe, 0x00]),
        empty: '',
        number: '7',
      }),
  ))
