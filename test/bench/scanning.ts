import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { startCodeReader } from '../../shared/code-reader.ts'
import { greyOf } from '../../shared/grey-picture.ts'
import { shareToQr } from '../../shared/share-text.ts'
import { randomShare } from '../degraded/degraded-set.ts'
import { addNoise, blur, rgbaOf } from '../degraded/grey-image.ts'
import { modulesOf, photograph } from '../degraded/photograph.ts'
import { seeded } from '../degraded/seeded.ts'

/** A frame of the camera at 720p, from the canvas's pixels to the text of the code. */

const ROUNDS = 15

const median = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN

/** Milliseconds that a frame takes: with a code, and in vain, each time in another view as well. */
export async function benchScanning(): Promise<void> {
  const require = createRequire(import.meta.url)
  const wasm = readFileSync(require.resolve('zxing-wasm/reader/zxing_reader.wasm'))
  const reader = await startCodeReader(new Uint8Array(wasm).buffer)
  const random = seeded(1)
  const view = { width: 1280, height: 720, module: 9, turn: 0.3, tilt: [0.3, -0.2] } as const
  const text = shareToQr(randomShare(random))
  const sharp = photograph(modulesOf(text), { ...view, fold: null, stain: null }, random)
  const frames = [
    ['a code in view', addNoise(sharp, 6, random)],
    ['a code out of focus', blur(sharp, 9)],
    ['no code', addNoise({ ...sharp, data: new Uint8Array(1280 * 720).fill(130) }, 20, random)],
  ] as const
  for (const [title, frame] of frames) {
    const rgba = rgbaOf(frame)
    const times: number[] = []
    let found = 'nothing'
    for (let round = 0; round < ROUNDS; round += 1) {
      const start = performance.now()
      const picture = greyOf(1280, 720, rgba)
      const [code] = await reader.glance(picture, round)
      times.push(performance.now() - start)
      if (code !== undefined)
        found = code.kind === 'text' && code.text === text ? 'read' : code.kind
    }
    const [middle, most] = [median(times), Math.max(...times)]
    console.log(`  ${title}: ${middle.toFixed(0)} ms (at most ${most.toFixed(0)}), ${found}`)
  }
}
