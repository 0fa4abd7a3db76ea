/**
 * Kits that somebody made who has public files alone and knows the code: every digest is computed anew.
 * Refused at both desks, by name, with the vault that knows better and without one.
 */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { ageIdentity } from '../../main/core/age/identity.ts'
import { osRandom } from '../../main/core/bytes/random.ts'
import { newBackupKey } from '../../main/core/kit/backup-key.ts'
import { kitFingerprint } from '../../main/core/kit/fingerprint.ts'
import { kitToBytes, parseKit } from '../../main/core/kit/kit.ts'
import { importSecret, newMasterKey } from '../../main/core/kit/master-key.ts'
import type { FirstKit, Kit } from '../../main/core/kit/schema.ts'
import {
  type Desk,
  done,
  doneJson,
  keyclaveWithoutCard,
  newDesk,
  refused,
} from '../cli/command-line.ts'
import { addKey, buildFirstKit, rotateBackupKey } from '../core/first-kit.ts'
import { smallCeremony } from '../core/small-ceremony.ts'
import { onCard } from '../fixtures/card-fingerprint.ts'
import { bytesOf, golden } from '../golden/golden.ts'
import { openWindow } from './window.ts'

/** The kit, cards and vault of 0.1.0: of the format in which nothing proves what was added later. */
const BARE = 'without-people'
const CARDS = ['01-ada.txt', '02-grace-hopper.txt', '03-zoe.txt']
const share = (n: number): string => golden(BARE, 'cards', CARDS[n - 1] ?? '')
const passphraseFile = golden(BARE, 'passphrase.txt')
const opening = ['--share', share(1), share(3), '--passphrase-file', passphraseFile]
const backup = golden(BARE, 'office.tar.zst.age')

let desk: Desk
let honestFile = ''
let honest: FirstKit
/** What stands on the cards. */
let onCards = ''
let vault: readonly string[] = []

before(() => {
  desk = newDesk()
  honestFile = desk.write('kit.json', bytesOf(BARE, 'kit.json'))
  honest = parseKit(bytesOf(BARE, 'kit.json')) as FirstKit
  onCards = onCard(honestFile)
  const bytes = gunzipSync(bytesOf(BARE, 'founded.vault.gz'))
  vault = ['--vault', desk.write('vault', bytes)]
})
after(() => desk.remove())

const CREATED = new Date('2026-11-27T10:00:00.000Z')
let files = 0
const fileOf = (kit: Kit): string => {
  files += 1
  return desk.write(`forged-${files}.json`, kitToBytes(kit))
}
const newName = (): string => {
  files += 1
  return desk.at(`out-${files}`)
}

/** "Version 2" of a key, or a key of a new name, sealed to the recipient that stands in the kit. */
async function withKey(kit: FirstKit, label: string): Promise<FirstKit> {
  const { quorum } = kit
  const replaces = kit.keys.find(key => key.label === label)
  const sealing = {
    ...{ quorum, created: CREATED, random: osRandom },
    ...(replaces && { replaces }),
  }
  return addKey(kit, await newMasterKey(256, { label, purpose: 'theirs' }, sealing))
}

const withBackupKey = async (kit: FirstKit): Promise<FirstKit> =>
  rotateBackupKey(
    kit,
    await newBackupKey({
      ...{ quorum: kit.quorum, generation: kit.backupKeys.length + 1 },
      ...{ created: CREATED, random: osRandom },
    }),
  )

/** The founding part made anew: the fingerprint is another one. */
function withQuorum(kit: FirstKit, change: Partial<FirstKit['quorum']>): FirstKit {
  const { foundingItems: _, ...quorum } = { ...kit.quorum, ...change }
  return buildFirstKit({ quorum, backupKeys: kit.backupKeys, keys: kit.keys })
}

const theirRecipient = async (): Promise<string> =>
  (await ageIdentity(osRandom(32), 'classic')).recipient

/** Everything of the honest kit but the keys, which are the attacker's, sealed to the true quorum. */
async function withOtherFounding(kit: FirstKit): Promise<FirstKit> {
  const { foundingItems: _, ...quorum } = kit.quorum
  const sealing = { quorum, created: CREATED, random: osRandom }
  const keys = await Promise.all(
    kit.keys.map(({ label, purpose, kind }) =>
      kind === 'master-key'
        ? newMasterKey(256, { label, purpose }, sealing)
        : importSecret(Buffer.from('theirs'), { label, purpose }, sealing),
    ),
  )
  return buildFirstKit({ quorum, backupKeys: kit.backupKeys, keys })
}

describe('a kit to which somebody added a version of a key', () => {
  let forged = ''
  before(async () => {
    forged = fileOf(await withKey(honest, 'video-root'))
  })
  const kit = () => ['--kit', forged]
  const card = () => ['--fingerprint', onCards]

  it('has the fingerprint of the cards', () => {
    assert.equal(kitFingerprint(parseKit(readFileSync(forged)).quorum).slice(0, 8), onCards)
  })

  it('gives no key for the name, and none at all with the vault', async () => {
    const out = newName()
    const wanted = ['recover', 'key', 'video-root', ...opening, '--out', out, ...kit()]
    await refused([...wanted, ...card()], 5, 'ITEM_UNPROVED')
    await refused([...wanted, ...vault], 5, 'KIT_UNPROVED')
    await refused([...wanted, ...vault, ...card()], 5, 'KIT_UNPROVED')
    await refused([...wanted.with(2, 'video-root@2'), ...card()], 5, 'ITEM_UNPROVED')
    assert.ok(!existsSync(out))
    const made = await doneJson<{ version: number; versions: number; fingerprint: string }>([
      ...wanted.with(2, 'video-root@1'),
      ...card(),
    ])
    assert.deepEqual([made.version, made.versions], [1, 2])
    const true_ = honest.keys.find(key => key.label === 'video-root')
    assert.ok(true_?.kind === 'master-key')
    assert.ok(true_.fingerprint.startsWith(made.fingerprint.replaceAll(' ', '')))
  })

  it('holds no drill and becomes nobody’s new kit', async () => {
    const plan = desk.write(
      'next.yaml',
      `title: Next
organisation: Example Ltd
quorum: { threshold: 2, custodians: [Ada, Zoë], identity: classic, kdf: 1 }
keys: []
`,
    )
    const drill = ['drill', 'hold', ...opening, ...kit()]
    await refused([...drill, ...card()], 5, 'KIT_UNPROVED')
    const out = newName()
    const pass = ['--new-passphrase-file', passphraseFile, '--out', out, '--no-pdf']
    const reissue = ['ceremony', 'reissue', plan, ...opening, ...pass, ...kit()]
    await refused([...reissue, ...card()], 5, 'KIT_UNPROVED')
    assert.ok(!existsSync(out))
  })

  it('writes in the window what the screen shows, or nothing', async context => {
    const { call, refused: refusedCall } = openWindow(context)
    const source = { kind: 'file', path: forged, fingerprint: onCards } as const
    const begun = await call('recovery.begin', { kit: source })
    assert.ok(begun.step === 'shares' && begun.kit)
    for (const n of [1, 3]) {
      await call('share.add', { for: 'recovery', card: { kind: 'file', path: share(n) } })
    }
    await call('recovery.open', {
      passphrase: readFileSync(passphraseFile, 'utf8').trim(),
    })
    const out = newName()
    const versions = begun.kit.keys.filter(key => key.label === 'video-root')
    assert.deepEqual(
      versions.map(({ version }) => version),
      [1, 2],
    )
    const [first] = versions
    assert.deepEqual(begun.kit.unproved, [{ key: first?.id, version: 2 }])
    const name = `${first?.id}@`
    await refusedCall('recovery.exportKey', { key: `${name}2`, out }, 'ITEM_UNPROVED')
    await refusedCall('recovery.exportKey', { key: 'video-root', out }, 'ITEM_UNPROVED')
    const { key } = await call('recovery.exportKey', { key: `${name}1`, out })
    assert.deepEqual(key, first)
  })
})

describe('a kit to which somebody added a backup key', () => {
  it('encrypts nothing to it, with the card and with the vault', async () => {
    const forged = fileOf(await withBackupKey(honest))
    const out = newName()
    const create = ['backup', 'create', honestFile, '--out', out, '--kit', forged]
    await refused([...create, '--fingerprint', onCards], 5, 'ITEM_UNPROVED')
    await refused([...create, ...vault], 5, 'KIT_UNPROVED')
    assert.ok(!existsSync(out))
  })

  it('encrypts nothing to it in the window', async context => {
    const { call, refused: refusedCall } = openWindow(context)
    const path = fileOf(await withBackupKey(honest))
    const request = { paths: [honestFile], out: newName() }
    const kit = { kind: 'file', path, fingerprint: onCards } as const
    await refusedCall('backup.create', { ...request, kit }, 'ITEM_UNPROVED')
    await call('vault.open', { path: vault[1] ?? '', readOnly: false })
    await refusedCall('backup.create', { ...request, kit }, 'KIT_UNPROVED')
  })
})

describe('a kit with the same commitments and another founding part', () => {
  const forgeries: readonly [string, () => Promise<Kit>][] = [
    ['recipient', async () => withQuorum(honest, { recipient: await theirRecipient() })],
    ['keys', () => withOtherFounding(honest)],
    [
      'names of custodians',
      async () =>
        withQuorum(honest, {
          custodians: honest.quorum.custodians.map(c => ({ ...c, name: `${c.name} II` })),
        }),
    ],
    [
      'commitment of one share',
      async () =>
        withQuorum(honest, {
          custodians: honest.quorum.custodians.map(c =>
            c.index === 2 ? { ...c, commitment: '5a'.repeat(32) } : c,
          ),
        }),
    ],
    ['threshold', async () => withQuorum(honest, { threshold: 3 })],
  ]
  for (const [what, forge] of forgeries) {
    it(`${what}: refused wherever a kit is taken`, async () => {
      const forged = fileOf(await forge())
      const kit = ['--kit', forged]
      const out = newName()
      const commands = [
        ['recover', 'key', 'video-root', ...opening, '--out', out],
        ['recover', 'backup', backup, ...opening, '--out', out],
        ['recover', 'identity', ...opening],
        ['drill', 'hold', ...opening],
        ['share', 'inspect', share(2)],
        ['backup', 'create', honestFile, '--out', out],
      ]
      for (const command of commands) {
        const own = kitFingerprint(parseKit(readFileSync(forged)).quorum)
        const differs = await refused(
          [...command, ...kit, '--fingerprint', onCards],
          5,
          'KIT_FINGERPRINT',
        )
        assert.match(differs, /groups? .* differ.* from the kit's/)
        tellsNothingOf(differs, own)
        const withVault = [...command, ...kit, ...vault, '--fingerprint', own]
        const said = await refused(withVault, 5, 'KIT_FOREIGN')
        assert.match(said, /keep it as evidence/)
        tellsNothingOf(said, own)
      }
      for (const page of [
        ['kit', 'print', forged, '--out', out],
        ['kit', 'inspect', forged],
      ]) {
        await refused([...page, '--fingerprint', onCards], 5, 'KIT_FINGERPRINT')
        await refused([...page, ...vault, '--fingerprint', 'ffffffff'], 5, 'KIT_FINGERPRINT')
      }
      assert.ok(!existsSync(out))
    })
  }

  it('has no honest card recorded as forged', async () => {
    const forged = fileOf(await (forgeries[3]?.[1] ?? assert.fail)())
    const own = kitFingerprint(parseKit(readFileSync(forged)).quorum)
    const inspect = ['share', 'inspect', share(2), '--kit', forged]
    // Somebody reads the digits off the screen, and not off the card.
    const said = await refused([...inspect, '--fingerprint', own], 5, 'SHARE_FORGED')
    assert.match(said, /First suspect the kit/)
    tellsNothingOf(said, own)
    await refused([...inspect, ...vault], 5, 'KIT_FOREIGN')
    const log = await done(['audit', 'export', ...vault, '--out', newName()])
    assert.doesNotMatch(log, /forged/)
  })
})

/** What is said has no digit that would make a forged kit pass for that of the cards. */
function tellsNothingOf(said: string, fingerprint: string): void {
  const digits = said.replaceAll(/\s/g, '')
  assert.ok(!digits.includes(fingerprint.slice(0, 8)), said)
}

describe('a kit that is not that of the card', () => {
  it('says at both desks which groups differ, and no digit of its own', async context => {
    const { setId } = honest.quorum
    const forged = fileOf(withQuorum(honest, { threshold: 3 }))
    const own = kitFingerprint(parseKit(readFileSync(forged)).quorum)
    // Two groups typed from the card, of which the second is, by chance, as the kit has it.
    const typed = `${own[0] === '0' ? '1' : '0'}${own.slice(1, 8)}`
    const inspect = ['share', 'inspect', share(2), '--kit', forged, '--fingerprint', typed]
    const said = await refused(inspect, 5, 'KIT_FINGERPRINT')
    assert.match(said, /of the 2 groups of four digits that were typed, group 1 differs/)
    const window = openWindow(context)
    const fingerprint = onCards
    const kit = { kind: 'file', path: forged, fingerprint } as const
    // All that crosses to the window: nothing of it is a digit of the kit.
    const data = { setId, groups: [1, 2], typed: 2 }
    await window.refused('recovery.begin', { kit }, 'KIT_FINGERPRINT', data)
    await window.refused('drill.begin', { kit }, 'KIT_FINGERPRINT', data)
    const create = { paths: [honestFile], kit, out: newName() }
    await window.refused('backup.create', create, 'KIT_FINGERPRINT', data)
  })
})

describe('a kit that nothing confirms', () => {
  it('is refused where nobody can be asked, and the refusal says what to pass', async () => {
    const args = ['recover', 'identity', ...opening, '--kit', honestFile]
    const ran = await keyclaveWithoutCard(args)
    assert.equal(ran.code, 1)
    assert.match(ran.err, /KIT_FINGERPRINT_NEEDED.*--fingerprint.*--vault/)
  })

  it('is refused in the window, which says the same', async context => {
    const { call, refused: refusedCall } = openWindow(context)
    const kit = { kind: 'file', path: honestFile, fingerprint: '' } as const
    await refusedCall('recovery.begin', { kit }, 'KIT_FINGERPRINT_NEEDED')
    await refusedCall(
      'backup.create',
      { paths: [honestFile], kit, out: newName() },
      'KIT_FINGERPRINT_NEEDED',
    )
    for (const fingerprint of ['1a2b3c4', 'not hex!', '0'.repeat(65)]) {
      await refusedCall(
        'recovery.begin',
        { kit: { ...kit, fingerprint } },
        'KIT_FINGERPRINT_FORMAT',
      )
    }
    await call('recovery.begin', {
      kit: { ...kit, fingerprint: `${onCards.slice(0, 4).toUpperCase()} ${onCards.slice(4)}` },
    })
  })
})

/** A vault in which Ines and Walt sign, beside an office. */
async function peopledVault({ at, write }: Desk) {
  const pins = [['Ines', '482913'] as const, ['Walt', '730164'] as const].map(
    ([name, pin]) => `${name}=${write(`${name}.pin`, `${pin}\n`)}`,
  )
  const [ines = '', walt = ''] = pins
  const vault = ['--vault', at('peopled.vault')]
  const found = ['people', 'found', ...vault, '--profile', 'small-team']
  await done([...found, '--administrator', ines, '--witness', walt])
  return { vault, signers: ['--sign', ines, '--sign', walt] }
}

describe('a kit of a quorum that the vault does not know', () => {
  it('is taken by a vault with people only once two have signed for it', async () => {
    const { firstKit: kit } = await smallCeremony('classic')
    const foreign = fileOf(kit)
    const { vault: peopled, signers } = await peopledVault(desk)
    const card = ['--fingerprint', onCard(foreign)]
    const create = ['backup', 'create', foreign, '--kit', foreign, '--out', newName(), ...peopled]
    await refused([...create, ...card], 2, 'KIT_NOT_TAKEN_IN')
    const take = ['kit', 'import', foreign, ...peopled]
    await refused([...take, '--fingerprint', '00000000', ...signers], 5, 'KIT_FINGERPRINT')
    await refused([...take, ...card, ...signers.slice(0, 2)], 2, 'APPROVAL_SHORT')
    await done([...take, ...card, ...signers])
    await refused([...take, ...card, ...signers], 2, 'KIT_KNOWN')
    await done(['audit', 'verify', ...peopled])
    const made = await doneJson<{ setId: string }>([...create, ...signers.slice(0, 2)])
    assert.equal(made.setId, kit.quorum.setId)
    const forged = fileOf(await withBackupKey(kit))
    await refused([...create.with(4, forged), ...signers], 5, 'KIT_UNPROVED')
  })
})

describe('where a backup comes from', () => {
  const restore = (file: string, ...rest: readonly string[]): readonly string[] => [
    ...['recover', 'backup', file, ...opening, '--kit', honestFile, '--out', newName(), ...rest],
  ]

  it('the vault’s log says who made it', async () => {
    const out = newName()
    await done(['backup', 'create', honestFile, '--kit', honestFile, '--out', out, ...vault])
    const said = await done(restore(out, ...vault))
    assert.match(said, /The vault's log knows it: made by operator/)
  })

  it('of one that no log knows, that anybody with the kit could have made it', async () => {
    const out = newName()
    await done(['backup', 'create', honestFile, '--kit', honestFile, '--out', out])
    const sha256 = createHash('sha256').update(readFileSync(out)).digest('hex')
    for (const recorded of [[], vault]) {
      const said = await done(restore(out, ...recorded))
      assert.match(said, /Anybody with the kit could have made this backup: compare its SHA-256/)
      assert.match(said, new RegExp(sha256))
    }
  })
})
