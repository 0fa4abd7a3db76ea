import { encodeQR } from 'qr'

/** A QR code as the contract has it: one text per row, "1" a dark module, no quiet zone. */
export const toRows = (text: string): string[] =>
  encodeQR(text, 'raw', { ecc: 'quartile', border: 1 })
    .slice(1, -1)
    .map(row =>
      row
        .slice(1, -1)
        .map(dark => (dark ? '1' : '0'))
        .join(''),
    )
