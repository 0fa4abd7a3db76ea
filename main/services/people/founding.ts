import { Buffer } from 'node:buffer'
import { refuse } from '../../../shared/errors.ts'
import type { Profile, Role } from '../../../shared/roles.ts'
import { equalSecrets, wipe } from '../../core/bytes/index.ts'
import { statementHash } from '../../core/log/index.ts'
import {
  judgeSignInSecrets,
  missingSigners,
  NEWEST_POLICY,
  openSignInKey,
  type Signer,
} from '../../core/people/index.ts'
import { findRepeatedName, nameKey } from '../../core/text/index.ts'
import { foundingTerms, type NewPerson, type Vault } from '../../vault/index.ts'
import { type ApprovalTools, newStatement } from './approvals.ts'
import {
  type Introduced,
  introduce,
  type Newcomer,
  requireIntroduced,
  withSecret,
} from './newcomers.ts'

/** One of the first people, with their PIN or passphrase. */
interface Founder extends Introduced {
  readonly secret: Buffer
}

/** The first people of a vault, as they are named. */
export interface Founding {
  readonly profile: Profile
  readonly newcomers: readonly Newcomer[]
  /** What was typed to confirm that somebody is the only one of a role: their names, as the refusal gives them. */
  readonly single: string
}

/** Without one of each nobody can be added, nor given a new key; two of each outlast the loss of one. */
const IRREPLACEABLE: readonly Role[] = ['administrator', 'witness']

/**
 * The first people of a vault. Each signs the entry that names them.
 *
 * @throws PEOPLE_EXIST, PEOPLE_FEW, PEOPLE_SINGLE, PERSON_NAME, PERSON_ROLES, PIN_*, PASSPHRASE_*
 */
export async function foundPeople(
  vault: Vault,
  { profile, newcomers, single }: Founding,
  tools: ApprovalTools,
): Promise<void> {
  if (vault.people.profile() !== null) throw refuse('PEOPLE_EXIST', {})
  const founders: Founder[] = []
  try {
    for (const { secret, ...who } of newcomers) founders.push({ ...who, secret: await secret() })
    requireDifferent(founders)
    for (const founder of founders) requireIntroduced(founder, profile)
    const chosen = founders.map(({ name, secret }) => ({ owner: name, utf8: secret }))
    await judgeSignInSecrets(chosen, profile)
    requireEnough(founders, profile, single)
    const people: NewPerson[] = []
    for (const { secret, ...who } of founders) {
      people.push(await introduce(vault, who, secret, tools))
    }
    await signFounding(vault, profile, people, founders, tools)
  } finally {
    wipe(...founders.map(({ secret }) => secret))
  }
}

/** One of the first people, by themselves. @throws PERSON_NAME, PERSON_ROLES, PIN_*, PASSPHRASE_* */
export const judgeFounder = ({ secret, ...who }: Newcomer, profile: Profile): Promise<void> =>
  withSecret(secret, async utf8 => {
    requireIntroduced(who, profile)
    await judgeSignInSecrets([{ owner: who.name, utf8 }], profile)
  })

/** @throws PEOPLE_FEW, PEOPLE_SINGLE */
function requireEnough(founders: readonly Founder[], profile: Profile, single: string): void {
  const signatories = founders.map(({ name, roles }) => ({ id: name, name, roles }))
  const missing = missingSigners('people.found', { profile, policy: NEWEST_POLICY }, signatories)
  if (missing.length > 0) throw refuse('PEOPLE_FEW', { missing })
  if (profile !== 'strict') return
  const alone = IRREPLACEABLE.flatMap(role => {
    const [first, ...others] = founders.filter(founder => founder.roles.includes(role))
    return first !== undefined && others.length === 0 ? [{ role, name: first.name }] : []
  })
  const names = alone.map(({ name }) => name)
  if (names.length === 0 || nameKey(single) === nameKey(names.join(', '))) return
  throw refuse('PEOPLE_SINGLE', { names, roles: alone.map(({ role }) => role) })
}

/** Everybody signs, each with the key just made; the first administrator records it. */
async function signFounding(
  vault: Vault,
  profile: Profile,
  people: readonly NewPerson[],
  founders: readonly Founder[],
  tools: ApprovalTools,
): Promise<void> {
  const signers: Signer[] = []
  try {
    for (const [i, { id, key }] of people.entries()) {
      const signer = await openSignInKey(id, key, founders[i]?.secret ?? Buffer.alloc(0))
      if (signer === null) throw new Error('a new key does not open')
      signers.push(signer)
    }
    const terms = foundingTerms(profile, people)
    const statement = newStatement(vault, { action: 'people.found', terms }, tools)
    const hash = statementHash(statement)
    const by = signers.map(it => ({ key: it.publicKey, signature: it.sign(hash) }))
    const leading = people.findIndex(person => person.roles.includes('administrator'))
    const [lead, signer] = [people[leading], signers[leading]]
    if (!lead || !signer) throw new Error('there is an administrator')
    vault.people.found({ name: lead.name, signer, agreed: { statement, by } }, profile, people)
  } finally {
    for (const signer of signers) signer.close()
  }
}

/** Who knows the PIN of another signs for both. @throws PERSON_NAME, PIN_SHARED */
function requireDifferent(founders: readonly Founder[]): void {
  const twice = findRepeatedName(founders.map(founder => founder.name))
  const name = founders[twice]?.name
  if (name !== undefined) throw refuse('PERSON_NAME', { name, problem: 'twice' })
  for (const [i, { name, secret }] of founders.entries()) {
    const other = founders.slice(0, i).find(earlier => equalSecrets(earlier.secret, secret))
    if (other !== undefined) throw refuse('PIN_SHARED', { names: [other.name, name] })
  }
}
