import type { KitPart, kitCodes, RevisionProblem } from '../../../codes/kit.ts'
import type { ErrorMessages } from '../../wording/messages.ts'
import { documentFault } from '../phrases/document.ts'
import { itemNamed } from '../phrases/item.ts'
import { list, listOf } from '../phrases/listing.ts'

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

/** "group 2 differs", "groups 1 and 2 differ" */
const groups = (numbers: readonly number[]): string =>
  numbers.length === 1
    ? `group ${numbers[0]} differs from the kit's`
    : `groups ${listOf(numbers.map(String))} differ from the kit's`

export const kitErrors: ErrorMessages<typeof kitCodes> = {
  KEY_IMPORT_SIZE: d =>
    `A secret to import has 1 to ${d.limit} bytes, this has ${d.have}. Larger data belongs in a backup.`,
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
  BACKUP_KEY_UNKNOWN: d =>
    `The kit holds ${d.count === 1 ? 'one backup key, 1' : `the backup keys 1 to ${d.count}`}; there is no backup key ${d.generation}.`,
  KIT_NEEDED: d =>
    `${d.what === 'key' ? 'A key' : `Backup key ${d.generation ?? ''}`} is sealed in the recovery kit. Name the kit with --kit.`,
  KIT_FOREIGN: d =>
    `This is not the recovery kit of quorum ${d.setId} that the vault's log knows: its fingerprint is another than ${d.expected}, which the log has. Somebody has made or changed this kit: do not use it, and keep it as evidence. Use the vault's own: keyclave kit export writes it.`,
  KIT_FINGERPRINT: d =>
    `This is not the kit of that card: of the ${d.typed} groups of four digits that were typed, ${groups(d.groups)}. Look at the card again. If they stand there as they were typed, the kit is another quorum's or forged: do not use it; use another copy.`,
  KIT_FINGERPRINT_FORMAT: d =>
    `A kit's fingerprint is hex digits, 0 to 9 and a to f, in groups of four as they stand on a share card. Enter its first ${d.least} digits or more.`,
  KIT_FINGERPRINT_NEEDED: d =>
    `Nothing has confirmed that this is the kit of quorum ${d.setId}: anybody can make a file that looks like it. Read the kit's fingerprint on a share card, and pass its first 8 digits or more with --fingerprint, or name with --vault the vault that knows the quorum.`,
  KIT_OTHER_QUORUM: d =>
    `This is the kit of quorum ${d.setId}, and the cards that are here are of quorum ${d.expected}. Nothing was changed. Choose the kit of quorum ${d.expected}, or take those cards out.`,
  KIT_KNOWN: d =>
    `The vault knows the kit of quorum ${d.setId} already. There is nothing to import.`,
  KIT_NOT_TAKEN_IN: d =>
    `This vault has people and does not know quorum ${d.setId}, so it takes no kit of it. Have an administrator and a witness import it first (keyclave kit import, or Ceremonies, Import a kit), or use a kit of a quorum that was founded in this vault.`,
  ITEM_UNPROVED: d =>
    `Nothing proves ${itemNamed(d.item)}: it was added to the kit after the founding ceremony, and the fingerprint on the cards does not cover it. Anybody could have put it there. Name the vault that recorded it with --vault, or choose an earlier version that the ceremony made${'key' in d.item && d.item.version > 1 ? ` (${d.item.key}@${d.item.version - 1})` : ''}.`,
  KIT_UNPROVED: d =>
    `Nothing proves ${list(d.items.map(itemNamed))} of this kit: added after the founding ceremony, where the fingerprint on the cards does not cover it, and in no kit that the log of a vault here knows. Anybody could have put it there. Name the vault that recorded it with --vault, or use the kit of the ceremony.`,
  KIT_UNKNOWN: d =>
    d.sets.length === 0
      ? `The vault ${d.vault} holds no kit of set ${d.setId}, nor of any other: no ceremony has been closed in it.`
      : `The vault ${d.vault} holds no kit of set ${d.setId}. It holds those of ${list(d.sets)}: name one of them with --set.`,
  KIT_OUTDATED: d =>
    `The vault has a newer kit of set ${d.setId} than this one. Use the newest: keyclave kit export writes it.`,
  KIT_NONE: d => `The vault ${d.vault} holds no kit: no ceremony has been closed in it.`,
  KIT_AMBIGUOUS: d =>
    `The vault holds kits of several quorums (${d.sets.join(', ')}). Name one with --set.`,
  KIT_PLACES: d =>
    `The kit is kept in at least ${d.need} different folders, here ${d.have === 1 ? 'is' : 'are'} ${d.have}. Choose another folder, best on another drive.`,
  KEY_EXPORTED: d =>
    `The key "${d.label}" was exported in this session already. To export it again, end the session and begin another.`,
}
