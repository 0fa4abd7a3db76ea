import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { ChangeKind } from '../../../main/core/kit/authority.ts'
import { kitFingerprint } from '../../../main/core/kit/fingerprint.ts'
import { itemDigest } from '../../../main/core/kit/item-digest.ts'
import { changeHash, type Revision, revisionDigest } from '../../../main/core/kit/revision.ts'
import type { ProvingKit } from '../../../main/core/kit/schema.ts'
import { kitMac } from '../../../main/core/quorum/kit-mac.ts'
import { canonicalBytes } from '../../../main/core/text/canonical-json.ts'
import { agree, authorityOf, type Member, newMember, PEOPLE, STRICT } from './proving-kit.ts'

/**
 * An attacker who has every public file and knows the code: kits with something added, replaced, dropped,
 * reordered, buried or brought back, of another authority or another quorum, every digest computed anew.
 * Some of them have one of the people, whose key is theirs; none has enough.
 */

// biome-ignore lint/suspicious/noExplicitAny: a kit to be broken in every way
type Loose = any
/** Draws a whole number below `bound`. */
export type Draw = (bound: number) => number

/** How a forgery may be refused. */
export type Verdict = 'KIT_TAMPERED' | 'KIT_REVISION' | 'KIT_FORMAT' | 'fingerprint' | 'unproved'

export interface Forgery {
  readonly what: string
  readonly bytes: Buffer
  readonly expected: readonly Verdict[]
}

const { ines, max, walt } = PEOPLE
/** The attacker's own people. */
const OWN: readonly Member[] = [
  newMember('Eve', 'administrator'),
  newMember('Mallory', 'administrator'),
  newMember('Trudy', 'witness'),
]

const golden = (name: string): Loose =>
  JSON.parse(readFileSync(new URL(`../../vectors/golden-kit-2/${name}`, import.meta.url), 'utf8'))

/** The true kit, what an opening of its quorum knows, and a kit of another quorum with the same names. */
export function crimeScene() {
  const kit: ProvingKit = golden('strict/grown.kit.json')
  const founding: ProvingKit = golden('strict/kit.json')
  const foreign: ProvingKit = golden('foreign/grown.kit.json')
  const macKey = Buffer.from(golden('strict/expected.json').macKey, 'hex')
  // What the attacker has sealed: items of the other quorum, which nobody tells from theirs.
  const [, key, second] = foreign.keys
  const own: Loose = { key, second, backupKey: foreign.backupKeys[1] }
  return {
    ...{ kit, founding, foreign, own, fingerprint: kitFingerprint(kit.quorum) },
    macOf: (head: string) => kitMac(macKey, head),
  }
}
export type Scene = ReturnType<typeof crimeScene>

const sealedAs = (item: Loose, other: Loose): Loose => ({ ...item, sealed: other.sealed })
const pick = <T>(list: readonly T[], draw: Draw): T => list[draw(list.length)] as T

/** A revision by the attacker: unsigned, by people of their own, or by one true person. */
function planted(kit: Loose, change: Loose, draw: Draw): Revision {
  const last = kit.revisions.at(-1)
  const content = {
    number: kit.revisions.length + 1,
    time: '2026-11-21T10:00:00.000Z',
    previous: last === undefined ? kitFingerprint(kit.quorum) : revisionDigest(last),
    change,
  }
  const signers = pick([OWN, [ines], [walt], [ines, ...OWN], [max, walt]], draw)
  const agreements = [
    null,
    agree(changeHash(content), change.kind as ChangeKind, signers),
    pick(kit.revisions as Revision[], draw)?.agreement ?? null,
  ]
  return { ...content, agreement: pick(agreements, draw) }
}

/** Changes of a kit, each with the ways in which it may be refused. */
const CRIMES: readonly {
  readonly what: string
  readonly expected: readonly Verdict[]
  readonly commit: (kit: Loose, scene: Scene, draw: Draw) => void
}[] = [
  {
    what: 'add',
    expected: ['KIT_TAMPERED', 'KIT_FORMAT'],
    commit: (kit, { own, foreign }, draw) => {
      const { second } = own
      const [video] = kit.keys
      const added = pick(
        [
          { ...second, id: video.id, label: video.label, version: 3 },
          { ...own.key, label: 'planted' },
          { ...own.key, id: 'ee'.repeat(8), label: 'planted' },
          foreign.keys[draw(foreign.keys.length)],
        ],
        draw,
      )
      if (draw(3) === 0) kit.backupKeys.push({ ...own.backupKey, generation: 3 })
      else kit.keys.splice(draw(kit.keys.length + 1), 0, added)
    },
  },
  {
    what: 'add by a revision',
    expected: ['KIT_REVISION', 'KIT_TAMPERED'],
    commit: (kit, { own }, draw) => {
      const [video] = kit.keys
      const [item, kind] = pick(
        [
          [{ ...own.second, id: video.id, label: video.label, version: 3 }, 'version-added'],
          [{ ...own.key, id: 'ee'.repeat(8), label: 'planted' }, 'item-added'],
          [{ ...own.backupKey, generation: 3 }, 'backup-key-rotated'],
        ] as const,
        draw,
      )
      const change = { kind, item: itemDigest(kit.format, item) }
      kit.revisions.push(planted(kit, change, draw))
      if (draw(5) === 0) return
      if (kind === 'backup-key-rotated') kit.backupKeys.push(item)
      else kit.keys.push(item)
    },
  },
  {
    what: 'replace',
    expected: ['KIT_TAMPERED', 'KIT_REVISION', 'KIT_FORMAT', 'fingerprint'],
    commit: (kit, { own, foreign }, draw) => {
      const list = pick(['keys', 'backupKeys', 'tombstones'], draw)
      const at = draw(kit[list].length)
      const entry = kit[list][at]
      const other = pick([own.key, own.backupKey, foreign.keys[0]], draw)
      const changes = [
        () => sealedAs(entry, other),
        () => ({ ...entry, purpose: 'another' }),
        () => ({ ...entry, created: '2026-11-21T10:00:00.001Z' }),
        () => ({ ...entry, sealedSha256: '00'.repeat(32) }),
        () => ({ ...entry, recipient: foreign.quorum.recipient }),
      ]
      kit[list][at] = pick(changes, draw)()
      if (draw(2) === 0) founded(kit)
    },
  },
  {
    what: 'drop',
    expected: ['KIT_TAMPERED', 'KIT_REVISION', 'KIT_FORMAT'],
    commit: (kit, _, draw) => {
      const list = pick(['keys', 'backupKeys', 'tombstones', 'revisions'], draw)
      kit[list].splice(draw(kit[list].length), 1)
    },
  },
  {
    what: 'reorder',
    expected: ['KIT_TAMPERED', 'KIT_REVISION', 'KIT_FORMAT'],
    commit: (kit, _, draw) => {
      const list = kit[pick(['keys', 'backupKeys', 'revisions'], draw)]
      const from = draw(list.length)
      const [moved] = list.splice(from, 1)
      const to = draw(list.length)
      list.splice(to >= from ? to + 1 : to, 0, moved)
    },
  },
  {
    what: 'tombstone',
    expected: ['KIT_TAMPERED', 'KIT_REVISION'],
    commit: (kit, _, draw) => {
      const list = kit[pick(['keys', 'backupKeys'], draw)]
      const [{ sealed, ...entry }] = list.splice(draw(list.length), 1)
      const sealedSha256 = createHash('sha256').update(Buffer.from(sealed, 'base64')).digest('hex')
      const stone = { ...entry, sealedSha256 }
      kit.tombstones.push(stone)
      const change = { kind: 'tombstone', item: itemDigest(kit.format, stone) }
      if (draw(2) === 0) kit.revisions.push(planted(kit, change, draw))
    },
  },
  {
    what: 'bring back',
    expected: ['KIT_TAMPERED', 'KIT_REVISION', 'KIT_FORMAT'],
    commit: (kit, { founding }, draw) => {
      const [, token] = founding.keys
      kit.keys.splice(draw(kit.keys.length + 1), 0, token)
      if (draw(2) === 0) kit.tombstones.pop()
      if (draw(2) === 0) kit.revisions.splice(3, 1)
    },
  },
  {
    what: 'an old revision',
    expected: ['KIT_TAMPERED', 'KIT_REVISION'],
    commit: (kit, { founding }, draw) => {
      const until = draw(kit.revisions.length)
      kit.revisions = kit.revisions.slice(0, until)
      if (draw(2) === 0) return
      // All of the founding kit but its MAC.
      Object.assign(kit, { keys: founding.keys, backupKeys: founding.backupKeys, tombstones: [] })
      kit.revisions = []
    },
  },
  {
    what: 'another authority',
    expected: ['KIT_REVISION', 'KIT_TAMPERED', 'fingerprint'],
    commit: (kit, _, draw) => {
      const own = authorityOf(OWN)
      const place = draw(3)
      if (place === 0) kit.quorum.authority = pick([own, null, { ...STRICT, policy: 2 }], draw)
      else if (place === 1) kit.revisions[4].change.authority = own
      else {
        kit.revisions.push(planted(kit, { kind: 'authority-changed', authority: own }, draw))
        if (draw(2) === 0) founded(kit)
      }
    },
  },
  {
    what: 'another founding',
    expected: ['fingerprint'],
    commit: (kit, { founding, own, foreign }, draw) => {
      Object.assign(kit, structuredClone(founding))
      const [video] = kit.keys
      pick<() => void>(
        [
          () => kit.keys.push({ ...own.second, id: video.id, label: video.label }),
          () => Object.assign(kit.backupKeys[0], own.backupKey, { generation: 1 }),
          () => Object.assign(kit.quorum, { recipient: foreign.quorum.recipient }),
          () => Object.assign(kit.quorum, { authority: pick([null, authorityOf(OWN)], draw) }),
          () => Object.assign(kit, { statusKey: foreign.statusKey }),
          () => kit.keys.pop(),
        ],
        draw,
      )()
      kit.quorum.statusKey = kit.statusKey.publicKey
      founded(kit)
    },
  },
  {
    what: 'mixed quorums',
    expected: ['KIT_TAMPERED', 'KIT_REVISION', 'KIT_FORMAT', 'fingerprint'],
    commit: (kit, { foreign }, draw) => {
      const other: Loose = foreign
      const members = ['quorum', 'statusKey', 'backupKeys', 'keys', 'revisions', 'mac']
      const taken = members.filter(() => draw(2) === 0)
      for (const member of taken.length === 0 ? ['mac'] : taken) kit[member] = other[member]
    },
  },
  {
    what: 'another MAC',
    expected: ['KIT_TAMPERED', 'KIT_REVISION'],
    commit: (kit, { founding, foreign }, draw) => {
      const macs = [
        { ...kit.mac, revision: draw(kit.revisions.length) },
        { ...kit.mac, revision: kit.revisions.length + 1 + draw(3) },
        { ...founding.mac, revision: 1 + draw(kit.revisions.length) },
        { ...kit.mac, value: foreign.mac.value },
      ]
      kit.mac = pick(macs, draw)
    },
  },
]

/** The founding items named anew, as they stand in the kit now. */
function founded(kit: Loose): void {
  kit.quorum.foundingItems = [kit.statusKey, ...kit.backupKeys, ...kit.keys].map(item =>
    itemDigest(kit.format, item),
  )
}

/** The revisions numbered and chained anew. */
function chained(kit: Loose): void {
  let previous = kitFingerprint(kit.quorum)
  kit.revisions = kit.revisions.map((revision: Revision, i: number) => {
    const next = { ...revision, number: i + 1, previous }
    previous = revisionDigest(next)
    return next
  })
}

/** One forgery. It may come out as the true kit, spelled again. */
export function forge(scene: Scene, draw: Draw): Forgery {
  const crime = pick(CRIMES, draw)
  const kit: Loose = structuredClone(scene.kit)
  crime.commit(kit, scene, draw)
  if (draw(2) === 0) chained(kit)
  const { digest: _, ...rest } = kit
  const digest = createHash('sha256').update('keyclave/v1 kit digest').update(canonicalBytes(rest))
  const bytes = canonicalBytes({ ...rest, digest: digest.digest('hex') })
  return { what: crime.what, bytes, expected: crime.expected }
}
