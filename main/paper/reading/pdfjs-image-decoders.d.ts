/** What of pdf.js's own JPEG decoder is used; the package has no types for this entry. */
declare module 'pdfjs-dist/image_decoders/pdf.image_decoders.mjs' {
  export const VerbosityLevel: { readonly ERRORS: number }
  export function setVerbosityLevel(level: number): void
  export class JpegImage {
    readonly width: number
    readonly height: number
    parse(data: Uint8Array): void
    getData(wanted: { width: number; height: number; forceRGB: true }): Uint8ClampedArray
  }
}
