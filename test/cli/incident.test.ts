/** An incident on the command line: a backup key is compromised, and every backup encrypted again. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { createHeader } from '../../main/core/age/header.ts'
import { type CompromiseReport, compromiseReport } from '../../shared/compromise.ts'
import { withVault } from '../vault/vault-fixture.ts'
import { done, doneJson, keyclave, refused } from './command-line.ts'
import { signedOffice } from './signed-office.ts'

const KEYS = `keys:
  - { label: video-root, bits: 256, purpose: content encryption }
`

interface Outcome {
  readonly kind: string
  readonly file: string
  readonly sha256?: string
  readonly replaces?: string
  readonly mayBeDestroyed?: boolean
  readonly code?: string
}
interface Scanned {
  readonly files: number
  readonly backups: number
  readonly bytesRead: number
  readonly found: readonly {
    readonly path: string
    readonly opens: readonly (number | null)[]
    readonly compromised: boolean
    readonly catalogued: { readonly fileName: string } | null
  }[]
  readonly unread: readonly { readonly path: string; readonly why: string }[]
}
interface Done {
  readonly generation: number
  readonly outcomes: readonly Outcome[]
}

describe('an incident', { concurrency: false }, () => {
  const desk = signedOffice()
  const { vault, sign } = desk
  const at = (name: string): string => desk.at(name)
  const opening = (): string[] => ['--kit', at('kit.json'), ...desk.cards()]
  const newKit = async (): Promise<void> => {
    rmSync(at('kit.json'), { force: true })
    await done(['kit', 'export', ...vault(), '--out', at('kit.json')])
  }
  const old = (name: string): string => at(`old/${name}.tar.zst.age`)
  const again = (names: readonly string[], ...more: string[]): string[] => [
    ...['backup', 'reencrypt', ...names.map(old), '--out', at('new'), ...opening()],
    ...[...vault(), ...sign('Olga', 'Walt'), ...more],
  ]
  const sha256 = (file: string): string =>
    createHash('sha256').update(readFileSync(file)).digest('hex')

  before(async () => {
    await desk.found(KEYS)
    await newKit()
    await done([
      ...['recover', 'key', 'video-root', ...opening(), ...vault(), ...sign('Olga', 'Walt')],
      ...['--out', at('video.key')],
    ])
    for (const folder of ['old', 'new', 'files/sub']) mkdirSync(at(folder), { recursive: true })
    for (const name of ['one', 'two', 'three']) {
      writeFileSync(at('files/sub/what.txt'), `${name}\n`.repeat(1000))
      writeFileSync(at('files/empty'), '')
      await done([
        ...['backup', 'create', at('files'), '--kit', at('kit.json'), '--out', old(name)],
        ...[...vault(), ...sign('Ines')],
      ])
    }
  })
  after(() => desk.remove())

  it('takes one person to say that a backup key is compromised, and no backup is made with it then', async () => {
    const compromise = ['backup-key', 'compromise', '1', ...vault()]
    const early = ['--occurred', '1999-01-01', ...sign('Walt')]
    await refused([...compromise, ...early], 2, 'BACKUP_KEY_OCCURRED')
    const key = await doneJson<{ state: string }>([...compromise, ...sign('Walt')])
    assert.equal(key.state, 'compromised')
    await refused([...compromise, ...sign('Walt')], 2, 'BACKUP_KEY_STATE')
    const create = ['backup', 'create', at('files'), '--kit', at('kit.json'), ...vault()]
    await refused([...create, ...sign('Ines'), '--out', at('never.age')], 2, 'BACKUP_KEY_STATE')
    await refused(again(['one']), 2, 'BACKUP_KEY_STATE')
  })

  it('encrypts backups again, names what cannot be, and links old and new', async () => {
    await done(['backup-key', 'rotate', ...vault(), ...sign('Ines', 'Walt')])
    await newKit()
    const names = ['one', 'two', 'damaged']
    writeFileSync(old('damaged'), readFileSync(old('three')))
    truncateSync(old('damaged'), readFileSync(old('three')).length - 1)
    const { code, out } = await keyclave([...again(names), '--json'])
    assert.equal(code, 5)
    const [report] = out.split('\n}\n')
    const { generation, outcomes } = JSON.parse(`${report}\n}`) as Done
    assert.equal(generation, 2)
    assert.deepEqual(
      outcomes.map(({ kind, mayBeDestroyed = false }) => [kind, mayBeDestroyed]),
      [
        ['made', true],
        ['made', true],
        ['refused', false],
      ],
    )
    assert.deepEqual(readdirSync(at('new')).sort(), ['one.tar.zst.age', 'two.tar.zst.age'])
    await withVault(at('office.vault'), ({ backups }) => {
      const linked = backups.list().filter(({ replaces }) => replaces !== null)
      assert.deepEqual(
        linked.map(({ replaces, sha256: own, generation: number }) => [replaces, own, number]),
        outcomes.slice(0, 2).map(({ replaces, sha256: own }) => [replaces, own, 2]),
      )
      assert.equal(linked[0]?.replaces, sha256(old('one')))
    })
  })

  it('opens as the old one did, with the new key', async () => {
    const restore = ['recover', 'backup', at('new/one.tar.zst.age'), ...opening()]
    await done([...restore, ...vault(), ...sign('Olga', 'Walt'), '--out', at('restored')])
    assert.equal(readFileSync(at('restored/files/sub/what.txt'), 'utf8'), 'one\n'.repeat(1000))
    assert.ok(existsSync(at('restored/files/empty')))
  })

  it('goes on where it was, and makes none twice', async () => {
    const twice = await doneJson<Done>(again(['one', 'two', 'three']))
    assert.deepEqual(
      twice.outcomes.map(({ kind }) => kind),
      ['known', 'known', 'made'],
    )
    // As after a kill between the name and the record; and a drive that is not plugged in now.
    rmSync(at('new/two.tar.zst.age'))
    const lost = await doneJson<Done>(again(['two']))
    assert.deepEqual(
      lost.outcomes.map(({ kind }) => kind),
      ['elsewhere'],
    )
    const anew = await doneJson<Done>(again(['two'], '--again'))
    assert.deepEqual(
      anew.outcomes.map(({ kind }) => kind),
      ['made'],
    )
    await withVault(at('office.vault'), ({ backups }) => assert.equal(backups.list().length, 7))
  })

  it('takes no other file for the new one, and never writes over anything', async () => {
    writeFileSync(at('new/other.tar.zst.age'), readFileSync(at('new/one.tar.zst.age')))
    writeFileSync(old('other'), readFileSync(old('three')))
    const { code, err } = await keyclave(again(['other']))
    assert.equal(code, 5)
    assert.match(err, /REENCRYPT_PARTLY/)
    assert.deepEqual(
      readFileSync(at('new/other.tar.zst.age')),
      readFileSync(at('new/one.tar.zst.age')),
    )
    const here = [...again(['one']), '--out', path.dirname(old('one'))]
    await refused(here, 2, 'REENCRYPT_TARGET')
  })

  it('does nothing to a backup that is for the current key already', async () => {
    const create = ['backup', 'create', at('files'), '--kit', at('kit.json'), ...vault()]
    await done([...create, ...sign('Ines'), '--out', old('current')])
    const { outcomes } = await doneJson<Done>(again(['current']))
    assert.deepEqual(
      outcomes.map(({ kind }) => kind),
      ['current'],
    )
  })

  it('finds backups on a drive by their headers alone', async () => {
    mkdirSync(at('drive/deep'), { recursive: true })
    const stock = readFileSync(old('one'))
    const nonsense = Buffer.alloc(20_000, 'x')
    // Most files are no backups at all, and some are none of ours; none is read beyond its header.
    for (let i = 0; i < 1000; i += 1) writeFileSync(at(`drive/deep/${i}`), nonsense)
    const long = Buffer.concat([stock, Buffer.alloc(1_000_000)])
    for (let i = 0; i < 20; i += 1) writeFileSync(at(`drive/copy-${i}.bin`), long)
    writeFileSync(at('drive/one.tar.zst.age'), stock)
    writeFileSync(at('drive/current.age'), readFileSync(old('current')))
    writeFileSync(at('drive/cut.age'), stock.subarray(0, 100))
    const foreign = await createHeader([await identityToRecipient(await generateX25519Identity())])
    writeFileSync(at('drive/foreign.age'), Buffer.concat([foreign.header, Buffer.alloc(100)]))
    symlinkSync(at('drive/one.tar.zst.age'), at('drive/link'))
    const scan = ['backup', 'scan', at('drive'), ...opening(), ...vault()]
    await refused([...scan, ...sign('Walt')], 2, 'APPROVAL_SHORT')
    const found = await doneJson<Scanned>([...scan, ...sign('Olga', 'Walt')])
    assert.deepEqual([found.files, found.backups, found.found.length], [1024, 23, 22])
    const named = new Map(found.found.map(one => [path.basename(one.path), one]))
    const { opens, compromised, catalogued } = named.get('one.tar.zst.age') ?? {}
    assert.deepEqual(
      [opens, compromised, catalogued?.fileName],
      [[null, 1], true, 'one.tar.zst.age'],
    )
    assert.equal(named.get('copy-3.bin')?.catalogued, null)
    assert.deepEqual(named.get('current.age')?.opens, [null, 2])
    assert.equal(named.get('current.age')?.compromised, false)
    assert.deepEqual(
      found.unread.map(one => [path.basename(one.path), one.why]),
      [
        ['cut.age', 'damaged'],
        ['link', 'link'],
      ],
    )
    assert.ok(found.bytesRead <= 1024 * 4096, `${found.bytesRead} of 40 MB were read`)
    assert.match(await done([...scan, ...sign('Olga', 'Walt')]), /21 of them are for a key/)
    const report = ['compromise', 'report', '--backup-key', '1', ...vault()]
    const { searches } = await doneJson<CompromiseReport>(report)
    assert.deepEqual(
      searches.map(({ places, opened }) => [places, opened]),
      [
        [[at('drive')], 22],
        [[at('drive')], 22],
      ],
    )
  })

  it('says what a compromise reaches, of a backup key, a key and a quorum', async () => {
    const report = (...what: string[]) => [...['compromise', 'report', ...what], ...vault()]
    const ofKey = await doneJson<CompromiseReport>(report('--backup-key', '1'))
    assert.deepEqual(compromiseReport.parse(ofKey), ofKey)
    assert.equal(ofKey.mark?.state, 'compromised')
    assert.deepEqual(
      ofKey.backups.map(({ fileName, replacedBy }) => [fileName, replacedBy?.fileName ?? null]),
      ['one', 'two', 'three'].map(name => [`${name}.tar.zst.age`, `${name}.tar.zst.age`]),
    )
    // The new ones are for the next key; the quorum opens them all.
    const { backups: ofNext } = await doneJson<CompromiseReport>(report('--backup-key', '2'))
    assert.equal(ofNext.length, 5)
    const [{ id: set }] = (await withVault(at('office.vault'), ({ quorums }) =>
      quorums.list().map(({ setId }) => ({ id: setId })),
    )) as [{ id: string }]
    const ofQuorum = await doneJson<CompromiseReport>(report('--quorum', set))
    assert.equal(ofQuorum.backups.length, 8)
    assert.deepEqual(
      ofQuorum.items.map(({ name, state }) => `${name} ${state}`),
      ['1 compromised', '2 active', 'video-root@1 active'],
    )
    assert.ok(ofQuorum.openings.length > 3)
    assert.deepEqual(
      ofQuorum.takenOut.map(({ name }) => name),
      ['video-root@1'],
    )

    const text = await done(report('video-root', '--out', at('sheet.pdf')))
    assert.match(text, /1\. Mark it compromised/)
    assert.match(text, /Olga took out the key video-root@1 to .*video\.key/)
    assert.match(readFileSync(at('sheet.pdf'), 'latin1'), /^%PDF-[\s\S]*%%EOF\s*$/)
    await refused(report('--backup-key', '7'), 2, 'BACKUP_KEY_UNKNOWN_HERE')
    await refused(report(), 1, 'COMPROMISE_OF')
    await refused(report('--quorum', '0000000000'), 2, 'KIT_UNKNOWN')
  })

  it('takes out a compromised backup key only for somebody who says that they know', async () => {
    const identity = (number: string): string[] => [
      ...['recover', 'identity', '--backup-key', number, ...opening()],
      ...[...vault(), ...sign('Olga', 'Walt')],
    ]
    await refused(identity('1'), 1, 'BACKUP_KEY_SUSPECT')
    await refused([...identity('1'), '--although', 'suspended'], 1, 'BACKUP_KEY_SUSPECT')
    await done([...identity('1'), '--although', 'compromised'])
    await done(identity('2'))
    const { takenOut } = await doneJson<CompromiseReport>([
      ...['compromise', 'report', '--backup-key', '1', ...vault()],
    ])
    assert.equal(takenOut.at(-1)?.although, 'compromised')
  })

  it('marks everything that was sealed to a quorum by one deed, since it was made at the earliest', async () => {
    const set = await withVault(
      at('office.vault'),
      ({ quorums }) => quorums.list().map(({ setId }) => setId)[0] ?? '',
    )
    const mark = (...more: string[]): string[] => [
      ...['quorum', 'compromise', set, ...vault(), ...more],
    ]
    const unmarked = ['compromise', 'report', '--quorum', set, ...vault()]
    assert.match(await done(unmarked), /keyclave quorum compromise [0-9a-f]{10} --occurred DAY/)
    await refused(mark(), 2, 'APPROVAL_NEEDED')
    await refused(mark(...sign('Olga')), 2, 'APPROVAL_SHORT')
    await refused(mark('--occurred', '2999-01-01', ...sign('Walt')), 2, 'QUORUM_OCCURRED')
    await refused(['quorum', 'compromise', '0000000000', ...vault()], 2, 'KIT_UNKNOWN')
    const before = await withVault(at('office.vault'), ({ audit }) => audit.head().size)
    const said = await done(mark('--occurred', '2001-01-01', ...sign('Walt')))
    assert.match(said, /video-root@1: compromised/)
    await withVault(
      at('office.vault'),
      ({ audit, keyEvents, keys, backupKeys, backupKeyEvents }) => {
        assert.equal(audit.head().size, before + 1, 'one deed, and one entry')
        const today = new Date().toISOString().slice(0, 10)
        for (const key of keys.of(set)) {
          const { to, occurred } = keyEvents.of(key.id, key.version).at(-1) ?? {}
          assert.deepEqual([to, occurred], ['compromised', today])
        }
        for (const { recipient } of backupKeys.of(set)) {
          assert.equal(backupKeyEvents.of(recipient).at(-1)?.to, 'compromised')
        }
      },
    )
    await refused(mark(...sign('Walt')), 2, 'QUORUM_MARKED')
    assert.doesNotMatch(await done(unmarked), /keyclave quorum compromise/)
    assert.match(await done(['key', 'history', 'video-root', ...vault()]), /Walt/)
  })

  it('stands in a log that verifies', async () => {
    await done(['audit', 'verify', ...vault()])
    await withVault(at('office.vault'), ({ audit }) => {
      const actions = new Set([...audit.entries()].map(({ action }) => action))
      for (const action of [
        'backup-key.compromised',
        'quorum.compromised',
        'backup.reencryption-begun',
        'backup.reencrypted',
      ])
        assert.ok(actions.has(action), action)
    })
  })
})
