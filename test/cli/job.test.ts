import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { openVault } from '../../main/vault/vault.ts'
import {
  CUSTODIANS,
  type Founded,
  type Office,
  openOffice,
  SEED,
  SHARE_FILES,
} from '../fixtures/office.ts'
import { textOf } from '../paper/printed.ts'
import { done, doneJson, qrTextOf, refused, wordsOf } from './command-line.ts'
import { snapshot } from './tree.ts'

/**
 * The whole job from the command line, as custodians and officers do it, with either identity type. What the
 * type has no part in (how a card is entered, what is asked for by name or id) is done with one of the two.
 */

for (const identity of ['hybrid', 'classic'] as const) {
  describe(`the job with a ${identity} identity`, { concurrency: 2 }, () => {
    const withVault = identity === 'hybrid'
    let office: Office
    const at = (name: string): string => office.desk.at(name)
    const card = (n: number): string => office.cards[n - 1] ?? ''

    before(async () => {
      office = await openOffice(identity, withVault)
      // The same shares as a QR reader, a careful typist and a hurried one would enter them.
      office.desk.write('qr.txt', `${qrTextOf(card(2))}\r\n`)
      office.desk.write('typed.txt', wordsOf(card(3)).join(' '))
      const prefixes = wordsOf(card(4)).map((word, i) => `${i + 1}. ${word.slice(0, 4)}`)
      const hurried = `\ufeff# Zoë's card\n\n${prefixes.join('\r\n').toUpperCase()}\r\n`
      office.desk.write('hurried.txt', hurried)
      // One program at a time writes to a vault, and two tests run at a time: whoever writes has a copy.
      if (withVault) cpSync(at('office.vault'), at('written.vault'))
    })
    after(() => office.desk.remove())

    it('leaves what the ceremony promises, and secrets to their owner alone', () => {
      assert.deepEqual(
        Object.keys(snapshot(at('ceremony'))),
        [
          ...[
            'kit.json',
            'record.json',
            'record.pdf',
            'recover.html',
            'recovery-sheet.pdf',
            'register.pdf',
            'shares',
          ],
          ...SHARE_FILES.map(file => `shares/${file}`),
          ...SHARE_FILES.map(file => `shares/${file.replace('.txt', '.pdf')}`),
        ].sort(),
      )
      for (const n of [1, 2, 3, 4, 5]) assert.equal(statSync(office.share(n)).mode & 0o777, 0o600)
      assert.equal(statSync(at('pass.txt')).mode & 0o777, 0o600)
      assert.match(readFileSync(at('pass.txt'), 'utf8'), /^[a-z-]+( [a-z-]+){6}\n?$/)
      for (const [i, text] of office.cards.entries()) {
        assert.equal(wordsOf(text).length, 40)
        assert.ok(text.includes(office.founded.fingerprint), 'the fingerprint stands on the card')
        assert.ok(text.includes(CUSTODIANS[i] ?? ''), 'and so does the name')
      }
      assert.equal(existsSync(at('office.vault')), withVault)
    })

    it('inspects a share, alone and against the kit', async () => {
      const alone = await doneJson<Record<string, unknown>>(['share', 'inspect', office.share(3)])
      assert.deepEqual(
        { ...alone, commitment: undefined },
        {
          ...{ index: 3, threshold: 3, identity, kdf: 1, setId: office.founded.setId },
          ...{ wrongWords: [], corrections: [], custodian: null, recorded: null },
          commitment: undefined,
        },
      )
      const known = await done(['share', 'inspect', '-', '--kit', office.kit], { input: card(3) })
      assert.match(known, /issued to Катерина/)
      assert.ok(!wordsOf(card(3)).every(word => known.includes(word)), 'its words are not shown')
    })

    it('inspects and exports the kit', async () => {
      const facts = await doneJson<Founded>(['kit', 'inspect', office.kit])
      assert.equal(facts.fingerprint, office.founded.fingerprint)
      assert.deepEqual(
        facts.keys.map(key => key.label),
        ['video-root', 'archive-root', 'signing seed'],
      )
      const text = await done(['kit', 'inspect', office.kit])
      const { backupKeys } = await doneJson<{ backupKeys: { recipient: string }[] }>([
        'kit',
        'inspect',
        office.kit,
      ])
      const recipient = backupKeys[0]?.recipient ?? ''
      const [start = '', end = ''] =
        /^Backup key 1 (age1(?:pq1)?)…(\w{8})$/m.exec(text)?.slice(1) ?? []
      assert.ok(start !== '' && recipient.startsWith(start) && recipient.endsWith(end))
      assert.ok(recipient.length > 40, 'the whole of it for programs')
      assert.match(text, /any 3 of these 5 people, together with the passphrase/)
      assert.doesNotMatch(text, /null|undefined/)
      if (!withVault) return
      await done(['kit', 'export', ...office.vault, '--out', at('exported.json')])
      assert.deepEqual(readFileSync(at('exported.json')), readFileSync(office.kit))
      await done([
        'kit',
        'export',
        ...office.vault,
        '--set',
        office.founded.setId,
        '--out',
        at('again.json'),
      ])
    })

    const flavours: {
      readonly [type in typeof identity]: readonly (readonly [
        title: string,
        names: readonly string[],
        standardInput: number | null,
      ])[]
    } = {
      hybrid: [
        ['share files with the kit', ['1', '5', '3'], null],
        ['hurried words, a QR text and standard input without the kit', ['hurried', 'qr', '-'], 1],
      ],
      classic: [
        ['share files without the kit', ['2', '4', '1'], null],
        ['a QR text, typed words and standard input with the kit', ['qr', 'typed', '-'], 5],
        ['more shares than are needed', ['1', '2', '3', '4', '5'], null],
      ],
    }
    for (const [title, names, standardInput] of flavours[identity]) {
      it(`restores a byte-identical copy from ${title}`, async () => {
        const out = at(`restored from ${title}`)
        const files = names.map(name => {
          if (name === '-') return name
          return /\d/.test(name) ? office.share(Number(name)) : at(`${name}.txt`)
        })
        const kitArgs = title.includes('without') ? [] : ['--kit', office.kit]
        await done(
          [
            'recover',
            'backup',
            office.backup,
            ...kitArgs,
            ...office.opening(...files),
            '--out',
            out,
          ],
          { input: standardInput === null ? '' : card(standardInput) },
        )
        assert.deepEqual(snapshot(path.join(out, 'office')), snapshot(at('office')))
        assert.equal(readFileSync(path.join(out, 'notes.txt'), 'utf8'), 'beside the folder\n')
        assert.deepEqual(
          Object.keys(snapshot(out)).filter(name => !name.startsWith('office')),
          ['notes.txt'],
        )
      })
    }

    it('recovers a master key whose fingerprint and check value others compute alike', async () => {
      const [label, bytes] = withVault ? ['video-root', 32] : ['archive-root', 16]
      const out = at(`${label}.key`)
      const answer = await doneJson<{ fingerprint: string; description: string }>([
        ...[
          'recover',
          'key',
          label,
          '--kit',
          office.kit,
          ...office.opening(office.share(4), office.share(2), office.share(5)),
        ],
        ...['--out', out],
      ])
      const key = readFileSync(out)
      assert.equal(key.length, bytes)
      assert.equal(statSync(out).mode & 0o777, 0o600)
      assert.equal(answer.fingerprint.replaceAll(' ', ''), fingerprintOf(key))
      assert.ok(answer.description.endsWith(`check value ${checkValueOf(key)}`))
    })

    it(`recovers an imported secret as it was, by its ${withVault ? 'id' : 'label'}`, async () => {
      const id = office.founded.keys.find(key => key.label === 'signing seed')?.id ?? ''
      const out = at('seed.bin')
      const opening = office.opening(office.share(1), office.share(2), '-')
      const args = ['recover', 'key', withVault ? id : 'signing seed', '--kit', office.kit]
      const text = await done([...args, ...opening, '--out', out], { input: card(5) })
      assert.deepEqual(readFileSync(out), SEED)
      assert.doesNotMatch(text, /null|undefined/)
    })

    it('hands out identities with which the stock tools restore', async () => {
      const shares = office.opening(office.share(3), office.share(4), office.share(5))
      const own = await done(['recover', 'identity', ...shares])
      const withKit = await doneJson<{ identity: string }>([
        ...['recover', 'identity', ...shares, '--kit', office.kit],
      ])
      assert.equal(withKit.identity, own.trim())
      const backupKey = await done([
        ...['recover', 'identity', '--backup-key', '1', ...shares, '--kit', office.kit],
      ])
      assert.notEqual(backupKey, own)
      for (const [name, text] of Object.entries({ own, backupKey })) {
        assert.match(text, identity === 'classic' ? /^AGE-SECRET-KEY-1/ : /^AGE-SECRET-KEY-PQ-1/)
        if (identity === 'classic') await stockRestore(office, name, text)
      }
    })

    it('backs up again, for the same quorum, without any share', async () => {
      const made = await doneJson<Record<string, unknown>>([
        ...['backup', 'create', '--kit', office.kit, '--out', at('again.age'), '--sha256'],
        at('notes.txt'),
      ])
      assert.deepEqual(Object.keys(made).sort(), [
        ...['bytes', 'files', 'generation', 'kitFingerprint', 'label', 'leftOut', 'leftovers'],
        ...['out', 'parity', 'repeated', 'setId', 'sha256', 'size', 'tree', 'volumes'],
      ])
      const bytes = readFileSync(at('again.age'))
      assert.equal(made.sha256, createHash('sha256').update(bytes).digest('hex'))
      assert.equal(made.size, bytes.length)
      const plain = await doneJson<Record<string, unknown>>([
        ...['backup', 'create', '--kit', office.kit, '--out', at('plain.age'), at('notes.txt')],
      ])
      assert.equal(plain.sha256, null, 'nobody asked for it')
    })

    const onlyWithVault = withVault ? it : () => {}
    onlyWithVault('makes a label, whose line of the log verifies the log', async () => {
      const label = ['--label', at('label.pdf'), '--paper', 'letter']
      const vault = ['--vault', at('written.vault')]
      const create = ['backup', 'create', '--kit', office.kit, ...vault, at('notes.txt')]
      const made = await doneJson<{ sha256: string; label: string }>([
        ...[...create, '--out', at('labelled.age'), ...label],
      ])
      assert.equal(made.label, at('label.pdf'))
      const text = textOf(readFileSync(made.label), 'raw').replaceAll(/\s+/g, ' ')
      assert.ok(text.includes('labelled.age') && text.includes(office.founded.fingerprint))
      assert.ok(text.replaceAll(' ', '').includes(made.sha256))
      const [, head = ''] = /Audit log (\d+(?: [a-z]+){32})/i.exec(text) ?? []
      const verify = ['audit', 'verify', ...vault, '--head', ...head.split(' ')]
      assert.match(await done(verify), /still contains the head/)
      await refused([...create, '--out', at('never.age'), ...label], 6, 'FILE_EXISTS')
      assert.ok(!existsSync(at('never.age')), 'before anything was backed up')
    })
    onlyWithVault('answers each command as JSON with the same fields every time', async () => {
      const kit = ['--kit', office.kit]
      const shares = office.opening(...[1, 2, 3].map(office.share))
      const fields: readonly (readonly [readonly string[], string])[] = [
        [['passphrase', 'generate', '--out', at('json.pass')], 'file words'],
        [
          ['recover', 'backup', office.backup, ...kit, ...shares, '--out', at('json')],
          'bytes created differences files generation keepsModes knownMaker leftOut leftovers list outward outwardMade setId sha256 tamed',
        ],
        [
          ['recover', 'key', 'signing seed', ...kit, ...shares, '--out', at('json.key')],
          'description fingerprint id kitFingerprint label out version versions',
        ],
        [['recover', 'identity', ...shares], 'identity'],
        [['audit', 'verify', ...office.vault], 'clockSteps hash reformatted size words'],
        [['kit', 'export', ...office.vault, '--out', at('json.kit')], 'digest out setId'],
        [
          ['kit', 'inspect', office.kit],
          'backupKeys confirmed created custodians destroyed digest fingerprint identity kdf keys organisation policy proofs recipient reformatted setId threshold title unproved vouchedBy',
        ],
        [
          ['share', 'inspect', office.share(1)],
          'commitment corrections custodian identity index kdf recorded setId threshold wrongWords',
        ],
        [
          ['backup', 'create', ...kit, '--out', at('json.age'), at('notes.txt')],
          'bytes files generation kitFingerprint label leftOut leftovers out parity repeated setId sha256 size tree volumes',
        ],
      ]
      assert.equal(
        Object.keys(office.founded).sort().join(' '),
        'fingerprint identity kdf keys kit policy printed proof record rehearsal replaced setId shares threshold vault',
        'ceremony run',
      )
      for (const [args, expected] of fields) {
        const answer = await doneJson<object>(args)
        assert.equal(Object.keys(answer).sort().join(' '), expected, args.join(' '))
      }
    })

    onlyWithVault('asks for the set when a vault holds the kits of two quorums', async () => {
      cpSync(at('office.vault'), at('two.vault'))
      const vault = ['--vault', at('two.vault')]
      const run = ['ceremony', 'run', at('plan.yaml'), '--passphrase-file', at('pass.txt')]
      const into = ['--out', at('second'), ...vault, '--no-pdf']
      const second = await doneJson<Founded>([...run, ...into])
      const sets = [office.founded.setId, second.setId]
      const exported = ['kit', 'export', ...vault, '--out', at('one of two.json')]
      const sentence = await refused(exported, 1, 'KIT_AMBIGUOUS')
      for (const set of sets) assert.ok(sentence.includes(set))
      await refused([...exported, '--set', '0000000000'], 2, 'KIT_UNKNOWN')
      await done([...exported, '--set', second.setId])
      assert.deepEqual(readFileSync(at('one of two.json')), readFileSync(at('second/kit.json')))
    })

    onlyWithVault('verifies the audit log, in the vault and exported', async () => {
      const head = await doneJson<{ size: number; hash: string }>([
        ...['audit', 'verify', ...office.vault],
      ])
      const log = await exportLog(at('office.vault'))
      const exported = await doneJson(['audit', 'verify', office.desk.write('audit.jsonl', log)])
      assert.deepEqual(exported, head)
      const text = await done(['audit', 'verify', '-'], { input: log })
      assert.match(text, new RegExp(`whole: ${head.size} entries\\.\nHead ${head.hash}`))
      const actions = log.split('\n').map(line => /"action":"([^"]+)"/.exec(line)?.[1])
      for (const action of ['ceremony.opened', 'share.read-back', 'ceremony.closed']) {
        assert.ok(actions.includes(action), action)
      }
      const changed = log.replace('"actor":"administrator"', '"actor":"Administrator"')
      await refused(['audit', 'verify', office.desk.write('bad.jsonl', changed)], 5, 'AUDIT_BROKEN')
    })
  })
}

/** SHA-256("keyclave/v1 key fingerprint" ‖ key), the first 16 bytes (FORMAT: Keys). */
const fingerprintOf = (key: Buffer): string =>
  createHash('sha256').update('keyclave/v1 key fingerprint').update(key).digest('hex').slice(0, 32)

/** AES-CMAC over a block of zeros, the first 5 bytes, by openssl. */
const checkValueOf = (key: Buffer): string =>
  execFileSync(
    'openssl',
    [
      ...['mac', '-cipher', `AES-${key.length * 8}-CBC`],
      ...['-macopt', `hexkey:${key.toString('hex')}`, 'CMAC'],
    ],
    { input: Buffer.alloc(16), encoding: 'utf8' },
  )
    .trim()
    .toLowerCase()
    .slice(0, 10)

async function stockRestore(office: Office, name: string, identity: string): Promise<void> {
  const out = office.desk.at(`stock ${name}`)
  mkdirSync(out)
  const file = office.desk.write(`${name}.identity`, identity)
  const script = 'set -o pipefail; age -d -i "$1" "$2" | zstd -d | tar x -C "$3"'
  execFileSync('bash', ['-c', script, 'bash', file, office.backup, out])
  assert.deepEqual(snapshot(path.join(out, 'office')), snapshot(office.desk.at('office')))
}

async function exportLog(file: string): Promise<string> {
  const now = (): Date => new Date()
  const random = (): never => assert.fail('reading a vault needs no randomness')
  const vault = await openVault({ path: file, mode: 'read', now, random })
  try {
    return [...vault.audit.exportAudit()].join('')
  } finally {
    vault.close()
  }
}
