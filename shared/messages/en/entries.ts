import { ACTIONS, type Action } from '../../deeds.ts'
import type { KeyReason } from '../../key-life.ts'
import { idIn, setIdIn, shareIn } from '../../log-subjects.ts'
import type { EntryNames, LogWording } from '../wording/wording.ts'
import { deeds } from './phrases/deeds.ts'
import { OUTCOMES } from './phrases/deliveries.ts'
import { keys } from './phrases/keys.ts'
import { listOf } from './phrases/listing.ts'
import { policy } from './phrases/policy.ts'
import { day } from './phrases/times.ts'

/** The entries of the log as sentences: who did what, and of which quorum. */

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`

/** `quorum “Root key 2026” (0123456789)` */
function quorum(setId: string, names: EntryNames): string {
  const title = names(`quorum:${setId}`)
  return title === null ? `quorum ${setId}` : `quorum “${title}” (${setId})`
}
const quorumOf = (subject: string, names: EntryNames): string => quorum(setIdIn(subject), names)

/** `card 3 (Grace) of quorum “Root key 2026” (0123456789)` */
function card(subject: `share:${string}`, names: EntryNames, custodian = names(subject)): string {
  const { setId, index } = shareIn(subject as Parameters<typeof shareIn>[0])
  const whose = custodian === null ? '' : ` (${custodian})`
  return `card ${index}${whose} of ${quorum(setId, names)}`
}

/** `cards 1 and 3` */
const cards = (indexes: readonly number[]): string =>
  `${indexes.length === 1 ? 'card' : 'cards'} ${listOf(indexes.map(String))}`

const person = (subject: string, names: EntryNames): string =>
  names(subject) ?? 'somebody whom the log does not name'

/** `the key “video-root@2”` */
function key(subject: string, names: EntryNames): string {
  const version = subject.split('/').at(-1)
  const label = names(subject)
  return label === null
    ? `version ${version} of a key`
    : `the key ${nameOf({ label, version: Number(version) })}`
}

const nameOf = ({ label, version }: { readonly label: string; readonly version: number }): string =>
  `“${label}@${version}”`

/** `backup key 2 of quorum …` */
const backupKey = (subject: string, names: EntryNames): string =>
  `backup key ${idIn(subject).split('/')[1]} of ${quorumOf(subject, names)}`

/** A version of a key, or a backup key. */
const item = (subject: string, names: EntryNames): string =>
  subject.startsWith('key:') ? key(subject, names) : backupKey(subject, names)

function ceremony(subject: string, names: EntryNames): string {
  const title = names(subject)
  return title === null ? 'a ceremony' : `the ceremony “${title}”`
}

const to = (destination: string | undefined): string =>
  destination === undefined ? '' : `, to ${destination}`

const profile = (chosen: keyof typeof policy.profiles): string =>
  chosen === 'strict' ? 'the strict profile' : 'the profile for a small team'

const REFUSED: { readonly [code: string]: string | undefined } = {
  SHARE_FOREIGN: 'it is of another quorum',
  SHARE_MISMATCH: 'it does not go with the others',
  SHARE_FORGED: 'it is not the one that was issued',
}

const RESULTS: { readonly [result: string]: string | undefined } = {
  sound: 'all its words fit together',
  worn: 'some of its words could not be read, and its check words put them right',
  forged: 'it is not the share that was issued',
}

const VOID = {
  cancelled: 'it was given up',
  failed: 'something failed',
  interrupted: 'the program had ended in its midst',
} as const

/** What was refused, as the policy calls it. */
const deed = (action: string): string =>
  (ACTIONS as readonly string[]).includes(action)
    ? `“${deeds[action as Action].title}”`
    : 'something that this version does not know'

interface ChangeOfState {
  readonly who: string
  readonly subject: string
  readonly details: { readonly reason: keyof typeof policy.reasons }
  readonly names: EntryNames
}

const changed =
  (verb: string) =>
  ({ who, subject, details, names }: ChangeOfState): string =>
    `${who} ${verb} ${person(subject, names)}. The reason: ${policy.reasons[details.reason]}.`

interface ChangeOfKey extends Omit<ChangeOfState, 'details'> {
  readonly details: { readonly reason: KeyReason }
}

const keyChanged =
  (verb: string, more = '') =>
  ({ who, subject, details, names }: ChangeOfKey): string =>
    `${who} ${verb} ${key(subject, names)}${more === '' ? '' : `,${more}`}. The reason: ${keys.reasons[details.reason]}.`

/** An attempt, and at what. */
const attempted = (subject: string, names: EntryNames): string =>
  subject.startsWith('quorum:')
    ? `at ${quorumOf(subject, names)}`
    : 'in a recovery without a recovery kit'

/** Keys that went in the same package: by name, as long as they fit a sentence. */
const besides = (
  others: readonly { readonly label: string; readonly version: number }[],
): string => (others.length > 10 ? counted(others.length, 'other key') : listOf(others.map(nameOf)))

export const tells: LogWording['tells'] = {
  'log.begun': ({ who }) => `${who} began the log of this vault.`,
  'state.adopted': ({ who, details }) =>
    `${who} brought the vault up to date from format ${details.from}, and took its tables into the log.`,
  'log.damaged': ({ who, details }) =>
    `${who} found that a log does not verify, at entry ${details.entry} (${details.code}).`,
  'sign-in.refused': ({ who, subject, details, names }) =>
    `${who} refused a wrong PIN or passphrase of ${person(subject, names)}, ${counted(details.failed, 'wrong entry', 'wrong entries')} since the last right one.`,
  'sign-in.locked': ({ who, subject, details, names }) =>
    `${who} locked the sign-in key of ${person(subject, names)} after ${counted(details.failed, 'wrong entry', 'wrong entries')}.`,
  'sign-in.secret-changed': ({ who, subject, details, names }) =>
    `${who} chose a new ${details.by === 'pin' ? 'PIN' : 'passphrase'} for the sign-in key of ${person(subject, names)}.`,
  'attendance.signed-in': ({ subject, names }) => `${person(subject, names)} came into the room.`,
  'attendance.signed-out': ({ subject, names }) => `${person(subject, names)} left the room.`,
  'action.refused': ({ who, details }) =>
    `${who} refused ${deed(details.action)}: ${details.signers.length === 0 ? 'nobody had signed for it' : `signed by ${listOf(details.signers)} alone`} (${details.code}).`,
  'ceremony.voided': ({ who, subject, details, names }) => {
    const issued = details.voided.filter(({ shares }) => shares.length > 0)
    const destroy = issued.map(({ set, shares }) => `${cards(shares)} of ${quorum(set, names)}`)
    const paper =
      destroy.length === 0
        ? 'No card of it had been shown.'
        : `To be destroyed: ${listOf(destroy)}.`
    return `${who} noted that ${ceremony(subject, names)} is void: ${VOID[details.reason]}. ${paper}`
  },
  'quorum.founded': ({ who, subject, details, names }) =>
    `${who} made ${quorumOf(subject, names)}: any ${details.threshold} of its ${details.count} cards open it, with the passphrase.`,
  'share.issued': ({ who, subject, details, names }) =>
    details.sealed === undefined
      ? `${who} showed ${card(subject, names, details.custodian)} to its custodian.`
      : `${who} made ${card(subject, names, details.custodian)}, to be sealed to the key ${details.sealed.recipient.slice(0, 16)}… of its absent custodian.`,
  'destruction.checked': ({ who, subject, details, names }) => {
    const gone = details.copies.filter(copy => copy.gone).map(({ name }) => name)
    const removed =
      gone.length === 0
        ? ''
        : ` Copies beside the vault were overwritten and removed: ${listOf(gone)}.`
    const found =
      details.found.length === 0
        ? 'no piece of it was found'
        : `pieces of it were found in ${listOf(details.found)}`
    return `${who} looked through the files of the vault after ${item(subject, names)} was destroyed: ${found}.${removed}`
  },
  'share.read-back': ({ who, subject, details, names }) =>
    details.sealed === undefined
      ? `${who} had ${card(subject, names, details.custodian)} read back.`
      : `${who} had the file read back in which ${card(subject, names, details.custodian)} is sealed.`,
  'share.checked': ({ who, subject, details, names }) =>
    `${who} noted a check of ${card(subject, names)}: ${RESULTS[details.result] ?? details.result}.`,
  'share.refused': ({ who, subject, details, names }) =>
    `${who} refused a card ${attempted(subject, names)}: ${REFUSED[details.code] ?? details.code}.`,
  'passphrase.refused': ({ who, subject, names }) =>
    `${who} refused a wrong passphrase ${attempted(subject, names)}.`,
  'reissue.opened': ({ who, subject, details, names }) =>
    `${who} opened ${quorumOf(subject, names)} with ${cards(details.shares)}, to replace it.`,
  'people.founded': ({ who, details }) =>
    `${who} named the first people of the vault, under ${profile(details.profile)}: ${listOf(
      details.people.map(({ name, roles }) => `${name} (${policy.rolesTogether(roles)})`),
    )}.`,
  'person.added': ({ who, details }) =>
    `${who} added ${details.name} as ${policy.rolesTogether(details.roles)}.`,
  'person.suspended': changed('suspended'),
  'person.reinstated': changed('reinstated'),
  'person.retired': changed('retired'),
  'person.key-replaced': ({ who, subject, names }) =>
    `${who} gave ${person(subject, names)} a new sign-in key.`,
  'person.unlocked': ({ who, subject, details, names }) =>
    `${who} let ${person(subject, names)} try again, by opening ${quorum(details.set, names)} with ${cards(details.shares)}.`,
  'policy.changed': ({ who, details }) => `${who} chose ${profile(details.profile)}.`,
  'ceremony.opened': ({ who, details }) => `${who} began the ceremony “${details.title}”.`,
  'ceremony.closed': ({ who, subject, details, names }) => {
    const sealed =
      details.keys.length === 0 ? '' : ` It sealed ${listOf(details.keys.map(nameOf))}.`
    return `${who} closed ${ceremony(subject, names)}: ${quorum(details.set, names)} is in force.${sealed}`
  },
  'quorum.opened': ({ who, subject, details, names }) =>
    `${who} opened ${quorumOf(subject, names)} with ${cards(details.shares)}.`,
  'key.opened': ({ who, subject, details, names }) =>
    `${who} took out ${key(subject, names)}${to(details.destination)}${details.although === undefined ? '' : `, although ${keys.exceptions[details.although]}`}.`,
  'key.delivered': ({ who, subject, details, names }) =>
    `${who} handed ${key(subject, names)}${details.others.length === 0 ? '' : ` and ${besides(details.others)}`} to ${details.destination}${details.target === null ? '' : ` (${details.target})`}${details.use === 'protect' ? '' : ', to read what it protected'}${details.plain === null ? '' : `, in the clear, because: ${details.plain}`}${details.although === undefined ? '' : `, although ${keys.exceptions[details.although]}`}.`,
  'delivery.confirmed': ({ who, subject, details, names }) => {
    const delivery = names(subject)
    const which = delivery === null ? 'a delivery' : `the delivery of ${delivery}`
    const beside =
      details.others.length === 0
        ? ''
        : `, and so for ${counted(details.others.length, 'other key')} of its package`
    return `${who} noted that ${which} ${OUTCOMES[details.outcome]}${beside}.`
  },
  'backup-key.opened': ({ who, subject, details, names }) =>
    `${who} took out ${backupKey(subject, names)}, which opens every backup made with it${to(details.destination)}${details.although === undefined ? '' : `, although ${keys.exceptions[details.although]}`}.`,
  'quorum.identity-opened': ({ who, subject, details, names }) =>
    `${who} took out the identity of ${quorumOf(subject, names)}, which opens everything for ever${to(details.destination)}.`,
  'backup.restored': ({ who, subject, details, names }) =>
    `${who} restored ${details.backup === undefined ? 'a backup' : `the backup ${details.backup}`} with ${quorumOf(subject, names)}: ${counted(details.files, 'file')}${to(details.destination)}${details.lost === undefined ? '' : `; it was damaged, and ${counted(details.lost, 'file')} did not come back whole`}.`,
  'quorum.reissued': ({ who, subject, details, names }) =>
    `${who} replaced ${quorumOf(subject, names)} by ${quorum(details.by, names)}.`,
  'drill.held': ({ who, subject, details, names }) => {
    const found =
      details.problem === null
        ? `${counted(details.items, 'item')} would open`
        : `something was wrong (${details.problem})`
    return `${who} held a drill with ${quorumOf(subject, names)} and ${cards(details.shares)}: ${found}.`
  },
  'drill.interval-chosen': ({ who, details }) =>
    `${who} chose that a drill is held every ${details.months === 1 ? 'month' : `${details.months} months`}.`,
  'custody.changed': ({ who, subject, details, names }) => {
    const where = [
      details.place && `at ${details.place}`,
      details.bag && `in bag ${details.bag}`,
      details.person && `with ${person(`person:${details.person}`, names)}`,
    ].filter(Boolean)
    const kept = where.length === 0 ? 'nothing is known of its place' : where.join(', ')
    return `${who} noted where ${card(subject, names)} is kept: ${kept}.`
  },
  'kit.taken-in': ({ who, subject, names }) =>
    `${who} took in the kit of ${quorumOf(subject, names)}, which was founded elsewhere.`,
  'kit.renewed': ({ who, subject, details, names }) =>
    `${who} had the kit of ${quorumOf(subject, names)} name the people of then: ${listOf(details.people.map(({ name }) => name))}.`,
  'key.added': ({ who, subject, details }) =>
    `${who} added the key ${nameOf({ label: details.label, version: Number(subject.split('/').at(-1)) })}.`,
  'keys.rotated': ({ who, subject, details, names }) =>
    `${who} made ${listOf(details.keys.map(nameOf))} for ${quorumOf(subject, names)}${details.retired.length === 0 ? '' : ` and retired ${counted(details.retired.length, 'version')} before`}.`,
  'key.activated': keyChanged('put', ' into use before its first day'),
  'key.suspended': keyChanged('suspended'),
  'key.resumed': keyChanged('put', ' into use again'),
  'key.retired': keyChanged('retired'),
  'key.compromised': ({ details, ...told }) =>
    keyChanged(
      'marked',
      ` as compromised, suspect since ${day(details.occurred)}`,
    )({
      ...{ ...told, details },
    }),
  'key.destroyed': ({ who, subject, details, names }) => {
    const kept =
      details.kits.length === 0
        ? ''
        : ` Of ${counted(details.kits.length, 'kit')} that had it, the vault keeps the digest alone.`
    return `${who} destroyed ${item(subject, names)}: what was sealed is overwritten in the vault.${kept} The reason: ${keys.reasons[details.reason]}.`
  },
  'share.acknowledged': ({ who, subject, names }) =>
    `${who} recorded that the holder of ${card(subject, names)} has opened it: they said what only the share says.`,
  'shares.destroyed': ({ who, subject, details, names }) => {
    const what = [
      ...(details.cards.length === 0 ? [] : [cards(details.cards)]),
      ...(details.passphraseCard ? ['the card with the passphrase'] : []),
    ]
    const watched = details.observer === null ? '' : ` ${details.observer} watched.`
    return `${who} saw ${listOf(what)} of ${quorumOf(subject, names)} destroyed: ${keys.cardEnds[details.method]}.${watched}`
  },
  'copies.accounted': ({ who, subject, details, names }) =>
    `${who} noted what became of ${counted(details.copies.length, 'copy', 'copies')} of ${item(subject, names)}.`,
  'destruction.certified': ({ who, subject, names }) =>
    `${who} certified the destruction of ${item(subject, names)}.`,
  'backup-key.rotated': ({ who, subject, names }) => `${who} made ${backupKey(subject, names)}.`,
  'backup-key.suspended': ({ who, subject, details, names }) =>
    `${who} suspended ${backupKey(subject, names)}. The reason: ${keys.reasons[details.reason]}.`,
  'backup-key.resumed': ({ who, subject, details, names }) =>
    `${who} put ${backupKey(subject, names)} into use again. The reason: ${keys.reasons[details.reason]}.`,
  'quorum.compromised': ({ who, subject, details, names }) => {
    const marked = [
      ...details.keys.map(nameOf),
      ...details.backupKeys.map(({ generation }) => `backup key ${generation}`),
    ]
    return `${who} marked everything that was sealed to ${quorumOf(subject, names)} as compromised, suspect since ${day(details.occurred)}: ${listOf(marked)}. The reason: ${keys.reasons[details.reason]}.`
  },
  'backup-key.compromised': ({ who, subject, details, names }) =>
    `${who} marked ${backupKey(subject, names)} as compromised, suspect since ${day(details.occurred)}. The reason: ${keys.reasons[details.reason]}.`,
  'backup.reencryption-begun': ({ who, subject, details, names }) =>
    `${who} began to encrypt ${counted(details.backups.length, 'backup')} again, for backup key ${details.generation} of ${quorumOf(subject, names)}.`,
  'backup.reencrypted': ({ who, details, names }) =>
    `${who} encrypted the backup ${details.fileName} again for ${quorum(details.set, names)}, read it back and compared it: the old file may be destroyed.`,
  'backup.scanned': ({ who, subject, details, names }) =>
    `${who} looked through ${counted(details.files, 'file')} in ${listOf(details.places)}: ${quorumOf(subject, names)} opens ${counted(details.opened, 'backup')} there${(details.unlisted ?? 0) === 0 ? '' : `, ${details.unlisted} of them unknown to the catalogue`}${details.unread === 0 ? '' : `; ${counted(details.unread, 'file')} could not be read`}.`,
  'status.published': ({ who, subject, details }) =>
    `${who} published status list ${subject.split(':').at(-1)}, which counts until ${day(details.nextIssue.slice(0, 10))}${details.set === null ? '' : ', signed by the quorum itself'}.`,
  'cryptoperiod.chosen': ({ who, details: { purpose, protect, process, rotate, warn } }) =>
    protect === null
      ? `${who} took back what was agreed on for keys whose purpose is “${purpose}”.`
      : `${who} chose that keys whose purpose is “${purpose}” are used ${keys.period({ protect, process: process ?? 0, rotate: rotate ?? 0, warn: warn ?? 0 })}.`,
  'backup.created': ({ who, details, names }) =>
    `${who} made ${details.fileName === undefined ? 'a backup' : `the backup ${details.fileName}`} for ${quorum(details.set, names)}: ${counted(details.files, 'file')}.`,
}

export const about: LogWording['about'] = {
  program: 'The program',
  unsigned: actor => (/^[a-z]/.test(actor) ? `The ${actor}` : actor),
  unknown: ({ who, action }) =>
    `${who} did something that this version has no words for: ${action}.`,
  concerns: (setIds, names) =>
    ` This concerns ${listOf(setIds.map(setId => quorum(setId, names)))}.`,
  signers: people => ` Signed for by ${listOf(people)}.`,
  when: time => EXACT.format(new Date(time)),
  yes: 'yes',
  no: 'no',
  nothing: 'none',
}

const EXACT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })
