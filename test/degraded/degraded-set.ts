/**
 * The degraded set: photographs of random share cards, each spoilt in one way (docs/SCANNING.md).
 * The same seed makes the same pictures.
 */
import { shareToQr } from '../../shared/share-text.ts'
import { addNoise, blur, type GreyImage, mapPixels, shrink, throughJpeg } from './grey-image.ts'
import { modulesOf, photograph, type View } from './photograph.ts'
import { type Seeded, seeded } from './seeded.ts'

export interface Degraded {
  readonly text: string
  readonly image: GreyImage
}

export type Kind = keyof typeof KINDS

interface Spoiling {
  readonly title: string
  /** What differs from a card held straight in front of the camera. */
  readonly view?: (random: Seeded) => Partial<View>
  readonly picture?: (image: GreyImage, random: Seeded) => GreyImage
}

const straight: Omit<View, 'turn'> = {
  ...{ width: 640, height: 480, module: 7.5 },
  ...{ tilt: [0, 0], fold: null, stain: null },
}

const between =
  (from: number, to: number) =>
  (random: Seeded): number =>
    random.between(from, to)
const sign = (random: Seeded): number => (random.below(2) === 0 ? -1 : 1)

export const KINDS = {
  clean: { title: 'held straight' },
  rotation: {
    title: 'turned by any angle',
    view: random => ({ turn: random.between(-Math.PI, Math.PI), module: 6.5 }),
  },
  perspective: {
    title: 'tilted by 20° to 60° about both axes',
    view: random => {
      const lean = random.between(0.35, 1.05)
      const about = random.between(0, 2 * Math.PI)
      return { module: 6.5, tilt: [lean * Math.cos(about), lean * Math.sin(about)] }
    },
  },
  blur: {
    title: 'out of focus, σ 0.35 to 0.85 of a module',
    picture: (image, random) => blur(image, 7.5 * between(0.35, 0.85)(random)),
  },
  noise: {
    title: 'sensor noise, σ 40 to 120 of 255',
    picture: (image, random) => addNoise(image, between(40, 120)(random), random),
  },
  contrast: {
    title: '6 to 24 grey levels between ink and paper, uneven light, noise σ 2',
    picture: (image, random) => {
      const range = random.between(6, 24)
      const [floor, slope] = [random.between(40, 150), random.between(20, 60) * sign(random)]
      const flat = mapPixels(
        image,
        (value, x) => floor + (range * value) / 255 + (slope * x) / image.width,
      )
      return addNoise(flat, 2, random)
    },
  },
  fold: {
    title: 'folded across the code, 15° to 50°, with a worn crease',
    view: random => ({
      fold: {
        at: random.between(-10, 10),
        bend: random.between(0.26, 0.87),
        crease: random.between(0.3, 1.2),
      },
    }),
  },
  stain: {
    title: 'a stain over 5 % to 25 % of the code',
    view: random => ({
      stain: {
        area: random.between(0.05, 0.25),
        shade: random.between(20, 200),
        seed: random.between(0, 6),
      },
    }),
  },
  jpeg: {
    title: 'JPEG of quality 1 to 12, 3 pixels a module',
    view: () => ({ module: 3 }),
    picture: (image, random) => throughJpeg(image, Math.round(between(1, 12)(random))),
  },
  'down-scaling': {
    title: '1.2 to 2.4 pixels a module',
    picture: (image, random) => shrink(image, 7.5 / between(1.2, 2.4)(random)),
  },
  everything: {
    title: 'turned, tilted, blurred, dim, noisy, and through JPEG at once',
    view: random => ({
      turn: random.between(-Math.PI, Math.PI),
      tilt: [random.between(-0.5, 0.5), random.between(-0.5, 0.5)],
      module: 5,
    }),
    picture: (image, random) => {
      const soft = blur(image, 5 * random.between(0.15, 0.4))
      const dim = mapPixels(soft, value => 60 + value * random.between(0.3, 0.32))
      return throughJpeg(addNoise(dim, random.between(3, 12), random), 40)
    },
  },
} as const satisfies { readonly [kind: string]: Spoiling }

export const kinds = Object.keys(KINDS) as Kind[]

/** One picture of a kind. */
export function degraded(kind: Kind, number: number): Degraded {
  const random = seeded(1 + number + 1000 * kinds.indexOf(kind))
  const text = shareToQr(randomShare(random))
  const { view, picture }: Spoiling = KINDS[kind]
  const turn = random.between(-0.14, 0.14)
  const taken = photograph(modulesOf(text), { ...straight, turn, ...view?.(random) }, random)
  const sharp = addNoise(blur(taken, 0.6), 2, random)
  return { text, image: picture?.(sharp, random) ?? sharp }
}

/** 44 bytes with a valid header. */
export function randomShare(random: Seeded): Uint8Array {
  const share = Uint8Array.from({ length: 44 }, () => random.below(256))
  share[0] = 0x20 | (random.below(2) << 4) | (1 + random.below(3))
  share[6] = 2 + random.below(254)
  share[7] = 1 + random.below(255)
  return share
}
