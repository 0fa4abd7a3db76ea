import type { Profile, Role } from '../../shared/roles.ts'
import type { KitTable } from './kits.ts'
import type { Recording } from './recording.ts'
import { type Growth, grownKitFacts } from './sealed-keys.ts'

/** A kit that names the people of today, as those agreed to who were named before. */
export interface KitRenewal extends Growth {
  readonly profile: Profile
  readonly people: readonly {
    readonly id: string
    readonly name: string
    readonly roles: readonly Role[]
    /** Public sign-in key, 64 hex digits. */
    readonly key: string
  }[]
}

/** Records a kit that names other people, as the current kit of its quorum. */
export type RenewKit = (renewal: KitRenewal) => void

export const renewalOf =
  ({ connection, audit, kits }: Recording & { readonly kits: KitTable }): RenewKit =>
  ({ actor, setId, kit, profile, people }) =>
    connection.write(() => {
      const { time } = audit.append({
        ...{ actor, action: 'kit.renewed', subject: `quorum:${setId}` },
        details: { profile, people, ...grownKitFacts(kit) },
      })
      kits.insert(setId, kit, time)
    })
