/**
 * What the pages say that somebody may find who knows nothing of all this: the share's card, the passphrase card, the
 * steps of the recovery sheet. In plain words of every language; the words of a share are English in all of them.
 *
 * Names of people and organisations come as isolates (UAX #9), so that they do not turn a sentence around.
 */
export interface PaperWords {
  /** What the language calls itself. */
  readonly name: string
  readonly share: (index: number, count: number) => string
  /** How many cards it takes, and that one alone is nothing. */
  readonly policy: (threshold: number, count: number) => string
  readonly heir: HeirWords
  /** What stands before the facts of a page. */
  readonly facts: FactWords
  /** How a card is read without this program. */
  readonly noProgram: string
  readonly passphrase: PassphraseWords
  readonly recovery: RecoveryWords
}

/** For whoever has found or inherited a card. */
interface HeirWords {
  readonly title: string
  /** @param back to whom it is brought */
  readonly card: (threshold: number, count: number, back: string) => readonly [string, string]
  readonly passphrase: (back: string, folder: string) => readonly [string, string]
  /** In the place of a name that the card does not tell. */
  readonly giver: string
}

interface FactWords {
  readonly setId: string
  readonly bundle: string
  readonly contact: string
  /** @returns where the folder is */
  readonly folder: (name: string) => string
}

interface PassphraseWords {
  readonly title: string
  readonly what: string
  /**
   * That capitals, hyphens and spaces count.
   *
   * @param sign what is printed for each space, where paper would swallow one; null: spaces are
   */
  readonly typed: (sign: string | null) => string
}

interface RecoveryWords {
  readonly title: string
  readonly what: string
  readonly now: string
  /** @param begins of the kit's fingerprint */
  readonly steps: (threshold: number, folder: string, begins: string) => readonly string[]
  readonly doneTitle: string
  readonly done: string
}
