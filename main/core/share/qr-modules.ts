import { Buffer } from 'node:buffer'
import { encodeQR } from 'qr'

/** The modules of a QR code, as secret as its text. */
export interface QrModules {
  /** `size` rows of `size` modules, a byte each, 1 for dark; no quiet zone. */
  readonly modules: Buffer
  readonly size: number
}

/** Draws the text of a share as a QR code: alphanumeric, error correction Q (FORMAT: QR text). */
export const qrModules = (text: string): QrModules =>
  drawn(text, { ecc: 'quartile', encoding: 'alphanumeric' })

/** Draws a public document as a QR code: its UTF-8 bytes, as many as fit, error correction L. */
export const qrModulesOfDocument = (text: string): QrModules =>
  drawn(text, { ecc: 'low', encoding: 'byte' })

function drawn(
  text: string,
  form: { readonly ecc: 'quartile' | 'low'; readonly encoding: 'alphanumeric' | 'byte' },
): QrModules {
  // The library draws no code without a border; whoever shows it makes one as wide as it must be.
  const rows = encodeQR(text, 'raw', { ...form, border: 1 })
    .slice(1, -1)
    .map(row => row.slice(1, -1))
  return { modules: Buffer.from(rows.flat().map(Number)), size: rows.length }
}
