import type { Action } from '../../../shared/deeds.ts'
import { refuse } from '../../../shared/errors.ts'
import { wipe } from '../../core/bytes/index.ts'
import { statementHash } from '../../core/log/index.ts'
import type { Vault } from '../../vault/index.ts'
import type { Input } from '../files/index.ts'
import { readPassphrase } from '../quorum/index.ts'
import { type ApprovalTools, newStatement } from './approvals.ts'
import {
  type Authorization,
  authorize,
  type Deed,
  requireSignersOfBoth,
  type Signature,
  type Signed,
} from './authorize.ts'
import type { Permit } from './permit.ts'
import { openKey, type Uptime } from './sign-in.ts'

/** A person who signs on the command line: by name, with the file of their PIN or passphrase. */
export interface SignerFile {
  readonly name: string
  readonly file: string
}

/** What asks for signatures: they mean something only in a vault. */
interface SignedRequest {
  readonly vault?: string
  readonly sign?: readonly SignerFile[]
}

/** @throws SIGN_VAULT when somebody signs what no vault records */
export function requireVaultToSign({ vault, sign = [] }: SignedRequest): void {
  if (vault === undefined && sign.length > 0) throw refuse('SIGN_VAULT', {})
}

/**
 * Those who sign for one command. Each file is read and each key opened once; their owner closes them at
 * the end of the command.
 */
export class Signers {
  readonly #signatories: readonly Omit<Signature, 'signature'>[]

  private constructor(signatories: readonly Omit<Signature, 'signature'>[]) {
    this.#signatories = signatories
  }

  /**
   * Opens their keys.
   *
   * @throws PEOPLE_NONE, PERSON_UNKNOWN, PERSON_STATE, PIN_WRONG, PIN_WAIT, PIN_LOCKED, FILE_*
   */
  static async open(
    vault: Vault,
    files: readonly SignerFile[],
    { input, uptime }: { readonly input: Input; readonly uptime: Uptime },
  ): Promise<Signers> {
    if (files.length > 0 && vault.people.profile() === null) throw refuse('PEOPLE_NONE', {})
    const opened: Omit<Signature, 'signature'>[] = []
    try {
      for (const { name: given, file } of files) {
        const { id, name, roles } = vault.people.named(given)
        const secret = await readPassphrase(file, input)
        try {
          const signer = await openKey(vault, id, secret, uptime)
          opened.push({ person: { id, name, roles }, signer })
        } finally {
          wipe(secret)
        }
      }
      return new Signers(opened)
    } catch (error) {
      for (const { signer } of opened) signer.close()
      throw error
    }
  }

  /** Who signs. */
  get people() {
    return this.#signatories.map(({ person }) => person)
  }

  /** Everyone signs a deed; null when nobody was named. */
  sign(vault: Vault, deed: Deed, tools: ApprovalTools): Signed | null {
    if (this.#signatories.length === 0) return null
    const statement = newStatement(vault, deed, tools)
    const hash = statementHash(statement)
    return {
      statement,
      signatures: this.#signatories.map(({ person, signer }) => ({
        person,
        signature: signer.sign(hash),
        // Theirs stay open for further deeds of the command, until `close`.
        signer: { ...signer, close: () => {} },
      })),
    }
  }

  close(): void {
    for (const { signer } of this.#signatories) signer.close()
  }
}

/**
 * Those who sign on the command line for an opening and for what is then taken out. They are asked for at
 * the first of the two, and must be enough for both.
 */
export class SignersOfTwo {
  readonly #files: readonly SignerFile[]
  readonly #second: Action
  readonly #tools: Omit<LeaveTools, 'unsigned'>
  #signers: Signers | null = null

  constructor(files: readonly SignerFile[], second: Action, tools: Omit<LeaveTools, 'unsigned'>) {
    this.#files = files
    this.#second = second
    this.#tools = tools
  }

  /** @throws APPROVAL_NEEDED, APPROVAL_SHORT; as Signers.open */
  readonly permit: Permit = async (vault, deed, unsigned) => {
    let signers = this.#signers
    if (signers === null) {
      signers = await Signers.open(vault, this.#files, this.#tools)
      this.#signers = signers
      requireSignersOfBoth(vault, [deed, { action: this.#second, terms: {} }], signers.people)
    }
    return authorize(vault, deed, signers.sign(vault, deed, this.#tools), { unsigned })
  }

  close(): void {
    this.#signers?.close()
  }
}

interface LeaveTools extends ApprovalTools {
  readonly input: Input
  /** The actor's name in a vault without people. */
  readonly unsigned: string
}

/** The command line's permit for the one deed of a command: those who were named sign it. */
export const permitFromFiles =
  (files: readonly SignerFile[], tools: Omit<LeaveTools, 'unsigned'>): Permit =>
  (vault, deed, unsigned) =>
    leaveFromFiles(vault, deed, files, { ...tools, unsigned })

/**
 * Leave for the one deed of a command, signed by those who were named.
 *
 * @returns leave, for the caller to close
 * @throws APPROVAL_NEEDED, APPROVAL_SHORT; as Signers.open
 */
async function leaveFromFiles(
  vault: Vault,
  deed: Deed,
  files: readonly SignerFile[],
  tools: LeaveTools,
): Promise<Authorization> {
  const signers = await Signers.open(vault, files, tools)
  try {
    const { unsigned } = tools
    const leave = authorize(vault, deed, signers.sign(vault, deed, tools), { unsigned })
    return { ...leave, close: () => signers.close() }
  } catch (error) {
    signers.close()
    throw error
  }
}
