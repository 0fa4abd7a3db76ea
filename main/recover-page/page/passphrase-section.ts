import type { Opened } from '../calls.ts'
import { type Desk, utf8 } from './desk.ts'
import { button, element, field, Problem, quiet } from './element.ts'
import { Refused } from './thread.ts'

/** What one page of any browser of today may have of memory for this. */
const MOST_MEBIBYTES = 4096

/** The passphrase, and the opening. */
export function passphraseSection(desk: Desk, onOpen: (opened: Opened) => void): HTMLElement {
  const problem = new Problem()
  const passphrase = quiet(element('input', { type: 'password', id: 'passphrase' }))
  const show = element('input', { type: 'checkbox', id: 'show' })
  show.addEventListener('change', () => {
    passphrase.type = show.checked ? 'text' : 'password'
  })
  const cost = element('p', { class: 'soft' })
  const working = element('p', { class: 'note', role: 'status', hidden: true })
  let mebibytes: number | null = null
  const open = (): void => {
    void desk.act(problem, async () => {
      const bytes = utf8(passphrase.value)
      working.hidden = false
      working.textContent =
        'Working on the passphrase: this takes from a few seconds to a few minutes. Leave this page open.'
      try {
        const opened = await desk.thread.ask('open', bytes, [bytes.buffer])
        passphrase.value = ''
        onOpen(opened)
      } catch (error) {
        throw error instanceof Refused ? new Error(explained(error)) : error
      } finally {
        working.hidden = true
      }
    })
  }
  passphrase.addEventListener('keydown', event => {
    if (event.key === 'Enter') open()
  })
  desk.watch(standing => {
    mebibytes = standing.mebibytes
    cost.textContent = mebibytes === null ? '' : sayCost(mebibytes)
  })
  return element(
    'section',
    { id: 'passphrase-section' },
    element('h2', {}, '3. The passphrase'),
    field('The passphrase of the recovery officer', passphrase),
    element('label', { class: 'row' }, element('span', { class: 'row' }, show, 'Show it')),
    cost,
    element('div', { class: 'row' }, button('Open', open, 'chief')),
    working,
    problem.element,
  )
}

/** Where the browser is at fault, and not what was entered, it is said what else opens this. */
function explained({ code, message }: Refused): string {
  if (code !== 'KDF_MEMORY') return message
  return `This browser does not give a page the memory that this quorum’s passphrase takes. ${message} Or recover with Keyclave itself or with recover.py, which use all of the machine’s memory; a browser for 32 bits never has enough.`
}

const sayCost = (mebibytes: number): string =>
  mebibytes > MOST_MEBIBYTES
    ? `To check it takes ${mebibytes} MiB of memory, which no browser gives a page.`
    : `To check it takes ${mebibytes} MiB of memory.`
