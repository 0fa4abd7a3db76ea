import type { KitAuthority } from '../../../main/core/kit/authority.ts'
import { newBackupKey } from '../../../main/core/kit/backup-key.ts'
import { importSecret, newMasterKey } from '../../../main/core/kit/master-key.ts'
import type { ProvingKit } from '../../../main/core/kit/schema.ts'
import { smallCeremony } from '../small-ceremony.ts'
import { authorityOf, changed, newMember, PEOPLE, sealingTo } from './proving-kit.ts'
import { renewMac } from './renewed-mac.ts'

/** A founded kit, and items that can be added to it. */
export async function ceremonyWith(authority: KitAuthority | null) {
  const ceremony = await smallCeremony('classic', authority)
  const { kit } = ceremony
  const sealing = sealingTo(kit)
  const [video] = kit.keys
  if (video === undefined) throw new Error('a small ceremony has keys')
  const audio = { label: 'audio-root', purpose: 'content encryption' }
  const { label, purpose } = video
  const [key, second, token, backupKey] = await Promise.all([
    newMasterKey(128, audio, sealing),
    newMasterKey(256, { label, purpose }, { ...sealing, replaces: video }),
    importSecret(Buffer.from('a token'), { label: 'token', purpose: 'x' }, sealing),
    newBackupKey({ ...sealing, generation: 2 }),
  ])
  return { ...ceremony, items: { key, second, token, backupKey } }
}

export type Founded = Awaited<ReturnType<typeof ceremonyWith>>

const { ines, max, walt, olga } = PEOPLE
const paula = newMember('Paula', 'administrator')

/** Six revisions, all kinds of them, the quorum's MAC over all. */
export function grown({ kit, items, macOf }: Founded): ProvingKit {
  const [, token] = kit.keys
  if (token === undefined) throw new Error('a small ceremony has two keys')
  let next = changed(kit, { kind: 'key', key: items.key }, [ines, walt])
  next = changed(next, { kind: 'key', key: items.second }, [max, walt])
  next = changed(next, { kind: 'backup-key', backupKey: items.backupKey }, [ines, walt])
  next = changed(next, { kind: 'destroy', item: token })
  const authority = authorityOf([ines, paula, walt, olga])
  next = changed(next, { kind: 'authority', authority })
  next = changed(next, { kind: 'key', key: items.token }, [paula, walt])
  return renewMac(next, macOf, next.revisions.length)
}
