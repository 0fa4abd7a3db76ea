import { type KeyboardEvent, useEffect, useEffectEvent, useId, useRef, useState } from 'react'
import { formatCount, formatList } from '../../design/quantity.ts'
import { useTypedCode } from './typed-code.ts'
import classes from './word-boxes.module.css'
import {
  countFilled,
  impossiblePlaces,
  LETTERS_THAT_TELL,
  replaceWord,
  stateOf,
  suspectPlaces,
  type TypedWords,
  unknownPlaces,
  wordOf,
} from './word-entry.ts'

const WORDS_PER_ROW = 4

interface WordBoxesProps {
  readonly words: TypedWords
  readonly onChange: (words: TypedWords) => void
  /** Places, from 1, to look at again. */
  readonly wrong: readonly number[]
  readonly onFinish: () => void
  /** The text of the card's code, from a scanner that types it. */
  readonly onCode: (text: string) => void
}

/**
 * Forty numbered boxes, laid out as on the card: 10 rows of 4. Four letters complete a word, space goes
 * on, what cannot be right is marked as soon as it can be told, and nothing can be pasted: the words come from paper.
 * A scanner that types the card's code is understood.
 */
export function WordBoxes({ words, onChange, wrong, onFinish, onCode }: WordBoxesProps) {
  const boxes = useRef<(HTMLInputElement | null)[]>([])
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set())
  const [pasted, setPasted] = useState(false)
  const id = useId()
  const impossible = impossiblePlaces(words)
  const unknown = unknownPlaces(words).filter(
    place => left.has(place) || impossible.includes(place),
  )
  const suspect = suspectPlaces(words)
  const go = (place: number): void => boxes.current[place]?.focus()

  // The first word to look at again takes the focus.
  const firstWrong = wrong[0]
  useEffect(() => {
    if (firstWrong !== undefined) boxes.current[firstWrong - 1]?.focus()
  }, [firstWrong])

  // A new card begins at its first word, and one that was left at the first that is missing.
  const isNew = countFilled(words) === 0
  const goToNext = useEffectEvent(() => go(Math.max(words.indexOf(''), 0)))
  const wasNew = useRef(false)
  useEffect(() => {
    if (isNew && !wasNew.current) goToNext()
    wasNew.current = isNew
  }, [isNew])
  useEffect(() => goToNext(), [])
  const code = useTypedCode(() => {
    const place = boxes.current.indexOf(document.activeElement as HTMLInputElement)
    if (place !== -1) onChange(replaceWord(words, place, ''))
  }, onCode)

  const settle = (place: number, typed: string): void => {
    onChange(replaceWord(words, place, wordOf(typed)))
    setLeft(before => new Set([...before, place + 1]))
  }

  const type = (place: number, box: HTMLInputElement, erasing: boolean): void => {
    const typed = box.value.toLowerCase().replace(/[^a-z?]/g, '')
    const complete = !erasing && typed.length >= LETTERS_THAT_TELL && stateOf(typed) === 'word'
    const word = complete ? wordOf(typed) : typed
    box.value = word
    // What was completed is selected: whoever goes on typing the word types over it.
    if (complete) box.setSelectionRange(typed.length, word.length)
    onChange(replaceWord(words, place, word))
  }

  const onKeyDown = (place: number, event: KeyboardEvent<HTMLInputElement>): void => {
    if (code.take(event.key)) {
      event.preventDefault()
      return
    }
    const box = event.currentTarget
    const move = MOVES[event.key]
    if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault()
      if (box.value === '') return
      if (place + 1 < words.length) go(place + 1)
      else if (event.key === 'Enter') onFinish()
    } else if (event.key === 'Backspace' && box.value === '' && place > 0) {
      event.preventDefault()
      go(place - 1)
    } else if (move !== undefined) {
      event.preventDefault()
      go(place + move)
    }
  }

  return (
    <fieldset
      className={classes.card}
      aria-describedby={`${id}-how`}
      onPaste={event => {
        event.preventDefault()
        setPasted(true)
      }}
      onDrop={event => event.preventDefault()}
    >
      <legend className={classes.legend}>The 40 words of the card</legend>
      <p className={classes.how} id={`${id}-how`}>
        Four letters are enough for a word; the space bar goes on to the next. Type a question mark
        for a word that cannot be read.
      </p>
      <div className={classes.boxes}>
        {words.map((word, place) => {
          const number = place + 1
          const isWrong =
            wrong.includes(number) || (suspect !== 'damaged' && suspect.includes(number))
          const isUnknown = unknown.includes(number)
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a box is its place
            <label key={place} className={classes.box} data-row-start={place % WORDS_PER_ROW === 0}>
              <span className={classes.number} aria-hidden="true">
                {number}
              </span>
              <input
                ref={element => {
                  boxes.current[place] = element
                }}
                className={classes.word}
                aria-label={`Word ${number}`}
                aria-invalid={isWrong || isUnknown || undefined}
                aria-errormessage={isWrong || isUnknown ? `${id}-wrong` : undefined}
                value={word}
                autoComplete="off"
                autoCapitalize="off"
                autoCorrect="off"
                spellCheck={false}
                maxLength={12}
                onChange={event => {
                  const { inputType } = event.nativeEvent as InputEvent
                  type(place, event.currentTarget, inputType?.startsWith('delete') ?? false)
                }}
                onKeyDown={event => onKeyDown(place, event)}
                onFocus={event => event.currentTarget.select()}
                onBlur={event =>
                  event.currentTarget.value && settle(place, event.currentTarget.value)
                }
              />
              {(isWrong || isUnknown) && (
                <span className={classes.flag} aria-hidden="true">
                  !
                </span>
              )}
            </label>
          )
        })}
      </div>
      <div className={classes.state} id={`${id}-wrong`} aria-live="polite">
        <span>{formatCount(countFilled(words), 'word')} of 40</span>
        {unknown.length > 0 && (
          <strong>
            Not in the word list: {unknown.length === 1 ? 'word' : 'words'}{' '}
            {formatList(unknown.map(String))}. Look at the card again.
          </strong>
        )}
        {suspect === 'damaged' ? (
          <strong>
            More words are wrong than can be told apart. Compare the card row by row; were rows or
            words left out or exchanged?
          </strong>
        ) : (
          suspect.length > 0 && (
            <strong>
              In the list, but not on this card: {suspect.length === 1 ? 'word' : 'words'}{' '}
              {formatList(suspect.map(String))}. Look again.
            </strong>
          )
        )}
        {code.typing && <span>A scanner is typing the code of a card …</span>}
        {pasted && <strong>Nothing was pasted: the words are typed from the card.</strong>}
      </div>
    </fieldset>
  )
}

const MOVES: { readonly [key: string]: number | undefined } = {
  ArrowUp: -WORDS_PER_ROW,
  ArrowDown: WORDS_PER_ROW,
}
