import { test } from 'node:test'
import { SEALED_CHUNK } from '../../../main/core/age/payload.ts'
import { SEED } from '../../setup/seed.ts'
import {
  Chance,
  DAMAGES,
  damages,
  type KnownBackup,
  knownBackup,
  requireHonest,
  requireHonestParts,
} from './damage.ts'

/** Damages in all; fewer where the machine is wanted for something else. */
const DAMAGED = Number(process.env.KEYCLAVE_DAMAGES ?? 100_000)
const BACKUPS = 20
/** Bytes at the end that every other damage spares. */
const SPARED = 2 * SEALED_CHUNK

test('after 100,000 damages to 20 backups each file is the original, or named', async context => {
  const tally = { complete: 0, listless: 0, files: 0, lost: 0, parts: 0 }
  let other: KnownBackup | null = null
  const chance = new Chance(`${SEED} soak`)
  for (let i = 0; i < BACKUPS; i += 1) {
    const most = 2000 * (1 + chance.below(40))
    const layout = i % 2 === 0 ? 'now' : '0.1'
    const backup = await knownBackup(`${SEED} ${i}`, 3 + chance.below(20), most, layout)
    for (let j = 0; j < DAMAGED / BACKUPS; j += 1) {
      const copies = Array.from({ length: 1 + (chance.below(4) === 0 ? 1 : 0) }, () => {
        // The manifest stands at the end, and most damages to all of a small backup would cost it.
        const end = backup.file.length - (chance.below(2) === 0 ? SPARED : 0)
        const spared = backup.file.subarray(Math.max(backup.start, end))
        let copy = backup.file.subarray(0, backup.file.length - spared.length)
        for (let times = 1 + chance.below(3); times > 0; times -= 1) {
          const kind = DAMAGES[chance.below(DAMAGES.length)] ?? 'flip'
          if (copy.length > backup.start) copy = damages[kind](copy, chance, backup.start)
        }
        return Buffer.concat([copy, spared])
      })
      const said = `backup ${i}, damage ${j}`
      // Among the copies one of another backup, from which nothing may be taken.
      const foreign = chance.below(16) === 0 && other !== null ? [other.file] : []
      const { saved } = await requireHonest(backup, [...copies, ...foreign], said)
      if (saved.complete) tally.complete += 1
      if (saved.manifest === null) tally.listless += 1
      tally.lost += saved.lost.length
      tally.files += saved.files
      if (chance.below(8) !== 0) continue
      await requireHonestParts(backup, copies, said)
      tally.parts += 1
    }
    other = backup
  }
  context.diagnostic(JSON.stringify(tally))
})
