import { createCipheriv, createHash } from 'node:crypto'
import {
  lstatSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'

/** Folders as tests make and compare them. */

/** What everything below a folder is: type, permissions, time, and content or target. */
export function snapshot(folder: string): { readonly [path: string]: string } {
  const found: { [path: string]: string } = {}
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const at = path.join(folder, name)
    const stat = lstatSync(at)
    const facts = [(stat.mode & 0o7777).toString(8), Math.round(stat.mtimeMs)]
    if (stat.isSymbolicLink()) found[name] = [...facts, 'link', readlinkSync(at)].join(' ')
    else if (stat.isFile()) found[name] = [...facts, sha256(readFileSync(at))].join(' ')
    else if (stat.isDirectory()) found[name] = [...facts, 'folder'].join(' ')
    else found[name] = [...facts, 'special'].join(' ')
  }
  return found
}

/** What all files below a folder hold, wherever they are named; of a file beyond 1 GiB, its size. */
export function contents(folder: string): { readonly [path: string]: string } {
  const all = readdirSync(folder, { recursive: true, withFileTypes: true })
  return Object.fromEntries(
    all.map(entry => {
      const at = path.join(entry.parentPath, entry.name)
      return [at, entry.isFile() ? contentOf(at) : 'no file']
    }),
  )
}

function contentOf(file: string): string {
  const { size, mode } = lstatSync(file)
  // A file that nobody may read is still there.
  if (size > 2 ** 30 || (mode & 0o400) === 0) return `${size} bytes`
  return sha256(readFileSync(file))
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** A folder as people have them: names of all kinds, empty files, links, odd permissions, old times. */
export function plantTree(folder: string): void {
  const at = (name: string): string => path.join(folder, name)
  const write = (name: string, content: string | Uint8Array, mode = 0o644): void => {
    mkdirSync(path.dirname(at(name)), { recursive: true })
    writeFileSync(at(name), content, { mode })
  }
  write('empty', '')
  write('Grüße aus Köln.txt', 'Guten Tag\n')
  write('e\u0301 decomposed.txt', 'e and an accent\n')
  write('日本語/ファイル.txt', '内容\n')
  write('emoji 🗝️.txt', 'key\n')
  write(' leading and trailing space ', 'spaces\n')
  write('-starts-with-a-dash', 'dash\n')
  write('line\nbreak', 'a name of two lines\n')
  write(`${'long-'.repeat(45)}name`, 'a name of 229 bytes\n')
  write('deep/er/and/deep/er/still/file', 'deep\n')
  write(`${'folder-with-a-long-name/'.repeat(12)}file`, 'a path of 290 bytes\n')
  write('run.sh', '#!/bin/sh\n', 0o755)
  write('private/read-only', 'nobody writes\n', 0o400)
  write('random.bin', pseudoRandom(300_000))
  write('exactly-64-KiB', pseudoRandom(65_536))
  write('text.log', 'the same line again and again\n'.repeat(40_000))
  mkdirSync(at('empty folder'))
  symlinkSync('run.sh', at('link to a file'))
  symlinkSync('../日本語/ファイル.txt', at('private/link up and down'))
  symlinkSync('nowhere', at('dangling link'))
  utimesSync(at('text.log'), new Date(0), new Date('1999-12-31T23:59:59.123Z'))
  lutimesSync(at('dangling link'), new Date(0), new Date('2001-02-03T04:05:06.789Z'))
  utimesSync(at('日本語'), new Date(0), new Date('2010-01-01T00:00:00.001Z'))
}

/** Bytes that do not compress, the same in every run. */
export function pseudoRandom(length: number): Buffer {
  const key = createHash('sha256').update(`${length}`).digest()
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length))
}
