import { mkdirSync, readFileSync } from 'node:fs'
import type { IdentityType } from '../../shared/share.ts'
import { type Desk, done, doneJson, newDesk, planText } from './command-line.ts'
import { plantTree, pseudoRandom } from './tree.ts'

/** An office after its ceremony, with a backup of its files: what most commands need to do anything. */

export const CUSTODIANS = ['Ada', 'Grace Hopper', 'Катерина', 'Zoë', "Annie O'Neil"]
export const SHARE_FILES = [
  '01-ada.txt',
  '02-grace-hopper.txt',
  '03-custodian.txt',
  '04-zoe.txt',
  '05-annie-o-neil.txt',
]
/** The secret that the ceremony imports. */
export const SEED = pseudoRandom(1000)

const OFFICE_PLAN = (identity: IdentityType): string =>
  planText(
    `threshold: 3, custodians: ${JSON.stringify(CUSTODIANS)}, identity: ${identity}`,
    `keys:
  - { label: video-root, bits: 256, purpose: content encryption, expires: 2100-01-01 }
  - { label: archive-root, bits: 128, purpose: archive }
imports:
  - { label: signing seed, purpose: release signing, file: secrets/seed.bin }`,
  )

/** What `ceremony run --json` answers, as far as tests look at it. */
export interface Founded {
  readonly setId: string
  readonly fingerprint: string
  readonly keys: readonly { readonly id: string; readonly label: string }[]
}

export interface Office {
  readonly desk: Desk
  readonly founded: Founded
  readonly kit: string
  readonly backup: string
  /** `--vault` and the vault, if the office has one. */
  readonly vault: readonly string[]
  /** The text of each share file. */
  readonly cards: readonly string[]
  /** The path of share n. */
  readonly share: (n: number) => string
  /** `--share` and these files, `--passphrase-file` and the right one. */
  readonly opening: (...shares: readonly string[]) => readonly string[]
}

/**
 * Runs a 3-of-5 ceremony and backs up a folder `office` and a file `notes.txt`.
 *
 * @param pages whether it makes the PDFs, which takes longer than all the rest
 */
export async function openOffice(
  identity: IdentityType,
  withVault: boolean,
  pages: 'with pages' | 'without pages' = 'without pages',
): Promise<Office> {
  const desk = newDesk()
  const { at } = desk
  mkdirSync(at('secrets'))
  desk.write('secrets/seed.bin', SEED)
  desk.write('plan.yaml', OFFICE_PLAN(identity))
  mkdirSync(at('office'))
  plantTree(at('office'))
  desk.write('notes.txt', 'beside the folder\n')
  const vault = withVault ? ['--vault', at('office.vault')] : []

  await done(['passphrase', 'generate', '--out', at('pass.txt')])
  const founded = await doneJson<Founded>([
    ...['ceremony', 'run', at('plan.yaml'), '--passphrase-file', at('pass.txt')],
    ...['--out', at('ceremony'), ...vault, ...(pages === 'with pages' ? [] : ['--no-pdf'])],
  ])
  const kit = at('ceremony/kit.json')
  const backup = at('office.age')
  await done([
    ...['backup', 'create', '--kit', kit, '--out', backup, ...vault],
    ...[at('office'), at('notes.txt')],
  ])

  const share = (n: number): string => at(`ceremony/shares/${SHARE_FILES[n - 1]}`)
  return {
    ...{ desk, founded, kit, backup, vault, share },
    cards: SHARE_FILES.map((_, i) => readFileSync(share(i + 1), 'utf8')),
    opening: (...shares) => ['--share', ...shares, '--passphrase-file', at('pass.txt')],
  }
}
