/**
 * Runs ceremonies on the vault given as its argument, one after the other, until it is killed. Says on
 * standard output what a person was told: what is said was recorded, and must be there after the crash.
 */
import { randomBytes } from 'node:crypto'
import { writeSync } from 'node:fs'
import { openVault } from '../../main/vault/vault.ts'
import { backup, ceremonyUntilClose, kit, sealedKey } from './vault-fixture.ts'

const [path = ''] = process.argv.slice(2)
const say = (line: string): number => writeSync(1, `${line}\n`)

for (;;) {
  const vault = await openVault({
    path,
    mode: 'write',
    now: () => new Date(),
    random: length => randomBytes(length),
  })
  for (let round = 0; round < 3; round += 1) {
    const tag = randomBytes(8).toString('hex')
    const result = ceremonyUntilClose(vault, tag, 3)
    if (round === 1) vault.ceremonies.void(result.ceremony, 'Admin', 'cancelled')
    else {
      vault.ceremonies.close('Admin', result)
      say(`closed ${result.ceremony}`)
      const { setId } = result
      vault.keys.add({ actor: 'A', setId, key: sealedKey(`${tag} late`), kit: kit(`${tag} late`) })
      vault.backups.add('Admin', backup(tag, { setId }))
    }
    const { size, hash } = vault.audit.head()
    say(`head ${size} ${hash}`)
  }
  vault.close()
}
