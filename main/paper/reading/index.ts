/** Reading a card back: from a picture, a scan, a PDF. */

export {
  type RunScan,
  SCAN_LIMIT,
  type ScanEnding,
  scanCard,
  scanKind,
  scanProgram,
} from './card-scan.ts'
export { ANSWER_LIMIT, type ScanKind } from './scan-answer.ts'
export { SCAN_LIMITS, type ScanLimits, watchMemory } from './scan-limits.ts'
