/** A boot medium: what the image on it says of itself. */

export { DESCRIPTOR_AT, DESCRIPTOR_LENGTH, type IsoImage, isoImage } from './iso-image.ts'
