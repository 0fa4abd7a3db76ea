import { plainText } from '../../../shared/help/document.ts'
import { type HelpDocument, headingsOf } from '../../../shared/help/sections.ts'
import type { Place } from '../../../shared/help/topics.ts'
import classes from './help-view.module.css'

/** The headings of the document that is read; where there is no room beside it, they are left out. */
export const Outline = ({ of, onVisit }: { of: HelpDocument; onVisit: (place: Place) => void }) => (
  <nav className={classes.outline} aria-label="On this page">
    <h2 className={classes.group}>On this page</h2>
    <ul className={classes.list}>
      {headingsOf(of)
        .slice(1)
        .map(({ slug, text, level }) => (
          <li key={slug} className={level > 2 ? classes.below : undefined}>
            <button
              type="button"
              className={classes.entry}
              onClick={() => onVisit({ topic: of.topic, slug })}
            >
              {plainText(text)}
            </button>
          </li>
        ))}
    </ul>
  </nav>
)
