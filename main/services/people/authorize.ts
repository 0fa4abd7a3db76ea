import type { Action, Deed } from '../../../shared/deeds.ts'
import { refuse } from '../../../shared/errors.ts'
import type { Need } from '../../../shared/signers.ts'
import type { Actor, SigningActor, Statement } from '../../core/log/index.ts'
import {
  type Authority,
  bindsOf,
  missingSigners,
  needsOf,
  requirementOf,
  type Signatory,
  type Signer,
} from '../../core/people/index.ts'
import { canonicalJson } from '../../core/text/index.ts'
import type { Vault } from '../../vault/index.ts'

export type { Deed }

/** One person's signature under a statement, and their key while it may be needed. */
export interface Signature {
  readonly person: Signatory
  readonly signer: Signer
  readonly signature: string
}

/** A statement and who has signed it. */
export interface Signed {
  readonly statement: Statement
  readonly signatures: readonly Signature[]
}

/** Leave to do one deed, and what follows from it. */
export interface Authorization {
  /** Who records the deed itself; the entry carries what was agreed to. */
  readonly actor: Actor
  /** Who records what follows from it. */
  readonly follows: Actor
  /** Who agreed, empty in a vault without people. */
  readonly people: readonly Signatory[]
  /** Wipes the key that signs the entries. */
  readonly close: () => void
}

/** Where nothing asks for leave: no vault records it. */
export const NO_LEAVE_NEEDED: Authorization = {
  ...{ actor: 'keyclave', follows: 'keyclave', people: [] },
  close: () => {},
}

/** `authorize` in the window: with the approval's id, and with who is in the room. */
export type Gate = (
  vault: Vault,
  deed: Deed,
  approval: string | null,
  /** The actor's name in a vault without people. */
  unsigned: string,
) => Authorization

export interface AuthorizeOptions {
  /** The actor's name in a vault without people. */
  readonly unsigned: string
  /** Who is in the room. */
  readonly present?: readonly Signatory[]
}

/**
 * The one gate before everything that changes or opens something: whether those who signed may have this
 * done. A refusal is logged.
 *
 * A vault without people lets everything pass under a bare name; its entries say so.
 *
 * @param signed null: nobody has signed
 * @returns leave, which owns the leading signer's key; the other keys are wiped
 * @throws APPROVAL_NEEDED, APPROVAL_VOID (something else was signed), APPROVAL_SHORT {missing}
 */
export function authorize(
  vault: Vault,
  deed: Deed,
  signed: Signed | null,
  { unsigned, present = [] }: AuthorizeOptions,
): Authorization {
  const { action, terms } = deed
  const authority = vault.people.authority()
  if (authority === null) {
    return { actor: unsigned, follows: unsigned, people: [], close: () => {} }
  }
  const binds = bindsOf(action, authority.policy)
  const unbound = binds.filter(name => !Object.hasOwn(terms, name))
  if (unbound.length > 0) throw new Error(`the deed ${action} does not say its ${unbound.join()}`)
  if (signed === null) {
    const missing = needsOf(requirementOf(action, authority))
    logRefusal(vault, deed, [], 'APPROVAL_NEEDED')
    throw refuse('APPROVAL_NEEDED', { action, missing })
  }
  const names = signed.signatures.map(({ person }) => person.name)
  if (!isAbout(signed.statement, deed)) {
    logRefusal(vault, deed, names, 'APPROVAL_VOID')
    throw refuse('APPROVAL_VOID', { action })
  }
  const inForce = signed.signatures.filter(({ person, signer }) => {
    const now = vault.people.get(person.id)
    return now.state === 'active' && now.publicKey === signer.publicKey
  })
  const people = inForce.map(({ person }) => person)
  const missing = missingSigners(action, authority, people, present)
  if (missing.length > 0) {
    logRefusal(vault, deed, names, 'APPROVAL_SHORT')
    throw refuse('APPROVAL_SHORT', { action, missing })
  }
  return leaveFor(signed.statement, inForce, authority)
}

/**
 * Whether those who signed may do both of two deeds that one command does, one after the other. Who is
 * missing for either is said at once; a refusal is logged.
 *
 * @param signed who has signed; nobody, when it is empty
 * @throws APPROVAL_NEEDED, APPROVAL_SHORT
 */
export function requireSignersOfBoth(
  vault: Vault,
  [first, second]: readonly [Refused, Refused],
  signed: readonly Signatory[],
): void {
  const authority = vault.people.authority()
  if (authority === null) return
  const missing = [first, second].flatMap(({ action }) =>
    signed.length === 0
      ? needsOf(requirementOf(action, authority))
      : missingSigners(action, authority, signed),
  )
  if (missing.length === 0) return
  const code = signed.length === 0 ? 'APPROVAL_NEEDED' : 'APPROVAL_SHORT'
  const names = signed.map(({ name }) => name)
  for (const deed of [first, second]) logRefusal(vault, deed, names, code)
  const data = { action: first.action, also: second.action, missing: different(missing) }
  throw refuse(code, data)
}

/** What was refused; its terms may not be known yet. */
interface Refused {
  readonly action: Action
  readonly terms: object
}

/** Each need once: who is missing for both deeds is missing once, and two of a role are one of it too. */
function different(needs: readonly Need[]): Need[] {
  const most = new Map<string, Need>()
  for (const need of needs) {
    const name = need.kind === 'roles' ? need.roles.join() : canonicalJson(need)
    const other = most.get(name)
    const isMore = need.kind === 'roles' && other?.kind === 'roles' && need.count > other.count
    if (other === undefined || isMore) most.set(name, need)
  }
  return [...most.values()]
}

/** Who signs the entries: the first who has the role that the policy names first. */
function leaveFor(
  statement: Statement,
  signatures: readonly Signature[],
  { policy }: Authority,
): Authorization {
  const [leading] = requirementOf(statement.action, { profile: 'strict', policy }).signers
  const lead =
    signatures.find(({ person }) => leading?.roles.some(role => person.roles.includes(role))) ??
    signatures[0]
  if (lead === undefined) throw new Error('nobody signed')
  for (const { signer } of signatures) if (signer !== lead.signer) signer.close()
  const by = signatures.map(({ signer, signature }) => ({ key: signer.publicKey, signature }))
  const follows: SigningActor = { name: lead.person.name, signer: lead.signer }
  return {
    actor: { ...follows, agreed: { statement, by } },
    follows,
    people: signatures.map(({ person }) => person),
    close: () => lead.signer.close(),
  }
}

/** What was signed is this deed, to the letter. */
const isAbout = (statement: Statement, { action, terms }: Deed): boolean =>
  statement.action === action && canonicalJson(statement.terms) === canonicalJson(terms)

function logRefusal(
  { audit }: Vault,
  { action, terms }: Refused,
  signers: readonly string[],
  code: string,
): void {
  const subject = 'subject' in terms ? String(terms.subject) : `action:${action}`
  const details = { action, code, signers }
  audit.append({ actor: 'keyclave', action: 'action.refused', subject, details })
}
