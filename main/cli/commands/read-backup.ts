import type { Command } from 'commander'
import type { ManifestEntry, RestoredBackup } from '../../services/recovery/index.ts'
import type { Act } from '../terminal/act.ts'
import { formatBytes } from '../terminal/amounts.ts'
import type { Report } from '../terminal/terminal.ts'
import { VOLUMES_HELP } from './arguments.ts'
import { type Opening, openingOf, withOpening } from './opening-options.ts'
import { originLines, type Recorded, recordOf, withRecord } from './recover.ts'
import { didLine } from './salvage-report.ts'

const OPENED = `
The backup is opened with a quorum of shares and the passphrase, read to its end and checked against
its own list (SHA-256). Nothing is written. With --vault the opening stands in the vault's log.`

/** Registers `backup list` and `backup verify`: both read a whole backup and write nothing. */
export function registerReading(backup: Command, act: Act): void {
  reading(backup, act, {
    ...{ name: 'list', description: 'show what a backup holds, without restoring it' },
    say: ({ entries, ...read }) => ({
      lines: listing(entries, [didLine('', read, null), ...originLines(read)]),
      json: read,
      rows: { name: 'entries', each: entries },
    }),
  })
  reading(backup, act, {
    ...{ name: 'verify', description: 'open a backup and check everything in it, writing nothing' },
    say: ({ entries: _, ...read }) => ({
      lines: [didLine('', read, null), ...originLines(read)],
      json: read,
    }),
  })
}

interface Reading {
  readonly name: string
  readonly description: string
  readonly say: (read: RestoredBackup) => Report
}

function reading(backup: Command, act: Act, { name, description, say }: Reading): void {
  withRecord(withOpening(backup.command(name).argument('<file...>', VOLUMES_HELP)))
    .description(description)
    .addHelpText(
      'after',
      `${OPENED}

Example:
  keyclave backup ${name} office.tar.zst.age --kit kit.json --fingerprint 1a2b3c4d \\
    --share 01-ada.txt 03-katherine.txt 05-annie.txt --passphrase-file pass.txt`,
    )
    .action(
      act<Opening & Recorded>(async ({ app, terminal, watch }, files, options) => {
        const read = await app.recovery.backup(
          { ...openingOf(options), ...recordOf(options), files, out: null },
          watch,
        )
        terminal.report(say(read))
      }),
    )
}

function* listing(entries: RestoredBackup['entries'], end: readonly string[]): Generator<string> {
  for (const entry of entries) yield entryLine(entry)
  yield* end
}

/** As `tar -tv` has it: kind, size, time, path. */
function entryLine(entry: ManifestEntry): string {
  const kind = { file: '-', directory: 'd', symlink: 'l' }[entry.type]
  const size = entry.type === 'file' ? formatBytes(entry.size) : ''
  const target = entry.type === 'symlink' ? ` -> ${JSON.stringify(entry.target)}` : ''
  return `${kind} ${size.padStart(8)} ${entry.mtime.slice(0, 19)}Z ${JSON.stringify(entry.path)}${target}`
}
