const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'] as const

/** `1.25 GB`: powers of 1000, as drives are labelled. */
export function sayBytes(bytes: number): string {
  let [value, unit] = [bytes, 0]
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${unit === 0 ? value : value.toPrecision(3)} ${UNITS[unit]}`
}
