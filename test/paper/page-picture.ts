/** A printed page as an image: what poppler makes of it, and where the code stands on it. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const folder = mkdtempSync(path.join(tmpdir(), 'keyclave-paper-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

export function run(command: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', cwd: folder })
  if (status !== 0) throw new Error(`${command}: ${stderr}`)
  return stdout
}

let files = 0
/** Its name in the folder that tools run in. */
export const written = (pdf: Uint8Array): string => {
  files += 1
  const name = `${files}.pdf`
  writeFileSync(path.join(folder, name), pdf)
  return name
}

export interface Picture {
  readonly width: number
  readonly height: number
  /** A byte for each dot, 255 for white. */
  readonly dots: Uint8Array
  readonly file: string
}

/** One page, in grey. */
export function render(pdf: Uint8Array, dpi: number, page = 1): Picture {
  const name = written(pdf)
  const range = ['-f', String(page), '-l', String(page)]
  run('pdftoppm', '-r', String(dpi), '-gray', '-singlefile', ...range, name, name)
  const bytes = readFileSync(path.join(folder, `${name}.pgm`))
  const [head = '', width, height] =
    /^P5\n(\d+) (\d+)\n255\n/.exec(bytes.toString('latin1', 0, 40)) ?? []
  return {
    ...{ width: Number(width), height: Number(height), file: `${name}.pgm` },
    dots: bytes.subarray(head.length),
  }
}

/**
 * Where the code is: its upper left corner, its width and that of a module, in dots. A finder pattern is 7
 * modules of solid dark in its first row, and that row ends with another, 37 modules on.
 */
export function codeIn({ dots, width, height }: Picture, dpi: number) {
  const mm = (millimetres: number): number => (millimetres / 25.4) * dpi
  const dark = (x: number, y: number): boolean => (dots[y * width + x] ?? 255) < 128
  for (let y = Math.round(height * 0.15); y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (!dark(x, y)) continue
      let run = 0
      while (dark(x + run, y)) run += 1
      let down = 0
      while (dark(x, y + down)) down += 1
      if (Math.abs(run - down) <= 2 && run > mm(5) && run < mm(8)) {
        let size = Math.round(run * 6)
        while (!dark(x + size - 1, y)) size -= 1
        return { x, y, module: size / 37, size, dark }
      }
      x += run
    }
  }
  throw new Error('no code on the page')
}
