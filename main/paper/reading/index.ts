/** Reading a card back: from a picture, a scan, a PDF. */

export { SCAN_LIMIT, type ScanKind, scanCard, scanKind } from './card-scan.ts'
