import type { Buffer } from 'node:buffer'
import { matchHeaders } from '../../core/age/index.ts'
import { wipe } from '../../core/bytes/index.ts'
import type { OpenedQuorum } from '../recovery/index.ts'

/** Whose identity opens a backup: the quorum's own, or that of a backup key of its kit. */
export interface IdentityName {
  /** Null: the quorum's own. */
  readonly generation: number | null
  readonly recipient: string
}

interface Held extends IdentityName {
  /** ASCII bytes of `AGE-SECRET-KEY-…`. */
  readonly identity: Buffer
}

/**
 * The identities that an opened quorum has, for as long as one command or one step lasts: its own, and those
 * of every backup key in its kit, which after a re-issue are older than the quorum.
 */
export class HeldIdentities {
  readonly #held: readonly Held[]

  private constructor(held: readonly Held[]) {
    this.#held = held
  }

  /** @returns for the caller to close @throws ITEM_DAMAGED, KIT_TAMPERED */
  static async of({ quorum, kit }: OpenedQuorum): Promise<HeldIdentities> {
    const held: Held[] = []
    try {
      const { recipient } = quorum
      held.push({ generation: null, recipient, identity: await quorum.identityText() })
      for (const key of kit?.backupKeys.toReversed() ?? []) {
        const { generation, recipient: own } = key
        held.push({ generation, recipient: own, identity: await quorum.open(key) })
      }
      return new HeldIdentities(held)
    } catch (error) {
      wipe(...held.map(({ identity }) => identity))
      throw error
    }
  }

  /** Which of them open each header, the quorum's own first; null where the header is damaged. */
  async match(
    headers: readonly Uint8Array[],
  ): Promise<readonly (readonly IdentityName[] | null)[]> {
    const found = await matchHeaders(
      headers,
      this.#held.map(({ identity }) => identity),
    )
    return found.map(positions => positions && this.#namesAt(positions))
  }

  #namesAt(positions: readonly number[]): readonly IdentityName[] {
    return this.#held
      .filter((_, position) => positions.includes(position))
      .map(({ generation, recipient }) => ({ generation, recipient }))
  }

  /** The bytes of one of them, which stay this object's. */
  bytesOf(recipient: string): Uint8Array {
    const held = this.#held.find(other => other.recipient === recipient)
    if (held === undefined) throw new Error('this identity is not held')
    return held.identity
  }

  /** Wipes them. */
  close(): void {
    wipe(...this.#held.map(({ identity }) => identity))
  }
}
