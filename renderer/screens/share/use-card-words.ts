import { useCallback, useState } from 'react'
import type { KeyclaveError } from '../../../shared/errors.ts'
import { noWords, type TypedWords } from './word-entry.ts'

/** The words of one card while they are typed, and the places to look at again. */
export interface CardWords {
  readonly words: TypedWords
  readonly wrong: readonly number[]
  readonly change: (words: TypedWords) => void
  /** Marks what a refusal names. A mark goes when its word is changed. */
  readonly mark: (problem: KeyclaveError) => void
  readonly clear: () => void
}

export function useCardWords(): CardWords {
  const [card, setCard] = useState<{ words: TypedWords; wrong: readonly number[] }>(() => ({
    words: noWords(),
    wrong: [],
  }))
  const change = useCallback((words: TypedWords) => {
    setCard(before => ({
      words,
      wrong: before.wrong.filter(place => words[place - 1] === before.words[place - 1]),
    }))
  }, [])
  const mark = useCallback((problem: KeyclaveError) => {
    setCard(before => ({ ...before, wrong: placesOf(problem) }))
  }, [])
  const clear = useCallback(() => setCard({ words: noWords(), wrong: [] }), [])
  return { ...card, change, mark, clear }
}

/** The places, from 1, that a refusal is about. */
function placesOf({ code, data }: KeyclaveError): readonly number[] {
  if (code === 'SHARE_WORD_UNKNOWN' && typeof data.word === 'number') return [data.word]
  if (code !== 'SHARE_WORDS_WRONG' || !Array.isArray(data.words)) return []
  return data.words.filter(place => typeof place === 'number')
}
