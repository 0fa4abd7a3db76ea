import { Buffer } from 'node:buffer'
import { refuse } from '../../../shared/errors.ts'
import { isRehearsal } from '../../../shared/rehearsal.ts'
import { decodeHeader, type KdfProfile } from '../../../shared/share.ts'
import { wipe } from '../../core/bytes/index.ts'
import {
  confirmKit,
  fingerprintDigits,
  type Kit,
  parseKit,
  type TrustedKit,
} from '../../core/kit/index.ts'
import { KDF_PROFILES } from '../../core/passphrase/index.ts'
import { type QuorumShares, ShareCollection } from '../../core/quorum/index.ts'
import { type ReadCard, readCards, readCode } from '../../core/share/index.ts'
import type { CardAnswer, Standing } from '../calls.ts'

/** A card that was taken, so that it can be checked again when a kit comes later. */
interface Card {
  /** 44 bytes. */
  readonly bytes: Buffer
  /** The first digits of the fingerprint of the kit that its code names. */
  readonly named: string | null
}

const CODE = /^\s*KEYCLAVE:/i

/**
 * Kit and cards as people bring them, in any order. Each change is tried on all that is there, and is made or refused:
 * what was there before stays.
 */
export class Gathering {
  #kit: Kit | null = null
  /** Digits from a card that confirm the kit. */
  #digits: string | null = null
  #cards: readonly Card[] = []
  #shares = new ShareCollection(null)
  #trusted: TrustedKit | null = null
  /** Corrected, and not yet compared with the paper by anybody. */
  #corrected: ReadCard | null = null

  /** Takes a kit, or takes it away. @throws KIT_*, REHEARSAL, SHARE_* of the cards that are here */
  takeKit(file: Uint8Array | null): Standing {
    const kit = file === null ? null : parseKit(Buffer.from(file))
    if (kit !== null && isRehearsal(kit.quorum.setId)) throw refuse('REHEARSAL', { what: 'kit' })
    const named = this.#cards.find(card => card.named !== null)?.named ?? null
    this.#become(kit, kit === null ? null : named, this.#cards)
    return this.standing
  }

  /** @throws KIT_FINGERPRINT, KIT_FINGERPRINT_FORMAT; SHARE_* of the cards that are here */
  confirm(typed: string): Standing {
    this.#become(this.#kit, fingerprintDigits(typed), this.#cards)
    return this.standing
  }

  /** @throws SHARE_*, CARD_ENCODING; KIT_NOT_OF_CARD */
  async takeCard(text: Uint8Array): Promise<CardAnswer> {
    this.#forgetCorrected()
    const [head] = [Buffer.from(text.subarray(0, 64)).toString('latin1')]
    if (CODE.test(head)) return this.takeCode(text)
    const [read] = await readCards([text], { showCorrections: true })
    if (read === undefined) throw new Error('a card was read')
    if (read.corrected.length === 0) return this.#take({ bytes: read.bytes, named: null })
    this.#corrected = read
    const words = read.corrections.map(({ word, to }) => ({
      place: word,
      word: to.toString('ascii'),
    }))
    return { kind: 'corrected', words }
  }

  /** @param text of a code @throws CODE_NOT_SHARE; as takeCard */
  async takeCode(text: Uint8Array): Promise<CardAnswer> {
    const { bytes, kit } = await readCode(text)
    return this.#take({ bytes, named: kit })
  }

  /** Takes the card whose corrections a person has compared. @throws CORRECTIONS_NONE; as takeCard */
  takeCorrected(): CardAnswer {
    const read = this.#corrected
    if (read === null) throw refuse('CORRECTIONS_NONE', {})
    this.#corrected = null
    wipe(...read.corrections.map(({ to }) => to))
    return this.#take({ bytes: read.bytes, named: null })
  }

  remove(index: number): Standing {
    const gone = this.#cards.filter(({ bytes }) => decodeHeader(bytes).index === index)
    const cards = this.#cards.filter(card => !gone.includes(card))
    this.#become(this.#kit, this.#digits, cards)
    wipe(...gone.map(({ bytes }) => bytes))
    return this.standing
  }

  /** What opens the quorum. @throws QUORUM_SHORT; KIT_FINGERPRINT_NEEDED of a kit that nothing has confirmed */
  get shares(): QuorumShares {
    if (this.#kit !== null && this.#trusted === null) {
      throw refuse('KIT_FINGERPRINT_NEEDED', { setId: this.#kit.quorum.setId })
    }
    return this.#shares.validate()
  }

  /** Null: there is none. */
  get kit(): TrustedKit | null {
    return this.#trusted
  }

  get standing(): Standing {
    const shares = this.#shares
    return {
      kit: this.#kit === null ? null : { ...factsOf(this.#kit), confirmed: this.#trusted !== null },
      cards: shares.indexes.map(index => ({ index, custodian: this.#custodian(index) })),
      need: shares.need,
      setId: shares.setId,
      mebibytes: mebibytesOf(shares.shares[0]?.profile ?? this.#trusted?.quorum.kdf ?? null),
    }
  }

  close(): void {
    this.#forgetCorrected()
    this.#shares.close()
    wipe(...this.#cards.map(({ bytes }) => bytes))
    this.#cards = []
  }

  #take(card: Card): CardAnswer {
    try {
      // A code that names the kit confirms it: it is the fingerprint on a card, read by a machine.
      this.#become(this.#kit, this.#digits ?? card.named, [...this.#cards, card])
    } catch (error) {
      wipe(card.bytes)
      throw error
    }
    return { kind: 'taken', standing: this.standing }
  }

  /** Everything anew with these, or a refusal and nothing changed. */
  #become(kit: Kit | null, digits: string | null, cards: readonly Card[]): void {
    const trusted = kit === null || digits === null ? null : confirmKit(kit, { by: 'card', digits })
    const shares = new ShareCollection(trusted)
    try {
      for (const { bytes, named } of cards) shares.add(bytes, named)
    } catch (error) {
      shares.close()
      throw error
    }
    this.#shares.close()
    this.#kit = kit
    this.#digits = kit === null ? null : digits
    this.#cards = cards
    this.#shares = shares
    this.#trusted = trusted
  }

  #custodian(index: number): string | null {
    const custodians = this.#trusted?.quorum.custodians ?? []
    return custodians.find(custodian => custodian.index === index)?.name ?? null
  }

  #forgetCorrected(): void {
    const read = this.#corrected
    this.#corrected = null
    wipe(read?.bytes, ...(read?.corrections ?? []).map(({ to }) => to))
  }
}

const factsOf = ({ quorum }: Kit) => ({
  title: quorum.title,
  organisation: quorum.organisation,
  created: quorum.created.slice(0, 10),
  setId: quorum.setId,
  threshold: quorum.threshold,
  custodians: quorum.custodians.map(({ name }) => name),
})

const mebibytesOf = (profile: KdfProfile | null): number | null =>
  profile === null ? null : KDF_PROFILES[profile].memoryKiB / 1024
