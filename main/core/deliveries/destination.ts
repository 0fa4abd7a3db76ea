import type { Buffer } from 'node:buffer'
import type { DeliveryNotice, DestinationId } from '../../../shared/deliveries.ts'
import type { DeliveryForm } from '../../../shared/delivery-states.ts'
import type { Instructions } from '../../../shared/delivery-steps.ts'
import type { RandomSource } from '../bytes/index.ts'
import type { WrapJob, Wrapped } from '../wrapping/index.ts'
import type { Asked } from './asked.ts'

/**
 * What a destination is: what it accepts, what is checked before anybody gathers, how the key is wrapped for
 * it, and what is to be done there. One module each, one line in the registry.
 */

/** One version of a key, by what is public about it. */
export interface DeliveredKey {
  readonly id: string
  readonly version: number
  readonly label: string
  /** What its part of a package is called, without its ending; absent where it goes alone. */
  readonly part?: string
  readonly material:
    | { readonly kind: 'aes'; readonly bits: number }
    | { readonly kind: 'secret'; readonly bytes: number }
    /** The private half, PKCS#8 in DER, is what is wrapped; `publicKey` is its SPKI in DER. */
    | {
        readonly kind: 'rsa' | 'ec' | 'ed25519'
        readonly bits: number
        readonly publicKey: Uint8Array
      }
}

/** What of keys a destination takes, for the check and for the table in the docs. */
export interface Accepts {
  /** Of AES keys. */
  readonly bits: readonly number[]
  /** Of other secrets; `any`: whatever a secret may have. */
  readonly bytes: readonly number[] | { readonly least: number; readonly most: number } | 'any'
  /** Modulus of RSA key pairs; `any`: key pairs of every kind. */
  readonly rsa: readonly number[] | 'any'
}

/** What stands in instructions before anything is wrapped, in place of what is made with the key. */
export const LATER = 'MADE-WITH-THE-PACKAGE'

/** In what the key leaves. */
export type Form = 'wrapped' | 'sealed' | 'nothing'

export interface DeliveryRequest {
  readonly key: DeliveredKey
  /** The destination's files, by the names that it asks for. */
  readonly files: { readonly [name: string]: Uint8Array }
  readonly options: { readonly [name: string]: string }
  /** The confirmed time. */
  readonly now: Date
  /** For what is random and public: an initialization vector. */
  readonly random: RandomSource
}

/** A key on the other side, as people compare it. */
export interface OtherKey {
  /** SHA-256, 64 hex digits: of the SPKI in DER, a certificate or the recipients; of OpenPGP the key's own 40. */
  readonly fingerprint: string
  /** The same as words to be read aloud. */
  readonly words: readonly string[]
  /** Of a modulus. */
  readonly bits: number | null
}

/** What every destination's preflight finds. */
export interface Checked {
  /** What it is wrapped under; null: no secret leaves, or under a key of the vault. */
  readonly under: OtherKey | null
  readonly validTo: Date | null
  readonly notices: readonly DeliveryNotice[]
}

/** A public file of the package. */
export interface PackageFile {
  readonly name: string
  readonly bytes: Buffer
}

/** The four parts, where each keeps what its preflight found. */
export interface Parts<Target extends Checked> {
  readonly id: DestinationId
  readonly accepts: Accepts
  readonly form: Form
  readonly asks: Asked
  /** @throws DELIVERY_… for everything that would otherwise be found out there */
  readonly preflight: (request: DeliveryRequest) => Target
  /** Its own name there: an ARN, a path, a key id; null: none but the key that it is wrapped under. */
  readonly called: (target: Target, key: DeliveredKey) => string | null
  /** Null: no secret leaves. */
  readonly wrap: (target: Target, key: DeliveredKey) => WrapJob | null
  readonly files: (
    target: Target,
    wrapped: Wrapped | null,
    key: DeliveredKey,
  ) => readonly PackageFile[]
  readonly instructions: (
    target: Target,
    wrapped: Wrapped | null,
    key: DeliveredKey,
  ) => Instructions
  /** What is done there with several keys in one package; absent: it takes one at a time. */
  readonly together?: (target: Target, keys: readonly DeliveredKey[]) => Instructions
}

/** What is to be wrapped and packed, checked. Nothing secret in it. */
export interface Prepared extends Checked {
  readonly destination: DestinationId
  readonly key: DeliveredKey
  /** Its own name there; null: none. */
  readonly target: string | null
  /** `plain`: nothing closes a part that has the key. */
  readonly form: DeliveryForm
  readonly job: WrapJob | null
  /** The check value that the other side gave of the key under which this one is wrapped; null: none is needed. */
  readonly kek: { readonly check: string | null } | null
  readonly files: (wrapped: Wrapped | null) => readonly PackageFile[]
  readonly instructions: (wrapped: Wrapped | null) => Instructions
}

/** Several keys to one recipient in one package, each wrapped by itself. */
export interface PreparedTogether {
  /** In the order of the keys, at least two; under the same key of the other side, in the same form. */
  readonly each: readonly Prepared[]
  readonly instructions: Instructions
}

/** The same as for one, of every key. */
export interface RequestTogether extends Omit<DeliveryRequest, 'key'> {
  /** At least two, each with a part of its own name. */
  readonly keys: readonly DeliveredKey[]
}

/** A destination to deliver to. */
export interface Destination {
  readonly kind: 'destination'
  readonly id: DestinationId
  readonly accepts: Accepts
  readonly form: Form
  readonly asks: Asked
  /** @throws DELIVERY_… */
  readonly prepare: (request: DeliveryRequest) => Prepared
  /** Null: it takes one key at a time. @throws DELIVERY_… */
  readonly prepareTogether: ((request: RequestTogether) => PreparedTogether) | null
}

/** A destination that takes keys online alone. */
export interface Elsewhere {
  readonly kind: 'elsewhere'
  readonly id: DestinationId
  readonly instead: readonly DestinationId[]
  readonly instructions: Instructions
}
