import { useDraft } from '../../session/drafts.tsx'
import { type Finders, FindersForm } from './finders-form.tsx'
import { type KitSource, kitPages } from './kit-pages.ts'
import { PageDesk } from './page-desk.tsx'

/** The pages of a kit of which no plan is at hand: it is asked what its plan would say. */
export function KitPagesDesk({ kit, setId }: { kit: KitSource; setId: string }) {
  const [finders, setFinders] = useDraft<Finders>(`for finders of ${setId}`, {})
  return (
    <>
      <FindersForm finders={finders} onChange={setFinders} />
      <PageDesk pages={kitPages(kit, setId, finders)} />
    </>
  )
}
