import type { Desk } from './desk.ts'
import { element, facts, field, Problem, quiet } from './element.ts'

/** Fewest digits that are compared. */
const LEAST = 8

const COMMANDS = [
  'sha256sum recover.html',
  'shasum -a 256 recover.html',
  'certutil -hashfile recover.html SHA256',
]

/** Whether this file is the one whose SHA-256 stands on the recovery sheet. */
export function checkSection({
  thread,
  act,
}: {
  thread: Desk['thread']
  act: Desk['act']
}): HTMLElement {
  const problem = new Problem()
  const digits = quiet(element('input', { type: 'text', class: 'digits', id: 'sheet-hash' }))
  const file = element('input', { type: 'file', id: 'own-file', accept: '.html,text/html' })
  const answer = element('div', { class: 'stack', 'aria-live': 'polite' })
  let sha256: string | null = null
  const judge = (): void => {
    if (sha256 === null) return
    const typed = digits.value.replaceAll(/[\s:-]/g, '').toLowerCase()
    verdict.hidden = false
    verdict.className = 'note'
    if (typed === '') verdict.textContent = 'Compare it with the recovery sheet.'
    else if (!/^[0-9a-f]*$/.test(typed) || typed.length < LEAST || typed.length > 64) {
      verdict.textContent = `Type the first ${LEAST} digits or more of the SHA-256 on the sheet: 0 to 9 and a to f.`
    } else if (sha256.startsWith(typed)) {
      verdict.textContent = `The ${typed.length} digits that you typed are this file’s.`
    } else {
      verdict.className = 'problem'
      verdict.textContent =
        'This is not the file that the sheet names. Enter no card and no passphrase here: take recover.html from another drive, or use Keyclave or recover.py.'
    }
  }
  const verdict = element('p', { role: 'status', hidden: true })
  digits.addEventListener('input', judge)
  file.addEventListener('change', () => {
    const [chosen] = file.files ?? []
    if (chosen === undefined) return
    void act(problem, async () => {
      const told = await thread.ask('hash', chosen)
      sha256 = told.sha256
      answer.replaceChildren(
        facts([
          ['SHA-256', (told.sha256.match(/.{4}/g) ?? []).join(' ')],
          ['In words', told.words.join(' ')],
        ]),
      )
      judge()
    })
  })
  return element(
    'details',
    { id: 'check' },
    element('summary', {}, 'Is this the right page?'),
    element(
      'div',
      {},
      element(
        'p',
        {},
        'The recovery sheet names the SHA-256 of recover.html. A page cannot read the file that it came from: choose it below, and the digits are computed. That finds a damaged or an older copy.',
      ),
      field('The SHA-256 on the recovery sheet', digits, 'Its first 8 digits or more.'),
      field('This file, recover.html', file),
      answer,
      verdict,
      problem.element,
      element(
        'p',
        {},
        'Somebody who has changed the page on purpose may have changed this check, too. Against that, have another program compute the SHA-256 (Linux; macOS; Windows):',
      ),
      element('pre', { tabindex: '0' }, COMMANDS.join('\n')),
    ),
  )
}
