import type { KitPart, kitCodes, RevisionProblem } from '../../../codes/kit.ts'
import type { KeyDeed, KeyException } from '../../../key-life.ts'
import { PAIR_NAMES, type PairProblem } from '../../../key-pairs.ts'
import type { Desk, ErrorMessages } from '../../wording/messages.ts'
import { atTerminal } from '../phrases/at-terminal.ts'
import { documentFault, nameFault } from '../phrases/document.ts'
import { itemNamed } from '../phrases/item.ts'
import { isSoAlready, keys } from '../phrases/keys.ts'
import { list, listOf } from '../phrases/listing.ts'
import { day } from '../phrases/times.ts'

function kitPart(part: KitPart): string {
  if (part === 'digest') return 'the digest'
  if (part === 'founding-item') return 'an item of the founding ceremony'
  if (part === 'secret-commitment') return 'the commitment to the quorum secret'
  if (part === 'order') return 'the order of the items'
  if (part === 'mac') return "the quorum's own seal over the revisions"
  const name = itemNamed(part.item)
  if ('part' in part && part.part === 'unlisted') return `${name}, which nothing in the kit names,`
  if ('part' in part && part.part === 'twice') return `${name}, which stands there twice,`
  if ('part' in part) return `the ${part.part} part of ${name}`
  return part.field === null ? `a field that is missing from ${name}` : `${part.field} of ${name}`
}

const REVISIONS: { readonly [problem in RevisionProblem]: string } = {
  'out-of-order': 'it is out of order',
  'does-not-follow': 'it does not follow the one before it',
  missing: 'the quorum has seen it, and it is missing',
  'item-missing': 'the item that it names is not there',
  'item-twice': 'it names an item that was named before',
  'not-as-it-says': 'what it says it changes is not what it changes',
  'newest-backup-key': 'it destroys the backup key that new backups are encrypted to',
  unsigned: 'nobody has signed it',
  'agreement-of-nobody': 'it is signed, and the kit names nobody who could sign',
  'agreed-otherwise': 'what was signed is something else',
  'agreement-used': 'its signatures were given for another revision',
  'agreement-expired': 'its signatures were asked for at another time',
  'agreement-key-not-in-force': 'somebody signed whom the kit does not name',
  'agreement-signature-wrong': 'a signature under it is wrong',
  'agreement-short': 'too few people have signed it',
  'policy-unknown': 'it is by a policy that this Keyclave does not know',
  'policy-older': 'it goes back to an earlier policy',
}

const keyVersion = (key: { readonly label: string; readonly version: number }): string =>
  `${key.label}@${key.version}`

/** What of a key there is not from its state, and what there is. */
const KEY_STATE: { readonly [deed in KeyDeed]: string } = {
  activate: ', and only a key that is not in use yet is put into use. Look with keyclave key show.',
  suspend: ', and only a key that is in use is suspended. Look with keyclave key show.',
  resume:
    ', and only a key that is suspended is resumed. Make its next version with keyclave key rotate.',
  retire: ', and only a key that is in use or suspended is retired. Look with keyclave key show.',
  compromise: ', and cannot be marked compromised from there. Look with keyclave key history.',
  destroy:
    ', and only a key that is not in use is destroyed. Retire it first, with keyclave key retire; what is destroyed stays so.',
}

const SUSPECT: { readonly [why in KeyException]: string } = {
  suspended:
    'is suspended: find out why before it is used. To read what it protected all the same, say that you know',
  compromised:
    'is compromised: somebody else may have it, and what it protected may have been read or changed. To read it all the same, say that you know',
  'process-period-over':
    'is past the last day on which what it protected was meant to be read. To read it all the same, say that you know',
}

const PAIR: { readonly [problem in PairProblem]: string } = {
  unreadable:
    "it cannot be read as PKCS#8, PKCS#1 or SEC 1, in PEM or DER: it is damaged, or another program's format. Convert it with openssl pkey, and take that in",
  encrypted:
    'it is under a passphrase. Take the passphrase away with openssl pkey on this machine, and take that in',
  more: 'there is more in its file than one private key. Leave the rest out: certificates are public and need no quorum',
  'rsa-size':
    'its RSA modulus is none of 2048, 3072 or 4096 bits. Smaller ones are not safe; make a new pair',
  'rsa-exponent': 'its RSA exponent is not 65537, which is what others expect. Make a new pair',
  curve: 'its curve is neither P-256 nor P-384. Make a new pair',
  algorithm: 'it is neither an RSA, nor an EC, nor an Ed25519 key. Make a new pair',
  halves:
    'its private half is not that of its public half: it is damaged, or forged. Use another copy',
}

/** "group 2 differs", "groups 1 and 2 differ" */
const groups = (numbers: readonly number[]): string =>
  numbers.length === 1
    ? `group ${numbers[0]} differs from the kit's`
    : `groups ${listOf(numbers.map(String))} differ from the kit's`

const PERIOD_LIMITS = {
  protect: 'A key protects for 1 to 1,200 months.',
  process:
    'What a key protected is read for at least as long as it protects, and for 1,200 months at most.',
  rotate:
    'The next version is due after 1 month at the earliest, and while the key still protects.',
  warn: 'What is due is named 0 to 3,660 days before.',
} as const

const recordedBy = (desk: Desk): string =>
  atTerminal(
    desk,
    'Name the vault that recorded it with --vault',
    'Open the vault that recorded it',
  )

export const kitErrors: ErrorMessages<typeof kitCodes> = {
  KEY_IMPORT_SIZE: d =>
    `A secret to import has 1 to ${d.limit} bytes, this has ${d.have}. Larger data belongs in a backup.`,
  KEY_PAIR_UNFIT: d =>
    `The private key cannot be taken in as a key pair, because ${PAIR[d.problem]}.`,
  KEY_NO_PAIR: d =>
    `${keyVersion(d)} is no key pair and has no public half. Look with keyclave key list which keys are pairs.`,
  KEY_PAIR_OTHER: d =>
    `"${d.label}" is ${PAIR_NAMES[d.expected]}, and so is its next version; this is ${PAIR_NAMES[d.have]}. Add it as a key of its own (keyclave key add).`,
  KEY_EXISTS: d =>
    `The kit already holds a key with the label "${d.label}". Choose another label, or make the next version of that key.`,
  ITEM_DAMAGED: d =>
    `The sealed ${itemNamed(d.item)} is damaged and cannot be opened. Use another copy of the recovery kit.`,
  KIT_FORMAT: d =>
    `This is not a valid recovery kit: ${documentFault(d)}. Use an unaltered copy of the kit's file.`,
  KIT_VERSION: d =>
    `This recovery kit has format "${d.have}"; this Keyclave knows "${d.known}". Use a newer Keyclave.`,
  KIT_TAMPERED: d =>
    `The recovery kit has been altered or damaged: ${kitPart(d.where)} does not match the rest. Use another copy, and compare its fingerprint with the one on the cards.`,
  KIT_REVISION: d =>
    `The recovery kit was changed by somebody who may not: revision ${d.revision} is not sound, because ${REVISIONS[d.problem]}. Do not use it, keep it as evidence, and use another copy.`,
  KIT_NOT_OF_CARD: d =>
    `Card ${d.index} belongs to another recovery kit: its code names the kit whose fingerprint begins with ${d.card}, and that of this one begins otherwise. The share is not at fault: this kit is foreign, or forged. Do not use it; use another copy of the kit that the cards name.`,
  KEY_UNKNOWN: d => `The kit holds no key with the id or label "${d.key}". Look with kit inspect.`,
  KEY_UNKNOWN_HERE: d =>
    `No quorum in force of ${d.vault} has a key "${d.key}". Look with keyclave key list; LABEL@2 is a version of a key.`,
  KEY_LABEL_SHARED: d =>
    `"${d.label}" means ${d.ids.length} keys: of several quorums, or the version of one and the label of another. Name the one you mean by its id: ${list(d.ids)}.`,
  KEY_STATE: d =>
    isSoAlready(d.deed, d.state)
      ? `${keyVersion(d)} is ${keys.states[d.state]} already: nothing is to be done. Look with keyclave key history.`
      : `${keyVersion(d)} is ${keys.states[d.state]}${KEY_STATE[d.deed]}`,
  KEY_PERIOD_OVER: d =>
    `${keyVersion(d)} may protect nothing since ${day(d.ended)} was over, and is not put into use again. Make its next version with keyclave key rotate.`,
  KEY_OCCURRED: (d, desk) =>
    `What ${keyVersion(d)} protected cannot be suspect from a day on which it did not exist, or that has not come: it was made on ${day(d.made)}, and today is ${day(d.today)}. Name a day between the two${atTerminal(desk, ' with --occurred')}; if nobody knows, the day it was made.`,
  KEY_NOT_READABLE: d =>
    d.first === null
      ? `${keyVersion(d)} was destroyed: nothing is left to take out.`
      : `${keyVersion(d)} is not in use before ${day(d.first)}, and nothing can have been protected with it. Wait, or put it into use with keyclave key activate.`,
  KEY_NOT_PROTECTING: (d, desk) =>
    `${keyVersion(d)} protects nothing anew: ${d.ended === null ? `it is ${keys.states[d.state]}` : `its last day for that was ${day(d.ended)}`}. Deliver its next version; or say that it goes there to read what it protected${atTerminal(desk, ' (--to-read)')}.`,
  KEY_SUSPECT: (d, desk) =>
    `${keyVersion(d)} ${SUSPECT[d.why]}${atTerminal(desk, ` (--although ${d.why})`)}.`,
  KEY_NAME: d =>
    `The ${d.field} of a key ${nameFault(d.problem)}. It stands on records and labels; choose another.`,
  KEY_DAYS: (d, desk) =>
    d.day === 'protectUntil'
      ? `The last day on which a key may protect anything${atTerminal(desk, ' (--protect-until)')} does not come before its first${atTerminal(desk, ' (--activates)')}. Change one of the two.`
      : `The last day on which what a key protected is read${atTerminal(desk, ' (--process-until)')} does not come before the last on which it protects${atTerminal(desk, ' (--protect-until)')}. Change one of the two.`,
  KEY_DAY_OVER: (d, desk) =>
    `The last day on which it may protect anything would be ${day(d.ended)}, which is over: it would be retired from its beginning, and there is no way back. Choose a day to come${atTerminal(desk, ' (--protect-until)')}.`,
  KEY_WHICH_VERSION: d =>
    `"${d.key}" has more than one version, and ${list(d.versions.map(String))} can be meant here. Name the one that is meant, like ${d.key}@${d.versions[0]}.`,
  BACKUP_KEY_CURRENT: d =>
    `Backup key ${d.generation} of quorum ${d.setId} is the one that new backups are encrypted to. Make the next one first, with keyclave backup-key rotate.`,
  KEY_VERSION_NAMED: d =>
    `The next version of a key follows its newest, which is version ${d.newest}, and "${d.key}" is an older one. Name the key without a version.`,
  KEYS_OF_TWO_QUORUMS: (d, desk) =>
    `These keys are of different quorums, ${list(d.sets)}, and each quorum has a kit of its own. Rotate the keys of one, then those of the next${atTerminal(desk, '; with --due, name the quorum (--set)')}.`,
  KEY_NOT_GENERATED: (d, desk) =>
    d.imported
      ? `"${d.label}" was imported: Keyclave cannot make its next version. Name the file with the new secret${atTerminal(desk, ' (--import)')}, and rotate this one by itself.`
      : `"${d.label}" is made by Keyclave, and its next version too: nothing is imported for it. Leave ${atTerminal(desk, '--import', 'the file')} out, or rotate the imported secret by itself.`,
  CRYPTOPERIOD: d => `${PERIOD_LIMITS[d.member]} Change it, and try again.`,
  CRYPTOPERIOD_NONE: d =>
    `Nothing was agreed on for keys whose purpose is "${d.purpose}", so there is nothing to take back. cryptoperiod show lists the purposes.`,
  KEY_NONE_DUE: 'No key is due. There is nothing to rotate.',
  KIT_CANNOT_GROW: d =>
    `The kit of quorum ${d.setId} is of the first format, in which nothing proves what is added later. Replace the quorum by a new one (keyclave ceremony reissue), whose kit can grow.`,
  KIT_NAMES_NOBODY: d =>
    `The kit of quorum ${d.setId} was founded without people: nobody signs for its changes, and naming people now would prove nothing to a reader of the kit. Replace the quorum by a new one (keyclave ceremony reissue), whose kit names the people of the vault.`,
  KIT_NAMES_THEM: d =>
    `The kit of quorum ${d.setId} names the people of today already. Nothing is to be done.`,
  KIT_NOT_THEIRS: d =>
    `The kit of quorum ${d.setId} names those who may change it, as they were at its ceremony, and not enough of them have signed: ${REVISIONS[d.problem]}. Nothing was changed. Have those sign whom the kit names; they can also have it name the people of today (keyclave kit renew). If too few of them are left, replace the quorum (keyclave ceremony reissue): a new kit names the people of today.`,
  BACKUP_KEY_UNKNOWN: d =>
    `The kit holds ${d.count === 1 ? 'one backup key, 1' : `the backup keys 1 to ${d.count}`}; there is no backup key ${d.generation}.`,
  KIT_NEEDED: (d, desk) =>
    `${d.what === 'key' ? 'A key' : d.generation === undefined ? 'A backup key' : `Backup key ${d.generation}`} is sealed in the recovery kit. ${atTerminal(desk, 'Name the kit with --kit', 'Choose the kit')}.`,
  KIT_FOREIGN: d =>
    `This is not the recovery kit of quorum ${d.setId} that the vault's log knows: its fingerprint is another than ${d.expected}, which the log has. Somebody has made or changed this kit: do not use it, and keep it as evidence. Use the vault's own: keyclave kit export writes it.`,
  KIT_FINGERPRINT: d =>
    `This is not the kit of that card: of the ${d.typed} groups of four digits that were typed, ${groups(d.groups)}. Look at the card again. If they stand there as they were typed, the kit is another quorum's or forged: do not use it; use another copy.`,
  KIT_FINGERPRINT_FORMAT: d =>
    `A kit's fingerprint is hex digits, 0 to 9 and a to f, in groups of four as they stand on a share card. Enter its first ${d.least} digits or more.`,
  KIT_FINGERPRINT_NEEDED: (d, desk) =>
    `Nothing has confirmed that this is the kit of quorum ${d.setId}: anybody can make a file that looks like it. Read the kit's fingerprint on a share card, and ${atTerminal(desk, 'pass its first 8 digits or more with --fingerprint, or name with --vault', 'type its first 8 digits or more, or open')} the vault that knows the quorum.`,
  KIT_OTHER_QUORUM: d =>
    `This is the kit of quorum ${d.setId}, and the cards that are here are of quorum ${d.expected}. Nothing was changed. Choose the kit of quorum ${d.expected}, or take those cards out.`,
  KIT_KNOWN: d =>
    `The vault knows the kit of quorum ${d.setId} already. There is nothing to import.`,
  KIT_HOLDS_DESTROYED: d =>
    `The kit of quorum ${d.setId} seals the key ${d.label}@${d.version}, which was destroyed in this vault: it was not imported, or the key would be back. Find out where this kit comes from: as long as it and its cards are somewhere, that key is not gone.`,
  KIT_NOT_TAKEN_IN: d =>
    `This vault has people and does not know quorum ${d.setId}, so it takes no kit of it. Have an administrator and a witness import it first (keyclave kit import, or Ceremonies, Import a kit), or use a kit of a quorum that was founded in this vault.`,
  ITEM_UNPROVED: (d, desk) =>
    `Nothing proves ${itemNamed(d.item)}: it was added to the kit after the founding ceremony, and the fingerprint on the cards does not cover it. Anybody could have put it there. ${recordedBy(desk)}, or choose an earlier version that the ceremony made${'key' in d.item && d.item.version > 1 ? ` (${d.item.key}@${d.item.version - 1})` : ''}.`,
  KIT_UNPROVED: (d, desk) =>
    `Nothing proves ${list(d.items.map(itemNamed))} of this kit: added after the founding ceremony, where the fingerprint on the cards does not cover it, and in no kit that the log of a vault here knows. Anybody could have put it there. ${recordedBy(desk)}, or use the kit of the ceremony.`,
  KIT_UNKNOWN: (d, desk) =>
    d.sets.length === 0
      ? `The vault ${d.vault} holds no kit of set ${d.setId}, nor of any other: no ceremony has been closed in it.`
      : `The vault ${d.vault} holds no kit of set ${d.setId}. It holds those of ${list(d.sets)}: choose one of them${atTerminal(desk, ' with --set')}.`,
  KIT_OUTDATED: d =>
    `The vault has a newer kit of set ${d.setId} than this one. Use the newest: keyclave kit export writes it.`,
  KIT_NONE: d =>
    `The vault ${d.vault} holds no kit: no ceremony has been closed in it. Hold one first: keyclave ceremony run, or Ceremony in the window.`,
  KIT_AMBIGUOUS: (d, desk) =>
    `The vault holds kits of several quorums (${d.sets.join(', ')}). Choose one${atTerminal(desk, ' with --set')}.`,
  KIT_PLACES: d =>
    `The kit is kept in at least ${d.need} different folders, here ${d.have === 1 ? 'is' : 'are'} ${d.have}. Choose another folder, best on another drive.`,
  KEY_EXPORTED: d =>
    `${keyVersion(d)} was exported in this session already. To export it again, end the session and begin another.`,
}
