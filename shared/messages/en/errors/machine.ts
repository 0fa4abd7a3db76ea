import type { MachineDeed, machineCodes } from '../../../codes/machine.ts'
import type { ErrorMessages } from '../../wording/messages.ts'

const DEEDS: { readonly [deed in MachineDeed]: string } = {
  keyboard: 'set its keyboard',
  clock: 'set its clock',
  media: 'look for a drive with an image of Keyclave',
  off: 'switch itself off',
}

export const machineErrors: ErrorMessages<typeof machineCodes> = {
  MACHINE_OTHER:
    'Keyclave does not run on a ceremony machine that was started from its image, and changes nothing of any other. Use the settings of this system.',
  MACHINE_REFUSED: d =>
    `The machine did not ${DEEDS[d.deed]}. Try it once more; its power button switches it off, and nothing that was closed is lost by that.`,
  MACHINE_TIME:
    'That is no time of a day. Type year, month, day, hour and minute of UTC, like 2026-11-27 09:30.',
  MACHINE_NO_MEDIUM: d =>
    `On ${d.path} is no image of Keyclave any more. Plug the drive in again, and look again.`,
}
