/** The bundle of a kit: how its files are named, and its checksums (FORMAT: Bundle) */

export {
  bundleName,
  KIT_IN_BUNDLE,
  RECORD_IN_BUNDLE,
  SHEET_IN_BUNDLE,
  SUMS_IN_BUNDLE,
} from './names.ts'
export { differences, parseSums, SUMS_LIMIT, sumsText } from './sums.ts'
