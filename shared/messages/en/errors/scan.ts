import type { OtherCode, PictureKind, PictureProblem, scanCodes } from '../../../codes/scan.ts'
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
  colours: 'has colours that no scan or photograph has',
  'ends-early': 'ends too early',
  damaged: 'is damaged',
  'no-pixels': 'has no pixels',
  'invalid-png': 'is no valid PNG',
  interlaced: 'is an interlaced PNG',
}

const CONVERT = 'Open it in a picture viewer and save it as PNG or JPEG, or take a screenshot of it'

/** What a kind of picture is called, and the way to one that is read. */
const KINDS: { readonly [kind in PictureKind]: readonly [string, string] } = {
  heic: [
    'a HEIC picture, as iPhones take them',
    'Set the camera to JPEG (Settings, Camera, Formats, Most Compatible) and take it again, or save it as JPEG',
  ],
  avif: ['an AVIF picture', CONVERT],
  webp: ['a WebP picture', CONVERT],
  gif: ['a GIF picture', CONVERT],
  bmp: ['a BMP picture', CONVERT],
  tiff: [
    'a TIFF picture',
    'Set the scanner to PDF, PNG or JPEG and scan it again, or save it as PNG',
  ],
  'jpeg-2000': ['a JPEG 2000 picture', CONVERT],
  'jpeg-xl': ['a JPEG XL picture', CONVERT],
  unknown: ['neither text nor a picture or PDF that is known', CONVERT],
}

const mebibytes = (bytes: number): string => `${Math.round((bytes / 1024 ** 2) * 10) / 10} MiB`

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
  PDF_TOO_LARGE: d =>
    `This PDF has ${mebibytes(d.have)}; of a card, at most ${mebibytes(d.limit)} are read. Scan the card alone, in black and white, or enter the 40 words.`,
  PDF_PICTURE: d =>
    `The picture on page ${d.page} of this PDF cannot be unpacked. Scan the card again as PNG or JPEG, or enter the 40 words.`,
  PICTURE_KIND: d =>
    `This file is ${KINDS[d.kind][0]}; PNG, JPEG and PDF are read. ${KINDS[d.kind][1]}; or enter the 40 words.`,
  SCAN_MEMORY: d =>
    `Reading this file took more than ${mebibytes(d.bytes)} of memory and was ended. Nothing else is touched. Use a smaller picture of one card, or enter its 40 words.`,
  SCAN_DIED:
    'The process that reads cards ended while it read this file. Nothing else is touched. The file may be damaged, or made to do harm: take a new picture of the card, or enter its 40 words.',
  SCAN_ANSWER:
    'The process that reads cards gave an answer that is none, and is not believed. The file may be made to do harm: take a new picture of the card, or enter its 40 words.',
  SCAN_START:
    'The process that reads pictures and PDFs could not be started. Close other programs and try again, or enter the 40 words.',
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
