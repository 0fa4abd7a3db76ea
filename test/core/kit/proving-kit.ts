import { createHash, randomBytes } from 'node:crypto'
import { osRandom } from '../../../main/core/bytes/random.ts'
import type { ChangeKind, KitAuthority } from '../../../main/core/kit/authority.ts'
import { ACTION_OF } from '../../../main/core/kit/authority.ts'
import { addRevision, draftRevision, type KitChange } from '../../../main/core/kit/revise.ts'
import type { ProvingKit } from '../../../main/core/kit/schema.ts'
import { type Agreement, type Statement, statementHash } from '../../../main/core/log/statement.ts'
import { type Signer, signerOf } from '../../../main/core/people/signature.ts'
import type { Role } from '../../../shared/roles.ts'
import { CREATED } from '../small-ceremony.ts'

/** A kit of the second format with people, who change it. */

export const LOG = 'ab'.repeat(16)

export interface Member {
  readonly id: string
  readonly name: string
  readonly roles: readonly Role[]
  readonly signer: Signer
}

/** Somebody with a key of their own: the same in every run, so that golden kits have them. */
export function newMember(name: string, ...roles: readonly Role[]): Member {
  const seed = createHash('sha256').update(`member ${name}`).digest()
  return { id: seed.toString('hex', 0, 8), name, roles, signer: signerOf(seed) }
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
  keys: 'versions-added',
  'backup-key': 'backup-key-rotated',
  destroy: 'tombstone',
  authority: 'authority-changed',
}

/** What these people sign for a revision. */
export function agree(
  revision: string,
  kind: ChangeKind,
  signers: readonly Member[],
  {
    log = LOG,
    asked = CREATED,
    request = randomBytes(8).toString('hex'),
    format = 'keyclave statement 2' as Extract<Statement['format'], `${string}${1 | 2}`>,
  } = {},
): Agreement {
  const statement = {
    ...{ format, log, request, asked: asked.toISOString() },
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
