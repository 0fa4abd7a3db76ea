import type { bundleCodes } from '../../../codes/bundle.ts'
import type { ErrorMessages } from '../../wording/messages.ts'
import { list } from '../phrases/listing.ts'

export const bundleErrors: ErrorMessages<typeof bundleCodes> = {
  BUNDLE_SUMS: d =>
    `Line ${d.line} of "${d.path}" is no checksum with a name. The file is damaged, or another one: take another copy of the bundle.`,
  BUNDLE_DIFFERS: d =>
    [
      `The folder "${d.path}" is not as it was made.`,
      ...(d.changed.length === 0 ? [] : [`Changed: ${list(d.changed)}.`]),
      ...(d.missing.length === 0 ? [] : [`Missing: ${list(d.missing)}.`]),
      ...(d.added.length === 0 ? [] : [`Added, and by nobody who made it: ${list(d.added)}.`]),
      'Open nothing in it: take another copy of the bundle, and make a new one from a sound kit.',
    ].join(' '),
  BUNDLE_RECORD: d =>
    `The record "${d.path}" is of quorum ${d.setId}, and the kit is of ${d.expected}. Name the record of the same ceremony.`,
  BUNDLE_SOURCE: d =>
    `"${d.path}" was another file when it was copied than a moment before. Let nothing write to it, then try again.`,
  DRIVE_UNTRUE: d =>
    `"${d.path}" was written, and what came back from the drive is something else. Do not rely on this drive: choose another one. Nothing else was changed.`,
}
