import { cardSection } from './card-section.ts'
import { checkSection } from './check-section.ts'
import { Desk } from './desk.ts'
import { button, element } from './element.ts'
import { kitSection } from './kit-section.ts'
import { openedSection } from './opened-section.ts'
import { passphraseSection } from './passphrase-section.ts'
import { Thread } from './thread.ts'

/** recover.html: from cards and passphrase to keys and files, in one page that needs no network. */

const textOf = (id: string): string => document.getElementById(id)?.textContent ?? ''

/** The decoder of codes, as the page carries it: base64. */
const reader = (): Uint8Array =>
  Uint8Array.from(atob(textOf('reader')), digit => digit.charCodeAt(0))

const desk = new Desk(new Thread(textOf('thread')))
const opened = element('div', { class: 'stack' })
document.getElementById('page')?.append(
  element('h1', {}, 'Recover in a browser'),
  element(
    'p',
    {},
    'This page brings back keys and files from share cards, a passphrase and the files of the kit. It is one file: it asks nothing of a network, and has no way to.',
  ),
  element(
    'p',
    { class: 'note caution' },
    'Use a computer that you trust, take it off every network first, and leave it off until what you brought back is where it belongs. What you type is in this computer’s memory until it is switched off; what you save is in its downloads.',
  ),
  checkSection({ thread: desk.thread, act: (problem, work) => desk.act(problem, work) }),
  kitSection(desk),
  cardSection(desk, reader),
  passphraseSection(desk, told => opened.replaceChildren(openedSection(desk, told))),
  opened,
  element(
    'div',
    { class: 'row' },
    button('Close and forget everything', () => location.reload()),
  ),
  element(
    'details',
    {},
    element('summary', {}, 'What this page is made of'),
    element('div', {}, element('pre', { tabindex: '0' }, textOf('licences'))),
  ),
  element(
    'p',
    { class: 'soft' },
    'Keyclave %VERSION%. RUNBOOK.md beside this file says more, and how to go on without it.',
  ),
)
