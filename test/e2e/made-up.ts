/** What the made-up answers of the scenes tell of: one quorum, its people, its keys. */

import type { Chosen } from '../../shared/chosen.ts'
import type { Output } from '../../shared/contract.ts'
import type { RecordStep, StepFacts } from '../../shared/record-steps.ts'
import { encodeShare } from '../../shared/share.ts'
import { shareToQr, shareToWords } from '../../shared/share-text.ts'
import { toRows } from './qr-rows.ts'

type State = Output<'ceremony.state'>
export type CeremonyAt<Step extends State['step']> = Extract<State, { step: Step }>

export const PEOPLE = [
  'Ada Lovelace',
  'Grace Hopper',
  'Katherine Johnson',
  'Hedy Lamarr',
  'Annie Easley',
]

const FINGERPRINT = '4f0c 91d2 7a3e 58b6 02ed c4a9 6d17 b83f'
export const SET_ID = '9c41e07b52'

export const about: Output<'app.about'> = {
  version: '0.1.0',
  shell: 'chromium',
  airGap: { isolated: true, interfaces: [] },
}

export const session: Output<'app.session'> = {
  locked: false,
  kept: [],
  signedOut: false,
  idleSeconds: 600,
  vault: null,
  ceremony: false,
  recovery: false,
  tasks: [],
}

export const key = (label: string, purpose: string): Output<'kit.inspect'>['keys'][number] => ({
  id: `key-${label}`,
  version: 1,
  label,
  kind: 'master-key',
  description: `AES-256, ${purpose}, until 2028-11-21, check value 0a1b2c3d4e`,
  bits: 256,
  algorithm: null,
  purpose,
  expires: '2028-11-21',
  fingerprint: 'b21f 0d8e 93c4 6aa7 15e0 c8f2 7b64 90d3',
  checkValue: '0a1b2c3d4e',
})
export const keys = [
  key('video-root', 'content encryption'),
  key('archive-root', 'wrapping of archive keys'),
]

/** Of something that was chosen. */
export const TOKEN = '00112233445566770011223344556677' as Chosen

export const plan: CeremonyAt<'room'>['agreed']['plan'] = {
  title: 'Root key ceremony 2026',
  organisation: 'Example Archive Ltd',
  quorum: { threshold: 3, custodians: PEOPLE, identity: 'hybrid', kdf: 3 },
  keys: [
    { label: 'video-root', purpose: 'content encryption', bits: 256, expires: '2028-11-21' },
    { label: 'archive-root', purpose: 'wrapping of archive keys', bits: 192, expires: null },
  ],
  imports: [],
}

export const checkedPlan: Output<'ceremony.checkPlan'> = {
  plan,
  files: [],
  planHash: '7d02c6f8e1b94a53d0276ec18f5ab3947d02c6f8e1b94a53d0276ec18f5ab394',
  warnings: [{ kind: 'key-of-192-bits', label: 'archive-root' }],
}

export const agreed: CeremonyAt<'room'>['agreed'] = {
  ...checkedPlan,
  opened: '2026-11-21T09:30:00.000Z',
  vault: '/media/vault/archive.vault',
}

export const checks: NonNullable<CeremonyAt<'room'>['checks']> = [
  { check: 'network', result: 'passed', evidence: { kind: 'no-interface', isolated: true } },
  { check: 'swap', result: 'failed', evidence: { kind: 'swap-on', names: ['/dev/sda3'] } },
  { check: 'core-dumps', result: 'passed', evidence: { kind: 'cores-off' } },
  { check: 'hibernation', result: 'passed', evidence: { kind: 'nowhere-to-hibernate' } },
  {
    check: 'clock',
    result: 'unknown',
    evidence: { kind: 'clock', time: '2026-11-21T09:31:00.000Z' },
  },
  {
    check: 'disk',
    result: 'passed',
    evidence: {
      kind: 'free-space',
      places: [
        { device: '/dev/sda2', megabytes: 212_000 },
        { device: '/dev/sdb1', megabytes: 62_000 },
      ],
    },
  },
  { check: 'virtual-machine', result: 'passed', evidence: { kind: 'no-hypervisor', firmware: '' } },
  { check: 'self-test', result: 'passed', evidence: { kind: 'right-answers', names: ['SHA-256'] } },
]

/** What a machine says that passes. */
export const passedChecks = checks.map(check => ({
  ...check,
  result: 'passed' as const,
  ...(check.check === 'swap' && { evidence: { kind: 'no-swap' } as const }),
}))

export const made: CeremonyAt<'shares'>['made'] = {
  setId: SET_ID,
  fingerprint: FINGERPRINT,
  recipient: 'age1pq1example',
  backupKey: { generation: 1, recipient: 'age1pq1example' },
  keys,
}

export const shares = (readBack: number, shown = false): CeremonyAt<'shares'>['shares'] =>
  PEOPLE.map((custodian, i) => ({
    index: i + 1,
    custodian,
    state: i < readBack ? 'read-back' : i === readBack && shown ? 'shown' : 'waiting',
    card: null,
  }))

export const inShares = (readBack: number, shown = false): CeremonyAt<'shares'> => ({
  step: 'shares',
  agreed,
  made,
  shares: shares(readBack, shown),
  turn: shown ? readBack + 1 : null,
})

const bytes = encodeShare({
  identity: 'hybrid',
  profile: 3,
  setId: Uint8Array.of(0x9c, 0x41, 0xe0, 0x7b, 0x52),
  threshold: 3,
  index: 2,
  value: Uint8Array.from({ length: 36 }, (_, i) => (i * 67 + 29) % 256),
})

/** A share that opens nothing. */
export const card: Output<'ceremony.showShare'> = {
  index: 2,
  custodian: PEOPLE[1] ?? '',
  words: shareToWords(bytes),
  qr: toRows(shareToQr(bytes)),
  setId: SET_ID,
  fingerprint: FINGERPRINT,
}

export const proof: CeremonyAt<'proved'>['proof'] = {
  subsets: 10,
  possible: '10',
  exhaustive: true,
}

/** A step of a record, by a custodian or else by the administrator. */
const step = <S extends RecordStep>(name: S, facts: StepFacts<S>, custodian?: string) => ({
  step: name,
  by:
    custodian === undefined
      ? ({ name: 'Margaret Hamilton', role: 'administrator' } as const)
      : ({ name: custodian, role: 'custodian' } as const),
  facts: Object.entries(facts as { [fact: string]: string | number }).map(([name, value]) => ({
    name,
    value,
  })),
})

export const closed: CeremonyAt<'closed'> = {
  step: 'closed',
  agreed,
  made,
  shares: shares(5),
  proof,
  places: ['/media/usb-a', '/media/usb-b'].map(folder => ({
    folder,
    kit: `${folder}/keyclave-${SET_ID}/kit.json`,
    record: `${folder}/keyclave-${SET_ID}/record.json`,
  })),
  sameDrive: false,
  bundle: {
    name: `keyclave-${SET_ID}`,
    sums: { sha256: '00'.repeat(32), words: Array.from({ length: 32 }, () => 'aardvark') },
    package: null,
    lacking: [],
  },
  record: [
    step('opened', {}),
    step('founded', { setId: SET_ID, fingerprint: FINGERPRINT }),
    step('key sealed', { label: 'video-root', id: '00112233445566bb' }),
    ...PEOPLE.map((custodian, i) => step('share issued', { index: i + 1, custodian }, custodian)),
    ...PEOPLE.map((custodian, i) =>
      step('share read back', { index: i + 1, custodian, by: 'words' }, custodian),
    ),
    step('recovery proved', { subsets: 10, possible: '10' }),
  ].map((line, i) => ({
    time: new Date(Date.UTC(2026, 10, 21, 9, 30 + 2 * i)).toISOString(),
    ...line,
  })),
}

type InspectedKit = Output<'kit.inspect'>

export const kit: Omit<InspectedKit, 'reformatted' | 'proofs'> = {
  title: plan.title,
  organisation: plan.organisation,
  created: agreed.opened,
  setId: SET_ID,
  threshold: 3,
  identity: 'hybrid',
  kdf: 3,
  recipient: 'age1pq1example',
  fingerprint: FINGERPRINT,
  digest: '00'.repeat(32),
  custodians: PEOPLE.map((name, i) => ({ index: i + 1, name })),
  backupKeys: [{ generation: 1, recipient: 'age1pq1example' }],
  keys,
  vouchedBy: null,
  unproved: [],
  destroyed: [],
}

/** The same as somebody looks at its file, with a key that was added later. */
export const inspectedKit: InspectedKit = {
  ...kit,
  reformatted: false,
  proofs: [
    { item: { backupKey: 1 }, proof: { by: 'founding' } },
    ...keys.map(({ id, version }) => ({
      ...{ item: { key: id, version }, proof: { by: 'founding' as const } },
    })),
  ],
}

const inVault = { setId: SET_ID, state: 'active', created: agreed.opened } as const

export const backups: Output<'backup.catalogue'>['backups'] = [
  ['archive-2026-11-21.tar.zst.age', 18_211_000_000, 48_211],
  ['finance-2026-11-20.tar.zst.age', 912_400_000, 3_120],
].map(([fileName, size, files], i) => ({
  id: `${i}`.padStart(16, 'b'),
  created: `2026-11-2${1 - i}T15:04:00.000Z`,
  fileName: String(fileName),
  sha256: 'c0ffee5e'.repeat(8),
  size: Number(size),
  files: Number(files),
  bytes: Math.round(Number(size) * 1.7),
  setId: SET_ID,
  generation: 1,
}))

/** What a ceremony that was interrupted had issued. */
const destroy = [1, 2].map(index => ({
  ...{ setId: '77aa10c3d4', index, custodian: PEOPLE[index - 1] ?? '' },
}))

export const overview: Output<'vault.overview'> = {
  path: '/media/vault/archive.vault',
  readOnly: false,
  attention: [
    {
      kind: 'key-expires',
      version: 1,
      id: 'key-video-root',
      label: 'video-root',
      expires: '2026-12-20',
      days: 29,
    },
    {
      kind: 'ceremony-interrupted',
      ceremony: 'c2',
      title: 'Root key ceremony, first try',
      opened: '2026-11-20T10:00:00.000Z',
      destroy,
    },
  ],
  quorums: [
    {
      setId: SET_ID,
      title: plan.title,
      state: 'in-force',
      threshold: 3,
      count: 5,
      identity: 'hybrid',
      kdf: 3,
      fingerprint: FINGERPRINT,
      custodians: PEOPLE.map((name, i) => ({ index: i + 1, name, state: 'in-force' })),
      kitRevision: 1,
      backupKey: 1,
    },
  ],
  keys: keys.map(one => ({ ...one, ...inVault })),
  backups,
  backupCount: 2,
  ceremonies: [
    {
      id: 'c3',
      title: plan.title,
      state: 'closed',
      opened: agreed.opened,
      ended: '2026-11-21T10:14:00.000Z',
      reason: null,
      destroy: [],
    },
    {
      id: 'c2',
      title: 'Root key ceremony, first try',
      state: 'void',
      opened: '2026-11-20T10:00:00.000Z',
      ended: '2026-11-20T10:20:00.000Z',
      reason: 'interrupted',
      destroy,
    },
  ],
  log: { size: 41, hash: 'ab'.repeat(32) },
}

export const places: Output<'picker.places'> = {
  places: [
    ['removable', 'USB-A', '/media/usb-a', 62_000_000_000, false],
    ['removable', 'USB-B', '/media/usb-b', 31_000_000_000, true],
    ['home', 'operator', '/home/operator', 212_000_000_000, false],
    ['disk', 'File system', '/', 212_000_000_000, false],
  ].map(([kind, name, path, free, readOnly]) => ({
    kind: kind as 'removable',
    name: String(name),
    path: String(path),
    free: Number(free),
    total: 2 * Number(free),
    readOnly: Boolean(readOnly),
    inMemory: kind === 'home',
  })),
}

export const listing: Output<'picker.list'> = {
  folder: '/media/usb-a',
  parent: '/media',
  entries: [
    ['Contracts', 'folder', null],
    ['Übergabe 2026', 'folder', null],
    ['kit-9c41e07b52.json', 'file', 48_231],
    ['notes.txt', 'file', 912],
    ['plan.yaml', 'file', 1_204],
    ['socket', 'special', null],
  ].map(([name, kind, size]) => ({
    name: String(name),
    path: `/media/usb-a/${name}`,
    kind: kind as 'file',
    leadsTo: null,
    size: size as number | null,
    modified: '2026-11-20T17:20:00.000Z',
    hidden: false,
  })),
  leftOut: 0,
  hiddenCount: 3,
  free: 62_000_000_000,
  writable: true,
}
