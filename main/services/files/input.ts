import type { Buffer } from 'node:buffer'
import type { Readable } from 'node:stream'
import type { Place } from '../../../shared/codes/index.ts'
import { KeyclaveError, refuse } from '../../../shared/errors.ts'
import { allocSecret, wipe } from '../../core/bytes/index.ts'
import { type RunScan, type ScanKind, scanCard } from '../../paper/reading/index.ts'
import { readSmallFile } from './small-file.ts'

/** The name that stands for standard input on the command line. */
export const STANDARD_INPUT = '-'

const inputName = (name: string): Place =>
  name === STANDARD_INPUT ? { stream: 'standard-input' } : name

/** The refusal of what was read from an input, saying which input it is about. */
export const aboutInput = (name: string, error: unknown): unknown =>
  error instanceof KeyclaveError ? error.about(inputName(name)) : error

/** What `make` makes of what was read from an input. @throws what it throws, as `aboutInput` */
export function namingInput<Made>(name: string, make: () => Made): Made {
  try {
    return make()
  } catch (error) {
    throw aboutInput(name, error)
  }
}

/**
 * Asks a person at the terminal for one line of at most `limit` bytes, unseen as it is typed.
 *
 * @returns bytes for the caller to wipe
 * @throws CANCELLED, FILE_TOO_LARGE
 */
export type AskHidden = (question: string, limit: number) => Promise<Buffer>

/**
 * Asks a person at the terminal for one line, shown as it is typed.
 *
 * @throws CANCELLED, FILE_TOO_LARGE
 */
export type AskShown = (question: string, limit: number) => Promise<string>

/** Files, and standard input, that people name as input. */
export interface Input {
  /**
   * Reads a whole file.
   *
   * @param name a path, or "-" for standard input, which can be read once
   * @returns bytes in memory of their own; the caller wipes them if they are secret
   * @throws FILE_TOO_LARGE beyond `limit` bytes, FILE_MISSING, FILE_DENIED, FILE_IS_FOLDER, FILE_IO;
   *         USAGE when standard input is named twice
   */
  readonly read: (name: string, limit: number) => Promise<Buffer>
  /**
   * Reads the one share in a picture or a PDF, in a process of its own.
   *
   * @throws as `scanCard`
   */
  readonly scan: (file: Buffer, kind: ScanKind) => ReturnType<typeof scanCard>
  /** Null where standard input is no terminal: a pipe, a file, a window. */
  readonly askHidden: AskHidden | null
  /** As `askHidden`, for what may be seen. */
  readonly askShown: AskShown | null
  /** Says a refusal after which the person is asked again. */
  readonly tell: (refusal: KeyclaveError) => void
}

/** Somebody at a terminal, who can be asked and told. */
export interface Terminal {
  readonly askHidden: AskHidden
  readonly askShown: AskShown
  readonly tell: (refusal: KeyclaveError) => void
}

/** Null where nobody is there. */
export const terminalOf = ({ askHidden, askShown, tell }: Input): Terminal | null =>
  askHidden === null || askShown === null ? null : { askHidden, askShown, tell }

/** @param runScan starts the process that reads a picture or a PDF */
export function createInput(
  standardInput: Readable,
  runScan: RunScan,
  askHidden: AskHidden | null = null,
  askShown: AskShown | null = null,
  tell: (refusal: KeyclaveError) => void = () => {},
): Input {
  let taken = false
  return {
    askHidden,
    askShown,
    tell,
    scan: (file, kind) => scanCard(file, kind, runScan),
    read: async (name, limit) => {
      if (name !== STANDARD_INPUT) return await readSmallFile(name, limit)
      if (taken) {
        throw refuse('USAGE', { problem: 'standard-input-for-two' })
      }
      taken = true
      return await readStream(standardInput, limit)
    },
  }
}

async function readStream(stream: Readable, limit: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let length = 0
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      pieces.push(piece)
      length += piece.length
      if (length > limit) {
        throw refuse('FILE_TOO_LARGE', { path: inputName(STANDARD_INPUT), have: length, limit })
      }
    }
    const whole = allocSecret(length)
    let offset = 0
    for (const piece of pieces) {
      whole.set(piece, offset)
      offset += piece.length
    }
    return whole
  } finally {
    wipe(...pieces)
  }
}
