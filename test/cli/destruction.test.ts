/** Destruction, on the command line: what leaves the vault, what is said of copies and cards, and who signs it. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { done, doneJson, refused } from './command-line.ts'
import { planHead, signedOffice } from './signed-office.ts'

const CUSTODIANS = ['Ada', 'Bob', 'Cleo'] as const
const KEYS = `keys:
  - { label: video-root, bits: 256, purpose: content encryption }
  - { label: audio-root, bits: 128, purpose: content encryption }
`

interface KitJson {
  readonly keys: readonly {
    readonly label: string
    readonly version: number
    readonly sealed: string
  }[]
  readonly tombstones: readonly { readonly label: string; readonly sealedSha256: string }[]
}
interface Status {
  readonly copies: readonly { readonly copy: string; readonly fate: string | null }[]
  readonly quorums: readonly {
    readonly setId: string
    readonly fewerThanThresholdRemain: boolean
  }[]
}

/** Whether a file has pieces of something sealed, as it stands in rows or in kits. */
function hasPieces(file: string, sealed: string): boolean {
  const bytes = readFileSync(file)
  const binary = Buffer.from(sealed, 'base64')
  const pieces = [binary, Buffer.from(sealed)].flatMap(form =>
    Array.from({ length: 6 }, (_, i) => form.subarray(100 + 40 * i, 140 + 40 * i)),
  )
  return pieces.some(piece => bytes.includes(piece))
}

describe('destruction', { concurrency: false }, () => {
  const desk = signedOffice()
  const { vault, sign } = desk
  let sealed = ''
  const at = (name: string): string => desk.at(name)
  const destroy = (key: string, ...names: string[]): string[] => [
    ...['key', 'destroy', key, ...vault(), ...(names.length === 0 ? [] : sign(...names))],
  ]
  const kitNow = async (name: string): Promise<KitJson> => {
    await done(['kit', 'export', ...vault(), '--out', at(name)])
    return JSON.parse(readFileSync(at(name), 'utf8')) as KitJson
  }

  before(async () => {
    await desk.found(KEYS, CUSTODIANS)
    const kit = await kitNow('kit-1.json')
    sealed = kit.keys.find(({ label }) => label === 'video-root')?.sealed ?? ''
    // As an update leaves it beside a vault.
    copyFileSync(at('office.vault'), at('office.vault.before-6.bak'))
    writeFileSync(at('office.vault.before-3.bak'), 'a copy from before the key was made')
  })
  after(() => desk.remove())

  it('is refused while a key is in use, to too few, and without a version where there are several', async () => {
    assert.ok(hasPieces(at('office.vault'), sealed), 'what is looked for is there before')
    await refused(destroy('video-root@1', 'Ines', 'Walt'), 2, 'KEY_STATE')
    await done(['key', 'rotate', 'video-root', ...vault(), ...sign('Ines', 'Walt')])
    await refused(destroy('video-root', 'Ines', 'Walt'), 1, 'KEY_WHICH_VERSION')
    await refused(destroy('video-root@1'), 2, 'APPROVAL_NEEDED')
    await refused(destroy('video-root@1', 'Ines'), 2, 'APPROVAL_SHORT')
    await refused(
      [
        'destruction',
        'account',
        'video-root@1',
        '--copy',
        'x',
        '--fate',
        'lost',
        '--by',
        'Ada',
        ...vault(),
        ...sign('Ines', 'Walt'),
      ],
      2,
      'NOT_DESTROYED',
    )
  })

  it('leaves no piece of it in the vault, beside it, or in kits written from then on', async () => {
    const said = await done(destroy('video-root@1', 'Ines', 'Walt'))
    assert.match(said, /no piece of it is left/)
    assert.match(said, /office\.vault\.before-6\.bak had it, and was overwritten and removed/)
    for (const name of readdirSync(at('.'))) {
      if (name.startsWith('office.vault')) assert.ok(!hasPieces(at(name), sealed), name)
    }
    assert.ok(!existsSync(at('office.vault.before-6.bak')))
    assert.ok(existsSync(at('office.vault.before-3.bak')), 'a copy that has nothing of it stays')
    const kit = await kitNow('kit-3.json')
    assert.ok(!hasPieces(at('kit-3.json'), sealed))
    assert.deepEqual(
      kit.keys.map(({ label, version }) => `${label}@${version}`),
      ['audio-root@1', 'video-root@2'],
    )
    assert.deepEqual(
      kit.tombstones.map(({ label }) => label),
      ['video-root'],
    )
    assert.match(await done(['kit', 'inspect', at('kit-3.json'), ...vault()]), /video-root/)
    assert.match(await done(['audit', 'verify', ...vault()]), /entries/)
    await refused(destroy('video-root@1', 'Ines', 'Walt'), 2, 'KEY_STATE')
    // Of the two versions only one can be meant by either, and still it has to be named.
    const which = (said: string) => /and (.*) can be meant here/.exec(said)?.[1]
    assert.equal(which(await refused(destroy('video-root'), 1, 'KEY_WHICH_VERSION')), '2')
    const account = ['destruction', 'account', 'video-root', '--copy', 'x', '--fate', 'lost']
    const told = await refused([...account, '--by', 'Ada', ...vault()], 1, 'KEY_WHICH_VERSION')
    assert.equal(which(told), '1')
    await refused(
      [
        'recover',
        'key',
        'video-root',
        '--kit',
        at('kit-1.json'),
        ...vault(),
        ...sign('Olga', 'Walt'),
        '--share',
        at('ceremony/shares/01-ada.txt'),
        at('ceremony/shares/02-bob.txt'),
        '--passphrase-file',
        at('pass.txt'),
        '--out',
        at('old.key'),
      ],
      2,
      'KEY_NOT_READABLE',
    )
  })

  it('is certified with what became of copies and what was not destroyed, and verified alone', async () => {
    const show = ['destruction', 'show', 'video-root@1', ...vault()]
    const status = await doneJson<Status>(show)
    const kits = status.copies.filter(({ copy }) => copy.startsWith('kit:'))
    assert.equal(kits.length, 2)
    assert.deepEqual(
      status.quorums.map(quorum => quorum.fewerThanThresholdRemain),
      [false],
    )
    const account = ['destruction', 'account', 'video-root@1', '--by', 'Ada', ...vault()]
    await done([
      ...[...account, '--copy', kits[0]?.copy ?? '', 'the laptop of Ada', '--fate', 'destroyed'],
      ...['--serial', 'D-7', ...sign('Ines', 'Walt')],
    ])
    const certify = ['destruction', 'certify', 'video-root@1', ...vault(), '--observer', 'Otto']
    const files = ['--out', at('certificate.json'), '--pdf', at('certificate.pdf')]
    await refused([...certify, ...files, ...sign('Ines')], 2, 'APPROVAL_SHORT')
    await done([...certify, ...files, ...sign('Ines', 'Walt')])
    const said = await done(['destruction', 'verify', at('certificate.json'), ...vault()])
    assert.match(said, /2 of 4 that are known are destroyed/)
    assert.match(said, /fewer cards than needed remain: NO/)
    assert.match(said, /Signed {7}Ines/)
    assert.equal(readFileSync(at('certificate.pdf')).subarray(0, 5).toString(), '%PDF-')

    const text = readFileSync(at('certificate.json'), 'utf8')
    const altered = (change: (from: string) => string): string => {
      writeFileSync(at('altered.json'), change(text))
      return at('altered.json')
    }
    const verify = (file: string): string[] => ['destruction', 'verify', file]
    await refused(
      verify(altered(from => from.replace('"kept"', '"kept"').replace('Otto', 'Otta'))),
      5,
      'CERTIFICATE_TAMPERED',
    )
    await refused(
      verify(
        altered(from =>
          from.replace('"fewerThanThresholdRemain":false', '"fewerThanThresholdRemain":true'),
        ),
      ),
      5,
      'CERTIFICATE_TAMPERED',
    )
    await refused(verify(altered(() => '{}')), 2, 'CERTIFICATE_FORMAT')
    // Whoever takes the signatures off may write what they like, and keep the head of the log.
    const { item, ...rest } = JSON.parse(text)
    const unsigned = { profile: null, policy: null, signatures: null, waivers: [], people: [] }
    const forged = JSON.stringify({ ...rest, ...unsigned, item: { ...item, version: 2 } })
    assert.match(await done(verify(altered(() => forged))), /by itself it proves nothing/)
    await refused([...verify(altered(() => forged)), ...vault()], 5, 'CERTIFICATE_NOT_LOGGED')
  })

  it('is for good once a re-issue leaves it out and too few of the old cards remain', async () => {
    const old = await doneJson<{ readonly quorum: { readonly setId: string } }>([
      ...['share', 'inspect', at('ceremony/shares/01-ada.txt'), '--kit', at('kit-3.json')],
      ...vault(),
    ])
    const { setId } = old.quorum ?? (old as unknown as { readonly setId: string })
    const reissue = (leaveOut: string, out: string): string[] => {
      desk.write(`${out}.yaml`, `${planHead(CUSTODIANS)}leaveOut: [${leaveOut}]\n`)
      return [
        ...['ceremony', 'reissue', at(`${out}.yaml`), '--kit', at('kit-3.json'), '--no-pdf'],
        ...['--new-passphrase-file', at('pass.txt'), '--out', at(out), ...vault()],
        ...['--share', at('ceremony/shares/01-ada.txt'), at('ceremony/shares/02-bob.txt')],
        ...['--passphrase-file', at('pass.txt'), ...sign('Ines', 'Walt', 'Olga', ...CUSTODIANS)],
      ]
    }
    assert.match(await refused(reissue('video-root@1', 'gone'), 2, 'REISSUE_PLAN'), /does not have/)
    assert.match(
      await refused(reissue('audio-root', 'used'), 2, 'REISSUE_PLAN'),
      /in use. Retire it first/,
    )
    await done(['key', 'retire', 'audio-root', ...vault(), ...sign('Ines', 'Walt')])
    const card = ['share', 'destroy', '--set', setId, ...vault()]
    await refused([...card, '--card', '1', ...sign('Ines', 'Walt')], 2, 'CARDS_IN_FORCE')
    await done(reissue('audio-root@1', 'next'))
    const kit = JSON.parse(readFileSync(at('next/kit.json'), 'utf8')) as KitJson
    assert.deepEqual(
      kit.keys.map(({ label, version }) => `${label}@${version}`),
      ['video-root@2'],
    )
    assert.match(readFileSync(at('next/record.json'), 'utf8'), /"leaveOut":\["audio-root@1"\]/)
    const python = spawnSync('python3', [
      ...['-I', path.join(import.meta.dirname, '../../docs/recover.py'), 'kit'],
      at('next/kit.json'),
    ])
    assert.equal(python.status, 0, `${python.stderr}`)

    assert.match(await done(destroy('audio-root@1', 'Ines', 'Walt')), /no piece of it is left/)
    await refused([...card, ...sign('Ines', 'Walt')], 1, 'CARDS_NONE')
    await refused([...card, '--card', '4', ...sign('Ines', 'Walt')], 2, 'CARD_UNKNOWN')
    await refused([...card, '--card', '1', ...sign('Ines')], 2, 'APPROVAL_SHORT')
    const one = await done([...card, '--card', '1', '--observer', 'Otto', ...sign('Ines', 'Walt')])
    assert.match(one, /1 more to destroy until it cannot/)
    await refused([...card, '--card', '1', ...sign('Ines', 'Walt')], 2, 'CARD_GONE')
    const two = [...card, '--card', '3', '--passphrase-card', '--method', 'burned']
    assert.match(await done([...two, ...sign('Ines', 'Walt')]), /can no longer open anything/)
    const status = await doneJson<Status>(['destruction', 'show', 'audio-root@1', ...vault()])
    assert.deepEqual(
      status.quorums.map(quorum => quorum.fewerThanThresholdRemain),
      [true],
    )
    const shown = await done(['quorum', 'show', setId, ...vault()])
    assert.match(shown, /can no longer open anything/)
  })

  it('takes an earlier backup key too, and never the current one', async () => {
    const backupKey = (number: string): string[] => [
      ...['backup-key', 'destroy', number, ...vault(), ...sign('Ines', 'Walt')],
    ]
    await refused(backupKey('2'), 2, 'BACKUP_KEY_CURRENT')
    assert.match(await done(backupKey('1')), /backup-key-1 is destroyed/)
    assert.match(await refused(backupKey('1'), 2, 'BACKUP_KEY_STATE'), /is destroyed already/)
    await done([
      ...['destruction', 'certify', 'backup-key-1', ...vault(), ...sign('Ines', 'Walt')],
      ...['--out', at('backup.json'), '--pdf', at('backup.pdf')],
    ])
    await done(['destruction', 'verify', at('backup.json'), ...vault()])
    await kitNow('kit-4.json')
    await done(['backup-key', 'rotate', ...vault(), ...sign('Ines', 'Walt')])
    assert.match(await done(['kit', 'inspect', at('kit-4.json'), ...vault()]), /backup key 2/i)
  })
})
