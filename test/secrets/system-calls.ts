import { createReadStream, rmSync } from 'node:fs'
import { createInterface } from 'node:readline'

/** What a program wrote and started, from the record of its system calls that strace makes. */

const CALLS = 'execve,write,writev,pwrite64,pwritev,pwritev2,sendto,sendmsg,mmap,io_uring_setup'

/**
 * The command, to be followed by the record's file and the program: every byte that is written, by all
 * threads, in hex, with the paths of the files. The program stops for these calls alone (`--seccomp-bpf`), and not for each.
 */
export const STRACE = [
  ...[
    'strace',
    '--seccomp-bpf',
    '--follow-forks',
    '--quiet=all',
    '--decode-fds=path',
    '--strings-in-hex=all',
  ],
  ...['--abbrev=none', '--string-limit=40000000', `--trace=${CALLS}`, '--output'],
]

export interface Trace {
  /** All bytes written to each file, in the order of the calls; `stdout` and `stderr` by these names. */
  readonly written: ReadonlyMap<string, Buffer>
  /** Arguments and environment of each program that was started, as they stood in memory. */
  readonly started: readonly Buffer[]
  /** Files that were mapped into memory to be written there. */
  readonly mapped: readonly string[]
}

const STANDARD: { readonly [fd: string]: string } = { 1: 'stdout', 2: 'stderr' }

/** Reads a record and removes it. */
export async function readTrace(record: string): Promise<Trace> {
  const written = new Map<string, Buffer[]>()
  const started: Buffer[] = []
  const mapped: string[] = []
  for await (const line of createInterface({ input: createReadStream(record, 'latin1') })) {
    const [, call = '', rest = ''] = /^\d+ +(\w+)\((.*)/.exec(line) ?? []
    if (call === 'io_uring_setup') refuseFileRing(rest)
    else if (call === 'execve') started.push(stringsIn(rest))
    else if (call === 'mmap') mapped.push(...sharedFile(rest))
    else if (call !== '') {
      const [, fd = '', path = ''] = /^(\d+)<([^>]*)>/.exec(rest) ?? []
      const file = STANDARD[fd] ?? plainPath(path)
      written.set(file, [
        ...(written.get(file) ?? []),
        stringsIn(rest.slice(fd.length + path.length)),
      ])
    }
  }
  rmSync(record)
  return {
    written: new Map([...written].map(([file, pieces]) => [file, Buffer.concat(pieces)])),
    started,
    mapped,
  }
}

/** libuv has one ring to wait for events, and by choice one for files, which a kernel thread reads. */
function refuseFileRing(rest: string): void {
  if (/{flags=[^,]*SQPOLL/.test(rest))
    throw new Error('writes through a ring are not in the record')
}

/** All strings of a call, one after the other. */
function stringsIn(text: string): Buffer {
  const strings = text.match(/"(?:\\x[0-9a-f]{2})*"/g) ?? []
  return Buffer.from(strings.join('').replaceAll(/["\\x]/g, ''), 'hex')
}

/** Paths are escaped like strings where they are not plain ASCII. */
const plainPath = (path: string): string =>
  Buffer.from(
    path.replaceAll(/\\x([0-9a-f]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    ),
    'latin1',
  ).toString()

/** The file of a mapping that others see and that can be written to. */
function sharedFile(rest: string): readonly string[] {
  const [, file = ''] = /PROT_WRITE.*MAP_SHARED.*\d+<([^>]*)>/.exec(rest) ?? []
  return file.startsWith('/') ? [plainPath(file)] : []
}
