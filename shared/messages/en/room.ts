import type { RoomEvidence } from '../../codes/index.ts'
import { recordedEvidence } from '../../record-wording.ts'
import type { Messages } from '../wording/messages.ts'

/** As the record has it, and beside it what only this screen can say: the time here, space in a round number. */
function evidence(found: RoomEvidence): string {
  if (found.kind === 'free-space') {
    return `Free: ${found.places.map(({ device, megabytes }) => `${space(megabytes)} on ${device}`).join(', ')}.`
  }
  const recorded = recordedEvidence(found)
  return 'time' in found ? `${localClock(found.time)}${recorded}` : recorded
}

/** `840 MB`, `65 GB`, `1.2 TB` */
function space(megabytes: number): string {
  const [value, unit] =
    megabytes < 1000
      ? [megabytes, 'MB']
      : megabytes < 1_000_000
        ? [megabytes / 1000, 'GB']
        : [megabytes / 1_000_000, 'TB']
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`
}

/** Nothing where it is the same as UTC. */
function localClock(time: string): string {
  const here = new Date(time)
  if (here.getTimezoneOffset() === 0) return ''
  const shown = new Intl.DateTimeFormat('en-GB', {
    ...{ dateStyle: 'long', timeStyle: 'short' },
  }).format(here)
  return `Here it is ${shown}. `
}

export const room: Messages['room'] = {
  evidence,
  checks: {
    network: {
      title: 'No network',
      why: 'A machine that can be reached can be made to give keys away. Pull out the cable, switch radio off.',
    },
    swap: {
      title: 'No swap',
      why: 'Swap writes memory to the disk, and secrets with it, where they can be found later. Switch it off: swapoff -a.',
    },
    'core-dumps': {
      title: 'No core dumps',
      why: 'If a program crashes, its memory is kept in a file. Switch it off: ulimit -c 0, and kernel.core_pattern without a collector.',
    },
    hibernation: {
      title: 'No hibernation',
      why: 'Hibernation writes all of memory to the disk. Switch it off, or swap off, and keep the lid open.',
    },
    clock: {
      title: 'The clock is right',
      why: 'The record, the cards and the audit log say when everything happened. Compare with a watch, and set the clock before going on if it is the clock that is wrong.',
    },
    disk: {
      title: 'Room on the disk',
      why: 'A full disk would end the ceremony half-way. Make space first.',
    },
    'virtual-machine': {
      title: 'A real machine',
      why: 'Whoever runs a virtual machine can read its memory, copy it, and wind its randomness back. Use a machine that stands in this room.',
    },
    'self-test': {
      title: 'Self-test',
      why: 'Known answers show broken memory, a broken library or a changed program. Do not go on with a machine or an installation that fails.',
    },
  },
}
