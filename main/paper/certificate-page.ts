import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { sortOfKey } from '../../shared/key-pairs.ts'
import {
  type Certificate,
  cardsLeft,
  certificateHash,
  type Limit,
} from '../core/destruction/index.ts'
import { formatFingerprint } from '../core/kit/index.ts'
import { hashWords, headText } from '../core/text/index.ts'
import { COMPARED, type Fact, printFacts } from './facts-block.ts'
import { columnOf } from './page-frame.ts'
import { grouped, readableTime, roleName } from './record-json.ts'
import { Sections } from './record-sections.ts'
import type { Sheet } from './sheet.ts'
import { words } from './words.ts'

/** The certificate of a destruction for people: its file, laid out, with the SHA-256 of that file. */

/** A certificate that has been read from its file. */
export interface ReadCertificate {
  readonly certificate: Certificate
  /** 64 hex digits. */
  readonly digest: string
}

/** @param file the bytes of a certificate that this program wrote or verified */
export const readCertificate = (file: Uint8Array): ReadCertificate => ({
  certificate: JSON.parse(Buffer.from(file).toString('utf8')) as Certificate,
  digest: createHash('sha256').update(file).digest('hex'),
})

const LIMITS: { readonly [limit in Limit]: string } = {
  'earlier-contents-of-media':
    'What a file system or a drive keeps of earlier contents of the vault’s file. The program overwrites what it can reach, which NIST SP 800-88 rev. 2 calls clearing. Whether the medium itself is purged or destroyed is for its owner to certify.',
  'copies-unknown':
    'Copies that nobody recorded: of recovery kits, of the vault’s file, and of the key itself wherever it was taken to.',
  'passphrase-in-memory':
    'The passphrase of a quorum, which people may know by heart. A destroyed card of it proves nothing about that.',
  'backups-open-by-quorum':
    'The backups that were made with this backup key. Each is encrypted to its quorum, too: enough of that quorum’s cards and its passphrase still open it.',
}

/** Said of each copy beside what became of it. */
const KINDS = {
  kit: 'Recovery kit',
  export: 'Taken out',
  identity: 'Identity of the quorum, taken out',
  delivery: 'Delivered to another system',
  'vault-copies': 'Copies of the vault’s file',
  other: 'Other copy',
} as const

export function printCertificate(sheet: Sheet, { certificate, digest }: ReadCertificate): void {
  const column = columnOf(sheet)
  const heading = { role: 'strong', size: 24 } as const
  let y =
    sheet.text('Certificate of destruction', { ...column, y: column.y - 3 }, heading, 'H1') + 6
  y = printFacts(
    sheet,
    headFacts(certificate, digest),
    { ...column, y },
    { size: 10, least: 7, height: 430, labels: 122 },
  )
  const sections = new Sections(sheet, y)
  printNotDestroyed(sections, certificate)
  printQuorums(sections, certificate)
  printCopies(sections, certificate)
  printVerification(sections, certificate)
  printStates(sections, certificate)
  printPeople(sections, certificate)
  sections.signatures(signersOf(certificate))
}

/** What stands at the foot of each page: of what, and which. */
export function footOfCertificate({ certificate }: ReadCertificate): string {
  const first = hashWords(certificateHash(certificate)).slice(0, 4).join(' ')
  return `Certificate of destruction: ${nameOf(certificate)}; hash ${first} …`
}

const nameOf = ({ item }: Certificate): string =>
  item.kind === 'backup-key'
    ? `backup key ${item.generation}`
    : `${item.label}, version ${item.version}`

/** A hybrid recipient has some 2,000 characters; the file has it whole. */
const shortRecipient = (recipient: string): string =>
  recipient.length <= 80
    ? recipient
    : `${recipient.slice(0, 24)} … ${recipient.slice(-24)} (whole in the certificate’s file)`

const kindOf = (item: Exclude<Certificate['item'], { kind: 'backup-key' }>): string =>
  item.kind === 'imported-secret' ? 'imported secret' : sortOfKey(item)

function headFacts(certificate: Certificate, digest: string): readonly Fact[] {
  const { item, destroyed, organisation, issued, software, audit, observer } = certificate
  const { entry, recorded, state, reason, method, signers } = destroyed
  const mono = (label: string, value: string): Fact => ({
    ...{ label, value, role: 'mono', least: COMPARED },
  })
  const about: readonly Fact[] =
    item.kind === 'backup-key'
      ? [mono('Recipient', shortRecipient(item.recipient))]
      : [
          { label: 'Purpose', value: item.purpose },
          { label: 'Kind', value: kindOf(item) },
          mono('Id', item.id),
          ...(item.fingerprint === null
            ? []
            : [mono('Fingerprint', formatFingerprint(item.fingerprint))]),
          ...(item.checkValue === null ? [] : [mono('Check value', item.checkValue)]),
        ]
  return [
    { label: 'Destroyed', value: nameOf(certificate) },
    ...(organisation === null ? [] : [{ label: 'Organisation', value: organisation }]),
    ...about,
    { label: 'Made', value: `${readableTime(item.created)} UTC` },
    { label: 'When', value: `${readableTime(recorded)} UTC, entry ${entry} of the log` },
    {
      label: 'State since then',
      value: `${words.keys.states[state]}; the reason: ${words.keys.reasons[reason]}`,
    },
    {
      label: 'How',
      value: `sealed bytes ${words.keys.erasures[method]}, and taken out of its kits`,
    },
    { label: 'Agreed to by', value: signers.length === 0 ? 'nobody signed' : signers.join(', ') },
    ...(observer === null ? [] : [{ label: 'Observer', value: observer }]),
    { label: 'Issued', value: `${readableTime(issued)} UTC` },
    { label: 'Audit log before it', value: headText(audit) },
    mono('SHA-256 of its file', grouped(digest)),
    {
      label: certificate.signatures === null ? 'Hash, in words' : 'Signed hash, in words',
      value: hashWords(certificateHash(certificate)).join(' '),
    },
    { label: 'Software', value: software },
  ]
}

/** First of all, because the rest is read as if everything were gone. */
function printNotDestroyed(sections: Sections, certificate: Certificate): void {
  const { copies, quorums, verified, limits } = certificate
  const open = copies.filter(({ fate }) => fate !== 'destroyed')
  const able = quorums.filter(({ fewerThanThresholdRemain }) => !fewerThanThresholdRemain)
  const rows = [
    ...(verified === null
      ? ['Nobody has looked through the files of the vault afterwards.']
      : [
          ...verified.foundIn.map(name => `Pieces of it, which were found in the file ${name}.`),
          ...verified.copiesLeft.map(
            name => `The copy ${name} beside the vault, which could not be removed.`,
          ),
        ]),
    ...(open.length === 0
      ? []
      : [
          `${open.length === 1 ? 'One copy that is' : `${open.length} copies that are`} known of: see “Copies elsewhere”.`,
        ]),
    ...able.map(
      ({ setId, title }) =>
        `The quorum ${setId} (${title}), which could still open a copy that remains: see “Who could still open a copy”.`,
    ),
    ...limits.map(limit => LIMITS[limit]),
  ]
  sections.table(
    'What was not destroyed',
    [{ title: 'This certificate does not say that these are gone', share: 1 }],
    rows.map(row => [row]),
  )
}

function printQuorums(sections: Sections, { quorums }: Certificate): void {
  sections.table(
    'Who could still open a copy',
    [
      { title: 'Quorum', share: 4 },
      { title: 'Cards seen destroyed', share: 6 },
      { title: 'Fewer than needed remain', share: 3 },
      { title: 'Passphrase card', share: 2.4 },
    ],
    quorums.map(quorum => {
      const { setId, title, inForce, threshold, cards, destroyed } = quorum
      const { left, toGo } = cardsLeft({ threshold, count: cards, destroyed: destroyed.length })
      const gone = destroyed.map(({ card, method, observer, recorded }) =>
        [
          `card ${card}`,
          method === null ? 'noted as destroyed' : words.keys.cardEnds[method],
          ...(recorded === null ? [] : [recorded.slice(0, 10)]),
          ...(observer === null ? [] : [`watched by ${observer}`]),
        ].join(', '),
      )
      return [
        `${setId}, ${title}${inForce ? ' (in force)' : ''}; any ${threshold} of ${cards}`,
        gone.length === 0 ? 'none' : gone.join('; '),
        toGo === 0
          ? `yes: ${left} left, ${threshold} needed`
          : `NO: ${left} left, ${toGo} more to destroy`,
        quorum.passphraseCardDestroyed ? 'destroyed' : 'not destroyed',
      ]
    }),
  )
}

function printCopies(sections: Sections, { copies }: Certificate): void {
  sections.table(
    'Copies elsewhere',
    [
      { title: 'What', share: 3.4 },
      { title: 'Which, and where', share: 6.4 },
      { title: 'What became of it', share: 3 },
      { title: 'By whom, number', share: 3.2 },
    ],
    copies.map(({ kind, what, where, fate, by, serial, recorded }) => [
      KINDS[kind],
      kind === 'vault-copies'
        ? 'any that somebody made'
        : [/^[0-9a-f]{64}$/.test(what) ? `digest ${grouped(what.slice(0, 32))} …` : what, where]
            .filter(part => part !== null)
            .join('; '),
      fate === null
        ? 'NOT ACCOUNTED FOR'
        : `${words.keys.copyFates[fate]}${recorded === null ? '' : `, ${recorded.slice(0, 10)}`}`,
      [by, serial].filter(part => part !== null).join(', '),
    ]),
  )
}

function printVerification(sections: Sections, { verified }: Certificate): void {
  if (verified === null) return
  const { recorded, copiesRemoved, copiesLeft, foundIn } = verified
  sections.table(
    'How it was verified',
    [
      { title: 'Time (UTC)', share: 2.6 },
      { title: 'What was done', share: 9 },
      { title: 'What was found', share: 4 },
    ],
    [
      [
        readableTime(recorded),
        'The vault’s file, its write-ahead log and the copies that updates leave beside it were searched for every piece of the sealed bytes, in binary and in base64.',
        foundIn.length === 0 ? 'no piece of it' : `pieces in ${foundIn.join(', ')}`,
      ],
      ...(copiesRemoved.length + copiesLeft.length === 0
        ? []
        : [
            [
              readableTime(recorded),
              'Copies beside the vault that had it were overwritten and removed.',
              [
                ...copiesRemoved.map(name => `${name}: gone`),
                ...copiesLeft.map(name => `${name}: STILL THERE`),
              ].join('; '),
            ],
          ]),
    ],
  )
}

function printStates(sections: Sections, { states }: Certificate): void {
  sections.table(
    'Its states',
    [
      { title: 'Time (UTC)', share: 3 },
      { title: 'From', share: 3 },
      { title: 'To', share: 3 },
      { title: 'Reason', share: 5 },
    ],
    states.map(({ recorded, from, to, reason, occurred }) => [
      readableTime(recorded),
      words.keys.states[from],
      words.keys.states[to],
      `${words.keys.reasons[reason]}${occurred === null ? '' : `; suspect since ${occurred}`}`,
    ]),
  )
}

function printPeople(sections: Sections, { people, signatures }: Certificate): void {
  const keys = new Set(signatures?.by.map(({ key }) => key))
  sections.table(
    'People',
    [
      { title: 'Name', share: 4 },
      { title: 'Roles', share: 3 },
      { title: 'Sign-in key', share: 5, role: 'mono' },
      { title: 'Signed this', share: 2 },
    ],
    people.map(({ name, roles, key }) => [
      name,
      roles.map(role => roleName(role)).join(', '),
      formatFingerprint(key),
      keys.has(key) ? 'yes' : 'no',
    ]),
  )
}

function signersOf({ people, signatures, observer }: Certificate): readonly string[] {
  const keys = new Set(signatures?.by.map(({ key }) => key))
  const signed = people.filter(({ key }) => keys.has(key))
  const watched = observer === null ? [] : [`${observer}, observer: signature, date`]
  return signed.length === 0
    ? ['Administrator: name, signature, date', 'Witness: name, signature, date', ...watched]
    : [
        ...signed.map(
          ({ name, roles }) =>
            `${name}, ${roles.map(role => roleName(role)).join(', ')}: signature, date`,
        ),
        ...watched,
      ]
}
