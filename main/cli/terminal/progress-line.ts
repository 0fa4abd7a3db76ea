import type { Progress } from '../../services/tasks/index.ts'
import { formatBytes, formatDuration } from './amounts.ts'
import type { Streams } from './streams.ts'
import { words } from './words.ts'

/** One line on a terminal that says how far a long task is, how fast, and how long it will take. */
export interface ProgressLine {
  show(progress: Progress): void
  /** Removes the line, so that other output starts on a clean one. */
  clear(): void
}

const REDRAW_MS = 200
const SETTLE_MS = 1000

export function createProgressLine({ err, interactive, now }: Streams): ProgressLine {
  let task: Progress['task'] | null = null
  let startedAt = 0
  let drawnAt = 0
  let drawn = false

  return {
    show(progress) {
      if (!interactive) return
      const time = now()
      if (progress.task !== task) {
        task = progress.task
        startedAt = time
        drawnAt = 0
      }
      const finished = progress.total !== null && progress.done >= progress.total
      if (time - drawnAt < REDRAW_MS && !finished) return
      drawnAt = time
      drawn = true
      err.write(`\r\u001b[K${progressText(progress, time - startedAt)}`)
    },
    clear() {
      if (drawn) err.write('\r\u001b[K')
      drawn = false
    },
  }
}

/** For example `backing up  41 %  840 MB of 2.1 GB  512 MB/s  3 s left`. */
export function progressText(progress: Progress, elapsedMs: number): string {
  const { task, done, total, unit } = progress
  const parts: string[] = [words.work[task]]
  if (total !== null && total > 0) parts.push(`${Math.floor((100 * done) / total)} %`)
  const amount = unit === 'bytes' ? formatBytes(done) : `${done}`
  const whole =
    total === null ? '' : ` of ${unit === 'bytes' ? formatBytes(total) : `${total} ${unit}`}`
  parts.push(`${amount}${whole}`)
  const rate = (1000 * done) / elapsedMs
  if (elapsedMs >= SETTLE_MS && done > 0) {
    if (unit === 'bytes') parts.push(`${formatBytes(rate)}/s`)
    if (total !== null && done < total) parts.push(`${formatDuration((total - done) / rate)} left`)
  }
  return parts.join('  ')
}
