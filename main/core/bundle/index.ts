/** The bundle that lies beside a kit: its names, and SHA256SUMS (FORMAT: Bundle). */

export {
  bundleName,
  KIT_IN_BUNDLE,
  RECORD_IN_BUNDLE,
  SHEET_IN_BUNDLE,
  SUMS_IN_BUNDLE,
} from './names.ts'
export { type Difference, differences, parseSums, SUMS_LIMIT, type Sum, sumsText } from './sums.ts'
