import { stat } from 'node:fs/promises'
import type { SystemFiles } from './system-files.ts'

/**
 * The device that a folder lies on, as the kernel names it: `/dev/sda1`, `tmpfs` (proc_pid_mountinfo(5)).
 * "a disk" where it does not say, and where it names a path that is none of a device.
 */
export async function deviceOf(folder: string, files: SystemFiles): Promise<string> {
  const [text, about] = await Promise.all([
    files.read('proc/self/mountinfo'),
    stat(folder).catch(() => null),
  ])
  if (text === null || about === null) return UNNAMED
  // As makedev(3) puts a device's two numbers into one.
  const { dev } = about
  const number = `${(dev >>> 8) & 0xfff}:${(dev & 0xff) | ((dev >>> 12) & 0xfff00)}`
  const line = text.split('\n').find(candidate => candidate.split(' ')[2] === number)
  const [type = '', source = ''] = line?.split(' - ')[1]?.split(' ') ?? []
  if (/^\/dev\/[\w/-]+$/.test(source)) return source
  return /^[a-z0-9]+$/.test(type) ? type : UNNAMED
}

const UNNAMED = 'a disk'
