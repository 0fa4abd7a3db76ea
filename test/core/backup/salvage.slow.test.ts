import { test } from 'node:test'
import { SEED } from '../../setup/seed.ts'
import { Chance, DAMAGES, damages, knownBackup, requireHonest } from './damage.ts'

const DAMAGED = 100_000
const BACKUPS = 20

test('after 100,000 damages to 20 backups each file is the original, or named', async () => {
  const chance = new Chance(`${SEED} soak`)
  for (let i = 0; i < BACKUPS; i += 1) {
    const most = 2000 * (1 + chance.below(40))
    const layout = i % 2 === 0 ? 'now' : '0.1'
    const backup = await knownBackup(`${SEED} ${i}`, 3 + chance.below(20), most, layout)
    for (let j = 0; j < DAMAGED / BACKUPS; j += 1) {
      const copies = Array.from({ length: 1 + (chance.below(4) === 0 ? 1 : 0) }, () => {
        let copy = backup.file
        for (let times = 1 + chance.below(3); times > 0; times -= 1) {
          const kind = DAMAGES[chance.below(DAMAGES.length)] ?? 'flip'
          if (copy.length > backup.start) copy = damages[kind](copy, chance, backup.start)
        }
        return copy
      })
      await requireHonest(backup, copies, `backup ${i}, damage ${j}`)
    }
  }
})
