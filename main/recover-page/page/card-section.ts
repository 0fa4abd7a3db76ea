import type { CardAnswer, CardFacts } from '../calls.ts'
import { type Desk, utf8 } from './desk.ts'
import { button, element, field, Problem, quiet } from './element.ts'

/** Cards, by words, by the text of their code, or from a picture. */
export function cardSection(desk: Desk, reader: () => Uint8Array): HTMLElement {
  const problem = new Problem()
  const text = quiet(element('textarea', { id: 'card', 'aria-describedby': 'count' }))
  const count = element('p', { class: 'soft', id: 'count', role: 'status' })
  const taken = element('ul', { class: 'plain', id: 'cards' })
  const standing = element('p', { role: 'status', id: 'standing' }, sayStanding(0, null, null))
  const picture = element('input', { type: 'file', id: 'picture', accept: 'image/*' })
  const proposed = element('div', { class: 'stack', id: 'proposed' })

  const accept = (answer: CardAnswer): void => {
    proposed.replaceChildren()
    if (answer.kind === 'taken') {
      text.value = ''
      count.textContent = ''
      desk.become(answer.standing)
      text.focus()
      return
    }
    const yes = button('These words stand on the card', () => {
      void desk.act(problem, async () => {
        proposed.replaceChildren()
        accept(await desk.thread.ask('confirm', null))
      })
    })
    const no = button('They do not', () => {
      proposed.replaceChildren()
      problem.show('Then look at those words on the card again, and correct what was typed.')
      text.focus()
    })
    proposed.append(
      element(
        'p',
        { class: 'note caution' },
        'Some words were wrong, or could not be read. By the check words of the card they should be the following. Compare each with the card.',
      ),
      element(
        'ul',
        { class: 'plain' },
        ...answer.words.map(({ place, word }) =>
          element('li', {}, `Word ${place}`, element('code', {}, word)),
        ),
      ),
      element('div', { class: 'row' }, yes, no),
    )
    yes.focus()
  }
  const take = (): void => {
    void desk.act(problem, async () => {
      const bytes = utf8(text.value)
      accept(await desk.thread.ask('card', bytes, [bytes.buffer]))
    })
  }
  let waiting: ReturnType<typeof setTimeout> | undefined
  text.addEventListener('input', () => {
    clearTimeout(waiting)
    waiting = setTimeout(async () => {
      const { value } = text
      if (/^\s*KEYCLAVE:/i.test(value) || value.trim() === '') {
        count.textContent = ''
        return
      }
      const told = await desk.thread.ask('count', utf8(value)).catch(() => null)
      if (told !== null && text.value === value) count.textContent = sayCount(told)
    }, 250)
  })
  picture.addEventListener('change', () => {
    const [file] = picture.files ?? []
    if (file === undefined) return
    void desk.act(problem, async () => {
      try {
        accept(await desk.thread.ask('picture', { file, reader: reader() }))
      } finally {
        picture.value = ''
      }
    })
  })
  const remove = (index: number): void => {
    void desk.act(problem, async () => {
      desk.become(await desk.thread.ask('remove', index))
      text.focus()
    })
  }
  desk.watch(({ cards, need, setId }) => {
    taken.replaceChildren(...cards.map(card => item(card, () => remove(card.index))))
    taken.hidden = cards.length === 0
    standing.textContent = sayStanding(cards.length, need, setId)
  })
  taken.hidden = true
  return element(
    'section',
    { id: 'card-section' },
    element('h2', {}, '2. The share cards'),
    element(
      'p',
      {},
      'Type the 40 words of one card, row by row, with their numbers or without; the first four letters of a word are enough, and ? stands for a word that you cannot read. Or paste the text of its QR code.',
    ),
    field('One card', text),
    count,
    proposed,
    element('div', { class: 'row' }, button('Take this card', take, 'chief')),
    field(
      'Or a picture of its QR code',
      picture,
      'A photograph or a scan of one card: PNG, JPEG, whatever this browser shows.',
    ),
    problem.element,
    taken,
    standing,
  )
}

const item = ({ index, custodian }: CardFacts, remove: () => void): HTMLLIElement => {
  const name = custodian === null ? `Card ${index}` : `Card ${index}, ${custodian}`
  const gone = button('Take it out', remove)
  gone.setAttribute('aria-label', `Take it out: ${name}`)
  return element('li', {}, name, gone)
}

function sayCount({
  have,
  unknown,
}: {
  readonly have: number
  readonly unknown: readonly number[]
}): string {
  const words = `${have} of 40 words`
  if (unknown.length === 0) return `${words}.`
  const [first, ...more] = unknown
  const which = more.length === 0 ? `word ${first} is` : `words ${unknown.join(', ')} are`
  return `${words}; ${which} not on the list.`
}

function sayStanding(have: number, need: number | null, setId: string | null): string {
  if (need === null) return 'No card yet.'
  const of = setId === null ? '' : ` Set id ${setId}.`
  return have >= need ? `${have} cards: enough.${of}` : `${have} of ${need} cards.${of}`
}
