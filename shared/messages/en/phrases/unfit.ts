import type { UnfitKind } from '../../../codes/index.ts'

/** What a drive cannot hold is called, and what is the matter with it. */
const UNFIT: { readonly [kind in UnfitKind]: readonly [one: string, several: string] } = {
  links: ['symbolic link', 'symbolic links'],
  names: [
    'name with characters or an end that it does not keep',
    'names with characters or ends that it does not keep',
  ],
  twins: [
    'name that it takes for that of another entry',
    'names that it takes for those of other entries',
  ],
  'long-names': ['name that is too long for it', 'names that are too long for it'],
  'long-paths': [
    'path that is too long there: restore nearer to the root of a drive',
    'paths that are too long there: restore nearer to the root of a drive',
  ],
  large: [
    'file that is larger than a file can be there',
    'files that are larger than a file can be there',
  ],
}

/** `3 symbolic links` */
export const unfit = (kind: UnfitKind, count: number): string =>
  `${count} ${UNFIT[kind][count === 1 ? 0 : 1]}`

/** Whether another name helps. */
export const isRenamed = (kind: UnfitKind): boolean =>
  kind === 'names' || kind === 'twins' || kind === 'long-names'

const DRIVES = new Map<string, string>(
  Object.entries({
    ...{ vfat: 'FAT32', msdos: 'FAT', 'fuse.fusefat': 'FAT32' },
    ...{ exfat: 'exFAT', 'fuse.exfat': 'exFAT', ntfs: 'NTFS', ntfs3: 'NTFS' },
  }),
)

/** `, FAT32,` */
export const driveName = (type: string): string =>
  type === '' ? '' : ` (${DRIVES.get(type) ?? type})`
