/**
 * What 0.1.0 hashed, signed and sealed, as literals. They never change: a test that fails here says that the
 * program reads or writes something otherwise than it did when people signed it.
 */
type Of<Value> = { readonly [name: string]: Value }

/** Each kit: the fingerprint of its founding part, the digest of the file. */
export const KITS: Of<{
  readonly setId: string
  readonly fingerprint: string
  readonly digest: string
}> = {
  'strict-hybrid': {
    setId: '95042eb210',
    fingerprint: 'e73718438fda03695cbb71c1c0e1e0a09f331f8a3db6af89260cd2d2ee16d6c0',
    digest: '091c3e20e1d0f871b385443d468fad04188a9b3b2e43ab9e4c6495f6041aab69',
  },
  'strict-hybrid/reissued': {
    setId: '347144cea6',
    fingerprint: 'a89b55eac71784742fccc8f7f64c9da56bcc6b0ad4e461636a9a78d43e522c85',
    digest: '8c9fd5ef87c787987438be824a1bff30c8081d3bf030458111acf2b5db625616',
  },
  'small-team-classic': {
    setId: '913226ed18',
    fingerprint: 'a67d8ec6a07b31ad2a02729bdc7db92c155a19db2a1d7a642b5b70faf47387a5',
    digest: 'f63988ad96aeda6666ab565513efe6d412bdbb458c2d327ce9f0a463ce0cb7c0',
  },
  'without-people': {
    setId: '190cb30fdf',
    fingerprint: 'e579cd9bdbb29a0f98fe2032a9bc06d000c672fc63d073ea3e783672609d15ae',
    digest: '9fc157d5cb3e1e61db3b5285540fc7205321a125255d3c868a494343b2840c8b',
  },
  'without-people/reissued': {
    setId: '232e011754',
    fingerprint: '804bc36dfdf8d92f11d0dd3ad598c349b14b45075b6c033ab14444ff65cdcef1',
    digest: 'a7f96e5470b896f9bbb8ccd44e392df0bc92210ab28bc3e4e477eba38c06b0d9',
  },
  'without-people/extended': {
    setId: '232e011754',
    fingerprint: '804bc36dfdf8d92f11d0dd3ad598c349b14b45075b6c033ab14444ff65cdcef1',
    digest: '03647959f4f5ba63d5bb3fdf790a7f927803dd5dd03c566ecb48df175e7a713d',
  },
  'without-vault': {
    setId: 'f447af529b',
    fingerprint: '487a08b6997683b876cc1a4c0d695eb368303586099461564b747883fc7a8b37',
    digest: '799414458b58434d2b90f925cd6aba3f8de8f080819f0d730f292614c545b8a9',
  },
}

/** The hash that people agreed to, by plan. */
export const PLANS: Of<string> = {
  'strict-hybrid/plan.yaml': '1c9ba1f6b8edfab2cccc9aba415e0745cc19ff3a322f44838e67a255373a9196',
  'small-team-classic/plan.yaml':
    'd4ff8165c7f0885ff485a0d46c057343baee935795cce3920cd2c4ef65044420',
  'without-people/plan.yaml': '40f51822e1546ce8e18c9f0adf2acf69817e6dade2202206fdc9ff809d42981f',
  'without-people/next.yaml': '41255e2e060337a3762b2e19c2f6235b9ec5b86223dc4099c2dfaafe1d266952',
}

/** The hash that everyone present signed; how many signed, and how many rules were waived. */
export const RECORDS: Of<{ readonly hash: string; readonly signed: readonly number[] }> = {
  'strict-hybrid': {
    hash: 'bc771ea3b02132f8eae2bad4b4c649d8aeff5692a6d0a1f9d30c7b90944bd6b1',
    signed: [8, 0],
  },
  'strict-hybrid/reissued': {
    hash: '951d86f0c8459bcc7a109816f18b7ab76fb1c2398770a61895c17cc5e6929562',
    signed: [6, 0],
  },
  'small-team-classic': {
    hash: 'a49b8cab5407e77857c40a330bca4669297e7c3fa2cf8460c98690a2177c445b',
    signed: [2, 6],
  },
  'without-people': {
    hash: '263456e9f5ab4a607b957b49d6e2e592ec60ee31868bec5f701213be3d76f3b5',
    signed: [0, 0],
  },
  'without-people/reissued': {
    hash: '79a6a20500f8f47f760b8a170c1077938b7b3a1501a3b26053f61d36de3cbb01',
    signed: [0, 0],
  },
  'without-vault': {
    hash: 'ac9479c0c8a482da58aedb7afca7b58dd1087f967bf4bcac22531d678bb91078',
    signed: [0, 0],
  },
}

/** Where each log ends. */
export const HEADS: Of<{ readonly size: number; readonly hash: string }> = {
  'strict-hybrid/founded.jsonl': {
    size: 37,
    hash: 'e041ebc51f829ea35737007926a080db2bbaaa0b12fe8c0ec9006b59d4e2b2cb',
  },
  'strict-hybrid/office.jsonl': {
    size: 97,
    hash: 'ce2f0bb44084ae66dcd4797021adf20310e2894699a8797cd77c5b2c5b6b23b6',
  },
  'small-team-classic/office.jsonl': {
    size: 31,
    hash: '1c1f757557f860c7fcac0603e4758a8d7723ea3b67ff01ae549af6a76c7281d9',
  },
  'without-people/office.jsonl': {
    size: 23,
    hash: 'ccde86002515001e78d59a06cb41b54982f4004f4e27f41eee6cb3ab116f9ccc',
  },
  'without-people/extended/office.jsonl': {
    size: 27,
    hash: '48ed06397de14afab52e64ab72f9a92b11ca7ec2a5f0e2bba1a3a37e3c55e3c8',
  },
}

/** SHA-256 of what each quorum opens; of an identity, its text without a line feed. */
export const SECRETS: Of<Of<string>> = {
  'strict-hybrid': {
    'video-root': '5d57b6d49af99cf68ae55f8e18e2caa727f4f46ae8987f62a1fc7fa076fc73e7',
    'archive-root': 'a576c0f54881839fa3f94aee71231923f382ad4b3477a7279d3e984e1725ff0f',
    'old-box': 'a13006b3a46b728009cffc17c8af2e935e9150a8b2a6c1708440c09c037a448e',
    'signing seed': '61e14221e8e038c29669e376e6f9dee97b0249791636c3e085c5c68fd3311f14',
    quorum: '7243ed116662ea4942be054148498d67c3a728196f184b75af07eb202877a07d',
    'backup key 1': '8e2450cc37446de395b512f21ae18cf108c297634eccb043b32231ed6aa266a8',
  },
  'small-team-classic': {
    'old-box': 'c8459ba6d6c3bd5a4b57f73c2494e1d95afcc6b87df340db0fac527c365649fc',
    quorum: 'b086f6e8091020aea133003cc4806aaa155622f249f3adc2d64cf95b1a5afa24',
    'backup key 1': 'adf18a2adc7e48cb43024b3647e8ed98bed2e65df0151ef9b6b6bddd013a688e',
  },
  'strict-hybrid/reissued': {
    'video-root': '5d57b6d49af99cf68ae55f8e18e2caa727f4f46ae8987f62a1fc7fa076fc73e7',
  },
  'without-people/extended': {
    'later-root': '83dc713f638e3e41382e9b41ac5115458683e5e3cd029b20d9b8c2aad8603e72',
    'video-root': 'bdb4e927d0eb6fe3a77a920ad05b27ea3bbb1c467d8b41a8cf1d019cd0e828f5',
    'backup key 3': '633ad56dbe58b92b444189a927a1602adfffffa9d29530de8ab2a67258a3a05d',
    'signing seed': '61e14221e8e038c29669e376e6f9dee97b0249791636c3e085c5c68fd3311f14',
  },
}

/** SHA-256 of the manifest inside each backup. */
export const MANIFESTS: Of<string> = {
  'strict-hybrid': 'd066e8876820688e9e6834f88a9cd9d2020ea510e5b5d4e2e3549c04fd7c35fd',
  'small-team-classic': '6f750115ce9fbf01af70573c7e1239b494f1ef94911bb9da63c648aacf9bd0f9',
}

/** Name, state and roles, in the order of their coming. */
export const PEOPLE: Of<readonly string[]> = {
  'strict-hybrid': [
    'Ines, active, administrator',
    'Iris, active, administrator',
    'Walt, active, witness',
    'Wanda, active, witness',
    'Olga, active, recovery-officer',
    'Ada, active, custodian',
    'Bob, retired, custodian',
    'Катерина, active, custodian',
    'Zoë, active, custodian',
    "Annie O'Neil, active, custodian",
    'Nora, active, auditor',
    'Ivan, active, custodian',
  ],
  'small-team-classic': [
    'Ines, active, administrator, custodian, recovery-officer',
    'Walt, active, witness, custodian',
    'Zoë, suspended, custodian',
    'Iris, active, administrator',
  ],
}

/** Each action of the logs, with the names of its details. */
export const ACTIONS: Of<readonly string[]> = {
  'action.refused': ['action', 'code', 'signers'],
  'attendance.signed-in': ['session'],
  'attendance.signed-out': ['session'],
  'backup-key.opened': [],
  'backup-key.rotated': ['kit', 'recipient', 'unsigned'],
  'backup.created': ['agreed', 'files', 'generation', 'set', 'sha256', 'size', 'unsigned'],
  'backup.restored': ['bytes', 'files', 'generation'],
  'ceremony.closed': [
    'agreed',
    'backupKey',
    'bags',
    'keys',
    'kit',
    'proof',
    'record',
    'set',
    'unsigned',
  ],
  'ceremony.opened': ['agreed', 'plan', 'title', 'unsigned'],
  'ceremony.voided': ['error', 'reason', 'voided'],
  'custody.changed': ['agreed', 'bag', 'person', 'place'],
  'drill.held': ['agreed', 'backup', 'items', 'problem', 'shares', 'unsigned'],
  'drill.interval-chosen': ['agreed', 'months'],
  'key.added': ['fingerprint', 'kit', 'label', 'set', 'unsigned'],
  'key.opened': ['unsigned'],
  'log.begun': ['format'],
  'log.damaged': ['code', 'entry'],
  'passphrase.refused': ['code'],
  'people.founded': ['agreed', 'people', 'profile', 'waivers'],
  'person.added': ['agreed', 'key', 'name', 'roles'],
  'person.key-replaced': ['agreed', 'key'],
  'person.reinstated': ['agreed', 'reason'],
  'person.retired': ['agreed', 'reason'],
  'person.suspended': ['agreed', 'reason'],
  'policy.changed': ['agreed', 'profile', 'waivers'],
  'quorum.founded': [
    'ceremony',
    'count',
    'fingerprint',
    'identity',
    'kdf',
    'recipient',
    'threshold',
    'unsigned',
  ],
  'quorum.identity-opened': [],
  'quorum.opened': ['agreed', 'shares', 'unsigned'],
  'quorum.reissued': ['agreed', 'by', 'plan', 'unsigned'],
  'reissue.opened': ['ceremony', 'shares', 'unsigned'],
  'share.checked': ['result'],
  'share.issued': ['commitment', 'custodian', 'unsigned'],
  'share.read-back': ['commitment', 'custodian', 'unsigned'],
  'share.refused': ['code'],
  'sign-in.locked': ['failed'],
  'sign-in.refused': ['failed'],
  'sign-in.secret-changed': ['by'],
}

/** Each step of the records, with the names of its facts. */
export const STEPS: Of<readonly string[]> = {
  'card printed': [
    'custodian',
    'device',
    'index',
    'job',
    'printer',
    'removed from the print system',
  ],
  'card saved': ['custodian', 'index'],
  evidence: ['index', 'kind', 'value'],
  exception: ['accepted by', 'reason', 'what'],
  founded: ['fingerprint', 'setId'],
  'key sealed': ['id', 'label'],
  'old quorum opened': ['setId', 'shares'],
  'old quorum replaced': ['fingerprint', 'setId', 'still opens', 'to do'],
  opened: [],
  'passphrase accepted': [],
  'passphrase card printed': ['device', 'job', 'printer', 'removed from the print system'],
  'person came': ['person'],
  'person left': ['person'],
  'print failed': ['custodian', 'index', 'printer', 'problem'],
  'print judged': ['custodian', 'index', 'verdict'],
  'printer confirmed': ['device', 'printer'],
  randomness: ['bits', 'rolls', 'sources'],
  'recovery proved': ['possible', 'subsets'],
  'room checked': ['check', 'evidence', 'goes on because', 'result'],
  'sealed again': ['from', 'items', 'to'],
  'share issued': ['custodian', 'index'],
  'share read back': ['by', 'custodian', 'index'],
  'share shown': ['custodian', 'index'],
}
