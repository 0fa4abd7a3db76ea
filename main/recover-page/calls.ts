/**
 * What the page asks of its thread, and what it is told. The thread holds shares, passphrase and keys; the page gets
 * what is shown or saved, as bytes. Only values that cross between threads.
 */

/** What a person sees of a kit. */
export interface KitFacts {
  readonly title: string
  readonly organisation: string
  /** A day, `2026-11-21`. */
  readonly created: string
  readonly setId: string
  readonly threshold: number
  readonly custodians: readonly string[]
  /** Whether digits from a card have confirmed it; else nothing of it is used. */
  readonly confirmed: boolean
}

export interface CardFacts {
  readonly index: number
  /** From the kit; null without one. */
  readonly custodian: string | null
}

/** How far the gathering is. */
export interface Standing {
  readonly kit: KitFacts | null
  readonly cards: readonly CardFacts[]
  /** Null while neither kit nor card has said so. */
  readonly need: number | null
  readonly setId: string | null
  /** Mebibytes that the passphrase takes to be checked; null while nothing has said so. */
  readonly mebibytes: number | null
}

/** What became of a card. */
export type CardAnswer =
  | { readonly kind: 'taken'; readonly standing: Standing }
  /** Nothing is taken until a person has compared these words with the card, and said so. */
  | {
      readonly kind: 'corrected'
      readonly words: readonly { readonly place: number; readonly word: string }[]
    }

export interface KeyFacts {
  readonly id: string
  readonly version: number
  readonly label: string
  readonly purpose: string
  readonly what: 'key' | 'secret' | 'pair'
  /** Bits of a key, bytes of a secret; the algorithm of a pair. */
  readonly size: string
  /** The day after which it protects nothing anew; null: none was set. */
  readonly expires: string | null
  /** False: added later, and nothing in the kit proves it. It is not opened. */
  readonly proved: boolean
}

/** What has been opened. */
export interface Opened {
  readonly setId: string
  readonly recipient: string
  /** Whether a kit has confirmed the passphrase; else only a backup can. */
  readonly proved: boolean
  readonly keys: readonly KeyFacts[]
  readonly backupKeys: readonly { readonly generation: number; readonly created: string }[]
}

/** A secret on its way to a file or the screen. The page overwrites it. */
export interface Secret {
  readonly bytes: Uint8Array
  readonly name: string
}

/** Where a backup goes; `nowhere`: it is read and checked. */
export type Destination = 'nowhere' | 'archive' | 'folder'

export interface Restored {
  readonly files: number
  readonly bytes: number
  readonly created: string
  readonly generation: number
  /** Symbolic links: a browser makes none in a folder. */
  readonly links: number
  /** SHA-256 of the backup as it was read: what stands on its label. */
  readonly sha256: string
}

export interface HashFacts {
  /** 64 hex digits. */
  readonly sha256: string
  readonly words: readonly string[]
}

/** Every question, with what it takes and gives. */
export interface Calls {
  /** A kit's file; null takes it away. */
  readonly kit: { readonly takes: Uint8Array | null; readonly gives: Standing }
  /** Digits of the kit's fingerprint as somebody typed them. */
  readonly fingerprint: { readonly takes: string; readonly gives: Standing }
  /** How many words are there, and the places of those that are on no list. */
  readonly count: {
    readonly takes: Uint8Array
    readonly gives: { readonly have: number; readonly unknown: readonly number[] }
  }
  /** The words of a card, or the text of its code; UTF-8. */
  readonly card: { readonly takes: Uint8Array; readonly gives: CardAnswer }
  readonly picture: {
    /** `reader`: the decoder, which the page has, the first time. */
    readonly takes: { readonly file: Blob; readonly reader: Uint8Array }
    readonly gives: CardAnswer
  }
  /** The corrections are what stands on the card. */
  readonly confirm: { readonly takes: null; readonly gives: CardAnswer }
  readonly remove: { readonly takes: number; readonly gives: Standing }
  /** The passphrase; UTF-8. */
  readonly open: { readonly takes: Uint8Array; readonly gives: Opened }
  /** The quorum's identity, or that of a backup key, by its number. */
  readonly identity: { readonly takes: number | 'quorum'; readonly gives: Secret }
  readonly key: {
    readonly takes: { readonly id: string; readonly version: number }
    readonly gives: Secret
  }
  /** A backup's file, or its volumes in their order. */
  readonly restore: {
    readonly takes: { readonly files: readonly Blob[]; readonly to: Destination }
    readonly gives: Restored
  }
  readonly hash: { readonly takes: Blob; readonly gives: HashFacts }
}
export type CallName = keyof Calls

/** What is to be done with what is restored, in order; each is answered before the next. */
export type Order =
  | { readonly does: 'folder'; readonly path: string }
  | { readonly does: 'file'; readonly path: string }
  /** Of the file at hand, or of the archive. */
  | { readonly does: 'bytes'; readonly bytes: Uint8Array }
  | { readonly does: 'end' }

/** From the page to its thread. */
export type ToThread =
  | { readonly kind: 'ask'; readonly id: number; readonly name: CallName; readonly takes: unknown }
  | { readonly kind: 'done'; readonly order: number; readonly problem: string | null }
  /** Gives up the restore that is under way. */
  | { readonly kind: 'stop' }

/** A refusal in words. `code` is Keyclave's; null: the page itself is at fault, or the browser. */
export interface Refusal {
  readonly code: string | null
  readonly sentence: string
}

/** From the thread to its page. */
export type ToPage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'gives'; readonly id: number; readonly gives: unknown }
  | { readonly kind: 'refused'; readonly id: number; readonly refusal: Refusal }
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'order'; readonly order: number; readonly what: Order }
