/** Hands on a real keyboard, and ears: nothing is pressed through the page, and what has the focus is heard. */
import { setTimeout as pause } from 'node:timers/promises'

export interface Typist {
  /** One key, as xdotool names it. */
  readonly key: (name: string) => Promise<void>
  /** Text, into whatever has the focus. */
  readonly type: (text: string) => Promise<void>
  /** Presses Tab until this is heard. */
  readonly go: (name: RegExp) => Promise<void>
  /** As `go`, the other way. */
  readonly goBack: (name: RegExp) => Promise<void>
  /** Goes there and presses Enter. */
  readonly strike: (name: RegExp) => Promise<void>
  /** Goes to a field and types over what stands in it. */
  readonly fill: (name: RegExp, text: string) => Promise<void>
  /** What is read aloud now. */
  readonly hears: (words: string | RegExp) => Promise<void>
  /** What stands anywhere in the window. */
  readonly sees: (words: string | RegExp) => Promise<void>
  /** Drives and folders are shown; until then a key goes nowhere. */
  readonly isInPicker: () => Promise<void>
  /** What has the focus without another key. */
  readonly isAt: (name: RegExp) => Promise<void>
  /** What has the focus now. */
  readonly heard: () => Promise<string>
  /** How many fields have such a name. */
  readonly fields: (name: RegExp) => Promise<number>
  /** What stands on the card that the window shows. */
  readonly readCard: () => Promise<WrittenCard>
  /** How many keys have been pressed. */
  readonly pressed: () => number
}

/** A card, as its holder has written it. */
export interface WrittenCard {
  readonly words: readonly string[]
  /** Of the kit, 8 digits. */
  readonly fingerprint: string
  readonly setId: string
}

/** A window, and the keyboard that belongs to it. */
export interface Seat {
  /** Settles when the key has arrived. */
  readonly key: (name: string) => Promise<void>
  /** As `key`, for each of them. */
  readonly type: (text: string) => Promise<void>
  /** What a screen reader calls the element that has the focus, in the picker where that is open. */
  readonly focused: () => Promise<string>
  /** What an expression is in the window's page. */
  readonly ask: (expression: string) => Promise<unknown>
  /** How long something may take to be there, in milliseconds. */
  readonly patience: number
  /** How long to wait until it is looked for again, in milliseconds. */
  readonly pause: number
}

const IN_FRAME = 'in a frame'
/** What a screen reader calls the element that has the focus in a page, or that it is in a frame of it. */
export const FOCUSED = `(({ activeElement: it }) => it.tagName === 'IFRAME'
  ? ${JSON.stringify(IN_FRAME)}
  : it.getAttribute('aria-label') ?? it.labels?.[0]?.innerText ?? it.innerText)(document)`

/** What a screen reader calls the element that has the focus; in the picker's frame it is that page's own. */
export async function focusedIn(ask: Seat['ask'], askPicker: Seat['ask']): Promise<string> {
  const heard = await ask(FOCUSED)
  return String((heard === IN_FRAME ? await askPicker(FOCUSED) : heard) ?? '')
}

/** More stops than any screen has. */
const MOST_STOPS = 120

const HEADING = `document.querySelector('h1')?.innerText ?? ''`
const TEXT = 'document.body.innerText'
const PICKER = `document.querySelector('dialog[open] iframe') !== null
  && !document.body.innerText.includes('Looking at drives and folders')`
const FIELDS = `[...document.querySelectorAll('input, textarea')].map(it =>
  it.getAttribute('aria-label') ?? it.labels?.[0]?.innerText ?? '')`
const CARD = '[aria-label^="Share of "]'
const WORDS = `[...document.querySelectorAll('${CARD} li')].map(it => it.innerText)`
const SET_ID = `document.querySelector('${CARD} code')?.innerText ?? ''`
const DIGITS = `document.querySelector('${CARD}')?.innerText.match(/[0-9a-f]{4} [0-9a-f]{4}/)?.[0] ?? ''`
const WORDS_ON_CARD = 40

export function typistAt(seat: Seat): Typist {
  let pressed = 0
  const key = async (name: string): Promise<void> => {
    pressed += 1
    await seat.key(name)
  }
  const type = async (text: string): Promise<void> => {
    pressed += text.length
    await seat.type(text)
  }
  /** Listens until it is as it should be. */
  const until = async <T>(
    listen: () => Promise<T>,
    isSo: (heard: T) => boolean,
    wanted: unknown,
  ): Promise<T> => {
    for (const end = Date.now() + seat.patience; ; ) {
      const heard = await listen()
      if (isSo(heard)) return heard
      if (Date.now() > end) throw new Error(`${wanted} never came; at last: ${String(heard)}`)
      await pause(seat.pause)
    }
  }
  const holds =
    (words: string | RegExp) =>
    (heard: string): boolean =>
      typeof words === 'string' ? heard.includes(words) : words.test(heard)
  const text = (expression: string) => async (): Promise<string> =>
    String((await seat.ask(expression)) ?? '').replaceAll(/\s+/g, ' ')
  const list = (expression: string) => async (): Promise<readonly string[]> =>
    ((await seat.ask(expression)) ?? []) as readonly string[]

  const step = async (name: RegExp, tab: string): Promise<void> => {
    for (let stop = 0; stop < MOST_STOPS; stop += 1) {
      if (name.test(await seat.focused())) return
      await key(tab)
    }
    throw new Error(`Tab never came to ${name}`)
  }
  const go = (name: RegExp): Promise<void> => step(name, 'Tab')
  return {
    ...{ key, type, go },
    goBack: name => step(name, 'shift+Tab'),
    strike: async name => {
      await go(name)
      await key('Return')
    },
    fill: async (name, text) => {
      await go(name)
      await key('ctrl+a')
      await type(text)
    },
    hears: async words => void (await until(text(HEADING), holds(words), words)),
    sees: async words => void (await until(text(TEXT), holds(words), words)),
    isInPicker: async () =>
      void (await until(
        () => seat.ask(PICKER),
        isThere => isThere === true,
        'the picker',
      )),
    isAt: async name => void (await until(seat.focused, heard => name.test(heard), name)),
    heard: seat.focused,
    fields: async name => (await list(FIELDS)()).filter(each => name.test(each)).length,
    readCard: async () => {
      const lines = await until(list(WORDS), ({ length }) => length === WORDS_ON_CARD, 'a card')
      const words = lines.map(line => line.replace(/^\d+\s*/, '').trim())
      return { words, fingerprint: await text(DIGITS)(), setId: await text(SET_ID)() }
    },
    pressed: () => pressed,
  }
}
