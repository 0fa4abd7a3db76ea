import type { About } from '../../../shared/contract.ts'
import { freeSpace } from '../files/index.ts'
import { deviceOf } from './device.ts'
import { type Finding, failed, NOT_TOLD, passed, unknown } from './finding.ts'
import type { SystemFiles } from './system-files.ts'

/** Network, machine, clock and disk. */

export function checkNetwork({ isolated, interfaces }: About['airGap']): Finding {
  return interfaces.length === 0
    ? passed({ kind: 'no-interface', isolated })
    : failed({ kind: 'interfaces-up', interfaces, isolated })
}

/** Makers of virtual machines, as their firmware names itself. */
const VIRTUAL = /QEMU|KVM|VMware|VirtualBox|innotek|Xen|Bochs|Parallels|Virtual Machine|Amazon EC2/i

export async function checkVirtualMachine(files: SystemFiles): Promise<Finding> {
  const cpu = await files.read('proc/cpuinfo')
  const named = await Promise.all(
    ['sys_vendor', 'product_name'].map(name => files.read(`sys/class/dmi/id/${name}`)),
  )
  if (cpu === null && named.every(text => text === null)) return NOT_TOLD
  const firmware = named.flatMap(text => text?.trim() || []).join(' ')
  if (VIRTUAL.test(firmware)) return failed({ kind: 'virtual-firmware', firmware })
  if (/^flags\s*:.*\bhypervisor\b/m.test(cpu ?? '')) {
    return failed({ kind: 'hypervisor' })
  }
  // Only x86 processors have the flag; another machine without firmware names has not answered.
  const hasFlags = /^flags\s*:/m.test(cpu ?? '')
  if (!hasFlags && firmware === '') return NOT_TOLD
  return passed({ kind: 'no-hypervisor', firmware })
}

/** Milliseconds. */
export const YEAR = 365.25 * 24 * 60 * 60 * 1000
/** A clock so far past everything that is known is asked about. */
const MOST_YEARS = 1

/** What the clock must not be before, nor far past. */
export interface ClockMarks {
  /** When this program was made, at the earliest. */
  readonly program: Date
  /** The latest time that the vault's audit log vouches for; null without a vault. */
  readonly lastEntry: string | null
}

export function checkClock(now: Date, { program, lastEntry }: ClockMarks): Finding {
  const time = now.toISOString()
  if (now < program) {
    const made = program.toISOString().slice(0, 10)
    return failed({ kind: 'clock-before-program', time, made })
  }
  if (lastEntry !== null && time < lastEntry) {
    return failed({ kind: 'clock-before-log', time, last: lastEntry })
  }
  const latest = Math.max(program.getTime(), Date.parse(lastEntry ?? '') || 0)
  if (now.getTime() - latest > MOST_YEARS * YEAR) {
    return failed({ kind: 'clock-far-ahead', time, years: MOST_YEARS })
  }
  return passed({ kind: 'clock', time })
}

/** Kit, record and vault need a few megabytes; this leaves room for what else is written. */
const ENOUGH = 256 * 1024 * 1024

/**
 * The record names the devices: where on them somebody's folders lie is nobody's business.
 *
 * @param folders where something will be written
 */
export async function checkDisk(folders: readonly string[], files: SystemFiles): Promise<Finding> {
  const found = await Promise.all(
    folders.map(async folder => ({
      device: await deviceOf(folder, files),
      free: await freeSpace(folder),
    })),
  )
  const told = found.flatMap(({ device, free }) => (free === null ? [] : [{ device, free }]))
  if (told.length < folders.length) return unknown({ kind: 'free-space-not-told' })
  const places = told.map(({ device, free }) => ({ device, megabytes: Math.floor(free / 1e6) }))
  const evidence = { kind: 'free-space', places } as const
  return told.every(place => place.free >= ENOUGH) ? passed(evidence) : failed(evidence)
}
