/** The keyboard of a machine that QEMU makes up, and ears in it (ears.ts). */
import { createConnection, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { FOCUSED, type Typist, typistAt } from '../e2e/typist.ts'
import type { Machine } from './machine.ts'

/** A key as QEMU has it, by its name of xdotool's. */
const NAMED: { readonly [key: string]: string | undefined } = {
  ...{ Return: 'ret', Tab: 'tab', 'shift+Tab': 'shift-tab', 'ctrl+a': 'ctrl-a' },
  ...{ Down: 'down', space: 'spc', Escape: 'esc' },
}
/** On the keyboard of the United States. */
const SIGNS: { readonly [sign: string]: string | undefined } = {
  ...{ ' ': 'spc', '-': 'minus', '.': 'dot', '/': 'slash', ',': 'comma' },
  ...{ _: 'shift-minus', ':': 'shift-semicolon' },
}

/** @throws for a sign that nobody needed yet */
function keyOf(sign: string): string {
  if (/^[a-z0-9]$/.test(sign)) return sign
  if (/^[A-Z]$/.test(sign)) return `shift-${sign.toLowerCase()}`
  const key = SIGNS[sign]
  if (key === undefined) throw new Error(`which key types "${sign}"?`)
  return key
}

/** So many wait in the keyboard of a machine that is busy, without one being lost (16 movements of keys). */
const AT_ONCE = 4
const PAUSE = 100
/** How long an answer may take, milliseconds. */
const ANSWER = 60_000
/** How long a whole step may take in such a machine, milliseconds; making keys is the longest. */
const PATIENCE = 3_600_000
/** Listening alone would keep such a machine from what it is waited for, milliseconds. */
const BETWEEN = 3000

/** Keys that have arrived in a page, modifiers left out, from when it is asked for the first time. */
const ARRIVED = `globalThis.keysHere ??= (addEventListener('keydown', ({ key }) => {
    if (!['Shift', 'Control', 'Alt', 'AltGraph'].includes(key)) globalThis.keysHere += 1
  }, { capture: true }), 0)`
/** Whether keys come to a page or to a frame of it, how many have arrived, and what has the focus. */
const STATE = `[document.hasFocus(), document.activeElement?.tagName === 'IFRAME', ${ARRIVED}, ${FOCUSED}]`
type PageState = readonly [hasFocus: boolean, inFrame: boolean, keys: number, focused: string]

/** Each question takes such a machine some tenths of a second: few are asked for a key. */
interface State {
  readonly hasFocus: boolean
  /** The picker has the keyboard: a page of its own, in a frame of the window. */
  readonly inPicker: boolean
  readonly keys: number
  readonly focused: string
}

/** @param pace of another machine */
export async function sitDownAtMachine(
  machine: Pick<Machine, 'ears' | 'press'>,
  pace = { patience: PATIENCE, pause: BETWEEN },
): Promise<Typist> {
  const ears = await Ears.open(machine.ears)
  const stateOf = async (page: 'window' | 'picker'): Promise<PageState | null> =>
    (await ears.ask(page, STATE)) as PageState | null
  /** @returns null where no window answers */
  const look = async (): Promise<State | null> => {
    const window = await stateOf('window')
    if (window === null) return null
    const [hasFocus, inFrame, keys, focused] = window
    if (hasFocus && !inFrame) return { hasFocus, inPicker: false, keys, focused }
    // A picker that came while the window had no focus has it, and the window knows nothing of that.
    const picker = await stateOf('picker')
    const inPicker = picker !== null && (inFrame || picker[0])
    if (!inPicker) return { hasFocus, inPicker, keys, focused: '' }
    return { hasFocus: true, inPicker, keys: keys + picker[2], focused: picker[3] }
  }
  const lookInto = async (): Promise<State> => {
    for (;;) {
      const state = await look()
      if (state?.hasFocus === true) return state
      if (state !== null) await machine.press('tab')
      await pause(PAUSE)
    }
  }
  const press = async (keys: readonly string[]): Promise<void> => {
    const before = await lookInto()
    await machine.press(...keys)
    // A key that opens or closes the picker takes what it was counted by with it; so does one that ends the window.
    for (;;) {
      const now = await look()
      if (now === null || !now.hasFocus || now.keys >= before.keys + keys.length) return
      if (now.inPicker !== before.inPicker || now.keys < before.keys) return
      await pause(PAUSE)
    }
  }
  return typistAt({
    key: name => press([NAMED[name] ?? name]),
    type: async text => {
      const keys = [...text].map(keyOf)
      for (let at = 0; at < keys.length; at += AT_ONCE) await press(keys.slice(at, at + AT_ONCE))
    },
    focused: async () => (await look())?.focused ?? '',
    ask: expression => ears.ask('window', expression),
    ...pace,
  })
}

/** Asks what stands in the window, one question after the other. */
class Ears {
  readonly #line: Socket
  readonly #waiting = new Map<number, (value: unknown) => void>()
  #last = 0

  private constructor(line: Socket) {
    this.#line = line
    createInterface({ input: line }).on('line', answer => {
      const { id, value } = JSON.parse(answer) as { id: number; value: unknown }
      this.#waiting.get(id)?.(value)
      this.#waiting.delete(id)
    })
  }

  static open(file: string): Promise<Ears> {
    return new Promise((resolve, reject) => {
      const line = createConnection(file)
      line.once('connect', () => resolve(new Ears(line)))
      line.once('error', reject)
    })
  }

  ask(page: 'window' | 'picker', expression: string): Promise<unknown> {
    this.#last += 1
    const id = this.#last
    return new Promise(resolve => {
      const answered = (value: unknown): void => {
        clearTimeout(again)
        resolve(value)
      }
      // A page that went while it was asked never answers; whoever is there then does.
      const again = setTimeout(() => {
        this.#waiting.delete(id)
        resolve(this.ask(page, expression))
      }, ANSWER)
      this.#waiting.set(id, answered)
      this.#line.write(`${JSON.stringify({ id, page, expression })}\n`)
    })
  }
}
