import type { Buffer } from 'node:buffer'
import { refuse } from '../../../shared/errors.ts'
import type { RandomSource } from '../../core/bytes/index.ts'
import { type Statement, statementHash } from '../../core/log/index.ts'
import type { Signatory } from '../../core/people/index.ts'
import type { Vault } from '../../vault/index.ts'
import type { Deed, Signature, Signed } from './authorize.ts'
import { openKey, type Uptime } from './sign-in.ts'

/** Signatures are for what is done now: a quarter of an hour. */
export const LIFETIME = 15 * 60 * 1000

/** Something to be done that people sign, one after the other. */
export interface Approval extends Signed {
  readonly id: string
  readonly deed: Deed
  /** What it is about, by name. */
  readonly name: string
  readonly hash: string
  readonly ends: Date
}

interface Pending extends Approval {
  readonly signatures: Signature[]
}

export interface ApprovalTools {
  readonly now: () => Date
  readonly uptime: Uptime
  readonly random: RandomSource
}

/** What people are signing, while they do. Their keys stay open until it is done, withdrawn or too old. */
export class Approvals {
  readonly #tools: ApprovalTools
  readonly #pending = new Map<string, Pending>()

  constructor(tools: ApprovalTools) {
    this.#tools = tools
  }

  /** Asks for signatures. @throws PEOPLE_NONE */
  ask(vault: Vault, deed: Deed, name: string): Approval {
    if (vault.people.profile() === null) throw refuse('PEOPLE_NONE', {})
    this.#removeOld()
    const statement = newStatement(vault, deed, this.#tools)
    const { request: id } = statement
    const ends = new Date(Date.parse(statement.asked) + LIFETIME)
    const hash = statementHash(statement)
    const approval = { id, statement, deed, name, hash, ends, signatures: [] }
    this.#pending.set(id, approval)
    return approval
  }

  /** @throws APPROVAL_UNKNOWN */
  get(id: string): Approval {
    this.#removeOld()
    const approval = this.#pending.get(id)
    if (approval === undefined) throw refuse('APPROVAL_UNKNOWN', {})
    return approval
  }

  /**
   * One person signs. Whoever has signed already is not asked again.
   *
   * @param secret UTF-8; the caller still owns it
   * @throws APPROVAL_UNKNOWN; PIN_WRONG, PIN_WAIT, PIN_LOCKED, PERSON_STATE, PERSON_UNKNOWN
   */
  async sign(vault: Vault, id: string, person: string, secret: Buffer): Promise<Approval> {
    const approval = this.get(id)
    const signature = await signStatement(vault, approval, person, secret, this.#tools.uptime)
    const still = this.#pending.get(id)
    if (still === undefined || still.signatures.some(other => other.person.id === person)) {
      signature.signer.close()
      return this.get(id)
    }
    still.signatures.push(signature)
    return still
  }

  /**
   * Gives up the signatures for the deed that they are for; `authorize` judges them. Used once it says
   * yes.
   *
   * @param id null: nobody was asked
   * @throws APPROVAL_UNKNOWN; what `use` throws, and then the approval stays unless it is void
   */
  use<Result>(id: string | null, use: (signed: Signed | null) => Result): Result {
    if (id === null) return use(null)
    const approval = this.get(id)
    try {
      const result = use(approval)
      this.#pending.delete(id)
      return result
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'APPROVAL_VOID') {
        this.withdraw(id)
      }
      throw error
    }
  }

  /** Nothing happens when it has ended. */
  withdraw(id: string): void {
    for (const { signer } of this.#pending.get(id)?.signatures ?? []) signer.close()
    this.#pending.delete(id)
  }

  /** Everything that is pending ends: the window was locked, or the vault closed. */
  end(): void {
    for (const id of [...this.#pending.keys()]) this.withdraw(id)
  }

  #removeOld(): void {
    const now = this.#tools.now()
    for (const { id, ends } of [...this.#pending.values()]) if (ends <= now) this.withdraw(id)
  }
}

/**
 * The statement of a deed, for the log of this vault. Who signs it signs that log as well, up to now: so
 * nobody is asked over one that does not verify.
 *
 * @throws VAULT_TABLES, AUDIT_BROKEN in a vault that is to look at alone
 */
export function newStatement(
  vault: Vault,
  { action, terms }: Deed,
  { now, random }: Pick<ApprovalTools, 'now' | 'random'>,
): Statement {
  if (vault.fault !== null) throw vault.fault
  return {
    format: 'keyclave statement 3',
    log: vault.audit.id(),
    ...vault.audit.seen(),
    request: random(8).toString('hex'),
    asked: now().toISOString(),
    action,
    terms,
  }
}

async function signStatement(
  vault: Vault,
  { hash }: Approval,
  id: string,
  secret: Buffer,
  uptime: Uptime,
): Promise<Signature> {
  const signer = await openKey(vault, id, secret, uptime)
  const { name, roles } = vault.people.get(id)
  const person: Signatory = { id, name, roles }
  return { person, signer, signature: signer.sign(hash) }
}
