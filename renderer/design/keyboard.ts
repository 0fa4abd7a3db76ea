import { createContext } from 'react'

/** What the layout of the keyboard is called, where Keyclave knows and sets it; null: the system says so elsewhere. */
export const KeyboardContext = createContext<string | null>(null)
