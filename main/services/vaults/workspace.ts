import { lstatSync } from 'node:fs'
import { refuse } from '../../../shared/errors.ts'
import type { Vault } from '../../vault/index.ts'
import { absolutePath } from '../files/index.ts'
import type { VaultReference } from './reference.ts'
import { SeenHead } from './seen-head.ts'
import type { OpenVault } from './vaults.ts'

/** A vault that stays open, and locked, until it is let go. */
export interface HeldVault {
  readonly vault: Vault
  readonly letGo: () => void
}

/**
 * Which vault the window works with.
 *
 * It is opened for each piece of work and closed again: the files to back up may contain it, and
 * reading it would give up this process's lock on it. A ceremony holds it from begin to end.
 */
export class Workspace {
  readonly #openVault: OpenVault
  #current: VaultReference | null = null
  #held: Vault | null = null
  /** The end of the line of those who want the file: a vault can be opened once in a process. */
  #line: Promise<unknown> = Promise.resolve()

  constructor(openVault: OpenVault) {
    this.#openVault = openVault
  }

  /** The open vault; null when none is. */
  get current(): VaultReference | null {
    return this.#current
  }

  /** @throws VAULT_CLOSED */
  require(): VaultReference {
    if (this.#current === null) throw refuse('VAULT_CLOSED', {})
    return this.#current
  }

  /** The open vault, where it may be changed. @throws VAULT_CLOSED, VAULT_READ_ONLY */
  requireWritable(): VaultReference {
    const vault = this.require()
    if (vault.readOnly) throw refuse('VAULT_READ_ONLY', { path: vault.path })
    return vault
  }

  /**
   * Opens a vault in place of the one before. For reading only, one is opened to look at that is not what its
   * log says: whatever does something refuses it then.
   *
   * @returns the ceremony that a crash had left open there, and that is void now
   * @throws VAULT_MISSING and the other VAULT_*; FILE_NOT_ABSOLUTE
   */
  open(path: string, readOnly: boolean): Promise<Vault['interrupted']> {
    const at = absolutePath(path)
    if (lstatSync(at, { throwIfNoEntry: false }) === undefined) {
      throw refuse('VAULT_MISSING', { path: at })
    }
    return this.#take(at, readOnly)
  }

  /** Makes a vault and opens it. @throws FILE_EXISTS, VAULT_*, FILE_NOT_ABSOLUTE */
  async create(path: string): Promise<void> {
    const at = absolutePath(path)
    if (lstatSync(at, { throwIfNoEntry: false })) throw refuse('FILE_EXISTS', { path: at })
    await this.#take(at, false)
  }

  close(): void {
    this.#current = null
  }

  /** Opens the current vault for writing until it is let go. @throws VAULT_READ_ONLY, VAULT_* */
  async hold(reference: VaultReference): Promise<HeldVault> {
    const { path, readOnly } = reference
    if (readOnly) throw refuse('VAULT_READ_ONLY', { path })
    const vault = await this.#inLine(() => this.#openVault(path, 'write'))
    this.#held = vault
    const letGo = (): void => {
      if (this.#held === vault) this.#held = null
      vault.close()
    }
    return { vault, letGo }
  }

  async #take(path: string, readOnly: boolean): Promise<Vault['interrupted']> {
    const seen = new SeenHead()
    const interrupted = await this.#inLine(async () => {
      const vault = await this.#openVault(path, readOnly ? 'look' : 'write')
      seen.note(vault)
      vault.close()
      return vault.interrupted
    })
    this.#current = {
      path,
      readOnly,
      use: async (mode, work) => {
        if (mode === 'write' && readOnly) throw refuse('VAULT_READ_ONLY', { path })
        if (this.#held?.path === path) return work(this.#held)
        return this.#inLine(async () => {
          const vault = await this.#openVault(path, mode)
          try {
            seen.require(vault)
            const result = await work(vault)
            seen.note(vault)
            return result
          } finally {
            vault.close()
          }
        })
      },
    }
    return interrupted
  }

  #inLine<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#line.then(work)
    this.#line = turn.catch(() => {})
    return turn
  }
}
