import type { KitFacts } from '../calls.ts'
import type { Desk } from './desk.ts'
import { button, element, facts, field, Problem, quiet } from './element.ts'

/** The kit, if there is one, and the digits from a card that confirm it. */
export function kitSection(desk: Desk): HTMLElement {
  const problem = new Problem()
  const file = element('input', { type: 'file', id: 'kit', accept: '.json,application/json' })
  const shown = element('div', { class: 'stack' })
  const digits = quiet(element('input', { type: 'text', class: 'digits', id: 'fingerprint' }))
  const confirm = (): void => {
    void desk.act(problem, async () => {
      desk.become(await desk.thread.ask('fingerprint', digits.value))
    })
  }
  digits.addEventListener('keydown', event => {
    if (event.key === 'Enter') confirm()
  })
  const confirming = element(
    'div',
    { class: 'stack' },
    field(
      'The kit’s fingerprint, as a share card has it',
      digits,
      'Its first 8 digits or more. Anybody can make a file that looks like a kit: the digits on a card say that it is yours. A card’s QR code says them by itself.',
    ),
    button('Confirm the kit', confirm),
  )
  const without = button('Go on without the kit', () => {
    void desk.act(problem, async () => {
      file.value = ''
      digits.value = ''
      desk.become(await desk.thread.ask('kit', null))
    })
  })
  file.addEventListener('change', () => {
    const [chosen] = file.files ?? []
    if (chosen === undefined) return
    void desk.act(problem, async () => {
      const bytes = new Uint8Array(await chosen.slice(0, KIT_LIMIT).arrayBuffer())
      desk.become(await desk.thread.ask('kit', bytes, [bytes.buffer]))
    })
  })
  desk.watch(({ kit }) => {
    shown.replaceChildren(...(kit === null ? [] : [facts(factsOf(kit))]))
    confirming.hidden = kit === null || kit.confirmed
    without.hidden = kit === null
  })
  confirming.hidden = true
  without.hidden = true
  return element(
    'section',
    { id: 'kit-section' },
    element('h2', {}, '1. The recovery kit'),
    element(
      'p',
      {},
      'The file kit.json, if you have it. It names the keys and tells at once whether a card or the passphrase is wrong. Without it, cards and passphrase alone still open backups and give the quorum’s identity.',
    ),
    field('kit.json', file),
    shown,
    confirming,
    without,
    problem.element,
  )
}

/** A byte more than a kit may have: what is longer is refused, and not read. */
const KIT_LIMIT = 16 * 1024 * 1024 + 1

const factsOf = (kit: KitFacts): (readonly [string, string])[] => [
  ['Ceremony', kit.title],
  ['Organisation', kit.organisation],
  ['Date', kit.created],
  ['Set id', kit.setId],
  ['Needs', `${kit.threshold} of ${kit.custodians.length} cards`],
  ['Custodians', kit.custodians.join(', ')],
  ['Confirmed', kit.confirmed ? 'yes, by the digits on a card' : 'not yet'],
]
