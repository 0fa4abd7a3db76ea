import type { Hit } from '../../../shared/help/sections.ts'
import type { Place } from '../../../shared/help/topics.ts'
import { formatCount } from '../../design/quantity.ts'
import classes from './help-view.module.css'

/** More than anybody reads: then another word is the way. */
const MOST = 40

/** What a search has found. */
export const Hits = ({ of, onVisit }: { of: readonly Hit[]; onVisit: (place: Place) => void }) => (
  <section className={classes.contents} aria-label="Found">
    <p role="status">
      {of.length === 0
        ? 'Nothing has all of these words. Try fewer, or another one.'
        : `${formatCount(of.length, 'place')}${of.length > MOST ? `; the first ${MOST} are shown` : ''}.`}
    </p>
    <ul className={classes.list}>
      {of.slice(0, MOST).map(hit => (
        <li key={`${hit.place.topic} ${hit.place.slug}`}>
          <button type="button" className={classes.entry} onClick={() => onVisit(hit.place)}>
            <b>{hit.heading}</b>
            {hit.heading !== hit.title && <span className={classes.where}>{hit.title}</span>}
            {hit.line !== '' && <span className={classes.line}>{hit.line}</span>}
          </button>
        </li>
      ))}
    </ul>
  </section>
)
