/** Brings a vault with people past the screens that are not a test's matter, up to a closed ceremony. */
import { mkdirSync } from 'node:fs'
import type { Input } from '../../shared/contract.ts'
import { ADMINISTRATOR, OFFICER, passphraseOf, WITNESS } from './people-in-room.ts'
import type { RealWindow } from './real-window.ts'

type Deed = Input<'approval.ask'>['deed']
type Plan = Extract<Input<'ceremony.checkPlan'>['source'], { kind: 'form' }>['plan']

export const PASSPHRASE = 'plank osmosis tidings vanilla crisply harbor unmoving'

/** Somebody of the open vault, by name. */
export async function idOf(window: RealWindow, name: string): Promise<string> {
  const { people } = await window.call('people.list', {})
  const id = people.find(person => person.name === name)?.id
  if (id === undefined) throw new Error(`the vault does not know ${name}`)
  return id
}

/** These sign. @returns the approval's id */
export async function approve(
  window: RealWindow,
  deed: Deed,
  names: readonly string[],
): Promise<string> {
  const { id: approval } = await window.call('approval.ask', { deed })
  for (const name of names) {
    const person = await idOf(window, name)
    await window.call('approval.sign', { approval, person, secret: passphraseOf(name) })
  }
  return approval
}

export const planOf = (title: string, custodians: readonly string[]): Plan => ({
  ...{ title, organisation: 'Example Archive Ltd', profile: 'strict' },
  people: {
    administrators: [ADMINISTRATOR],
    witnesses: [WITNESS],
    recoveryOfficers: [OFFICER],
  },
  quorum: { threshold: 3, custodians: [...custodians], identity: 'classic', kdf: 1 },
  keys: [{ label: 'video-root', purpose: 'content encryption', bits: 256, expires: null }],
  imports: [],
})

/** Begins a ceremony with everybody in the room, and answers for the machine. */
export async function openCeremony(window: RealWindow, plan: Plan): Promise<void> {
  const source = { kind: 'form', plan } as const
  const { planHash } = await window.call('ceremony.checkPlan', { source })
  const deed = { action: 'ceremony.run', planHash } as const
  const approval = await approve(window, deed, [ADMINISTRATOR, WITNESS])
  await window.call('ceremony.begin', { source, approval })
  for (const name of [ADMINISTRATOR, WITNESS, OFFICER, ...plan.quorum.custodians]) {
    const person = await idOf(window, name)
    await window.call('signIn.in', { person, secret: passphraseOf(name) })
  }
  const state = await window.call('ceremony.checkRoom', {})
  const checks = state.step === 'room' ? (state.checks ?? []) : []
  const overrides = checks
    .filter(({ result }) => result !== 'passed')
    .map(({ check }) => ({ check, reason: 'A test machine' }))
  await window.call('ceremony.acceptRoom', { overrides })
  await window.call('ceremony.acceptEntropy', {})
}

export interface Held {
  readonly setId: string
  /** 40 words each, in the order of the custodians. */
  readonly cards: readonly (readonly string[])[]
}

/** The whole ceremony; everybody who took part signs its record. */
export async function holdCeremony(
  window: RealWindow,
  title: string,
  custodians: readonly string[],
): Promise<Held> {
  await openCeremony(window, planOf(title, custodians))
  const founded = await window.call('ceremony.found', { passphrase: PASSPHRASE, again: PASSPHRASE })
  if (founded.step !== 'shares') throw new Error(`the ceremony is at ${founded.step}`)
  const cards: string[][] = []
  for (let index = 1; index <= custodians.length; index += 1) {
    const { words } = await window.call('ceremony.showShare', { index })
    await window.call('ceremony.readBackShare', { index, words })
    cards.push(words)
  }
  await window.call('ceremony.prove', { passphrase: PASSPHRASE })
  await window.call('ceremony.conclude', {})
  const everyone = [ADMINISTRATOR, WITNESS, OFFICER, ...custodians]
  const approval = await approve(window, { action: 'ceremony.close' }, everyone)
  const folders = ['kit-a', 'kit-b'].map(name => window.at(name))
  for (const folder of folders) mkdirSync(folder, { recursive: true })
  await window.call('ceremony.close', { folders, approval })
  await window.call('ceremony.leave', {})
  return { setId: founded.made.setId, cards }
}
