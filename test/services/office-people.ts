import assert from 'node:assert/strict'
import path from 'node:path'
import type { TestContext } from 'node:test'
import type { Output } from '../../shared/contract.ts'
import type { Role } from '../../shared/roles.ts'
import type { ByPath } from '../fixtures/choosing.ts'
import { type FakeWindow, folderFor, openWindow } from './window.ts'

/** The nine people of a strict ceremony, and what they do at the machine. */

export const NINE: readonly (readonly [name: string, role: Role])[] = [
  ['Ines', 'administrator'],
  ['Walt', 'witness'],
  ['Wanda', 'witness'],
  ['Olga', 'recovery-officer'],
  ['Ada', 'custodian'],
  ['Bob', 'custodian'],
  ['Cyd', 'custodian'],
  ['Dan', 'custodian'],
  ['Eve', 'custodian'],
]

/** A passphrase of their own, made from the name. */
export const passphraseOf = (name: string): string =>
  `${name.toLowerCase()} unmixed tarantula ${[...name].map(it => it.charCodeAt(0) % 10).join('')}`

export const newcomer = (name: string, ...roles: Role[]) => ({
  ...{ name, contact: `${name.toLowerCase()}@example.org`, roles },
  ...{ secret: passphraseOf(name), again: passphraseOf(name) },
})

/** What is typed to found people of whom some are the only one of a role. */
const singleIn = (people: readonly (readonly [name: string, role: Role])[]): string =>
  (['administrator', 'witness'] as const)
    .map(role => people.filter(([, has]) => has === role))
    .flatMap(([first, ...others]) => (first && others.length === 0 ? [first[0]] : []))
    .join(', ')

type Facts = Output<'people.list'>
type Deed = ByPath<'approval.ask'>['deed']

/** The people of the open vault, by name. */
export class Office {
  readonly #window: FakeWindow

  constructor(window: FakeWindow) {
    this.#window = window
  }

  async found(people = NINE): Promise<Facts> {
    return await this.#window.call('people.found', {
      profile: 'strict',
      people: people.map(([name, role]) => newcomer(name, role)),
      single: singleIn(people),
    })
  }

  async person(name: string): Promise<Facts['people'][number]> {
    const { people } = await this.#window.call('people.list', {})
    const person = people.find(other => other.name === name)
    assert.ok(person, name)
    return person
  }

  async id(name: string): Promise<string> {
    return (await this.person(name)).id
  }

  /** Has people sign something; returns the approval's id. */
  async sign(deed: Deed, ...names: readonly string[]): Promise<string> {
    const { id: approval } = await this.#window.call('approval.ask', { deed })
    for (const name of names) {
      const person = await this.id(name)
      await this.#window.call('approval.sign', { approval, person, secret: passphraseOf(name) })
    }
    return approval
  }

  async come(...names: readonly string[]): Promise<void> {
    for (const name of names) {
      await this.#window.call('signIn.in', {
        person: await this.id(name),
        secret: passphraseOf(name),
      })
    }
  }

  async go(name: string): Promise<void> {
    await this.#window.call('signIn.out', { person: await this.id(name) })
  }
}

/** The fewest people with whom something can be done. */
export const FEW = [
  ['Ines', 'administrator'],
  ['Walt', 'witness'],
  ['Ada', 'custodian'],
] as const

/** A clock that a test moves, and the time for which its machine has been running. */
export class Clock {
  #now = Date.UTC(2026, 10, 21)
  #uptime = 3_600_000
  readonly now = (): Date => new Date(this.#now)
  readonly uptime = (): number => this.#uptime
  pass(seconds: number): void {
    this.#now += 1000 * seconds
    this.#uptime += 1000 * seconds
  }
  /** Somebody sets it; no time passes. */
  set(time: string): void {
    this.#now = Date.parse(time)
  }
}

/** A window with a vault and its people; null: nobody yet. */
export async function officeWith(
  context: TestContext,
  people: Parameters<Office['found']>[0] | null = FEW,
) {
  const clock = new Clock()
  const window = openWindow(context, { now: clock.now, uptime: clock.uptime })
  const file = path.join(folderFor(context), 'office.vault')
  await window.call('vault.create', { path: file })
  const office = new Office(window)
  if (people) await office.found(people)
  return { window, office, clock, file }
}

/** The audit log, newest first. */
export const entries = async ({ call }: FakeWindow) =>
  (await call('audit.page', { before: null, limit: 500 })).entries
