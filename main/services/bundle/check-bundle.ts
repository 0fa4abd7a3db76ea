import { lstat, readdir } from 'node:fs/promises'
import path from 'node:path'
import { refuse } from '../../../shared/errors.ts'
import {
  differences,
  KIT_IN_BUNDLE,
  parseSums,
  SHEET_IN_BUNDLE,
  SUMS_IN_BUNDLE,
  SUMS_LIMIT,
} from '../../core/bundle/index.ts'
import { fileHash } from '../../core/bytes/index.ts'
import { hashWords } from '../../core/text/index.ts'
import { hashOnDrive, type Input, onPath } from '../files/index.ts'

/** A folder that is as its SHA256SUMS says. */
export interface SoundFolder {
  /** Every file that is listed. */
  readonly files: readonly string[]
  /** Of SHA256SUMS: the recovery sheet has the words, on paper. */
  readonly sums: { readonly sha256: string; readonly words: readonly string[] }
  /** Whether the recovery sheet lies in it as a file, which nothing vouches for. */
  readonly sheet: boolean
}

/**
 * Compares a bundle with its SHA256SUMS, every file read from the drive.
 *
 * @throws BUNDLE_DIFFERS naming what is changed, missing and added; BUNDLE_SUMS; FILE_*
 */
export async function checkFolder(folder: string, input: Input): Promise<SoundFolder> {
  const sumsFile = path.join(folder, SUMS_IN_BUNDLE)
  const bytes = await input.read(sumsFile, SUMS_LIMIT)
  const expected = parseSums(bytes, sumsFile)
  const found = new Map<string, string | null>()
  const names = await onPath(folder, readdir(folder))
  const listed = new Set(expected.map(({ name }) => name))
  // Some drives give back KIT.JSON for kit.json; what is in it is compared all the same.
  const inSmallLetters = new Map([...listed].map(name => [name.toLowerCase(), name]))
  for (const name of names) {
    const meant = inSmallLetters.get(name.toLowerCase()) ?? name
    const known = listed.has(name) || names.includes(meant) ? name : meant
    // What nobody listed is named and not read: it may be a pipe, or larger than everything else.
    found.set(known, listed.has(known) ? await hashIfFile(path.join(folder, name)) : null)
  }
  const difference = differences(expected, found)
  if (Object.values(difference).some(list => list.length > 0)) {
    throw refuse('BUNDLE_DIFFERS', { path: folder, ...difference })
  }
  if (!listed.has(KIT_IN_BUNDLE))
    throw refuse('BUNDLE_DIFFERS', {
      path: folder,
      changed: [],
      missing: [KIT_IN_BUNDLE],
      added: [],
    })
  const sha256 = fileHash(bytes)
  return {
    files: expected.map(({ name }) => name),
    sums: { sha256, words: hashWords(sha256) },
    sheet: found.has(SHEET_IN_BUNDLE),
  }
}

/** @returns null for a link, a folder or what is no file */
async function hashIfFile(file: string): Promise<string | null> {
  const isFile = (await onPath(file, lstat(file))).isFile()
  return isFile ? await hashOnDrive(file) : null
}
