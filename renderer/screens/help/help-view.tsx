import { ArrowLeft } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { type HelpDocument, searchHelp } from '../../../shared/help/sections.ts'
import { shortcutsDocument } from '../../../shared/help/shortcuts-document.ts'
import { type Place, TOPICS } from '../../../shared/help/topics.ts'
import { Button } from '../../design/button.tsx'
import { TextField } from '../../design/field.tsx'
import { Overlay } from '../../design/overlay.tsx'
import { words } from '../../words.ts'
import { Article } from './article.tsx'
import { Contents } from './contents.tsx'
import classes from './help-view.module.css'
import { Hits } from './hits.tsx'
import { Outline } from './outline.tsx'
import { PrintGuide } from './print-guide.tsx'

interface HelpViewProps {
  /** Null: the first document, and the next key goes into the search. */
  readonly place: Place | null
  readonly onVisit: (place: Place) => void
  /** Null: there is nowhere to go back to. */
  readonly onBack: (() => void) | null
  readonly onClose: () => void
}

const BEGINNING: Place = { topic: 'steps', slug: null }

/** All documents, a search over them, and the one that is read. */
export function HelpView({ place, onVisit, onBack, onClose }: HelpViewProps) {
  const documents = useDocuments()
  const [asked, setAsked] = useState('')
  const hits = useMemo(() => searchHelp(documents, asked), [documents, asked])
  const shown = place ?? BEGINNING
  const document = documents.find(({ topic }) => topic === shown.topic)
  return (
    <Overlay
      title="Help"
      onClose={onClose}
      actions={
        <>
          {onBack !== null && (
            <Button kind="quiet" icon={<ArrowLeft size={18} aria-hidden="true" />} onClick={onBack}>
              Back
            </Button>
          )}
          {document !== undefined && <PrintGuide key={document.topic} of={document} />}
        </>
      }
    >
      <div className={classes.view}>
        <div className={classes.side}>
          <TextField
            label="Search all documents"
            value={asked}
            onChange={setAsked}
            data-first={place === null ? true : undefined}
          />
          {asked.trim() === '' ? (
            <Contents documents={documents} shown={shown.topic} onVisit={onVisit} />
          ) : (
            <Hits of={hits} onVisit={onVisit} />
          )}
        </div>
        {document !== undefined && (
          <>
            <Article
              document={document}
              takesFocus={place !== null}
              place={shown}
              onVisit={onVisit}
            />
            <Outline of={document} onVisit={onVisit} />
          </>
        )}
      </div>
    </Overlay>
  )
}

/** In the order of the contents; they are a file of the window that is read when they are first wanted. */
function useDocuments(): readonly HelpDocument[] {
  const [documents, setDocuments] = useState<readonly HelpDocument[]>([])
  const isThere = useRef(true)
  useEffect(() => {
    isThere.current = true
    void import('keyclave:help').then(help => {
      const all = [...help.documents, shortcutsDocument(words.help.shortcuts)]
      if (isThere.current)
        setDocuments(TOPICS.flatMap(({ id }) => all.filter(({ topic }) => topic === id)))
    })
    return () => {
      isThere.current = false
    }
  }, [])
  return documents
}
