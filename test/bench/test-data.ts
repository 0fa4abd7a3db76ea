/** Data for the bench, the same in every run: nothing to compress, and text like that of logs. */
import { createCipheriv } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'

const MIB = 1024 * 1024

/** Fills a file piece by piece. */
function fillFile(file: string, bytes: number, piece: (length: number) => Buffer): void {
  const handle = openSync(file, 'w')
  for (let done = 0; done < bytes; ) {
    const next = piece(Math.min(4 * MIB, bytes - done))
    for (let at = 0; at < next.length; ) at += writeSync(handle, next, at)
    done += next.length
  }
  closeSync(handle)
}

/** AES-CTR key stream: no compressor gains a byte on it. */
export function writeIncompressible(file: string, bytes: number): void {
  const stream = createCipheriv('aes-256-ctr', Buffer.alloc(32, 'bench'), Buffer.alloc(16))
  fillFile(file, bytes, length => stream.update(Buffer.alloc(length)))
}

/** Marsaglia's xorshift32. */
function generator(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

const TEMPLATES = [
  'GET /api/v2/assets/% status=200 bytes=% duration=%ms client=10.%.%.%',
  'POST /api/v2/upload/% status=201 bytes=% duration=%ms client=10.%.%.%',
  'connection accepted from 192.168.%.%:% tls=1.3 cipher=TLS_AES_256_GCM_SHA384',
  'worker % finished job # in % ms, queue length %',
  'cache miss for key asset:#:thumbnail, loading from store % took %ms',
  'user % logged in from 172.16.%.% session=#',
  'checkpoint complete: wrote % buffers (%.%%); % WAL files added, % removed; write=%.% s',
  'slow query: SELECT id, title, owner FROM assets WHERE folder = % ORDER BY created LIMIT % took %ms',
  'retrying request # to encoder-% after % ms (attempt % of 5)',
  'disk usage on /srv/media is %% of capacity, % GiB free',
  'segment % of stream # encrypted with key version %, % bytes',
  'heartbeat ok, load average %.% %.% %.%',
]
const LEVELS = ['INFO ', 'INFO ', 'INFO ', 'INFO ', 'DEBUG', 'WARN ']
const SERVICES = ['ingest', 'encoder', 'packager', 'gateway', 'catalogue', 'postgres', 'scheduler']

/**
 * Log lines: time, level, host, service, one of a dozen messages with random numbers and ids in it.
 * `zstd -3` makes it about four times smaller, as it does source code; real logs often shrink more.
 */
export function writeText(file: string, bytes: number): void {
  const random = generator(0x2f6e2b1)
  let time = Date.UTC(2026, 10, 21)
  const value = (sign: string): string =>
    sign === '%' ? String(random(10 ** (1 + random(4)))) : random(2 ** 32).toString(16)
  const line = (): string => {
    time += random(40)
    const message = (TEMPLATES[random(TEMPLATES.length)] ?? '').replace(/[%#]/g, value)
    const origin = `node-${10 + random(24)} ${SERVICES[random(SERVICES.length)]}[${random(32768)}]`
    return `${new Date(time).toISOString()} ${LEVELS[random(LEVELS.length)]} ${origin}: ${message}\n`
  }
  let rest = ''
  fillFile(file, bytes, length => {
    const lines = [rest]
    for (let have = rest.length; have < length; ) {
      const next = line()
      lines.push(next)
      have += next.length
    }
    const text = lines.join('')
    rest = text.slice(length)
    return Buffer.from(text.slice(0, length), 'latin1')
  })
}
