import type { Place } from '../../../codes/index.ts'

/** `3, 4, 17` */
export const list = (numbers: readonly (number | string)[]): string => numbers.join(', ')

/** `Ann, Ben and Cleo` */
export const listOf = (words: readonly string[]): string =>
  new Intl.ListFormat('en-GB').format(words)

const STREAM_NAMES = {
  'standard-input': 'standard input',
  'standard-output': 'standard output',
  'typed-line': 'what was typed',
} as const

/** A file by its name, or what stands in its place. */
export const named = (place: Place): string =>
  typeof place === 'string' ? place : STREAM_NAMES[place.stream]
