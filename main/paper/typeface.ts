import type { Buffer } from 'node:buffer'
import { create } from 'fontkit'
import { unwrapWoff } from './woff.ts'

/**
 * Which font a character is printed in.
 *
 * Latin is set in Atkinson Hyperlegible, drawn to keep I, l, 1 and O, 0 apart. Other scripts come from
 * Noto, in files of a few hundred characters each; a job takes only those that its names need.
 */

/** What people read, what stands out, and what is copied letter by letter. */
export type Role = 'text' | 'strong' | 'mono'

/** A font file that is there to be read. */
export interface FaceFile {
  readonly id: string
  /** `any`: stands in for every role, for scripts that have no face of their own. */
  readonly role: Role | 'any'
  /** Of a face with Chinese characters: whose shapes they are. */
  readonly language: HanLanguage | null
  /** First and last code points that may be in it. Not all of them are. */
  readonly ranges: readonly (readonly [number, number])[]
}

/** The fonts of the program, in order of preference. */
export interface FaceShelf {
  readonly files: readonly FaceFile[]
  /** A font's WOFF file. */
  readonly read: (id: string) => Promise<Uint8Array>
}

/** A font that has been taken off the shelf. */
export interface Face extends Omit<FaceFile, 'ranges'> {
  /** OpenType. */
  readonly font: Buffer
}

/** Takes the fonts that some texts need off a shelf. */
export type ChooseFaces = (texts: readonly string[]) => Promise<readonly Face[]>

type HanLanguage = 'zh' | 'ja' | 'ko'

/** Printed with every sheet; whatever the names are, our own sentences need them. */
const OWN_TEXT = '\u{20}A…'

/**
 * Takes the fonts off the shelf that some texts need.
 *
 * @param texts names and the like; our own sentences are Latin and always served
 */
export async function chooseFaces(texts: readonly string[], shelf: FaceShelf): Promise<Face[]> {
  const taken = new Map<string, Promise<LoadedFace>>()
  const chosen = new Map<string, Face>()
  const load = (file: FaceFile): Promise<LoadedFace> => {
    const loaded = taken.get(file.id) ?? loadFace(file, shelf)
    taken.set(file.id, loaded)
    return loaded
  }
  for (const [language, codes] of codesByLanguage([OWN_TEXT, ...texts])) {
    const files = inOrderFor(language, shelf.files)
    for (const role of ROLES) {
      const served = files.filter(file => serves(file, role))
      for (const code of codes) {
        for (const file of served) {
          if (!file.ranges.some(([a, b]) => a <= code && code <= b)) continue
          const { face, characters } = await load(file)
          if (!characters.has(code)) continue
          chosen.set(face.id, face)
          break
        }
      }
    }
  }
  // In the order of the shelf, so that the same texts give the same file.
  return shelf.files.flatMap(({ id }) => chosen.get(id) ?? [])
}

/** The characters of some texts, each once: a record of a long ceremony says the same letters ten thousand times. */
function codesByLanguage(texts: readonly string[]): ReadonlyMap<HanLanguage, ReadonlySet<number>> {
  const codes = new Map<HanLanguage, Set<number>>()
  for (const text of texts) {
    const language = hanLanguage(text)
    const known = codes.get(language) ?? new Set()
    codes.set(language, known)
    for (const character of text) known.add(character.codePointAt(0) ?? 0)
  }
  return codes
}

const ROLES = ['text', 'strong', 'mono'] as const

interface LoadedFace {
  readonly face: Face
  readonly characters: ReadonlySet<number>
}

async function loadFace({ ranges: _, ...file }: FaceFile, shelf: FaceShelf): Promise<LoadedFace> {
  const font = unwrapWoff(await shelf.read(file.id))
  return { face: { ...file, font }, characters: charactersOf(font) }
}

/** Code points that have a glyph. */
function charactersOf(file: Buffer): ReadonlySet<number> {
  const font = create(file)
  const characters = new Set('characterSet' in font ? font.characterSet : [])
  characters.delete(0xffff) // no character, but the end of the table (OpenType, "cmap", format 4)
  return characters
}

/** The face of each character, among those that were chosen. */
export class Typecase {
  readonly #faces: readonly Face[]
  readonly #characters: ReadonlyMap<string, ReadonlySet<number>>

  constructor(faces: readonly Face[]) {
    this.#faces = faces
    this.#characters = new Map(faces.map(face => [face.id, charactersOf(face.font)]))
  }

  /** A face's id by code point, `null` when no font has the character. */
  facesFor(text: string, role: Role): (code: number) => string | null {
    const order = inOrderFor(hanLanguage(text), this.#faces).filter(face => serves(face, role))
    return code => order.find(({ id }) => this.holds(id, code))?.id ?? null
  }

  holds(id: string, code: number): boolean {
    return this.#characters.get(id)?.has(code) ?? false
  }
}

const serves = (file: Pick<FaceFile, 'role'>, role: Role): boolean =>
  file.role === role || file.role === 'any'

/** The same Chinese character is drawn differently in Chinese, Japanese and Korean: a text's other letters tell. */
function hanLanguage(text: string): HanLanguage {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'ja'
  return /\p{Script=Hangul}/u.test(text) ? 'ko' : 'zh'
}

function inOrderFor<File extends Pick<FaceFile, 'language'>>(
  language: HanLanguage,
  files: readonly File[],
): readonly File[] {
  const rank = (file: File): number =>
    file.language === null ? 0 : file.language === language ? 1 : 2
  return files.toSorted((a, b) => rank(a) - rank(b))
}
