import type { Buffer } from 'node:buffer'
import type { ForFinders } from '../../core/ceremony/index.ts'
import type { Kit } from '../../core/kit/index.ts'
import type { PaperSize, Papers, SealedNote } from './papers.ts'
import { RECOVER_PAGE } from './recover-page.ts'

/** recover.html, as a file beside a kit; none where this copy of Keyclave has none. */
export function recoverPageOf(
  papers: Papers,
): readonly { readonly name: string; readonly content: Buffer }[] {
  const page = papers.recoverPage()
  return page === null ? [] : [{ name: RECOVER_PAGE, content: page.bytes }]
}

/** A page of a kit, and what its file is called without the ending. */
export interface KitPage {
  readonly name: 'register' | 'recovery-sheet'
  readonly content: Buffer
}

/**
 * What is printed of a kit, all of it public: the register of shares and the recovery sheet.
 *
 * @param sealed  shares that are on no card; a kit does not say it
 * @param finders what its plan has printed for them; nor that
 */
export async function kitPages(
  kit: Kit,
  paper: PaperSize,
  papers: Papers,
  sealed: readonly SealedNote[],
  finders: ForFinders,
): Promise<KitPage[]> {
  return [
    { name: 'register', content: await papers.register(kit, paper, { sealed, finders }) },
    { name: 'recovery-sheet', content: await papers.recoverySheet(kit, paper, { finders }) },
  ]
}
