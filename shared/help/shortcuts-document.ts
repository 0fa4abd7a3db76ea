import { SHORTCUTS, type ShortcutUse } from '../shortcuts.ts'
import type { Text } from './document.ts'
import { type HelpDocument, helpDocument } from './sections.ts'

/** What a language says of the keys of the window. */
export interface ShortcutWording {
  readonly title: string
  readonly lead: string
  readonly columns: readonly [keys: string, use: string]
  readonly uses: { readonly [use in ShortcutUse]: string }
  /** What is engraved on a key: "Ctrl", "Space", "Up". */
  readonly key: (name: string) => string
}

/** The page of shortcuts, from the table by which keys are judged. */
export function shortcutsDocument(words: ShortcutWording): HelpDocument {
  const uses = [...new Set(SHORTCUTS.map(({ use }) => use))]
  return helpDocument('shortcuts', [
    { kind: 'heading', level: 1, text: [words.title], slug: 'shortcuts' },
    { kind: 'paragraph', text: [words.lead] },
    {
      kind: 'table',
      head: words.columns.map(column => [column]),
      rows: uses.map(use => [keysOf(use, words), [words.uses[use]]]),
    },
  ])
}

/** `Ctrl+Y`, `Ctrl+Shift+Z`. */
function keysOf(use: ShortcutUse, { key }: ShortcutWording): Text {
  const combinations = SHORTCUTS.filter(row => row.use === use).flatMap(
    ({ control, shift, keys }) =>
      keys.map(name =>
        [...(control ? ['Control'] : []), ...(shift ? ['Shift'] : []), name].map(key).join('+'),
      ),
  )
  return combinations.flatMap((code, i) => (i === 0 ? [{ code }] : [', ', { code }]))
}
