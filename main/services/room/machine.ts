import type { About } from '../../../shared/contract.ts'
import { freeSpace } from '../files/index.ts'
import { type Finding, failed, NOT_TOLD, passed, unknown } from './finding.ts'
import type { SystemFiles } from './system-files.ts'

/** Network, machine, clock and disk. */

export function checkNetwork({ isolated, interfaces }: About['airGap']): Finding {
  const own = isolated ? ' Keyclave itself has no network (its own namespace is empty).' : ''
  return interfaces.length === 0
    ? passed(`No network interface is up.${own}`)
    : failed(`Up: ${interfaces.join(', ')}.${own}`)
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
  if (VIRTUAL.test(firmware)) return failed(`The firmware says "${firmware}" (/sys/class/dmi/id).`)
  if (/^flags\s*:.*\bhypervisor\b/m.test(cpu ?? '')) {
    return failed('The processor says that a hypervisor runs this machine (/proc/cpuinfo).')
  }
  // Only x86 processors have the flag; another machine without firmware names has not answered.
  const hasFlags = /^flags\s*:/m.test(cpu ?? '')
  if (!hasFlags && firmware === '') return NOT_TOLD
  return passed(
    `No hypervisor was found${firmware === '' ? '' : `; the machine is a ${firmware}`}.`,
  )
}

const YEAR = 365.25 * 24 * 60 * 60 * 1000
/** Nobody runs a program this long after it was made. */
const MOST_YEARS = 30

/** What the clock must not be before. */
export interface ClockMarks {
  /** When this program was made, at the earliest. */
  readonly program: Date
  /** The last entry of the vault's audit log; null without a vault. */
  readonly lastEntry: string | null
}

export function checkClock(now: Date, { program, lastEntry }: ClockMarks): Finding {
  const said = `The clock says ${now.toISOString().slice(0, 16).replace('T', ' ')} UTC`
  if (now < program) {
    const made = program.toISOString().slice(0, 10)
    return failed(`${said}, which is before this program was made (${made}).`)
  }
  if (lastEntry !== null && now.toISOString() < lastEntry) {
    return failed(`${said}, which is before the last entry of the audit log (${lastEntry}).`)
  }
  if (now.getTime() - program.getTime() > MOST_YEARS * YEAR) {
    return failed(`${said}, which is more than ${MOST_YEARS} years after this program was made.`)
  }
  return passed(`${said}. Compare it with a watch.`)
}

/** Kit, record and vault need a few megabytes; this leaves room for what else is written. */
const ENOUGH = 256 * 1024 * 1024

/** @param folders where something will be written */
export async function checkDisk(folders: readonly string[]): Promise<Finding> {
  const found = await Promise.all(
    folders.map(async folder => ({ folder, free: await freeSpace(folder) })),
  )
  const told = found.flatMap(({ folder, free }) =>
    free === null ? [] : [{ folder, free, text: `${Math.floor(free / 1e6)} MB at ${folder}` }],
  )
  if (told.length < folders.length) return unknown('The system does not tell the free space.')
  const evidence = `Free: ${told.map(place => place.text).join(', ')}.`
  return told.every(place => place.free >= ENOUGH) ? passed(evidence) : failed(evidence)
}
