import type { HelpDocument } from '../../../shared/help/sections.ts'
import { type Place, TOPICS, type TopicGroup, type TopicId } from '../../../shared/help/topics.ts'
import { words } from '../../words.ts'
import classes from './help-view.module.css'

interface ContentsProps {
  readonly documents: readonly HelpDocument[]
  readonly shown: TopicId
  readonly onVisit: (place: Place) => void
}

/** Every document by its title, under what it is for. */
export const Contents = ({ documents, shown, onVisit }: ContentsProps) => (
  <nav className={classes.contents} aria-label="Contents of the help">
    {Object.entries(words.help.groups).map(([group, name]) => (
      <section key={group} aria-label={name}>
        <h2 className={classes.group}>{name}</h2>
        <ul className={classes.list}>
          {inGroup(documents, group as TopicGroup).map(({ topic, title }) => (
            <li key={topic}>
              <button
                type="button"
                className={classes.entry}
                aria-current={topic === shown ? 'page' : undefined}
                onClick={() => onVisit({ topic, slug: null })}
              >
                {title}
              </button>
            </li>
          ))}
        </ul>
      </section>
    ))}
  </nav>
)

const inGroup = (documents: readonly HelpDocument[], wanted: TopicGroup) =>
  documents.filter(({ topic }) => TOPICS.some(({ id, group }) => id === topic && group === wanted))
