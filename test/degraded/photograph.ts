/** A photograph of a share card's QR code on paper, drawn without a camera. */
import { encodeQR } from 'qr'
import type { GreyImage } from './grey-image.ts'
import type { Seeded } from './seeded.ts'

/** How the camera sees the paper. */
export interface View {
  /** Pixels. */
  readonly width: number
  readonly height: number
  /** Width of a module of the code, in pixels, where the paper is nearest to the middle of the frame. */
  readonly module: number
  /** Radians, in the plane of the paper. */
  readonly turn: number
  /** Radians, of the paper away from the camera: about the horizontal and the vertical axis. */
  readonly tilt: readonly [number, number]
  /** A fold across the code, and how far the part beyond it is bent, in radians; null: flat. */
  readonly fold: { readonly at: number; readonly bend: number; readonly crease: number } | null
  /** A stain over this share of the code's area; null: clean. */
  readonly stain: { readonly area: number; readonly shade: number; readonly seed: number } | null
}

const DARK = 30
const LIGHT = 235
const QUIET_ZONE = 4
/** Of the camera from the paper, in widths of the frame. */
const DISTANCE = 1.4
const SAMPLES = 2

export type Modules = readonly (readonly boolean[])[]

/** The code of a share's QR text, as on the card: error correction Q, no border. */
export const modulesOf = (text: string): Modules =>
  encodeQR(text, 'raw', { ecc: 'quartile', encoding: 'alphanumeric', border: 1 })
    .slice(1, -1)
    .map(row => row.slice(1, -1))

export const photograph = (modules: Modules, view: View, random: Seeded): GreyImage =>
  take(view, paperOf(modules, view, random))

/** What lies under a page. */
const DESK = 120

/**
 * A photograph of a whole printed page.
 *
 * @param middle the place of the page, in its dots, that the camera looks at
 * @param view   with `module`, the width of one of the page's dots
 */
export function photographPage(
  { width, height, data }: GreyImage,
  middle: readonly [number, number],
  view: Omit<View, 'fold' | 'stain'>,
): GreyImage {
  const paper: Paper = (across, down) => {
    const [x, y] = [Math.floor(middle[0] + across), Math.floor(middle[1] + down)]
    return x < 0 || y < 0 || x >= width || y >= height ? DESK : (data[y * width + x] ?? DESK)
  }
  return take({ ...view, fold: null, stain: null }, paper)
}

/** Takes the picture: for each pixel, what of the paper it sees, in 4 samples. */
function take(view: View, paper: Paper): GreyImage {
  const { width, height } = view
  const data = new Uint8Array(width * height)
  const look = onPaper(view)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let sum = 0
      for (let i = 0; i < SAMPLES * SAMPLES; i += 1) {
        const dx = ((i % SAMPLES) + 0.5) / SAMPLES
        const dy = (Math.floor(i / SAMPLES) + 0.5) / SAMPLES
        sum += look(x + dx, y + dy, paper)
      }
      data[y * width + x] = Math.round(sum / SAMPLES ** 2)
    }
  }
  return { width, height, data }
}

/** The shade at a place of the paper, in modules from the middle of the code. */
type Paper = (x: number, y: number) => number

/**
 * Sends a ray through a pixel and finds where it meets the paper. The plane is turned first, then
 * tilted about x, then about y; the camera looks along z.
 */
function onPaper({ width, height, module, turn, tilt, fold }: View) {
  const [cx, sx, cy, sy] = [
    ...[Math.cos(tilt[0]), Math.sin(tilt[0])],
    ...[Math.cos(tilt[1]), Math.sin(tilt[1])],
  ] as [number, number, number, number]
  const [ct, st] = [Math.cos(turn), Math.sin(turn)]
  const far = DISTANCE * width
  return (px: number, py: number, paper: Paper): number => {
    const [rx, ry] = [px - width / 2, py - height / 2]
    // Axes of the paper: u = (cy, 0, sy), v = (sx·sy, cx, −sx·cy); normal n = u × v.
    const [nx, ny, nz] = [-cx * sy, sx, cy * cx]
    const reach = (far * nz) / (rx * nx + ry * ny + far * nz)
    if (!(reach > 0)) return LIGHT
    const [x, y, z] = [rx * reach, ry * reach, far * (reach - 1)]
    const u = (x * cy + z * sy) / module
    const v = (x * sx * sy + y * cx - z * sx * cy) / module
    const [across, down] = [u * ct + v * st, v * ct - u * st]
    if (fold === null || down <= fold.at) return paper(across, down)
    // Beyond the fold the paper turns away: it looks shorter, narrower and darker.
    const beyond = (down - fold.at) / Math.cos(fold.bend)
    const narrower = 1 + ((beyond * Math.sin(fold.bend)) / far) * module
    return paper(across * narrower, fold.at + beyond) * (1 - 0.35 * Math.sin(fold.bend))
  }
}

function paperOf(modules: Modules, { fold, stain }: View, random: Seeded): Paper {
  const half = modules.length / 2
  const blot = stain === null ? null : blotOf(stain.area, modules.length, stain.seed, random)
  const print = (x: number, y: number): number => {
    if (Math.max(Math.abs(x), Math.abs(y)) < half) {
      return modules[Math.floor(y + half)]?.[Math.floor(x + half)] ? DARK : LIGHT
    }
    if (Math.max(Math.abs(x), Math.abs(y)) < half + QUIET_ZONE) return LIGHT
    return isText(x, y) ? DARK + 20 : LIGHT
  }
  return (x, y) => {
    const shade = print(x, y)
    if (fold !== null && Math.abs(y - fold.at) < fold.crease) return (shade + 150) / 2
    return blot?.(x, y) && stain !== null ? stain.shade + (shade - LIGHT) * 0.05 : shade
  }
}

/** Lines of words around the code: something dark that is no code. */
const isText = (x: number, y: number): boolean =>
  Math.floor(y / 2) % 2 === 0 && Math.sin(x * 2.1 + Math.floor(y / 4) * 1.7) > -0.2 && x % 9 > 2

/** A blot of `area` of the code, round with an uneven edge, away from the corner patterns' middles. */
function blotOf(area: number, size: number, seed: number, random: Seeded) {
  const radius = Math.sqrt((area * size * size) / Math.PI)
  const reach = Math.max(0, size / 2 - radius)
  // Towards the corner without a pattern as often as not: a stained finder pattern ends every reading.
  const [middleX, middleY] = [random.between(-0.2, 1) * reach, random.between(-0.2, 1) * reach]
  return (x: number, y: number): boolean => {
    const angle = Math.atan2(y - middleY, x - middleX)
    const edge = radius * (1 + 0.12 * Math.sin(5 * angle + seed) + 0.06 * Math.sin(11 * angle))
    return Math.hypot(x - middleX, y - middleY) < edge
  }
}
