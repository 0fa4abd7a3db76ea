/** The image as a medium: an ISO 9660 file system that is a disk as well, started by BIOS and by UEFI. */
import { copyFileSync, globSync, lutimesSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { MadeRoot } from './root-file-system.ts'
import { runTool } from './tool.ts'

export interface Medium extends MadeRoot {
  /** The project's folder. */
  readonly project: string
  readonly version: string
  /** Seconds since 1970. */
  readonly date: number
  /** The image to make. */
  readonly file: string
}

/** Of the file system that UEFI starts from: the same whoever makes it, and named in image/tree (90-keyclave.rules). */
const EFI_SERIAL = '4b434c56'
const EFI_MEBIBYTES = 8

/** A volume's name: capital letters, digits and `_`, 32 at most (ECMA-119 8.4.8). */
export const volumeName = (version: string): string =>
  `KEYCLAVE_${version.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`.slice(0, 32)

export function makeMedium(how: Medium): void {
  const { project, squashfs, medium, version, date, file } = how
  const at = (name: string): string => path.join(medium, name)
  const iso = at('iso')
  mkdirSync(path.join(iso, '.disk'), { recursive: true })
  for (const name of ['live', 'boot']) renameSync(at(name), path.join(iso, name))
  renameSync(squashfs, path.join(iso, 'live/filesystem.squashfs'))
  copyFileSync(path.join(project, 'image/packages.lock'), path.join(iso, 'live/packages.lock'))
  copyFileSync(path.join(project, 'image/grub.cfg'), path.join(iso, 'boot/grub/grub.cfg'))
  writeFileSync(path.join(iso, '.disk/info'), `Keyclave ${version}\n`)
  const env = { SOURCE_DATE_EPOCH: String(date) }
  setTimes(at('efi'), date)
  const efi = path.join(iso, 'boot/grub/efi.img')
  runTool('mformat', ['-C', '-i', efi, '-N', EFI_SERIAL, '-T', `${EFI_MEBIBYTES * 2048}`, ...HEADS])
  runTool('mcopy', ['-s', '-m', '-i', efi, at('efi/EFI'), '::/'], { env })
  setTimes(iso, date)
  const args = [
    ...['-as', 'mkisofs', '-quiet', '-r', '-V', volumeName(version), '-o', file],
    ...['-b', 'boot/grub/i386-pc/eltorito.img', '-no-emul-boot', '-boot-load-size', '4'],
    ...['-boot-info-table', '--grub2-boot-info', '--grub2-mbr', at('mbr.img')],
    ...['--efi-boot', 'boot/grub/efi.img', '-efi-boot-part', '--efi-boot-image'],
    ...['--protective-msdos-label', iso],
  ]
  runTool('xorriso', args, { env })
}
const HEADS = ['-h', '64', '-s', '32', '::'] as const

function setTimes(folder: string, date: number): void {
  const all = globSync(['**', '**/.*', '**/.*/**'], { cwd: folder }).map(it =>
    path.join(folder, it),
  )
  for (const file of [folder, ...all].sort().reverse()) lutimesSync(file, date, date)
}
