import type { Buffer } from 'node:buffer'
import { KeyclaveError, refuse } from '../../../shared/errors.ts'
import { SHARE_WORDS } from '../../../shared/share-text.ts'
import { allocSecret, copySecret, wipe } from '../../core/bytes/index.ts'
import type { TrustedKit } from '../../core/kit/index.ts'
import { type QuorumShares, ShareCollection } from '../../core/quorum/index.ts'
import { isTypedWord, readCards, typedWordsIn } from '../../core/share/index.ts'
import type { Terminal } from '../files/index.ts'
import type { ShareSource } from './share-source.ts'

/** Most bytes of a line: a whole card, with long words. */
const LINE_LIMIT = 1024
/** Most bytes of one word that is kept; more is no word. */
const WORD_LIMIT = 64
/** Takes the last line back. */
const BACK = '<'
const [COMMA, YES] = [', ', /^y(es)?$/i]

/** What is done with a card that was refused, before the next one is asked for. */
type OnRefused = (refusal: KeyclaveError) => Promise<void>

/**
 * The shares of one command, typed at the terminal unseen, card by card, until there are enough. Each word is
 * checked as its line is typed, the whole card by its check words; a card that is refused costs none of the
 * others.
 */
export class TypedShares implements ShareSource {
  readonly #collection: ShareCollection
  readonly #terminal: Terminal
  readonly #onRefused: OnRefused

  /** @param kit null: without one */
  constructor(kit: TrustedKit | null, terminal: Terminal, onRefused: OnRefused) {
    this.#collection = new ShareCollection(kit)
    this.#terminal = terminal
    this.#onRefused = onRefused
  }

  /** @throws CANCELLED */
  async gather(): Promise<QuorumShares> {
    for (let card = 1; card <= (this.#collection.need ?? 2); ) {
      const share = await this.#cardTyped(card)
      try {
        this.#collection.add(share)
        card += 1
      } catch (error) {
        if (!(error instanceof KeyclaveError)) throw error
        this.#terminal.tell(error)
        await this.#onRefused(error)
      } finally {
        wipe(share)
      }
    }
    return this.#collection.validate()
  }

  /** Wipes every share. */
  close(): void {
    this.#collection.close()
  }

  /** One card, until its words fit together. @returns 44 bytes for the caller to wipe */
  async #cardTyped(card: number): Promise<Buffer> {
    for (;;) {
      const words = await this.#wordsTyped(card)
      try {
        return await this.#checked(card, words)
      } catch (error) {
        if (!(error instanceof KeyclaveError) || error.code === 'CANCELLED') throw error
        this.#terminal.tell(error)
      } finally {
        wipe(...words)
      }
    }
  }

  /** The 40 words as they were typed, line by line. */
  async #wordsTyped(card: number): Promise<Buffer[]> {
    const words: Buffer[] = []
    const lines: number[] = []
    try {
      while (words.length < SHARE_WORDS) {
        const line = await this.#ask(`Card ${card}, from word ${words.length + 1} on: `)
        try {
          const typed = typedWordsIn(line)
          if (typed.length === 1 && typed[0]?.toString('latin1') === BACK) {
            wipe(...words.splice(words.length - (lines.pop() ?? 0)))
            continue
          }
          this.#requireWords(typed, words.length)
          words.push(...typed.map(copySecret))
          if (typed.length > 0) lines.push(typed.length)
        } catch (error) {
          if (!(error instanceof KeyclaveError)) throw error
          this.#terminal.tell(error)
        } finally {
          wipe(line)
        }
      }
      return words
    } catch (error) {
      wipe(...words)
      throw error
    }
  }

  /** @throws SHARE_WORD_UNKNOWN, SHARE_WORD_COUNT: nothing of the line is taken */
  #requireWords(typed: readonly Buffer[], before: number): void {
    const have = before + typed.length
    if (have > SHARE_WORDS) throw refuse('SHARE_WORD_COUNT', { have, need: SHARE_WORDS })
    const unknown = typed.findIndex(word => word.length > WORD_LIMIT || !isTypedWord(word))
    if (unknown !== -1) throw refuse('SHARE_WORD_UNKNOWN', { word: before + unknown + 1 })
  }

  /** Has words that cannot be right typed again; then the person says whether the check words are right. */
  async #checked(card: number, words: Buffer[]): Promise<Buffer> {
    for (let again = false; ; again = true) {
      const { bytes, corrected } = await readTyped(words)
      if (corrected.length === 0) return bytes
      const places = corrected.join(COMMA)
      if (again) {
        const question = `The check words of card ${card} put right: word ${places}. Does the card agree, as far as it can be read? (yes or no) `
        if (YES.test((await this.#terminal.askShown(question, LINE_LIMIT)).trim())) return bytes
        wipe(bytes)
        throw refuse('SHARE_WORDS_WRONG', { words: [...corrected] })
      }
      wipe(bytes)
      this.#terminal.tell(refuse('SHARE_WORDS_WRONG', { words: [...corrected] }))
      for (const place of corrected) {
        const typed = await this.#ask(`Card ${card}, word ${place} again: `)
        wipe(words[place - 1] ?? null)
        words[place - 1] = typed
      }
    }
  }

  #ask(question: string): Promise<Buffer> {
    return this.#terminal.askHidden(question, LINE_LIMIT)
  }
}

async function readTyped(words: readonly Buffer[]) {
  const text = allocSecret(words.reduce((sum, word) => sum + word.length + 1, 0))
  let at = 0
  for (const word of words) {
    text.set(word, at)
    at += word.length + 1
    text[at - 1] = 0x0a
  }
  try {
    const [read] = await readCards([text.subarray(0, at - 1)], { typed: true })
    if (read === undefined) throw new Error('no card was read')
    return read
  } finally {
    wipe(text)
  }
}
