import { readFileSync } from 'node:fs'
import path from 'node:path'
import { decode, encode } from 'fast-png'

/** Pixels a side, each half of the one before. A desktop takes the one that fits. */
const SIZES = [512, 256, 128, 64, 32] as const

/** Keyclave's icon in the sizes that desktops look for, as PNG, by pixels a side. */
export function icons(project: string): ReadonlyMap<number, Uint8Array> {
  const picture = readFileSync(path.join(project, 'main/build/icon-1024x1024.png'))
  let data = new Uint8Array(decode(picture).data)
  return new Map(
    SIZES.map(size => {
      data = halved(data, size)
      return [size, encode({ width: size, height: size, data, channels: 4, depth: 8 })]
    }),
  )
}

/**
 * Each pixel the mean of four, by how much of each is seen.
 *
 * @param data RGBA, eight bits, twice as wide and high
 * @param size pixels a side of what is made
 */
function halved(data: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(4 * size * size)
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const first = 4 * (2 * y * 2 * size + 2 * x)
      const four = [first, first + 4, first + 8 * size, first + 8 * size + 4]
      const seen = four.reduce((sum, at) => sum + (data[at + 3] ?? 0), 0)
      const target = 4 * (y * size + x)
      out[target + 3] = Math.round(seen / 4)
      if (seen === 0) continue
      for (const colour of [0, 1, 2]) {
        const sum = four.reduce(
          (all, at) => all + (data[at + colour] ?? 0) * (data[at + 3] ?? 0),
          0,
        )
        out[target + colour] = Math.round(sum / seen)
      }
    }
  }
  return out
}
