import { sayDayIn } from '../../shared/calendar.ts'

/** Numbers as people read them. */

const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB', 'PB'] as const

/** 1,234 bytes · 1.2 MB: powers of 1000, as drives are labelled. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000
    unit += 1
  }
  if (unit === 0) return bytes === 1 ? '1 byte' : `${bytes} bytes`
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${UNITS[unit]}`
}

export const formatCount = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`

export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return formatCount(whole, 'second')
  if (whole < 3600) return formatCount(Math.round(whole / 60), 'minute')
  return formatCount(Math.round(whole / 3600), 'hour')
}

const MOMENT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })
const EXACT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })

export const formatDay = sayDayIn('en-GB')
export const formatMoment = (time: string): string => MOMENT.format(new Date(time))
/** To the second, for logs and records. */
export const formatExactMoment = (time: string): string => EXACT.format(new Date(time))

/** "Ada, Grace and Hedy". */
export const formatList = (names: readonly string[]): string =>
  new Intl.ListFormat('en-GB').format(names)
