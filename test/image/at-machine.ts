/** The keyboard of a machine that QEMU makes up, and ears in it (ears.ts). */
import { createConnection, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { focusedIn, type Typist, typistAt } from '../e2e/typist.ts'
import type { Machine } from './machine.ts'

/** A key as QEMU has it, by its name of xdotool's. */
const NAMED: { readonly [key: string]: string | undefined } = {
  ...{ Return: 'ret', Tab: 'tab', 'shift+Tab': 'shift-tab', 'ctrl+a': 'ctrl-a' },
  ...{ Down: 'down', space: 'spc', Escape: 'esc' },
}
/** On the keyboard of the United States. */
const SIGNS: { readonly [sign: string]: string | undefined } = {
  ...{ ' ': 'spc', '-': 'minus', '.': 'dot', '/': 'slash', ',': 'comma', _: 'shift-minus' },
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

/** Keys that have arrived in a page, modifiers left out, from when it is asked for the first time. */
const ARRIVED = `globalThis.keysHere ??= (addEventListener('keydown', ({ key }) => {
    if (!['Shift', 'Control', 'Alt', 'AltGraph'].includes(key)) globalThis.keysHere += 1
  }, { capture: true }), 0)`
const HAS_FOCUS = 'document.hasFocus()'

export async function sitDownAtMachine(machine: Machine): Promise<Typist> {
  const ears = await Ears.open(machine.ears)
  const inWindow = (expression: string): Promise<unknown> => ears.ask('window', expression)
  const inPicker = (expression: string): Promise<unknown> => ears.ask('picker', expression)
  /** The picker is a page of its own, which comes and goes. */
  const arrived = async (): Promise<{ keys: number; picker: boolean }> => {
    const window = await inWindow(ARRIVED)
    const picker = await inPicker(ARRIVED)
    return { keys: Number(window ?? 0) + Number(picker ?? 0), picker: picker !== null }
  }
  const press = async (keys: readonly string[]): Promise<void> => {
    while ((await inWindow(HAS_FOCUS)) === false) {
      await machine.press('tab')
      await pause(PAUSE)
    }
    const before = await arrived()
    await machine.press(...keys)
    // A key that opens or closes the picker takes what it was counted by with it; so does one that ends the window.
    for (;;) {
      const now = await arrived()
      if (now.keys >= before.keys + keys.length || now.keys < before.keys) return
      if (now.picker !== before.picker) return
      if ((await inWindow(HAS_FOCUS)) === false) return
      await pause(PAUSE)
    }
  }
  return typistAt({
    key: name => press([NAMED[name] ?? name]),
    type: async text => {
      const keys = [...text].map(keyOf)
      for (let at = 0; at < keys.length; at += AT_ONCE) await press(keys.slice(at, at + AT_ONCE))
    },
    focused: () => focusedIn(inWindow, inPicker),
    ask: inWindow,
    patience: PATIENCE,
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
