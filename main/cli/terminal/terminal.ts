import type { Writable } from 'node:stream'
import { EXIT_CODES, exitCodeOf } from '../../../shared/codes/index.ts'
import { KeyclaveError, toWire } from '../../../shared/errors.ts'
import type { WatchEvent } from '../../services/tasks/index.ts'
import { createProgressLine } from './progress-line.ts'
import type { Streams } from './streams.ts'
import { sayOf, sentence, words } from './words.ts'

/** What a command answers: lines for a person, or one JSON value with `--json`. */
export type Report = Answer | Listing

interface Answer {
  readonly lines: readonly string[]
  readonly json: unknown
}

/** An answer with a list that may be too long to be in memory as text. */
interface Listing {
  readonly lines: Iterable<string>
  readonly json: object
  /** The last member of the JSON value. */
  readonly rows: { readonly name: string; readonly each: Iterable<unknown> }
}

export interface Terminal {
  /** Writes the answer of a command to standard output. */
  report(report: Report): void
  /** Writes a secret, as ASCII, to standard output: by itself, or as the one field of a JSON value. */
  secret(name: string, ascii: Uint8Array): void
  /** Writes `error[CODE]: sentence` to standard error and returns the exit code. */
  refuse(error: unknown): number
  /** Waits until the answer is written; returns why it could not be, or null. */
  flushed(): Promise<Error | null>
  onEvent(event: WatchEvent): void
}

export function createTerminal(streams: Streams, json: boolean): Terminal {
  const progress = createProgressLine(streams)
  let failure: Error | null = null
  const write = (stream: Writable, bytes: string | Uint8Array): void => {
    progress.clear()
    stream.write(bytes, error => {
      if (stream === streams.out && error) failure ??= error
    })
  }
  const line = (stream: Writable, text: string): void => write(stream, `${printable(text)}\n`)
  const value = (json: unknown): void => {
    for (const text of JSON.stringify(json, null, 2).split('\n')) line(streams.out, text)
  }

  /** As `value`, with one row of the list a line. */
  const listing = ({ json, rows: { name, each } }: Listing): void => {
    const whole = JSON.stringify({ ...json, [name]: [] }, null, 2)
    for (const text of whole.slice(0, -']\n}'.length).split('\n')) line(streams.out, text)
    let comma = ''
    for (const row of each) {
      line(streams.out, comma + JSON.stringify(row))
      comma = ','
    }
    line(streams.out, ']}')
  }

  return {
    report(report) {
      if (json && 'rows' in report) listing(report)
      else if (json) value(report.json)
      else for (const text of report.lines) line(streams.out, text)
    },
    secret(name, ascii) {
      if (json) write(streams.out, `{ "${name}": "`)
      // A copy, because the stream may write it after the caller has wiped the original.
      write(streams.out, Uint8Array.from(ascii))
      write(streams.out, json ? '" }\n' : '\n')
    },
    refuse(error) {
      if (!(error instanceof KeyclaveError)) {
        line(streams.err, unexpected(error))
        return EXIT_CODES.io
      }
      if (json) value({ error: { ...toWire(error), message: sentence(error) } })
      line(streams.err, `error[${error.code}]: ${sentence(error)}`)
      return exitCodeOf(error.code)
    },
    async flushed() {
      await new Promise(resolve => streams.out.write('', resolve))
      // Whoever reads our answer may have gone (`| head`): that is no failure.
      return (failure as NodeJS.ErrnoException | null)?.code === 'EPIPE' ? null : failure
    },
    onEvent(event) {
      if (event.kind === 'progress') progress.show(event)
      else line(streams.err, `note: ${sayOf(words.notices, event.notice)}`)
    },
  }
}

/** Characters that would break the line, steer the terminal or turn the direction of writing. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu

/** A line in which names of files (which may hold anything) do no harm; JSON keeps its meaning. */
const printable = (text: string): string =>
  text.replace(UNPRINTABLE, it => `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`)

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
