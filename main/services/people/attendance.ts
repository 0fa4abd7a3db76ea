import type { Buffer } from 'node:buffer'
import type { RandomSource } from '../../core/bytes/index.ts'
import type { Signatory, Signer } from '../../core/people/index.ts'
import type { Vault } from '../../vault/index.ts'
import { openKey, type Uptime } from './sign-in.ts'

/** Somebody in the room. */
export interface Present extends Signatory {
  /** RFC 3339, UTC. */
  readonly since: string
}

/** Somebody came or left. */
export interface Change {
  readonly kind: 'came' | 'left'
  readonly person: Signatory
}

export interface AttendanceTools {
  readonly now: () => Date
  readonly uptime: Uptime
  readonly random: RandomSource
  readonly onChange: (change: Change) => void
}

/**
 * Who is in the room. Coming is signed; leaving is noted by the program. It lasts as long as the program
 * runs with this vault: each time begins with an id of its own, which empties the room in the log.
 */
export class Attendance {
  readonly #tools: AttendanceTools
  readonly #present = new Map<string, Present>()
  #session: string

  constructor(tools: AttendanceTools) {
    this.#tools = tools
    this.#session = tools.random(8).toString('hex')
  }

  list(): Present[] {
    return [...this.#present.values()]
  }

  /** @throws PIN_WRONG, PIN_WAIT, PIN_LOCKED, PERSON_STATE, PERSON_UNKNOWN */
  async signIn(vault: Vault, id: string, secret: Buffer): Promise<void> {
    const signer = await openKey(vault, id, secret, this.#tools.uptime)
    try {
      this.arrive(vault, vault.people.get(id), signer)
    } finally {
      signer.close()
    }
  }

  /**
   * Somebody whose key is open is here. Nothing happens when they are here already.
   *
   * @param signer their key; the caller still owns it
   */
  arrive({ audit }: Vault, { id, name, roles }: Signatory, signer: Signer): void {
    if (this.#present.has(id)) return
    audit.append({
      actor: { name, signer },
      action: 'attendance.signed-in',
      subject: `person:${id}`,
      details: { session: this.#session },
    })
    const person = { id, name, roles }
    this.#present.set(id, { ...person, since: this.#tools.now().toISOString() })
    this.#tools.onChange({ kind: 'came', person })
  }

  /** Nothing happens when they are not there. */
  signOut({ audit }: Vault, id: string): void {
    const person = this.#present.get(id)
    if (person === undefined) return
    audit.append({
      actor: 'keyclave',
      action: 'attendance.signed-out',
      subject: `person:${id}`,
      details: { session: this.#session },
    })
    this.#present.delete(id)
    this.#tools.onChange({ kind: 'left', person })
  }

  /** Who is not in force any more has left; the entry that says so is theirs. */
  remove(id: string): void {
    const person = this.#present.get(id)
    if (person === undefined) return
    this.#present.delete(id)
    this.#tools.onChange({ kind: 'left', person })
  }

  /** The vault was closed: the room begins anew. */
  clear(): void {
    this.#present.clear()
    this.#session = this.#tools.random(8).toString('hex')
  }
}
