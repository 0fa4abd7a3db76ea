/** The people of a vault, and how they come in and sign, in the window. */
import { expect, type Page } from '@playwright/test'
import type { Input } from '../../shared/contract.ts'
import { messagesIn } from '../../shared/messages/index.ts'
import type { RealWindow } from './real-window.ts'

type Newcomer = Input<'people.found'>['people'][number]

export const ADMINISTRATOR = 'Margaret Hamilton'
export const WITNESS = 'Joan Clarke'
export const SECOND_WITNESS = 'Mary Jackson'
export const OFFICER = 'Radia Perlman'
export const SECOND_ADMINISTRATOR = 'Frances Allen'
export const CUSTODIANS = ['Ada Lovelace', 'Grace Hopper', 'Katherine Johnson', 'Hedy Lamarr']

/** Each has a passphrase of their own: two words that all have, and digits that none of the others has. */
const DIGITS: { readonly [name: string]: string | undefined } = {
  [ADMINISTRATOR]: '270182',
  [WITNESS]: '314159',
  [SECOND_WITNESS]: '235711',
  [OFFICER]: '141421',
  [SECOND_ADMINISTRATOR]: '173205',
  'Ada Lovelace': '161803',
  'Grace Hopper': '577215',
  'Katherine Johnson': '662607',
  'Hedy Lamarr': '299792',
  'Annie Easley': '667408',
}
export const passphraseOf = (name: string): string => {
  const digits = DIGITS[name]
  if (digits === undefined) throw new Error(`nobody gave ${name} a passphrase`)
  return `unmixed tarantula ${digits}`
}

const ROLES: { readonly [name: string]: Newcomer['roles'] | undefined } = {
  [ADMINISTRATOR]: ['administrator'],
  [SECOND_ADMINISTRATOR]: ['administrator'],
  [WITNESS]: ['witness'],
  [SECOND_WITNESS]: ['witness'],
  [OFFICER]: ['recovery-officer'],
}
export const rolesOf = (name: string): Newcomer['roles'] => ROLES[name] ?? ['custodian']

/** What is typed about those who are the only one of a role. */
export const singleIn = (names: readonly string[]): string =>
  (['administrator', 'witness'] as const)
    .map(role => names.filter(name => rolesOf(name).includes(role)))
    .flatMap(([first, ...others]) => (first && others.length === 0 ? [first] : []))
    .join(', ')

/** Past the screens: a vault with these people. */
export const foundPeople = (window: RealWindow, names: readonly string[]): Promise<unknown> =>
  window.call('people.found', {
    profile: 'strict',
    people: names.map(name => ({
      ...{
        name,
        contact: '',
        roles: rolesOf(name),
        secret: passphraseOf(name),
        again: passphraseOf(name),
      },
    })),
    single: singleIn(names),
  })

const dialog = (page: Page) => page.getByRole('dialog').last()

/** Chooses a person in the open dialog, types their passphrase, and presses Enter. */
export async function enterPassphrase(
  page: Page,
  question: string,
  name: string,
  secret: string = passphraseOf(name),
): Promise<void> {
  const who = dialog(page).getByRole('combobox', { name: question })
  const option = who.getByRole('option', { name: new RegExp(`^${name},`) })
  await who.selectOption((await option.getAttribute('value')) ?? '')
  const field = dialog(page).getByRole('textbox', { name: `Passphrase of ${name}` })
  await field.fill(secret)
  await field.press('Enter')
}

const VERBS = Object.values(messagesIn('en').deeds).map(({ verb }) => verb)
/** The button of the dialog on which people sign: its verb says what is done. */
export const doIt = (page: Page) =>
  dialog(page).getByRole('button', { name: new RegExp(`^(?:${VERBS.join('|')})$`) })

/** In the open dialog: these sign, one after the other, and it is done. */
export async function sign(page: Page, ...names: readonly string[]): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Your signatures are needed' })).toBeVisible()
  for (const name of names) {
    await enterPassphrase(page, 'Who signs now', name)
    await expect(
      dialog(page).getByRole('listitem').filter({ hasText: name }).filter({ hasText: 'signed' }),
    ).toBeVisible()
  }
  await doIt(page).click()
}

/** These come into the room. */
export async function comeIn(page: Page, ...names: readonly string[]): Promise<void> {
  await page
    .getByRole('button', { name: /^In the room/ })
    .first()
    .click()
  for (const name of names) {
    await enterPassphrase(page, 'Who comes in now', name)
    await expect(
      dialog(page).getByRole('button', { name: `Leave the room: ${name}` }),
    ).toBeVisible()
  }
  await dialog(page).getByRole('button', { name: 'Done' }).click()
}
