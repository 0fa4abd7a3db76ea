import type { recoveryCodes } from '../../../codes/recovery.ts'
import type { ErrorMessages } from '../../wording/messages.ts'
import { itemNamed } from '../phrases/item.ts'
import { list } from '../phrases/listing.ts'

export const recoveryErrors: ErrorMessages<typeof recoveryCodes> = {
  DRILL_UNPROVED: d =>
    `The shares and the passphrase are right, but the quorum would not open ${list(d.items.map(itemNamed))}: damaged or foreign in this kit or, of a key pair, the private half is not that of the public half beside it. Try another copy of the kit at once, and make a re-issue from one that is whole.`,
  DRILL_BACKUP:
    'This backup is not encrypted to this quorum itself, so a drill cannot check it without opening anything. Choose a backup that was made under this quorum, or restore this one into a folder.',
  DRILL_NONE: 'No drill has begun. Begin one with the kit of the quorum.',
  DRILL_ORDER: d =>
    `This belongs to a drill at the step ${d.need.join(' or ')}; it is at ${d.step}. Follow the steps.`,
  DRILL_RUNNING: 'A drill is under way. Finish it first.',
  DRILL_INTERVAL: d =>
    `Drills are held every ${d.least} to ${d.most} months. Choose a number between them.`,
  RECOVERY_NONE: 'No recovery is under way. Begin one with the kit, or without.',
  RECOVERY_RUNNING: 'A recovery is under way. End it first: that clears its shares from memory.',
  RECOVERY_ORDER: d =>
    `This belongs to the step "${d.need.join(' or ')}" of a recovery; it is at "${d.step}".`,
}
