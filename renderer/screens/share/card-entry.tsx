import { useState } from 'react'
import { useWindowBlur } from '../../boundary/use-window-blur.ts'
import { Button } from '../../design/button.tsx'
import classes from './card-entry.module.css'
import type { CardWords } from './use-card-words.ts'
import { WordBoxes } from './word-boxes.tsx'

interface CardEntryProps {
  readonly card: CardWords
  readonly onFinish: () => void
  /** The text of the card's code, from a scanner that types it. */
  readonly onCode: (text: string) => void
}

/** The boxes of one card; covered, and kept, when the window loses the focus. */
export function CardEntry({ card, onFinish, onCode }: CardEntryProps) {
  const [covered, setCovered] = useState(false)
  useWindowBlur(() => setCovered(true))
  if (covered) {
    return (
      <div className={classes.covered}>
        <p>The words are hidden, because this window was left. Nothing typed is lost.</p>
        <Button kind="primary" onClick={() => setCovered(false)}>
          Show the words and go on
        </Button>
      </div>
    )
  }
  return (
    <WordBoxes
      {...{ onFinish, onCode }}
      words={card.words}
      wrong={card.wrong}
      onChange={card.change}
    />
  )
}
