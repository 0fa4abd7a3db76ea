import type { Input } from '../../../shared/contract.ts'
import type { Finders } from './finders-form.tsx'
import type { DeskPage } from './page-desk.tsx'

export type KitSource = Extract<
  Input<'page.draw'>['of'],
  { page: 'register' | 'recovery-sheet' }
>['kit']

/**
 * The pages that are drawn of a kit alone.
 *
 * @param finders what stands on them besides; null: as the vault's plan says
 */
export const kitPages = (
  kit: KitSource,
  setId: string,
  finders: Finders | null = null,
): readonly DeskPage[] => [
  {
    of: { page: 'recovery-sheet', kit, ...(finders && { finders }) },
    title: 'Recovery sheet',
    text: 'How to tell the right kit, and how to open what was sealed, with Keyclave and without it. Keep one with each copy of the kit.',
    name: `recovery-sheet-${setId}.pdf`,
  },
  {
    of: { page: 'register', kit, ...(finders && { finders }) },
    title: 'Register of shares',
    text: 'Who got which card, with room for bags and signatures. Drawn again it is empty: what people signed is the first one.',
    name: `register-${setId}.pdf`,
  },
]
