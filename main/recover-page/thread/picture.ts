import { type CodeReader, startCodeReader } from '../../../shared/code-reader.ts'
import { refuse } from '../../../shared/errors.ts'
import { type GreyPicture, greyOf } from '../../../shared/grey-picture.ts'
import { judgeCode, notShare } from '../../../shared/scanned-code.ts'

/** Milliseconds after which a picture is not looked at in yet another way. */
const PATIENCE = 15_000
/** Pixels along the longer side: a code in a larger picture is larger, too. */
const LONGEST = 4000
/** Bytes of a picture's file at most. */
const FILE_LIMIT = 64 * 1024 * 1024

let reader: Promise<CodeReader> | null = null

/**
 * The text of the one share in a picture; the browser decodes it, as any picture of a page.
 *
 * @param wasm the decoder of codes
 * @throws PICTURE_KIND, PICTURE_NO_CODE, PICTURE_SEVERAL, CODE_NOT_SHARE, CODE_DAMAGED; SHARE_* of a code that says
 *         it is a share
 */
export async function codeInPicture(file: Blob, wasm: Uint8Array): Promise<string> {
  const picture = await decode(file)
  try {
    reader ??= startCodeReader(new Uint8Array(wasm).buffer)
    const end = performance.now() + PATIENCE
    const codes = await (await reader).read(picture, () => performance.now() < end)
    const texts = codes.flatMap(code => (code.kind === 'text' ? [code.text] : []))
    const judged = texts.map(text => ({ text, code: judgeCode(text) }))
    const [share, ...more] = judged.filter(({ code }) => code.kind === 'share')
    if (more.length > 0) throw refuse('PICTURE_SEVERAL', { count: more.length + 1 })
    if (share !== undefined) return share.text
    const [other] = judged
    if (other?.code.kind === 'other') throw notShare(other.code.what)
    throw codes.length > 0 ? refuse('CODE_DAMAGED', {}) : refuse('PICTURE_NO_CODE', {})
  } finally {
    picture.data.fill(0)
  }
}

async function decode(file: Blob): Promise<GreyPicture> {
  if (file.size > FILE_LIMIT) throw refuse('PICTURE_KIND', { kind: 'unknown' })
  const bitmap = await createImageBitmap(file).catch(() => {
    throw refuse('PICTURE_KIND', { kind: 'unknown' })
  })
  try {
    const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height))
    const [width, height] = [bitmap.width, bitmap.height].map(side =>
      Math.max(1, Math.round(side * scale)),
    ) as [number, number]
    const context = new OffscreenCanvas(width, height).getContext('2d')
    if (context === null) throw refuse('PICTURE_KIND', { kind: 'unknown' })
    // What is transparent is paper.
    context.fillStyle = 'white'
    context.fillRect(0, 0, width, height)
    context.drawImage(bitmap, 0, 0, width, height)
    return greyOf(width, height, context.getImageData(0, 0, width, height).data)
  } finally {
    bitmap.close()
  }
}
