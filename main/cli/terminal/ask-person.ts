import { askShown } from './ask-shown.ts'

/** Asks whoever started the program, at the terminal; null where nobody is there to answer. */
export function askPerson(): ((question: string) => Promise<string>) | null {
  if (!process.stdin.isTTY) return null
  return question => {
    const { signal } = new AbortController()
    return askShown(question, 64, { keyboard: process.stdin, screen: process.stderr, signal })
  }
}
