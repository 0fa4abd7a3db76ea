import { Buffer } from 'node:buffer'
import type { DriveProbe } from './drive-probe.ts'

/** Which names a drive does not keep as they are, and what they may be instead. */

/** What every file system takes, and gives back as it was. */
const SAFE = /^[A-Za-z0-9_-]+(?:[.][A-Za-z0-9_-]+)*$/
/** Bytes of a name that every file system takes. */
const SHORT = 100
/** Characters that are tried in one name: with "_" between them, less than 255 bytes. */
const TOGETHER = 40
/** Names that stand for devices on some systems, whatever follows a dot in them. */
const DEVICES = /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\..*)?$/i
const ENDS = ['_ ', '_.', ' _'] as const

export interface NamesOnDrive {
  /** Why a name is not kept as it is; null: it is. */
  problem(name: string): 'names' | 'long-names' | null
  /** A name that is kept, near to the one given. @param number told apart by it from others */
  instead(name: string, number: number): string
}

/** Whether a name has an end or a begin that may be cut off. */
const hasEnd = (name: string, end: string): boolean =>
  end.startsWith('_') ? name.endsWith(end.slice(1)) : name.startsWith(end.slice(0, 1))

/** Tries what is in doubt about names. */
export async function tryNames(
  all: Iterable<string>,
  { keeps }: Pick<DriveProbe, 'keeps'>,
): Promise<NamesOnDrive> {
  const characters = new Set<string>()
  const devices = new Set<string>()
  const ends = new Set<string>()
  const long = new Map<number, string>()
  for (const name of all) {
    const length = Buffer.byteLength(name)
    if (length > SHORT) long.set(length, name)
    if (DEVICES.test(name)) devices.add(name.toLowerCase())
    if (SAFE.test(name)) continue
    for (const character of name) if (!/[\w.-]/.test(character)) characters.add(character)
    for (const end of ENDS) if (hasEnd(name, end)) ends.add(end)
  }
  const refused = new Set<string>()
  await findRefused([...characters].sort(), keeps, refused)
  for (const end of ends) if (await keeps(end)) ends.delete(end)
  for (const name of devices) if (await keeps(name)) devices.delete(name)
  const isRefused = (name: string): boolean =>
    devices.has(name.toLowerCase()) ||
    [...ends].some(end => hasEnd(name, end)) ||
    [...name].some(character => refused.has(character))
  const longest = await longestOf(
    [...long].filter(([, name]) => !isRefused(name)).sort(([a], [b]) => a - b),
    keeps,
  )
  const isLong = (name: string): boolean => Buffer.byteLength(name) > longest
  return {
    problem: name => (isRefused(name) ? 'names' : isLong(name) ? 'long-names' : null),
    instead: (name, number) => {
      const mark = number === 0 ? '' : `~${number}`
      const plain = [...name]
        .map(character => (refused.has(character) ? '_' : character))
        .join('')
        .replace(/^[ ]+|[ .]+$/g, found => '_'.repeat(found.length))
      const free = devices.has(plain.toLowerCase()) ? `_${plain}` : plain
      return shortened(free, mark, Math.min(longest, LONGEST))
    },
  }
}

/** Bytes of the longest name on Linux. */
const LONGEST = 255

/** A name with a mark before its ending, cut so that it has at most so many bytes. */
function shortened(name: string, mark: string, longest: number): string {
  const [, stem = name, ending = ''] = /^(.+?)(\.[^.]{1,16})?$/su.exec(name) ?? []
  const room = longest - Buffer.byteLength(mark + ending)
  let kept = ''
  for (const character of stem) {
    if (Buffer.byteLength(kept + character) > room) break
    kept += character
  }
  return kept + mark + ending
}

/** Finds the characters that cannot be in a name: all at once, and by halves where that fails. */
async function findRefused(
  characters: readonly string[],
  keeps: DriveProbe['keeps'],
  refused: Set<string>,
): Promise<void> {
  if (characters.length === 0) return
  if (characters.length <= TOGETHER && (await keeps(`_${characters.join('_')}_`))) return
  if (characters.length === 1) {
    for (const character of characters) refused.add(character)
    return
  }
  const half = Math.ceil(characters.length / 2)
  await findRefused(characters.slice(0, half), keeps, refused)
  await findRefused(characters.slice(half), keeps, refused)
}

/** How many bytes a name may have, by names of ascending length. */
async function longestOf(
  names: readonly (readonly [length: number, name: string])[],
  keeps: DriveProbe['keeps'],
): Promise<number> {
  let [low, high] = [0, names.length]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (await keeps(names[middle - 1]?.[1] ?? '')) low = middle
    else high = middle - 1
  }
  if (low === names.length) return Number.POSITIVE_INFINITY
  return low === 0 ? SHORT : (names[low - 1]?.[0] ?? SHORT)
}
