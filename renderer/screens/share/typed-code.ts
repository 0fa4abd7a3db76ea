import { useRef, useState } from 'react'

/** What the text of every card's code begins with, and no word of a card does. */
const BEGINS = 'KEYC'

const mayBegin = (text: string): boolean => BEGINS.startsWith(text.toUpperCase())

/**
 * A scanner that types like a keyboard: what begins like the text of a code is collected up to Enter, and
 * is not taken for letters of a word.
 */
export interface TypedCode {
  /** Whether a code is being typed now. */
  readonly typing: boolean
  /** Takes a key press. @returns whether it belongs to a code, and to no word */
  readonly take: (key: string) => boolean
}

/**
 * @param onBegin where the first letters already stand in a box, they are to be taken out of it
 * @param onCode  gets the text once it is whole
 */
export function useTypedCode(onBegin: () => void, onCode: (text: string) => void): TypedCode {
  const typed = useRef('')
  const [typing, setTyping] = useState(false)
  const end = (): void => {
    typed.current = ''
    setTyping(false)
  }
  const isCode = (): boolean => typed.current.toUpperCase().startsWith(BEGINS)
  return {
    typing,
    take: key => {
      if (key === 'Shift' || key === 'CapsLock' || key === 'Alt' || key === 'AltGraph')
        return isCode()
      if (key.length === 1) {
        typed.current += key
        if (!isCode()) {
          // As much of it as may still become the beginning of a code.
          if (!mayBegin(typed.current)) typed.current = mayBegin(key) ? key : ''
          return false
        }
        if (typed.current.length === BEGINS.length) {
          onBegin()
          setTyping(true)
        }
        return true
      }
      if (!isCode()) {
        typed.current = ''
        return false
      }
      const text = typed.current
      end()
      if (key === 'Enter' || key === 'Tab') onCode(text.trim())
      return true
    },
  }
}
