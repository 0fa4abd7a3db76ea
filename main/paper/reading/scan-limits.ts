import type { ScanKind } from './scan-answer.ts'

const MIB = 1024 * 1024

/** What the process that reads one card may use. */
export interface ScanLimits {
  /** Seconds of the clock, and of the processor; then it is given up, whatever it does. */
  readonly seconds: number
  /** Bytes of memory that it may write to (RLIMIT_DATA). */
  readonly memory: { readonly [kind in ScanKind]: number }
}

/** A photograph of 50 million pixels takes some 660 MB; a PDF of at most 1 MiB has none so large. */
export const SCAN_LIMITS: ScanLimits = {
  seconds: 60,
  memory: { picture: 768 * MIB, pdf: 512 * MIB },
}

/** The argument by which the process watches its memory itself, where the system has no such limit. */
const WATCH = '--watch-memory='

/** @param bytes beyond which the process ends itself */
export const watchMemory = (bytes: number): string => WATCH + bytes

/** The bytes in such an argument; null: there is none among them. */
export function watchedMemory(args: readonly string[]): number | null {
  const given = args.find(argument => argument.startsWith(WATCH))
  return given === undefined ? null : Number(given.slice(WATCH.length))
}
