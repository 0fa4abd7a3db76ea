import { InvalidArgumentError } from 'commander'
import { FITTING, LEAST_VOLUME } from '../../../shared/backup-files.ts'
import { formatCount } from '../terminal/amounts.ts'

/** Arguments and options that are read, and refused, before a command begins. */

/** @throws InvalidArgumentError, which commander says with the option's name */
export function day(text: string): string {
  const parsed = new Date(`${text}T00:00:00.000Z`)
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(parsed.getTime())
  if (isDay && parsed.toISOString().startsWith(text)) return text
  throw new InvalidArgumentError('A day is written like 2028-11-21.')
}

/** @throws InvalidArgumentError */
export function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('A number is written like 2.')
}

/** A time as an option has it, in days. @throws InvalidArgumentError */
export function days(text: string): number {
  const [, count = '', unit = 'd'] = /^(\d{1,4})([dwmy])?$/.exec(text) ?? []
  if (count === '') throw new InvalidArgumentError('A time is written like 90d, 12w, 3m or 1y.')
  return Number(count) * (UNITS[unit as keyof typeof UNITS] ?? 1)
}
const UNITS = { d: 1, w: 7, m: 31, y: 366 }

/** A backup that may be in volumes. */
export const VOLUMES_HELP =
  'the backup, FILE.tar.zst.age, or any of its volumes; where they lie in several folders, one in each'

export const VOLUME_SIZE_HELP =
  'cut it into FILE.001, FILE.002 … of this size: 4G (of 1,000 MB), 700M, fat32 or bd-r'

/** What there is in place of one file. */
export const volumeLines = (volumes: readonly string[]): string[] => [
  `Volumes ${formatCount(volumes.length, 'volume')}, ${volumes[0]} to ${volumes.at(-1)}: all of them are needed. Join them with cat, in this order.`,
]

export const LEFTOVERS_HELP = 'remove what killed commands left beside it'

/** What a killed command left beside a backup that is made. */
export const leftoverLine = (left: { readonly path: string; readonly removed: boolean }): string =>
  left.removed
    ? `Removed ${left.path}, which a killed command had left.`
    : `A killed command left ${left.path}: an unfinished file, encrypted like a backup. Remove it, or give --remove-leftovers.`

/**
 * Bytes of a volume: a number with its unit, or what it is to fit. Units are those that drives are sold by.
 *
 * @throws InvalidArgumentError
 */
export function volumeSize(text: string): number {
  const fits = FITTING[text.toLowerCase() as keyof typeof FITTING]
  if (fits !== undefined) return fits
  const [, count = '', unit = ''] = /^([1-9]\d{0,5})([KMGT])$/i.exec(text) ?? []
  const size = Number(count) * 1000 ** ('KMGT'.indexOf(unit.toUpperCase()) + 1)
  if (count !== '' && size >= LEAST_VOLUME) return size
  throw new InvalidArgumentError(
    'A volume size is written like 4G, 700M, fat32 or bd-r; 100K at least.',
  )
}
