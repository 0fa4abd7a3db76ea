import type { OtherCode, PictureProblem, scanCodes } from '../../../codes/scan.ts'
import type { ErrorMessages } from '../../wording/messages.ts'
import { list } from '../phrases/listing.ts'

const OTHERS: { readonly [problem in OtherCode]: string } = {
  'kit-fingerprint': 'the fingerprint of a recovery kit',
  'kit-part': 'part of a recovery kit, or of another file',
  'age-identity': 'an age identity, which is secret',
  'age-recipient': 'an age recipient',
  'other-keyclave': 'a code of Keyclave that is no share',
  'web-address': 'a web address',
  wireless: 'the access to a wireless network',
  number: 'a number',
  other: 'something else',
}

const PICTURE: { readonly [problem in PictureProblem]: string } = {
  'no-size': 'does not say how large it is',
  'ends-early': 'ends too early',
  damaged: 'is damaged',
  'no-pixels': 'has no pixels',
  'invalid-png': 'is no valid PNG',
  interlaced: 'is an interlaced PNG',
}

const PDF = { password: 'is protected by a password', damaged: 'is damaged, or no PDF' } as const

export const scanErrors: ErrorMessages<typeof scanCodes> = {
  CODE_NOT_SHARE: d =>
    `This is not a share card: the code is ${OTHERS[d.what]}. Scan the code on a share card.`,
  CODE_DAMAGED:
    'There is a QR code, but too much of it is damaged or hidden. Hold it flatter and in more light, or enter the 40 words.',
  PICTURE_FORMAT: d =>
    `This picture cannot be read: it ${PICTURE[d.problem]}. Save it again as an ordinary PNG or JPEG, or enter the 40 words.`,
  PICTURE_TOO_LARGE: d =>
    `This picture has ${d.pixels} pixels; at most ${d.limit} are read. Make it smaller, or cut out the QR code.`,
  PICTURE_NO_CODE:
    'No QR code was found in this picture. Take it again, sharper and nearer, or enter the 40 words.',
  PICTURE_SEVERAL: d =>
    `This picture shows ${d.count} different shares, and one is taken at a time. Take a picture of one card alone.`,
  PDF_FORMAT: d =>
    `This PDF cannot be read: it ${PDF[d.problem]}. Use the card's own PDF, a picture of the card, or its 40 words.`,
  PDF_NO_SHARE: d =>
    `No share was found on the ${d.pages === 1 ? 'page' : `first ${d.pages} pages`} of this PDF. Use the PDF of one share card, or enter the 40 words.`,
  PDF_SEVERAL: d =>
    `This PDF holds several shares (pages ${list(d.pages)}), and one is taken at a time. Use the PDF of one card alone.`,
  SCAN_TIME: d =>
    `Looking for a share in this file took more than ${d.seconds} seconds and was given up. Use a smaller picture of one card, or enter its 40 words.`,
  PICTURE_FORBIDDEN:
    'The plan of this ceremony does not allow a picture or a PDF for reading a card back. Hold the card in front of the camera, or type its 40 words.',
  CAMERA_NONE: 'No camera was found. Connect one and try again, or type the 40 words.',
  CAMERA_DENIED:
    'The system does not let Keyclave use the camera. Allow it in the system’s settings and try again, or type the 40 words.',
  CAMERA_BUSY:
    'The camera gives no picture. Close what else uses it, or choose another camera; or type the 40 words.',
}
