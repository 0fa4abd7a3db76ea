import { Buffer } from 'node:buffer'
import path from 'node:path'
import {
  bundleName,
  KIT_IN_BUNDLE,
  RECORD_IN_BUNDLE,
  SHEET_IN_BUNDLE,
  SUMS_IN_BUNDLE,
  sumsText,
} from '../../core/bundle/index.ts'
import { fileHash } from '../../core/bytes/index.ts'
import type { ForFinders } from '../../core/ceremony/index.ts'
import { formatFingerprint, type Kit, kitFingerprint, kitToBytes } from '../../core/kit/index.ts'
import { hashWords } from '../../core/text/index.ts'
import { type FolderFile, hashOfFile } from '../files/index.ts'
import type { PaperSize, Papers, SealedNote } from '../pages/index.ts'
import { readDocuments } from './documents.ts'

/** What a bundle is made from, all of it public. */
export interface BundleSource {
  readonly kit: Kit
  /** The bytes of the ceremony's record; null: none is at hand. */
  readonly record: Buffer | null
  /** What the plan has printed for whoever finds it. */
  readonly finders: ForFinders
  /** Shares that are on no card. */
  readonly sealed: readonly SealedNote[]
  /** The program's own package, a file; null: nobody has named it, and it is the file that this was started from, if any. */
  readonly package: string | null
}

/** A bundle before it is written. */
export interface Bundle {
  /** Of its folder: `keyclave-35bd1e8328`. */
  readonly name: string
  readonly files: readonly FolderFile[]
  /** SHA-256 of its SHA256SUMS, which names every file but the recovery sheet, on which it is printed. */
  readonly sums: { readonly sha256: string; readonly words: readonly string[] }
  /** The name that the program's package has in it; null: it is not in it. */
  readonly package: string | null
  /** Documents that this copy of the program came without. */
  readonly lacking: readonly string[]
}

export interface BundleTools {
  readonly papers: Papers
  readonly programFolder: string
  readonly software: string
  /** The file that this program was started from; null: it was not started from one. */
  readonly packageFile: string | null
}

const made = (name: string, bytes: Buffer): FolderFile => ({ name, bytes, sha256: fileHash(bytes) })

/**
 * Puts a bundle together. Nothing secret goes into it: there is none among what it is made from.
 *
 * @throws FILE_* of the package and the program's own files
 */
export async function bundleOf(
  source: BundleSource,
  paper: PaperSize,
  { papers, programFolder, software, packageFile }: BundleTools,
): Promise<Bundle> {
  const { kit, record, finders, sealed } = source
  const { quorum } = kit
  const documents = await readDocuments(programFolder)
  const file = source.package ?? packageFile
  const package_ = file === null ? null : await packageIn(file)
  const [register, account] = await Promise.all([
    papers.register(kit, paper, { sealed, finders }),
    record && papers.record(record, paper),
  ])
  const listed: readonly FolderFile[] = [
    made(KIT_IN_BUNDLE, kitToBytes(kit)),
    ...(record === null ? [] : [made(RECORD_IN_BUNDLE, record)]),
    ...(account === null ? [] : [made('record.pdf', account)]),
    made('register.pdf', register),
    ...documents.files.map(({ name, bytes }) => made(name, bytes)),
    ...(package_ === null ? [] : [package_]),
  ]
  const start = papers.startHere({
    ...{ title: quorum.title, organisation: quorum.organisation, setId: quorum.setId },
    fingerprint: formatFingerprint(kitFingerprint(quorum)),
    date: quorum.created.slice(0, 10),
    threshold: quorum.threshold,
    count: quorum.custodians.length,
    ...finders,
    ...{ software, package: package_?.name ?? null },
    files: [...listed.map(({ name }) => name), SHEET_IN_BUNDLE],
  })
  const summed = [...listed, made('START-HERE.txt', Buffer.from(start))]
  const sums = made(
    SUMS_IN_BUNDLE,
    Buffer.from(sumsText(summed.toSorted((a, b) => (a.name < b.name ? -1 : 1)))),
  )
  const sheet = await papers.recoverySheet(kit, paper, { finders, sums: sums.sha256 })
  return {
    name: bundleName(quorum.setId),
    files: [...summed, made(SHEET_IN_BUNDLE, sheet), sums],
    sums: { sha256: sums.sha256, words: hashWords(sums.sha256) },
    package: package_?.name ?? null,
    lacking: documents.lacking,
  }
}

/** What a package is called that a drive can hold anywhere; of another name only its ending is kept. */
const PLAIN = /^[A-Za-z0-9_][A-Za-z0-9._+~-]{0,200}$/

async function packageIn(file: string): Promise<FolderFile> {
  const own = path.basename(file)
  const name =
    PLAIN.test(own) && !TAKEN.has(own)
      ? own
      : `keyclave-package${path.extname(own).replaceAll(/[^.a-zA-Z0-9]/g, '')}`
  return { name, copyOf: file, sha256: await hashOfFile(file) }
}
const TAKEN: ReadonlySet<string> = new Set([
  ...[KIT_IN_BUNDLE, RECORD_IN_BUNDLE, SUMS_IN_BUNDLE, SHEET_IN_BUNDLE],
  ...['record.pdf', 'register.pdf', 'START-HERE.txt'],
])
