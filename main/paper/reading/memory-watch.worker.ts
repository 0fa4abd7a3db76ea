import { workerData } from 'node:worker_threads'

/**
 * Ends the process once it takes more memory than it may, where the system has no limits of its own
 * (macOS, Windows).
 */
const limit = Number(workerData)
const nobody = new Int32Array(new SharedArrayBuffer(4))

/** Milliseconds between two looks: in them, some ten million pixels are unpacked at most. */
const BETWEEN = 20

for (;;) {
  if (process.memoryUsage.rss() > limit) process.kill(process.pid, 'SIGKILL')
  Atomics.wait(nobody, 0, 0, BETWEEN)
}
