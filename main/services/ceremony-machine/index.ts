/** The machine that was started from the image: its keyboard, its clock, its media, and switching it off. */

export { machineSocketOf } from './asking.ts'
export { type CeremonyMachine, createCeremonyMachine } from './ceremony-machine.ts'
