/** How fast a vault with a long, signed log is opened: its log verified, replayed, and its tables compared. */
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { openFileExclusive } from '../../main/vault/connection.ts'
import { peopleOf } from '../../main/vault/people.ts'
import { shareChecksOf } from '../../main/vault/share-checks.ts'
import { tablesOf } from '../../main/vault/tables.ts'
import { openVault } from '../../main/vault/vault.ts'
import { actorNamed, agreedBy, fill } from '../vault/full-vault.ts'
import { optionsFor, setIdOf } from '../vault/vault-fixture.ts'

const ENTRIES = 100_000
/** Seconds in which a vault with so many entries has to be open. */
const AIM = 5

/** @returns seconds: the first opening in a process, the processor’s in it, and the next one of the same file */
async function openingTime(
  entries: number,
): Promise<{ readonly first: number; readonly again: number; readonly processor: number }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'keyclave-bench-'))
  try {
    const file = path.join(folder, 'long.vault')
    const options = optionsFor(file)
    const vault = await openVault(options)
    fill(vault, options.now)
    vault.close()
    lengthen(file, entries)
    const time = async (): Promise<number> => {
      const start = performance.now()
      const opened = await openVault(optionsFor(file, 'read'))
      opened.close()
      return (performance.now() - start) / 1000
    }
    const before = process.cpuUsage()
    const first = await time()
    const { user, system } = process.cpuUsage(before)
    return { first, again: await time(), processor: (user + system) / 1e6 }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Checks of a card, each a signed entry and a row; one in twenty is a change of custody that two agree to. */
function lengthen(file: string, entries: number): void {
  const { now, random } = optionsFor(file)
  const connection = openFileExclusive(file)
  const tables = tablesOf(connection, now, random)
  const { audit } = tables
  const [checks, people] = [shareChecksOf(tables), peopleOf(tables)]
  const share = { setId: setIdOf('b'), index: 1 }
  const subject = `share:${share.setId}/1` as const
  const [first] = audit.entries()
  const log = first?.subject.slice(4) ?? ''
  const [holder] = people.list()
  const custody = { person: holder?.id ?? '', bag: null }
  connection.write(() => {
    for (let i = 0; i < entries; i += 1) {
      if (i % 20 === 0) {
        const deed = { action: 'custody.change', terms: { subject, ...custody } } as const
        const request = `f${i.toString(16).padStart(15, '0')}`
        const actor = agreedBy(['new key of Walt'], { audit, log, now }, request, deed)
        people.changeCustody(actor, { ...share, ...custody })
      } else checks.record(actorNamed('Ines'), { ...share, result: 'sound' })
    }
  })
  connection.close()
}

/** The times, for a person. */
export async function benchOpening(entries = ENTRIES): Promise<string> {
  const { first, again, processor } = await openingTime(entries)
  const seconds = `${first.toFixed(1)} s (processor ${processor.toFixed(1)} s), again ${again.toFixed(1)} s`
  return `vault of ${entries} signed entries opened in ${seconds} on ${availableParallelism()} cores, aim ${AIM} s`
}

if (import.meta.main) console.log(await benchOpening(Number(process.argv[2] ?? ENTRIES)))
