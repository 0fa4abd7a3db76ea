import type { Command } from 'commander'
import type { HashedMedium } from '../../services/medium/index.ts'
import type { Act } from '../terminal/act.ts'
import { formatBytes } from '../terminal/amounts.ts'
import { hashLines } from './hash-lines.ts'

/** Registers `medium`. */
export function register(program: Command, act: Act): void {
  program
    .command('medium')
    .argument(
      '<device-or-file>',
      'a drive with an image on it, as /dev/sdb, or a file of a release',
    )
    .description('hash a drive exactly as long as its image, or a file, as words to be read aloud')
    .addHelpText(
      'after',
      `
A drive is longer than the image that was written to it. What is hashed is as long as the image says
it is (ISO 9660), so that drive and file have the same hash. Do it on another machine than the one
that wrote the drive, after pulling it out and putting it in again: otherwise what is read may come
from memory. A drive can be read by root, or by who is in the group "disk".

Examples:
  keyclave medium /dev/sdb
  keyclave medium keyclave_0.1.0_amd64.deb`,
    )
    .action(
      act(async ({ app, terminal, watch }, [path]) => {
        const found = await app.media.hash(path as string, watch)
        terminal.report({ lines: linesOf(found), json: found })
      }),
    )
}

function linesOf({ name, length, beyond, sha256, words }: HashedMedium): readonly string[] {
  return [
    ...(name === null ? [] : [`Name         ${name}`]),
    `Length       ${length} bytes (${formatBytes(length)})`,
    ...hashLines('SHA-256', { sha256, words }),
    ...(name === null ? ['No ISO 9660 image is in it: the whole file was hashed.'] : []),
    ...(name !== null && beyond !== null && beyond > 0
      ? [`${beyond} bytes stand behind the image, and are not in the hash.`]
      : []),
    'Compare all 32 words, or all 64 digits, with those that were published.',
  ]
}
