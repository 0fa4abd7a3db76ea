import { deedOf } from '../../../shared/deeds.ts'
import { refuse } from '../../../shared/errors.ts'
import type { RandomSource } from '../../core/bytes/index.ts'
import type { Kit } from '../../core/kit/index.ts'
import { MOST_FAILURES, type Vault } from '../../vault/index.ts'
import { requireInForce } from '../kits/index.ts'
import { type OpeningPorts, openWithLeave } from '../opening/index.ts'

/** Whose key, and the quorum that unlocks it. */
export interface Unlocking {
  /** Of a quorum in force in this vault. */
  readonly kit: Kit
  /** An id. */
  readonly person: string
  /** Told once it is recorded: what people agreed to has been done. */
  readonly onRecorded?: () => void
}

/**
 * Lets somebody try again whose key ten wrong entries have locked, at either desk: enough custodians and a
 * recovery officer open the quorum, which opens nothing else, and it is recorded. The key, and the PIN or
 * passphrase that opens it, stay as they are.
 *
 * Administrator and witness give somebody a new key; but where the only witness is locked, they are not
 * there. Those who can open everything can do this as well, and it gives them nothing.
 *
 * @returns the name of the person
 * @throws VAULT_READ_ONLY, PEOPLE_NONE, PERSON_UNKNOWN, PERSON_STATE, KEY_NOT_LOCKED; QUORUM_UNKNOWN,
 *         QUORUM_REPLACED, KIT_OUTDATED; as `openWithLeave`
 */
export async function unlockPerson(
  ports: OpeningPorts,
  { kit, person, onRecorded }: Unlocking,
  random: RandomSource,
): Promise<string> {
  const { vault } = ports
  if (vault === null) throw refuse('VAULT_CLOSED', {})
  await vault.use('write', opened => {
    requireLocked(opened, person)
    requireOfThisVault(opened, kit)
  })
  const deed = (set: string) => deedOf('person.unlock', { person, setId: set })
  const { quorum, leave, entered } = await openWithLeave(ports, { kit, deed, unsigned: '' }, random)
  try {
    return await vault.use('write', opened => {
      const { name } = requireLocked(opened, person)
      if (typeof leave.actor === 'string') throw refuse('PEOPLE_NONE', {})
      const shares = entered.map(({ index }) => index)
      opened.people.unlock(leave.actor, person, { set: kit.quorum.setId, shares })
      onRecorded?.()
      return name
    })
  } finally {
    quorum.close()
    leave.close()
  }
}

/** A kit that anybody could have made says nothing here. @throws QUORUM_UNKNOWN, QUORUM_REPLACED, KIT_OUTDATED */
function requireOfThisVault(vault: Vault, kit: Kit): void {
  const { setId } = kit.quorum
  if (vault.kits.kitOf(setId) === null) throw refuse('QUORUM_UNKNOWN', { setId })
  requireInForce(vault, kit)
}

/** @throws PEOPLE_NONE, PERSON_UNKNOWN, PERSON_STATE, KEY_NOT_LOCKED */
export function requireLocked({ people }: Vault, id: string) {
  if (people.profile() === null) throw refuse('PEOPLE_NONE', {})
  const person = people.get(id)
  const { name, state, failed } = person
  if (state === 'retired') throw refuse('PERSON_STATE', { name, state })
  if (failed < MOST_FAILURES) throw refuse('KEY_NOT_LOCKED', { name })
  return person
}
