import { serveOnce } from '../../core/bytes/index.ts'
import { chooseFaces } from '../../paper/in-worker.ts'
import type { ChosenFace, FontWork } from './font-choice.ts'
import { openFontShelf } from './font-shelf.ts'

/** Takes fonts off the shelf; see font-choice.ts. */
serveOnce<FontWork, ChosenFace[]>(async ({ texts, packages }) => {
  const faces = await chooseFaces(texts, await openFontShelf(packages))
  return {
    output: faces.map(({ font: _, ...face }) => face),
    secrets: Object.fromEntries(faces.map(({ id, font }) => [id, font])),
  }
})
