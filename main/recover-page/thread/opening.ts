import type { Buffer } from 'node:buffer'
import { refuse } from '../../../shared/errors.ts'
import { readAgeFile } from '../../core/age/index.ts'
import { osRandom, wipe } from '../../core/bytes/index.ts'
import { isProvedByKit, type KitKey, privateKeyPem, type TrustedKit } from '../../core/kit/index.ts'
import { type OpenQuorum, openQuorum } from '../../core/quorum/index.ts'
import type { KeyFacts, Opened, Secret } from '../calls.ts'
import { blobSource } from './blob-source.ts'
import type { Gathering } from './gathering.ts'

/** An opened quorum, and what is taken out of it. */
export class Opening {
  readonly quorum: OpenQuorum
  readonly kit: TrustedKit | null

  private constructor(quorum: OpenQuorum, kit: TrustedKit | null) {
    this.quorum = quorum
    this.kit = kit
  }

  /** @param passphrase UTF-8; wiped here @throws as openQuorum; QUORUM_SHORT, KIT_* */
  static async of(gathering: Gathering, passphrase: Uint8Array): Promise<Opening> {
    try {
      const { kit, shares } = gathering
      const quorum = await openQuorum(shares, passphrase, osRandom)
      try {
        if (kit !== null) quorum.requireOwn(kit.kit)
      } catch (error) {
        quorum.close()
        throw error
      }
      return new Opening(quorum, kit)
    } finally {
      wipe(passphrase)
    }
  }

  get facts(): Opened {
    const { setId, recipient, proved } = this.quorum
    const { keys = [] } = this.kit?.kit ?? {}
    return {
      ...{ setId, recipient, proved },
      keys: keys.map(key => this.#factsOf(key)),
      backupKeys: (this.kit?.backupKeys ?? []).map(({ generation, created }) => ({
        generation,
        created: created.slice(0, 10),
      })),
    }
  }

  /** The text of an age identity, with a line break at its end. @throws BACKUP_KEY_UNKNOWN; as openItem */
  async identity(which: number | 'quorum'): Promise<Secret> {
    const text = await this.#identity(which)
    const bytes = new Uint8Array(text.length + 1)
    bytes.set(text)
    bytes[text.length] = 0x0a
    wipe(text)
    const what = which === 'quorum' ? 'quorum' : `backup-key-${which}`
    return { bytes, name: `identity-${what}-${this.quorum.setId}.txt` }
  }

  /** @throws KEY_UNKNOWN, ITEM_UNPROVED, ITEM_DAMAGED, KIT_TAMPERED */
  async key(id: string, version: number): Promise<Secret> {
    const { kit } = this
    const found = kit?.kit.keys.find(key => key.id === id && key.version === version)
    if (kit === null || found === undefined) throw refuse('KEY_UNKNOWN', { key: id })
    const secret = await this.quorum.open(kit.item(found))
    const stem = `${found.label}-${version}`
    if (found.kind !== 'key-pair') return { bytes: own(secret), name: `${stem}.key` }
    const pem = privateKeyPem(secret)
    wipe(secret)
    return { bytes: own(pem), name: `${stem}.pem` }
  }

  /** Asks a backup whether the passphrase is right, where no kit has told. @throws PASSPHRASE_WRONG; AGE_* */
  async confirmBy(backup: Blob): Promise<void> {
    if (this.quorum.proved) return
    const { header } = await readAgeFile(blobSource(backup))
    await this.quorum.confirmBy(header)
  }

  close(): void {
    this.quorum.close()
  }

  async #identity(which: number | 'quorum'): Promise<Buffer> {
    if (which === 'quorum') return await this.quorum.identityText()
    const keys = this.kit?.backupKeys ?? []
    const key = keys.find(({ generation }) => generation === which)
    if (key === undefined) {
      throw refuse('BACKUP_KEY_UNKNOWN', { generation: `${which}`, count: keys.length })
    }
    return await this.quorum.open(key)
  }

  #factsOf(key: KitKey): KeyFacts {
    const { id, version, label, purpose, expires = null } = key
    const proved = this.kit !== null && isProvedByKit(this.kit.kit, key)
    return { ...{ id, version, label, purpose, expires, proved }, ...sizeOf(key) }
  }
}

function sizeOf(key: KitKey): Pick<KeyFacts, 'what' | 'size'> {
  switch (key.kind) {
    case 'master-key':
      return { what: 'key', size: `${key.bits} bits` }
    case 'imported-secret':
      return { what: 'secret', size: `${key.bytes} bytes` }
    case 'key-pair':
      return { what: 'pair', size: key.algorithm }
  }
}

/** The same bytes in memory of their own, without what a Buffer has besides: they cross to the page. */
function own(secret: Buffer): Uint8Array {
  const bytes = new Uint8Array(secret)
  wipe(secret)
  return bytes
}
