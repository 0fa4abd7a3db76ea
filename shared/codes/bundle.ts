import { code, path, text, texts, whole } from './field.ts'

export const bundleCodes = {
  /** SHA256SUMS is none. */
  BUNDLE_SUMS: code('damaged', { path, line: whole }),
  /** A folder is not what its SHA256SUMS says. */
  BUNDLE_DIFFERS: code('damaged', { path, changed: texts, missing: texts, added: texts }),
  /** A record that is of another quorum than the kit. */
  BUNDLE_RECORD: code('invalid', { path, setId: text, expected: text }),
  /** A file that is to go into a bundle was another one when it was copied. */
  BUNDLE_SOURCE: code('io', { path }),
  /** What was written came back from the drive as something else. */
  DRIVE_UNTRUE: code('io', { path }),
}
