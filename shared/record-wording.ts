/**
 * What a ceremony record keeps in words. A record is signed and read for ever, so these are English whatever
 * the language of the desk is, and a change of them is a change of what is stored.
 */
import type { ReplacedQuorum } from './codes/replaced.ts'
import type { RoomEvidence } from './codes/room.ts'

/** What cards, kits and passphrase of a replaced quorum can still open. */
export function recordedStillOpens({
  setId,
  threshold,
  cards,
  keys,
  backupKeys,
  destroyed,
  keptPassphrase,
}: ReplacedQuorum): string {
  const gone = sealedItems(destroyed)
  const earlier =
    gone === '' ? '' : `, in copies of its earlier kits also what was destroyed since (${gone})`
  return `Any ${threshold} of the ${cards.length} old cards of set ${setId}, together with the ${keptPassphrase ? 'passphrase, which stays the same,' : 'old passphrase'} and any copy of its kit, still open everything that was sealed until now (${sealedItems({ keys, backupKeys }) || 'what was sealed to it'})${earlier}, and, even without a kit, every backup made until now.`
}

/** "video-root@1, api-token@2; backup keys 1, 3". */
function sealedItems({ keys, backupKeys }: ReplacedQuorum['destroyed']): string {
  const numbers = backupKeys.join(', ')
  const generations = backupKeys.length === 1 ? `backup key ${numbers}` : `backup keys ${numbers}`
  return [keys.join(', '), backupKeys.length === 0 ? '' : generations]
    .filter(text => text !== '')
    .join('; ')
}

/** And what to do about it. */
export function recordedToDo({ setId, cards, keptPassphrase }: ReplacedQuorum): string {
  const list = cards.map(({ index, custodian }) => `${index} ${custodian}`).join(', ')
  const destroy = keptPassphrase
    ? `Collect and destroy the cards of set ${setId} (${list}). Do not destroy the passphrase: it stays the same, and opens the new quorum. Destroy`
    : `Collect and destroy the cards of set ${setId} (${list}) and the old passphrase; destroy`
  return `${destroy} copies of its kits once the new ones are in their places. Make a new backup now. If one of the old custodians, or the ${keptPassphrase ? '' : 'old '}passphrase, is not trusted any more, replace every key named here where it is used, and destroy the old backups.`
}

const own = ({ isolated }: { readonly isolated: boolean }): string =>
  isolated ? ' Keyclave itself has no network (its own namespace is empty).' : ''

/** What a check of the room found, and where. */
export function recordedEvidence(found: RoomEvidence): string {
  switch (found.kind) {
    case 'not-told':
      return 'Keyclave cannot read this on this system. Look for yourselves.'
    case 'no-interface':
      return `No network interface is up.${own(found)}`
    case 'interfaces-up':
      return `Up: ${found.interfaces.join(', ')}.${own(found)}`
    case 'swap-on':
      return `Swap is on: ${found.names.join(', ')} (/proc/swaps).`
    case 'swap-in-memory':
      return 'Swap is compressed memory only (/proc/swaps).'
    case 'no-swap':
      return 'No swap is on (/proc/swaps).'
    case 'cores-discarded':
      return `Core dumps are thrown away (${found.collector}).`
    case 'cores-collected':
      return `Core dumps are handed to a program: ${found.collector} (kernel.core_pattern).`
    case 'cores-off':
      return 'Core dumps are off for this program (RLIMIT_CORE is 0).'
    case 'cores-on':
      return `Core dumps are on (RLIMIT_CORE is ${found.limit}, kernel.core_pattern "${found.pattern}").`
    case 'no-hibernation':
      return 'This kernel does not hibernate (/sys/power/state).'
    case 'hibernates-to':
      return `This machine can hibernate to ${found.names.join(', ')} (/sys/power/state, /proc/swaps).`
    case 'nowhere-to-hibernate':
      return 'There is no swap area that it could hibernate to (/proc/swaps).'
    case 'clock':
      return `${clock(found)}. Compare it with a watch.`
    case 'clock-before-program':
      return `${clock(found)}, which is before this program was made (${found.made}): one of the two is wrong. Compare it with a watch.`
    case 'clock-before-log':
      return `${clock(found)}, which is before what the audit log already has (${found.last}): this clock is wrong now, or it was wrong then. Compare it with a watch.`
    case 'clock-far-ahead':
      return `${clock(found)}, which is more than ${found.years === 1 ? 'a year' : `${found.years} years`} after this program was made, and after what the audit log has. Compare it with a watch.`
    case 'free-space':
      return `Free: ${found.places.map(({ device, megabytes }) => `${megabytes} MB on ${device}`).join(', ')}.`
    case 'free-space-not-told':
      return 'The system does not tell the free space.'
    case 'virtual-firmware':
      return `The firmware says "${found.firmware}" (/sys/class/dmi/id).`
    case 'hypervisor':
      return 'The processor says that a hypervisor runs this machine (/proc/cpuinfo).'
    case 'no-hypervisor':
      return `No hypervisor was found${found.firmware === '' ? '' : `; the machine is a ${found.firmware}`}.`
    case 'wrong-answers':
      return `Wrong answers: ${found.names.join(', ')}.`
    case 'right-answers':
      return `${found.names.length} known answers came out right: ${found.names.join(', ')}.`
  }
}

/** To the minute. */
const clock = ({ time }: { readonly time: string }): string =>
  `The clock says ${time.slice(0, 16).replace('T', ' ')} UTC`
