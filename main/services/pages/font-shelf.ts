import { readFile } from 'node:fs/promises'
import type { FaceFile, FaceShelf } from '../../paper/index.ts'

/**
 * The fonts that come with Keyclave, as Fontsource packages them: for each weight a number of files, and in
 * `unicode.json` the characters that may be in each.
 */

interface FontPackage extends Pick<FaceFile, 'role' | 'language'> {
  readonly name: string
  readonly weight: 400 | 500 | 700
}

/** A package, and the URL of its `unicode.json`. */
export interface LocatedPackage extends FontPackage {
  readonly listing: string
}

/** In order of preference. */
const PACKAGES: readonly FontPackage[] = [
  { name: 'atkinson-hyperlegible-next', weight: 400, role: 'text', language: null },
  { name: 'atkinson-hyperlegible-next', weight: 700, role: 'strong', language: null },
  { name: 'atkinson-hyperlegible-mono', weight: 500, role: 'mono', language: null },
  { name: 'noto-sans', weight: 400, role: 'any', language: null },
  { name: 'noto-sans-hebrew', weight: 400, role: 'any', language: null },
  { name: 'noto-sans-arabic', weight: 400, role: 'any', language: null },
  { name: 'noto-sans-devanagari', weight: 400, role: 'any', language: null },
  { name: 'noto-sans-thai', weight: 400, role: 'any', language: null },
  { name: 'noto-sans-lao', weight: 400, role: 'any', language: null },
  { name: 'noto-sans-khmer', weight: 400, role: 'any', language: null },
  { name: 'noto-sans-sc', weight: 400, role: 'any', language: 'zh' },
  { name: 'noto-sans-jp', weight: 400, role: 'any', language: 'ja' },
  { name: 'noto-sans-kr', weight: 400, role: 'any', language: 'ko' },
]

/** @param locate the URL of a file of an installed package */
export const locatePackages = (locate: (specifier: string) => string): readonly LocatedPackage[] =>
  PACKAGES.map(font => ({ ...font, listing: locate(`@fontsource/${font.name}/unicode.json`) }))

/** Opens the shelf: reads which fonts there are, and none of them yet. */
export async function openFontShelf(packages: readonly LocatedPackage[]): Promise<FaceShelf> {
  const files = (await Promise.all(packages.map(filesOf))).flat()
  const places = new Map(files.map(({ file, url }) => [file.id, url]))
  return {
    files: files.map(({ file }) => file),
    read: async id => readFile(new URL(places.get(id) ?? '')),
  }
}

async function filesOf({
  name,
  weight,
  listing,
  role,
  language,
}: LocatedPackage): Promise<readonly { readonly file: FaceFile; readonly url: URL }[]> {
  const subsets = JSON.parse(await readFile(new URL(listing), 'utf8')) as Record<string, string>
  return Object.entries(subsets).map(([subset, ranges]) => {
    // `[119]` in the listing is `119` in the name of the file.
    const id = `${name}-${subset.replaceAll(/[[\]]/g, '')}-${weight}-normal`
    return {
      file: { id, role, language, ranges: ranges.split(',').map(parseRange) },
      url: new URL(`files/${id}.woff`, listing),
    }
  })
}

/** `U+4e00-4e0f` or `U+4e00`. */
function parseRange(text: string): readonly [number, number] {
  const [first = '', last = first] = text.trim().slice('U+'.length).split('-')
  return [Number.parseInt(first, 16), Number.parseInt(last, 16)]
}
