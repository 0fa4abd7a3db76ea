import type { SalvagedBackup } from '../../services/recovery/index.ts'
import { formatBytes, formatCount } from '../terminal/amounts.ts'

/** What the command line says of a restore, and of what a damaged backup still held. */

/** @param out null: nothing was written */
export const didLine = (
  did: string,
  { files, bytes }: { readonly files: number; readonly bytes: number },
  out: string | null,
): string =>
  out === null
    ? `Read and checked ${formatCount(files, 'file')}, ${formatBytes(bytes)}. Nothing was written.`
    : `${did} ${formatCount(files, 'file')}, ${formatBytes(bytes)}, into ${out}.`

type Lost = SalvagedBackup['lost'][number]

const REASONS: { readonly [reason in Lost['reason']]: string } = {
  damaged: 'damaged',
  differs: 'not what the manifest says',
  unproved: 'found behind the damage, and nothing proves it',
  'not-allowed': 'a path that no backup may have',
}

const rangeText = ([from, to]: readonly [number, number]): string => `${from}-${to - 1}`

/** More ranges than these say no more to a person; `--json` has all. */
const RANGES = 8

function lostLine({ path, size, reason, lost, kept }: Lost): string {
  const shown = lost.slice(0, RANGES).map(rangeText).join(', ')
  const more = lost.length > RANGES ? ` and ${formatCount(lost.length - RANGES, 'more')}` : ''
  const of = size === null ? '' : ` of ${size}`
  const bytes = lost.length === 0 ? '' : `; lost are the bytes ${shown}${more}${of}`
  return `  ${path}: ${REASONS[reason]}${bytes}${kept === null ? '' : `; kept as ${kept}`}`
}

export function salvageLines(saved: SalvagedBackup, out: string | null): string[] {
  const { manifest, lost, chunks, complete, unreadable } = saved
  const missing = chunks.lost.reduce((sum, [from, to]) => sum + to - from, 0)
  const read = unreadable.reduce((sum, bytes) => sum + bytes, 0)
  return [
    didLine('Restored', saved, out),
    complete
      ? "Nothing is lost: every file was checked against the backup's own list (SHA-256)."
      : manifest === null
        ? 'The list of what the backup holds is lost: there may be more that is lost than is named here. Each file restored was read from the begin of the backup to its end without a gap.'
        : `The backup held ${formatCount(manifest.entries, 'entry', 'entries')}, made ${manifest.created}; every file restored was checked against its list (SHA-256).`,
    ...(missing === 0 && chunks.end
      ? []
      : [
          `Damaged or missing are ${formatCount(missing, 'chunk')} of 64 KiB${chunks.end ? '' : ', and the end'}; ${chunks.found} are authentic.`,
        ]),
    ...(chunks.taken.length > 1
      ? [`Chunks were taken from the copies so: ${chunks.taken.join(', ')}.`]
      : []),
    ...(read === 0 ? [] : [`The drive could not read ${formatBytes(read)}.`]),
    ...(lost.length === 0
      ? []
      : [
          `Not restored as they were ${formatCount(lost.length, 'entry', 'entries')}:`,
          ...lost.map(lostLine),
        ]),
    ...saved.leftovers.map(
      ({ path, removed }) =>
        `${removed ? 'Removed' : 'A killed restore left'} ${path}${removed ? ', which a killed restore had left' : ', which may hold decrypted files'}.`,
    ),
  ]
}
