import type { KeyFacts, Opened, Secret } from '../calls.ts'
import { backupSection } from './backup-section.ts'
import type { Desk } from './desk.ts'
import { button, element, facts, Problem } from './element.ts'
import { download } from './saving.ts'

/** What has been opened: identity, keys, backups. */
export function openedSection(desk: Desk, opened: Opened): HTMLElement {
  const problem = new Problem()
  const shown = element('div', { class: 'stack', id: 'shown' })
  const withSecret = (ask: () => Promise<Secret>, use: (secret: Secret) => void): void => {
    void desk.act(problem, async () => {
      shown.replaceChildren()
      const secret = await ask()
      try {
        use(secret)
      } finally {
        secret.bytes.fill(0)
      }
    })
  }
  const save = ({ bytes, name }: Secret): void => download([bytes.slice()], name)
  const show = (title: string, text: (bytes: Uint8Array) => string) => (secret: Secret) => {
    const hide = button('Hide it', () => shown.replaceChildren())
    shown.append(
      element('p', { class: 'name' }, title),
      element('pre', { tabindex: '0', id: 'secret' }, text(secret.bytes)),
      hide,
    )
    hide.focus()
  }
  const identity = (which: number | 'quorum') => () => desk.thread.ask('identity', which)
  const ascii = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
  const identityRow = (title: string, which: number | 'quorum'): HTMLLIElement =>
    row(title, [
      button('Show', () => withSecret(identity(which), show(title, ascii))),
      button('Save', () => withSecret(identity(which), save)),
    ])
  const keyRow = (key: KeyFacts): HTMLLIElement => {
    const title = `${key.label}, version ${key.version}`
    const ask = () => desk.thread.ask('key', { id: key.id, version: key.version })
    const told = `${title}: ${sayKind(key)}, ${key.size}; ${key.purpose}${key.expires === null ? '' : `; expires ${key.expires}`}`
    if (!key.proved) {
      return row(
        `${told}. Added later, and nothing in the kit proves it: this page does not open it.`,
        [],
      )
    }
    const text = key.what === 'pair' ? ascii : hex
    return row(told, [
      button('Show', () => withSecret(ask, show(title, text))),
      button('Save', () => withSecret(ask, save)),
    ])
  }
  const heading = element('h2', { tabindex: '-1' }, '4. Opened')
  queueMicrotask(() => heading.focus())
  return element(
    'section',
    { id: 'opened-section' },
    heading,
    opened.proved
      ? element('p', { class: 'note' }, 'Cards and passphrase are right: the kit says so.')
      : element(
          'p',
          { class: 'note caution' },
          'The cards fit together. Whether the passphrase is right, only a backup can tell without the kit: an identity out of a wrong one opens nothing.',
        ),
    facts([['Set id', opened.setId]]),
    element(
      'details',
      {},
      element('summary', {}, 'Its recipient'),
      element('div', {}, element('pre', { tabindex: '0' }, opened.recipient)),
    ),
    backupSection(desk),
    ...(opened.keys.length === 0
      ? []
      : [
          element('h3', {}, 'Keys'),
          element('ul', { class: 'plain', id: 'keys' }, ...opened.keys.map(keyRow)),
        ]),
    element('h3', {}, 'Identities'),
    element(
      'p',
      { class: 'soft' },
      'With the quorum’s identity, age opens every backup and every sealed key; with that of a backup key, the backups made with it.',
    ),
    element(
      'ul',
      { class: 'plain', id: 'identities' },
      identityRow('The quorum’s identity', 'quorum'),
      ...opened.backupKeys.map(({ generation, created }) =>
        identityRow(`Backup key ${generation}, of ${created}`, generation),
      ),
    ),
    shown,
    problem.element,
  )
}

const row = (text: string, buttons: readonly HTMLButtonElement[]): HTMLLIElement => {
  for (const one of buttons) one.setAttribute('aria-label', `${one.textContent}: ${text}`)
  return element('li', {}, element('span', {}, text), element('span', { class: 'row' }, ...buttons))
}

const KINDS = { key: 'AES key', secret: 'imported secret', pair: 'key pair' } as const
const sayKind = ({ what }: KeyFacts): string => KINDS[what]

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
