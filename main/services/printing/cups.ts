import { Buffer } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import type { PrintSystemProblem } from '../../../shared/codes/index.ts'
import { KeyclaveError, refuse } from '../../../shared/errors.ts'
import {
  ippAttribute as attribute,
  type IppAnswer,
  type IppGroup,
  type IppRequest,
  ippFromBytes,
  ippToBytes,
} from './ipp-message.ts'
import { type Printer, reachOf } from './printer.ts'

/**
 * CUPS's scheduler, spoken to over its socket on this machine in IPP (RFC 8010, RFC 8011).
 *
 * Not through `lp` and `cancel`: before CUPS 2.4.7, `cancel -x` does not delete a job's data (it asks for
 * `purge-jobs`, where the scheduler reads `purge-job`), and CUPS keeps the data of finished jobs for a day.
 * And this way a page goes from memory into the socket, through no other program.
 */
export interface PrintSystem {
  readonly printers: () => Promise<readonly Printer[]>
  /**
   * Hands in one document as one job.
   *
   * @param pdf the caller still owns it
   * @returns the number of the job
   * @throws PRINTER_REFUSED
   */
  readonly submit: (pdf: Buffer, printer: string, media: Media) => Promise<number>
  /** `gone` when the print system does not know the job (any more). */
  readonly job: (id: number) => Promise<Job>
  /** Cancels the job if it is not finished, and deletes its data and all that is kept of it. */
  readonly purge: (id: number) => Promise<void>
}

export type Media = 'a4' | 'letter'

export interface Job {
  readonly state: 'waiting' | 'held' | 'canceled' | 'failed' | 'done' | 'gone'
  /** What the print system says about it. */
  readonly why: string
}

export interface CupsTools {
  /** The path of the scheduler's socket. */
  readonly socket: string
  /** The name of the user that this process runs as. */
  readonly user: string
}

const OPERATIONS = {
  printJob: 0x0002,
  cancelJob: 0x0008,
  getJobAttributes: 0x0009,
  getPrinters: 0x4002,
} as const

const NOT_FOUND = 0x0406
const FIRST_FAILURE = 0x0100
/** In `printer-type`: it is another machine's (cups/cups.h). */
const REMOTE = 0x2
const PRINTER_STOPPED = 5
const MEDIA = { a4: 'iso_a4_210x297mm', letter: 'na_letter_8.5x11in' } as const
/** In the queue, in logs, and on a printer's display: nothing that says what it is. */
const JOB_NAME = 'Keyclave page'
const ANSWER_LIMIT = 4 * 1024 * 1024
const PATIENCE_MS = 30_000

export function createCups(tools: CupsTools): PrintSystem {
  const user = attribute('name', 'requesting-user-name', tools.user)
  const ask = (path: string, operation: number, message: Omit<IppRequest, 'operation'>) =>
    exchange(tools, path, operation, message, null)
  return {
    printers: async () => {
      const answer = await ask('/', OPERATIONS.getPrinters, {
        attributes: [...LANGUAGE, user, attribute('keyword', 'requested-attributes', ...SHOWN)],
      })
      // Of no printers at all, CUPS says "not found".
      if (answer.status === NOT_FOUND) return []
      requireDone(answer, 'PRINTER_SYSTEM', { problem: { ipp: answer.status } })
      return answer.groups.slice(1).flatMap(printerOf)
    },
    submit: async (pdf, printer, media) => {
      const path = `/printers/${encodeURIComponent(printer)}`
      const message: Omit<IppRequest, 'operation'> = {
        attributes: [
          ...LANGUAGE,
          attribute('uri', 'printer-uri', `ipp://localhost${path}`),
          user,
          attribute('name', 'job-name', JOB_NAME),
          attribute('mimeMediaType', 'document-format', 'application/pdf'),
        ],
        job: [
          attribute('integer', 'copies', 1),
          attribute('keyword', 'media', MEDIA[media]),
          attribute('keyword', 'sides', 'one-sided'),
          // In its own size: the code on it is to be read by a camera.
          attribute('keyword', 'print-scaling', 'none'),
          attribute('integer', 'number-up', 1),
          // No page of the print system's own before or after it.
          attribute('name', 'job-sheets', 'none', 'none'),
          attribute('keyword', 'job-hold-until', 'no-hold'),
        ],
      }
      const answer = await exchange(tools, path, OPERATIONS.printJob, message, pdf)
      requireDone(answer, 'PRINTER_REFUSED', { printer, problem: { ipp: answer.status } })
      const id = answer.groups.map(group => group.get('job-id')?.[0]).find(Number.isInteger)
      if (typeof id !== 'number') throw unreadable()
      return id
    },
    job: async id => {
      const answer = await ask('/jobs/', OPERATIONS.getJobAttributes, {
        attributes: [...LANGUAGE, attribute('uri', 'job-uri', jobUri(id)), user],
      })
      if (answer.status === NOT_FOUND) return { state: 'gone', why: '' }
      requireDone(answer, 'PRINTER_SYSTEM', { problem: { ipp: answer.status } })
      return jobOf(answer.groups.find(group => group.has('job-state')) ?? new Map())
    },
    purge: async id => {
      await ask('/jobs/', OPERATIONS.cancelJob, {
        attributes: [
          ...LANGUAGE,
          attribute('uri', 'job-uri', jobUri(id)),
          user,
          attribute('boolean', 'purge-job', true),
        ],
      })
    },
  }
}

/** To be said first in every request (RFC 8011, 4.1.4). */
const LANGUAGE = [
  attribute('charset', 'attributes-charset', 'utf-8'),
  attribute('language', 'attributes-natural-language', 'en'),
]
const SHOWN = [
  ...['printer-name', 'printer-info', 'device-uri', 'printer-type', 'printer-state'],
  ...['printer-state-message', 'printer-is-accepting-jobs', 'document-format-supported'],
]
const jobUri = (id: number): string => `ipp://localhost/jobs/${id}`

function printerOf(group: IppGroup): Printer[] {
  const name = textOf(group, 'printer-name')
  if (name === '') return []
  const device = textOf(group, 'device-uri')
  const type = group.get('printer-type')?.[0]
  const isRemote = typeof type === 'number' && (type & REMOTE) !== 0
  const formats = group.get('document-format-supported') ?? []
  return [
    {
      ...{ name, device },
      description: textOf(group, 'printer-info'),
      reach: isRemote ? 'network' : reachOf(device),
      stopped: stoppedBy(group),
      takesPdf: formats.includes('application/pdf'),
    },
  ]
}

function stoppedBy(group: IppGroup): string | null {
  if (group.get('printer-state')?.[0] === PRINTER_STOPPED) {
    return textOf(group, 'printer-state-message') || 'it is stopped'
  }
  return group.get('printer-is-accepting-jobs')?.[0] === false ? 'it takes no jobs' : null
}

/** RFC 8011, 5.3.7: pending, held, processing, stopped, canceled, aborted, completed. */
const JOB_STATES: { readonly [state: number]: Job['state'] } = {
  3: 'waiting',
  4: 'held',
  5: 'waiting',
  6: 'held',
  7: 'canceled',
  8: 'failed',
  9: 'done',
}

function jobOf(group: IppGroup): Job {
  const state = JOB_STATES[Number(group.get('job-state')?.[0])]
  if (state === undefined) throw unreadable()
  const message = textOf(group, 'job-printer-state-message')
  return { state, why: message || textOf(group, 'job-state-reasons') }
}

/** One line, without what a terminal or a screen would take for more than text. */
const textOf = (group: IppGroup, name: string): string =>
  String(group.get(name)?.[0] ?? '')
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 200)

function requireDone<Code extends 'PRINTER_SYSTEM' | 'PRINTER_REFUSED'>(
  { status }: IppAnswer,
  code: Code,
  data: Parameters<typeof refuse<Code>>[1],
): void {
  if (status >= FIRST_FAILURE) throw refuse(code, data)
}

const unreadable = (): KeyclaveError => refuse('PRINTER_SYSTEM', { problem: 'unreadable' })

/** Asks once; if the scheduler wants to know who asks, once more with the name of the user. */
async function exchange(
  tools: CupsTools,
  path: string,
  operation: number,
  message: Omit<IppRequest, 'operation'>,
  document: Buffer | null,
): Promise<IppAnswer> {
  const head = ippToBytes({ operation, ...message })
  let answer = await post(tools.socket, path, head, document, {})
  if (answer.status === 401) {
    // The socket tells the scheduler which user this is; it only wants to hear it (CUPS: PeerCred).
    const authorization = `PeerCred ${tools.user}`
    answer = await post(tools.socket, path, head, document, { authorization })
  }
  if (answer.status === 401 || answer.status === 403) {
    throw refuse('PRINTER_SYSTEM', { problem: 'forbidden' })
  }
  if (answer.status !== 200) {
    throw refuse('PRINTER_SYSTEM', { problem: { http: answer.status } })
  }
  try {
    return ippFromBytes(answer.body)
  } catch (error) {
    if (error instanceof RangeError) throw unreadable()
    throw error
  }
}

interface HttpAnswer {
  readonly status: number
  readonly body: Buffer
}

/** @throws PRINTER_SYSTEM when nobody answers */
async function post(
  socketPath: string,
  path: string,
  head: Buffer,
  document: Buffer | null,
  headers: { readonly [name: string]: string },
): Promise<HttpAnswer> {
  // Loaded here: an import of it above makes Node load all it has for HTTP, at each start.
  const { request } = await import('node:http')
  const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>()
  const length = head.length + (document?.length ?? 0)
  const call = request(
    {
      ...{ socketPath, path, method: 'POST', agent: false, timeout: PATIENCE_MS },
      headers: {
        host: 'localhost',
        'content-type': 'application/ipp',
        'content-length': length,
        ...headers,
      },
    },
    answer =>
      bodyOf(answer).then(body => resolve({ status: answer.statusCode ?? 0, body }), reject),
  )
  call.on('timeout', () => call.destroy(refuse('PRINTER_SYSTEM', { problem: 'silent' })))
  call.on('error', error => reject(asRefusal(error)))
  call.write(head)
  call.end(document ?? undefined)
  return promise
}

async function bodyOf(answer: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of answer as AsyncIterable<Buffer>) {
    length += piece.length
    if (length > ANSWER_LIMIT) throw unreadable()
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

const PROBLEMS: { readonly [code: string]: PrintSystemProblem } = {
  ENOENT: 'absent',
  ECONNREFUSED: 'not-running',
  EACCES: 'no-access',
}

function asRefusal(error: NodeJS.ErrnoException): KeyclaveError {
  if (error instanceof KeyclaveError) return error
  const problem = PROBLEMS[error.code ?? ''] ?? { broke: error.code ?? error.name }
  return refuse('PRINTER_SYSTEM', { problem })
}
