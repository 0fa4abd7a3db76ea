import type { Wording } from '../wording/wording.ts'

const KEYS: { readonly [name: string]: string } = {
  Control: 'Ctrl',
  ' ': 'Space',
  Escape: 'Esc',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
}

export const help: Wording['help'] = {
  groups: {
    roles: 'For each role',
    program: 'The program',
    documents: 'Documents',
  },
  shortcuts: {
    title: 'Shortcuts',
    lead: 'These keys do something in the window. On a Mac, Command takes the place of Ctrl. Every other shortcut of the browser underneath is off: a page with a share on it is printed, saved or searched by nobody but Keyclave.',
    columns: ['Keys', 'What they do'],
    uses: {
      help: 'Opens this help over whatever stands on the screen; nothing beneath is lost',
      next: 'Goes to the next field or button',
      back: 'Goes back to the one before',
      press:
        'Presses the button, opens what has the focus, ticks a box; Enter in a word of a card goes to the next word',
      leave: 'Closes a dialog or this help, and changes nothing',
      choose: 'Chooses among answers, scrolls a text',
      unreadable: 'In a word of a card: it cannot be read',
      copy: 'Copies what is marked',
      cut: 'Cuts what is marked out of a field',
      paste: 'Pastes into a field',
      undo: 'Takes back what was typed',
      redo: 'Does again what was taken back',
      all: 'Marks everything',
      words: 'Moves or deletes by words, and to the beginning or the end',
      mark: 'Marks by words, and to the beginning or the end',
      larger: 'Makes everything larger',
      smaller: 'Makes everything smaller',
      usual: 'Makes everything as large as it was',
    },
    key: name => KEYS[name] ?? (name.length === 1 ? name.toUpperCase() : name),
  },
}
