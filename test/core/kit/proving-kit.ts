import { randomBytes } from 'node:crypto'
import { osRandom } from '../../../main/core/bytes/random.ts'
import type { ChangeKind, KitAuthority } from '../../../main/core/kit/authority.ts'
import { ACTION_OF } from '../../../main/core/kit/authority.ts'
import { newBackupKey } from '../../../main/core/kit/backup-key.ts'
import { importSecret, newMasterKey } from '../../../main/core/kit/master-key.ts'
import { addRevision, draftRevision, type KitChange } from '../../../main/core/kit/revise.ts'
import type { ProvingKit } from '../../../main/core/kit/schema.ts'
import { type Agreement, statementHash } from '../../../main/core/log/statement.ts'
import { type Signer, signerOf } from '../../../main/core/people/signature.ts'
import type { Role } from '../../../shared/roles.ts'
import { CREATED, smallCeremony } from '../small-ceremony.ts'

/** A kit of the second format with people, who change it. */

export const LOG = 'ab'.repeat(16)

export interface Member {
  readonly id: string
  readonly name: string
  readonly roles: readonly Role[]
  readonly signer: Signer
}

let made = 0
/** Somebody with a key of their own. */
export function newMember(name: string, ...roles: readonly Role[]): Member {
  made += 1
  const id = made.toString(16).padStart(16, '0')
  return { id, name, roles, signer: signerOf(randomBytes(32)) }
}

export const PEOPLE = {
  ines: newMember('Ines', 'administrator'),
  max: newMember('Max', 'administrator'),
  walt: newMember('Walt', 'witness'),
  olga: newMember('Olga', 'recovery-officer'),
  ada: newMember('Ada', 'custodian'),
} as const

export const authorityOf = (
  people: readonly Member[],
  rest: Partial<Omit<KitAuthority, 'people'>> = {},
): KitAuthority => ({
  ...{ log: LOG, profile: 'strict', policy: 1, ...rest },
  people: people.map(({ id, name, roles, signer }) => ({ id, name, roles, key: signer.publicKey })),
})

export const STRICT = authorityOf(Object.values(PEOPLE))

export const KIND_OF: { readonly [kind in KitChange['kind']]: ChangeKind } = {
  key: 'item-added',
  'backup-key': 'backup-key-rotated',
  destroy: 'tombstone',
  authority: 'authority-changed',
}

/** What these people sign for a revision. */
export function agree(
  revision: string,
  kind: ChangeKind,
  signers: readonly Member[],
  { log = LOG, asked = CREATED, request = randomBytes(8).toString('hex') } = {},
): Agreement {
  const statement = {
    ...{ format: 'keyclave statement 1' as const, log, request, asked: asked.toISOString() },
    ...{ action: ACTION_OF[kind], terms: { revision } },
  }
  const hash = statementHash(statement)
  return {
    statement,
    by: signers.map(({ signer }) => ({ key: signer.publicKey, signature: signer.sign(hash) })),
  }
}

const { ines, max, walt } = PEOPLE
/** Enough of the strict people for anything. */
export const ENOUGH: readonly Member[] = [ines, max, walt]

/** The kit with a change that these people agreed to; nobody: unsigned. */
export function changed(
  kit: ProvingKit,
  change: KitChange,
  signers: readonly Member[] = ENOUGH,
): ProvingKit {
  const draft = draftRevision(kit, change, CREATED)
  const kind = draft.content.change.kind
  return addRevision(draft, signers.length === 0 ? null : agree(draft.hash, kind, signers))
}

export const sealingTo = (kit: ProvingKit) => ({
  ...{ quorum: kit.quorum, created: CREATED, random: osRandom },
})

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
