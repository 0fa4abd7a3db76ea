import type { statusCodes } from '../../../codes/status.ts'
import type { ErrorMessages } from '../../wording/messages.ts'
import { atTerminal } from '../phrases/at-terminal.ts'
import { documentFault } from '../phrases/document.ts'
import { keys } from '../phrases/keys.ts'
import { list } from '../phrases/listing.ts'
import { status } from '../phrases/status.ts'
import { day } from '../phrases/times.ts'

export const statusErrors: ErrorMessages<typeof statusCodes> = {
  STATUS_FORMAT: d =>
    `This is not a valid status list: ${documentFault(d)}. Get an unaltered copy from whoever publishes it.`,
  STATUS_VERSION: d =>
    `This status list has format "${d.have}"; this Keyclave knows "${d.known}". Use a newer Keyclave.`,
  STATUS_NOT_THEIRS: (d, desk) =>
    `Nobody outside could verify this list by the kit of quorum ${d.setId}, because ${status.problems[d.problem]}. Let those sign whom the kit names, or the quorum itself${atTerminal(desk, ' (--by-quorum)')}, with its kit, shares and the passphrase.`,
  STATUS_QUORUM_NEEDED: (d, desk) =>
    `The kits of ${list(d.sets)} name no people who could sign a list for others, so a quorum itself has to${atTerminal(desk, ' (--by-quorum)')}, with its kit, shares and the passphrase.`,
  STATUS_PEOPLE_NEEDED: (_, desk) =>
    `This vault has people, who sign what is recorded in it. Let an administrator and a witness sign${atTerminal(desk, ' (--sign), without --by-quorum')}; or, where they are gone, leave the vault out and name the last list${atTerminal(desk, ' (--last)')}.`,
  STATUS_NO_KEY: d =>
    `The kit of quorum ${d.setId} is of the first format, which has no key to sign a list with. Replace the quorum by a new one (keyclave ceremony reissue).`,
  STATUS_LAST: d =>
    `The list that you named as the last has the number ${d.number}, and does not follow list ${d.recorded}, which this vault knows. If others have seen both, they will see a fork: find out who published them before you go on.`,
  STATUS_TAKEN_BACK: d =>
    `The list that you named as the last says of the ${d.kind} ${d.key}: ${keys.states[d.state]}. This vault does not know that, and nothing brings a key back. It is an older copy of the vault, or was never told: use the newest one, or record it here first.`,
  STATUS_LAST_UNSIGNED: d =>
    `The list that you named as the last is not signed by enough: ${status.problems[d.problem]}. Nothing follows from it; find the list that was published.`,
  STATUS_WHOSE: (d, desk) =>
    d.by === 'people'
      ? `Nothing says whose list is to be published. Name the vault whose people sign it${atTerminal(desk, ' (--vault)')}; or the kit of the quorum that signs it itself${atTerminal(desk, ' (--by-quorum --kit)')}.`
      : `A quorum signs with the key that its kit names. Name the kit${atTerminal(desk, ' (--kit)')}.`,
  STATUS_NEXT: (d, desk) =>
    `The next list comes out 1 to ${d.most} days after this one. Choose ${atTerminal(desk, 'a time with --next, such as 90d', 'such a time')}.`,
  STATUS_CLOCK: d =>
    `The clock of this machine says ${day(d.today)}, and this list was issued on ${day(d.issued)}: one of the two is wrong, and nothing can be said of what is in force today. Set the clock and check again.`,
  COMPLIANCE_PERIOD: d =>
    `The period ends on ${day(d.to)}, before it begins on ${day(d.from)}. Exchange the two days.`,
  STATUS_AGAINST: d =>
    `Status list ${d.number} says of ${d.key}: ${keys.states[d.state]} since ${day(d.since)}. Nothing is protected with it. ${d.instead === null ? 'Ask whoever publishes the list what is used now.' : `Version ${d.instead} is used now: get the newest kit, which has it.`}`,
  STATUS_UNKNOWN: d =>
    `Status list ${d.number} does not have ${d.key}, so nothing says that it is good. Ask whoever publishes the list; the kit may be another one, or newer than the list.`,
  STATUS_STALE: d =>
    `Status list ${d.number} says nothing good any more: the next one was out on ${day(d.since)}. Get it before you protect anything.`,
  STATUS_UNSIGNED: d =>
    `This status list is not signed by enough for this kit: ${status.problems[d.problem]}. Get the newest kit and list from whoever publishes them, and compare the words.`,
  STATUS_OLDER: d =>
    `This is status list ${d.number}, and list ${d.seen} was seen before: somebody may be holding the newer one back. Get it.`,
  STATUS_FORKED: d =>
    `Status list ${d.number} and list ${d.seen}, seen before, are not of one line. Keep both, protect nothing, and ask whoever publishes them.`,
  STATUS_ANCHOR: (_, desk) =>
    `Nothing says whose list this is. Name what you hold of the quorum: its kit${atTerminal(desk, ' (--kit)')}, or the record of its ceremony${atTerminal(desk, ' (--record)')}.`,
  STATUS_FINGERPRINT: d =>
    `A fingerprint has ${d.least} hexadecimal digits or more; the recipient of a backup key begins with age1. Copy the whole of it.`,
  STATUS_UNLISTED: d =>
    `Neither the kit nor the last list has version ${d.version} of ${d.id}. Look with keyclave kit inspect.`,
  STATUS_KEY_NAME: (d, desk) =>
    `"${d.key}" is no id of a key. Name it by its id, 16 hexadecimal digits, with @2 for a version; by its label where a kit is named that has it; or by its fingerprint${atTerminal(desk, ' (--fingerprint)')}.`,
}
