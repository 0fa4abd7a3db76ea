import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isOwnKey, type PressedKey } from '../../shared/shortcuts.ts'

/** `Control+Shift+p`, as Playwright and people write it. */
function pressed(combination: string): PressedKey {
  const [, before = '', key = ''] = /^(.*\+)?(.+)$/.exec(combination) ?? []
  const held = new Set(before.split('+'))
  return {
    key,
    ctrlKey: held.has('Control'),
    altKey: held.has('Alt'),
    metaKey: held.has('Meta'),
    shiftKey: held.has('Shift'),
    getModifierState: name => held.has(name),
  }
}

describe('the keys of the window', () => {
  it('are those of every text field and page', () => {
    const own = [
      ...[
        'a',
        'Z',
        '7',
        'é',
        '字',
        '?',
        ' ',
        'Enter',
        'Escape',
        'Tab',
        'Shift+Tab',
        'Backspace',
        'Dead',
      ],
      ...['ArrowLeft', 'PageDown', 'Home', 'Insert', 'Process', 'Unidentified', 'Shift', 'Control'],
      ...[
        'Control+c',
        'Control+C',
        'Meta+v',
        'Control+Shift+Z',
        'Control+ArrowLeft',
        'Control+Delete',
      ],
      ...['Control++', 'Control+Shift++', 'Control+-', 'Control+0', 'Alt+å', 'Alt+@', 'Alt+Dead'],
      ...['AltGraph+€', 'Control+Alt+AltGraph+@', 'Shift+A'],
    ]
    assert.deepEqual(
      own.filter(key => !isOwnKey(pressed(key))),
      [],
    )
  })

  it('are none of the browser underneath', () => {
    const foreign = [
      ...[
        'Control+p',
        'Control+Shift+P',
        'Meta+p',
        'Control+s',
        'Control+f',
        'Control+g',
        'Control+u',
      ],
      ...['Control+n', 'Control+Shift+N', 'Control+t', 'Control+Shift+T', 'Control+w', 'Control+o'],
      ...['Control+Shift+I', 'Control+Shift+J', 'Control+Shift+C', 'F12', 'F5', 'Control+r', 'F3'],
      ...['Control+h', 'Control+j', 'Control+d', 'Control+l', 'Control+e', 'Control+k', 'F6', 'F7'],
      ...['F10', 'Shift+F10', 'ContextMenu', 'Shift+Escape', 'Alt+ArrowLeft', 'Alt+Home', 'Alt+f'],
      ...['Alt+d', 'Control+Tab', 'Control+1', 'Control+PageDown', 'Control+Shift+Delete', 'F11'],
      ...[
        'Control+Shift+O',
        'Control+Shift+B',
        'Control+Shift+Q',
        'BrowserBack',
        'PrintScreen',
        'Alt+ ',
      ],
      ...['Alt+1', 'Control+Alt+Shift+I', 'Control+Meta+c', 'LaunchMail'],
    ]
    assert.deepEqual(
      foreign.filter(key => isOwnKey(pressed(key))),
      [],
    )
  })
})
