/** A camera for the real window: what it sees is a file that a test writes. */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { findChromium } from '../../main/shells/chromium/find.ts'
import { addNoise, type GreyImage } from '../degraded/grey-image.ts'
import { modulesOf, photograph, photographPage } from '../degraded/photograph.ts'
import { seeded } from '../degraded/seeded.ts'
import { codeIn, render } from '../paper/page-picture.ts'
import { temporaryFolder } from './temporary-folder.ts'

export interface FakeCamera {
  /** Chromium with this camera: the shell's own arguments, and the two that make the camera. */
  readonly executable: string
  /** From the next time that the camera is turned on: the code with this text on paper; null: nothing. */
  readonly hold: (text: string | null) => void
  /** The printed page of this PDF, as a hand holds it. */
  readonly holdCard: (pdf: string) => void
}

const WIDTH = 640
const HEIGHT = 480

export function makeCamera(): FakeCamera {
  const chromium = findChromium()
  if (chromium === null) throw new Error('the tests need Chromium')
  const folder = temporaryFolder('keyclave-camera-')
  const film = path.join(folder, 'film.y4m')
  const executable = path.join(folder, 'chromium')
  const camera = [
    '--use-fake-device-for-media-stream=fps=10',
    `--use-file-for-fake-video-capture=${film}`,
  ]
  writeFileSync(executable, `#!/bin/sh\nexec '${chromium}' ${camera.join(' ')} "$@"\n`)
  chmodSync(executable, 0o755)
  const hold = (text: string | null): void =>
    writeFileSync(film, y4mOf(text === null ? emptyDesk() : handHeld(text)))
  const holdCard = (pdf: string): void => writeFileSync(film, y4mOf(pageInHand(readFileSync(pdf))))
  hold(null)
  return { executable, hold, holdCard }
}

/** Of the page, as good as an office's printer and less than its camera's lens would show. */
const DPI = 150

/** A card's page, printed and held a little askew, in two frames that differ in their noise. */
function pageInHand(pdf: Uint8Array): GreyImage[] {
  const { dots: data, width, height, ...page } = render(pdf, DPI)
  const { x, y, size, module } = codeIn({ dots: data, width, height, ...page }, DPI)
  const view = { width: WIDTH, height: HEIGHT, module: 7 / module, turn: 0.15 } as const
  const middle = [x + size / 2, y + size / 2] as const
  const seen = photographPage({ width, height, data }, middle, { ...view, tilt: [0.25, -0.2] })
  const random = seeded(7)
  return [addNoise(seen, 6, random), addNoise(seen, 6, random)]
}

/** A card held a little askew, in two frames that differ in their noise. */
function handHeld(text: string): GreyImage[] {
  const random = seeded(7)
  const view = { width: WIDTH, height: HEIGHT, module: 7, turn: 0.2, tilt: [0.25, -0.2] } as const
  const seen = photograph(modulesOf(text), { ...view, fold: null, stain: null }, random)
  return [addNoise(seen, 6, random), addNoise(seen, 6, random)]
}

const emptyDesk = (): GreyImage[] => [
  { width: WIDTH, height: HEIGHT, data: new Uint8Array(WIDTH * HEIGHT).fill(120) },
]

/** YUV4MPEG2: a line for the film, and per frame a line, the greys, and no colour. */
function y4mOf(frames: readonly GreyImage[]): Buffer {
  const noColour = Buffer.alloc((WIDTH * HEIGHT) / 2, 128)
  return Buffer.concat([
    Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`),
    ...frames.flatMap(({ data }) => [Buffer.from('FRAME\n'), data, noColour]),
  ])
}
