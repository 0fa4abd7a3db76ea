import type { Writable } from 'node:stream'
import { EXIT_CODES, KeyclaveError, toWire } from '../../shared/errors.ts'
import type { WatchEvent } from '../services/watch.ts'
import { createProgressLine } from './progress-line.ts'

/** What a command answers: lines for a person, or one JSON value with `--json`. */
export interface Report {
  readonly lines: readonly string[]
  readonly json: unknown
}

/** Where the command line writes: results on `out`, everything else on `err`. */
export interface Streams {
  readonly out: Writable
  readonly err: Writable
  /** Whether `err` is a terminal: progress is shown there and nowhere else. */
  readonly interactive: boolean
  readonly now: () => number
}

export interface Terminal {
  /** Writes the answer of a command to standard output. */
  report(report: Report): void
  /** Writes a secret, as ASCII, to standard output: by itself, or as the one field of a JSON value. */
  secret(name: string, ascii: Uint8Array): void
  /** Writes `error[CODE]: sentence` to standard error and returns the exit code. */
  refuse(error: unknown): number
  onEvent(event: WatchEvent): void
}

export function createTerminal(streams: Streams, json: boolean): Terminal {
  const progress = createProgressLine(streams)
  const line = (stream: Writable, text: string): void => {
    progress.clear()
    stream.write(`${text}\n`)
  }

  return {
    report(report) {
      if (json) line(streams.out, JSON.stringify(report.json, null, 2))
      else for (const text of report.lines) line(streams.out, text)
    },
    secret(name, ascii) {
      progress.clear()
      if (json) streams.out.write(`{ "${name}": "`)
      // A copy, because the stream may write it after the caller has wiped the original.
      streams.out.write(Uint8Array.from(ascii))
      streams.out.write(json ? '" }\n' : '\n')
    },
    refuse(error) {
      if (!(error instanceof KeyclaveError)) {
        line(streams.err, unexpected(error))
        return EXIT_CODES.io
      }
      if (json)
        line(
          streams.out,
          JSON.stringify({ error: { ...toWire(error), message: error.message } }, null, 2),
        )
      line(streams.err, `error[${error.code}]: ${error.message}`)
      return error.exitCode
    },
    onEvent(event) {
      if (event.kind === 'progress') progress.show(event)
      else line(streams.err, `note: ${event.text}`)
    },
  }
}

/**
 * The sentence for a failure that has no code: a defect of Keyclave. Only the type and the place in the
 * code leave, because the message of a foreign error may quote what it choked on.
 */
function unexpected(error: unknown): string {
  const name = error instanceof Error ? error.name : typeof error
  const frame = error instanceof Error ? error.stack?.split('\n    at ')[1] : undefined
  const place = /[^/\\]+\.[jt]s:\d+/.exec(frame ?? '')?.[0] ?? 'unknown place'
  return `error[INTERNAL]: Keyclave failed in a way it should not (${name} in ${place}). Nothing was kept. Please report this line.`
}
