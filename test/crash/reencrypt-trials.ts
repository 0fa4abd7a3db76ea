import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { verifyBackup } from '../../main/core/backup/index.ts'
import { openSource } from '../../main/services/files/source-tree.ts'
import { done } from '../cli/command-line.ts'
import { openOffice } from '../fixtures/office.ts'
import { vaultAfter } from './aftermath.ts'
import { chances } from './jobs.ts'
import { strike } from './struck-process.ts'

/** Killed and resumed: of backups that are encrypted again, what stands under a name at any moment is whole. */

export interface ReencryptTally {
  readonly kills: number
  /** How many kills left some backups done and some not. */
  readonly halfway: number
  /** How many left an unfinished file behind. */
  readonly leftovers: number
  /** How often all were done, and a new round was begun. */
  readonly rounds: number
}

const TEMPORARY = /^\..+\.keyclave-part-\d+-[A-Za-z0-9]{6}$/
const NO_SIGNS = { 'first write': '.', 'last writes': '.' }
/** Stands in every file that is backed up, and nowhere on a disk in the clear. */
const CANARY = 'the quick canary of the incident'

const nameOf = (i: number): string => `backup-${String(i).padStart(2, '0')}.tar.zst.age`
const contentOf = (i: number): string => `${CANARY} ${i}\n`.repeat(200)
const sha256 = (bytes: string | Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex')

/** Encrypts so many backups again, killed at so many random moments and begun again each time. */
export async function reencryptTrials(
  backups: number,
  kills: number,
  seed: string,
): Promise<ReencryptTally> {
  const office = await openOffice('classic', true)
  const { at } = office.desk
  try {
    mkdirSync(at('old'))
    const vault = ['--vault', at('office.vault')]
    for (let i = 0; i < backups; i += 1) {
      writeFileSync(at('record.txt'), contentOf(i))
      const out = ['--out', at(`old/${nameOf(i)}`), at('record.txt')]
      await done(['backup', 'create', '--kit', office.kit, ...vault, ...out])
    }
    rmSync(at('record.txt'))
    await done(['backup-key', 'rotate', ...vault])
    await done(['kit', 'export', ...vault, '--out', at('next-kit.json')])
    const opening = office.opening(...[1, 2, 3].map(office.share))
    const told = await done(['recover', 'identity', '--kit', at('next-kit.json'), ...opening])
    const trial = new Trials(office.desk.path, backups, Buffer.from(told.trim()), opening)
    return await trial.run(kills, chances(seed))
  } finally {
    office.desk.remove()
  }
}

class Trials {
  readonly #folder: string
  readonly #names: readonly string[]
  readonly #identity: Buffer
  readonly #opening: readonly string[]
  readonly #olds: ReadonlyMap<string, string>

  constructor(folder: string, backups: number, identity: Buffer, opening: readonly string[]) {
    this.#folder = folder
    this.#identity = identity
    this.#opening = opening
    this.#names = Array.from({ length: backups }, (_, i) => nameOf(i))
    this.#olds = new Map(
      this.#names.map(name => [name, sha256(readFileSync(this.#at('old', name)))]),
    )
  }

  async run(kills: number, chance: () => number): Promise<ReencryptTally> {
    let [halfway, leftovers, rounds] = [0, 0, 0]
    this.#begin(rounds)
    const { code, err, end } = await strike(
      this.#args(0),
      this.#round(0),
      NO_SIGNS,
      'SIGKILL',
      null,
    )
    assert.equal(code, 0, err)
    await this.#check(0, this.#names.length)
    rounds = 1
    this.#begin(rounds)
    for (let kill = 0; kill < kills; kill += 1) {
      const moment = { after: 'start', delay: chance() * end } as const
      const folder = this.#round(rounds)
      await strike(this.#args(rounds), folder, NO_SIGNS, 'SIGKILL', moment)
      const made = await this.#check(rounds, 0)
      if (made > 0 && made < this.#names.length) halfway += 1
      if (readdirSync(path.join(folder, 'new')).some(name => TEMPORARY.test(name))) leftovers += 1
      if (made < this.#names.length) continue
      rounds += 1
      this.#begin(rounds)
    }
    const said = await done([...this.#args(rounds), '--remove-leftovers'])
    assert.match(
      said,
      new RegExp(`${this.#names.length} of ${this.#names.length} may be destroyed`),
    )
    await this.#check(rounds, this.#names.length)
    const left = readdirSync(path.join(this.#round(rounds), 'new'))
    assert.deepEqual(left.toSorted(), this.#names)
    return { kills, halfway, leftovers, rounds }
  }

  #at(...names: readonly string[]): string {
    return path.join(this.#folder, ...names)
  }

  #round = (round: number): string => this.#at(`round-${round}`)

  /** A folder with the vault as it was before. */
  #begin(round: number): void {
    mkdirSync(path.join(this.#round(round), 'new'), { recursive: true })
    cpSync(this.#at('office.vault'), path.join(this.#round(round), 'office.vault'))
  }

  #args(round: number): readonly string[] {
    const folder = this.#round(round)
    return [
      ...['backup', 'reencrypt', ...this.#names.map(name => this.#at('old', name))],
      ...['--out', path.join(folder, 'new'), '--kit', this.#at('next-kit.json')],
      ...['--vault', path.join(folder, 'office.vault'), ...this.#opening],
    ]
  }

  /** Old files are as they were, new ones whole, none twice and none in the catalogue that is not there. */
  async #check(round: number, least: number): Promise<number> {
    const folder = path.join(this.#round(round), 'new')
    for (const [name, digest] of this.#olds) {
      assert.equal(sha256(readFileSync(this.#at('old', name))), digest)
    }
    const made = readdirSync(folder).filter(name => !TEMPORARY.test(name))
    assert.ok(made.length >= least)
    const digests = new Map<string, string>()
    for (const name of made) {
      const i = this.#names.indexOf(name)
      assert.ok(i >= 0, `${name} has no old one`)
      const source = await openSource(path.join(folder, name))
      try {
        const identity = this.#identity
        const { entries, generation } = await verifyBackup({ source, identity, threads: 1 })
        const [entry] = entries
        assert.equal(entry?.type === 'file' && entry.sha256, sha256(contentOf(i)))
        assert.equal(generation, 2)
      } finally {
        await source.close()
      }
      digests.set(sha256(readFileSync(path.join(folder, name))), name)
    }
    for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue
      const bytes = readFileSync(path.join(file.parentPath, file.name))
      assert.equal(bytes.indexOf(CANARY), -1, 'nothing is in the clear')
    }
    await vaultAfter(path.join(this.#round(round), 'office.vault'), ({ backups }) => {
      const linked = backups.list().filter(({ replaces }) => replaces !== null)
      for (const { sha256: own, replaces, fileName } of linked) {
        assert.equal(digests.get(own), fileName, 'what is recorded is there')
        assert.equal(this.#olds.get(fileName), replaces)
      }
      assert.equal(
        new Set(linked.map(({ replaces }) => replaces)).size,
        linked.length,
        'none twice',
      )
      // Of what is there only the last may be unrecorded: it was named when the kill came.
      assert.ok(made.length - linked.length <= 1)
    })
    return made.length
  }
}
