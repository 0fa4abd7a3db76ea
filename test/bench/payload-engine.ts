/** The payload engine alone, in memory, against one core of openssl. */
import { execFileSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { sealChunks, sealedLength } from '../../main/core/age/payload.ts'
import { sealStream } from '../../main/core/backup/age-stream.ts'
import { BackupPool } from '../../main/core/backup/pool.ts'
import type { Piece } from '../../main/core/backup/slab.ts'

const MIB = 1024 * 1024

/** Bytes per second of one core of openssl, on blocks of 64 KiB. */
function opensslSpeed(): number {
  const args = [
    'speed',
    '-mr',
    '-elapsed',
    '-seconds',
    '2',
    '-evp',
    'chacha20-poly1305',
    '-bytes',
    '65536',
  ]
  const printed = execFileSync('openssl', args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return Number(/^\+F:.*:([0-9.]+)$/m.exec(printed)?.[1])
}

function oneCore(): number {
  const plain = Buffer.alloc(MIB, 1)
  const sealed = Buffer.alloc(sealedLength(MIB))
  const key = Buffer.alloc(32, 2)
  const seal = (count: number): void => {
    for (let i = 0; i < count; i += 1)
      sealChunks(key, { first: 16 * i, last: false }, [plain], sealed)
  }
  seal(200)
  const start = performance.now()
  seal(2000)
  return (2000 * MIB) / ((performance.now() - start) / 1000)
}

async function allCores(): Promise<number> {
  const pool = new BackupPool(availableParallelism())
  pool.setKey(Buffer.alloc(32, 2))
  const bytes = pool.slabs.take().bytes.subarray(0, MIB)
  async function* plain(count: number): AsyncGenerator<Piece> {
    for (let i = 0; i < count; i += 1) yield { parts: [bytes], release: () => {} }
  }
  const seal = async (count: number): Promise<void> => {
    for await (const piece of sealStream(pool, plain(count))) piece.release()
  }
  try {
    await seal(200)
    const start = performance.now()
    await seal(2000)
    return (2000 * MIB) / ((performance.now() - start) / 1000)
  } finally {
    await pool.close()
  }
}

export async function enginePrint(): Promise<void> {
  const reference = opensslSpeed()
  const line = (name: string, speed: number): void =>
    console.log(
      `  ${name.padEnd(30)}${(speed / 1e6).toFixed(0).padStart(6)} MB/s   ${(speed / reference).toFixed(2)}× openssl`,
    )
  line('openssl speed, one core', reference)
  line('keyclave, one core', oneCore())
  line(`keyclave, ${availableParallelism()} cores`, await allCores())
}
