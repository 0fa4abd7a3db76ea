import { type Desk, done, newDesk } from './command-line.ts'

/** A vault in which people sign, at the command line: founded for a small team, with one ceremony held. */

/** Who is in it, by name: their PINs. Cleo is a third custodian, of those that name her. */
const PINS = {
  ...{ Ines: '274951', Walt: '583920', Olga: '193847', Ada: '662018', Bob: '771934' },
  ...{ Cleo: '880215' },
}
type Name = keyof typeof PINS

const DAY_MS = 24 * 60 * 60 * 1000
/** The day so many days from now. */
export const dayIn = (days: number): string =>
  new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)

/** The lines of its plan above the keys. */
export const planHead = (custodians: readonly Name[] = ['Ada', 'Bob']): string => `
title: Root key ceremony 2026
organisation: Example Ltd
quorum: { threshold: 2, custodians: [${custodians.join(', ')}], identity: classic, kdf: 1 }
people: { administrators: [Ines], witnesses: [Walt], recoveryOfficers: [Olga] }
`

export interface SignedOffice extends Desk {
  /** `--vault` and the vault. */
  readonly vault: () => string[]
  /** `--sign` and the PIN files of these people. */
  readonly sign: (...names: readonly string[]) => string[]
  /** `--share` and the cards of two, `--passphrase-file` and the right one. */
  readonly cards: () => string[]
  /** The vault and the ceremony. @returns what the ceremony said */
  readonly found: (keys: string, custodians?: readonly Name[]) => Promise<string>
}

/** Before anything is founded in it: what a plan imports can be written first. */
export function signedOffice(): SignedOffice {
  const desk = newDesk()
  const { at, write } = desk
  const named = (...names: readonly string[]): string[] =>
    names.map(name => `${name}=${at(`${name}.pin`)}`)
  const vault = (): string[] => ['--vault', at('office.vault')]
  const sign = (...names: readonly string[]): string[] => ['--sign', ...named(...names)]
  const cards = (): string[] => [
    ...['--share', at('ceremony/shares/01-ada.txt'), at('ceremony/shares/02-bob.txt')],
    ...['--passphrase-file', at('pass.txt')],
  ]
  const found = async (
    keys: string,
    custodians: readonly Name[] = ['Ada', 'Bob'],
  ): Promise<string> => {
    for (const [name, pin] of Object.entries(PINS)) write(`${name}.pin`, `${pin}\n`)
    write('plan.yaml', `${planHead(custodians)}${keys}`)
    write('pass.txt', 'unmixed tarantula yo-yo gumdrop')
    await done([
      ...['people', 'found', ...vault(), '--profile', 'small-team'],
      ...['--administrator', ...named('Ines'), '--witness', ...named('Walt')],
      ...['--custodian', ...named(...custodians), '--recovery-officer', ...named('Olga')],
    ])
    return await done([
      ...['ceremony', 'run', at('plan.yaml'), ...vault(), '--out', at('ceremony'), '--no-pdf'],
      ...['--passphrase-file', at('pass.txt'), ...sign('Ines', 'Walt', 'Olga', ...custodians)],
    ])
  }
  return { ...desk, vault, sign, cards, found }
}
