/** A picture in shades of grey, a byte a pixel, row by row; 0 is black. */
export interface GreyPicture {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

/**
 * The grey of a canvas's pixels (ITU-R BT.601), opacity left out.
 *
 * @param bytesEach of a pixel: 4 with opacity, 3 without
 */
export function greyOf(
  width: number,
  height: number,
  pixels: ArrayLike<number>,
  bytesEach: 3 | 4 = 4,
): GreyPicture {
  const data = new Uint8Array(width * height)
  for (let i = 0, from = 0; i < data.length; i += 1, from += bytesEach) {
    const [red, green, blue] = [pixels[from] ?? 0, pixels[from + 1] ?? 0, pixels[from + 2] ?? 0]
    data[i] = (red * 77 + green * 150 + blue * 29) >> 8
  }
  return { width, height, data }
}
