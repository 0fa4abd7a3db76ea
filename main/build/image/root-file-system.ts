/** The file system of the image: Debian's packages as mmdebstrap installs them, image/tree, and image/set-up.sh. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DEBIAN } from './repository.ts'
import { runTool } from './tool.ts'

export interface RootFileSystem {
  /** The project's folder. */
  readonly project: string
  /** A line of sources.list(5) for what may be installed, and no more than that. */
  readonly source: string
  /** Names of packages: all of them. */
  readonly packages: readonly string[]
  /** Seconds since 1970. */
  readonly date: number
  /** A folder for what is made. */
  readonly draft: string
}

/** What set-up.sh leaves beside the root for the medium, unpacked: live/, boot/, efi/, mbr.img, installed. */
export interface MadeRoot {
  readonly squashfs: string
  readonly medium: string
}

/** Nobody reads manuals in it; the licences stay. */
const LEFT_OUT = [
  ...['man', 'info', 'locale', 'lintian', 'help', 'bug'].map(
    name => `path-exclude=/usr/share/${name}/*`,
  ),
  'path-exclude=/usr/share/doc/*',
  'path-include=/usr/share/doc/*/copyright',
  'path-include=/usr/share/doc/keyclave/*',
]

export function makeRootFileSystem(how: RootFileSystem): MadeRoot {
  const { project, source, packages, date, draft } = how
  const at = (name: string): string => path.join(draft, name)
  // What starts the kernel is made once, by set-up.sh, when every module that goes is gone.
  const env = { SOURCE_DATE_EPOCH: String(date), TMPDIR: at('tmp'), INITRD: 'No' }
  mkdirSync(at('tmp'))
  writeFileSync(at('sources.list'), source)
  packTree(path.join(project, 'image/tree'), at('tree.tar'), date)
  const hooks = [
    '--essential-hook=mkdir -p "$1/etc/initramfs-tools"',
    '--essential-hook=echo update_initramfs=no > "$1/etc/initramfs-tools/update-initramfs.conf"',
    `--customize-hook=tar-in ${at('tree.tar')} /`,
    `--customize-hook=upload ${path.join(project, 'image/set-up.sh')} /root/set-up.sh`,
    '--customize-hook=chroot "$1" sh /root/set-up.sh',
    `--customize-hook=tar-out /medium ${at('medium.tar')}`,
    '--customize-hook=rm -r "$1/medium"',
  ]
  const options = [
    ...['--variant=essential', '--format=tar', '--architectures=amd64', '--quiet'],
    `--include=${packages.join(',')}`,
    '--aptopt=APT::Install-Recommends "false"',
    ...['force-confold', 'force-unsafe-io', ...LEFT_OUT].map(option => `--dpkgopt=${option}`),
    ...hooks,
  ]
  runTool('mmdebstrap', [...options, DEBIAN, at('root.tar'), at('sources.list')], { env })
  runTool('tar', ['--extract', '--file', at('medium.tar'), '--directory', draft])
  return { squashfs: squash(at('root.tar'), at('root.squashfs'), date, env), medium: at('medium') }
}

/** The tree as it is in the project, whoever has checked it out: root's, and nobody else may write. */
function packTree(tree: string, file: string, date: number): void {
  const how = ['--sort=name', `--mtime=@${date}`, '--owner=0', '--group=0', '--numeric-owner']
  runTool('tar', [
    ...['--create', '--file', file, ...how, '--mode=u=rwX,go=rX'],
    ...['--directory', tree, '.'],
  ])
}

/** zstd: read at each start, and quickly. */
function squash(
  tar: string,
  file: string,
  date: number,
  env: Readonly<Record<string, string>>,
): string {
  const how = ['-comp', 'zstd', '-Xcompression-level', '9', '-b', '1M', '-no-exports', '-no-xattrs']
  // The root itself does not come along in a tar.
  const top = ['-root-mode', '755', '-root-uid', '0', '-root-gid', '0', '-root-time', String(date)]
  const quiet = ['-quiet', '-no-progress']
  runTool('mksquashfs', ['-', file, '-tar', ...how, ...top, ...quiet], { env, inputFile: tar })
  return file
}
