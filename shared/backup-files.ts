/** The files that a backup may be, and how large they are. */

/** Bytes of the shortest volume. */
export const LEAST_VOLUME = 100_000

/** Bytes of volumes by what they are to fit: the longest file of FAT32; what one layer of a BD-R holds besides its file system and spare sectors. */
export const FITTING = { fat32: 2 ** 32 - 1, 'bd-r': 24_000_000_000 } as const

/** The name of a backup without the number of a volume: FILE of FILE.001. */
export const withoutVolume = (file: string): string => file.replace(/\.\d{3}$/, '')
