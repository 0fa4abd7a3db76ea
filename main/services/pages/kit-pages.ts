import type { Buffer } from 'node:buffer'
import type { Kit } from '../../core/kit/index.ts'
import type { PaperSize, Papers } from './papers.ts'

/** A page of a kit, and what its file is called without the ending. */
export interface KitPage {
  readonly name: 'register' | 'recovery-sheet'
  readonly content: Buffer
}

/** What is printed of a kit alone, all of it public: the register of shares and the recovery sheet. */
export async function kitPages(kit: Kit, paper: PaperSize, papers: Papers): Promise<KitPage[]> {
  return [
    { name: 'register', content: await papers.register(kit, paper) },
    { name: 'recovery-sheet', content: await papers.recoverySheet(kit, paper) },
  ]
}
