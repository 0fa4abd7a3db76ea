import type { DeliveryForm } from './delivery-states.ts'
import type { KeyException, KeyUse } from './key-life.ts'

/** What the page of a receipt says: the receipt of a delivery (core/deliveries/receipt.ts), with nothing secret. */
export interface ReceiptFacts {
  readonly delivery: string
  readonly made: string
  readonly organisation: string | null
  readonly quorum: { readonly setId: string; readonly fingerprint: string }
  readonly key: {
    readonly id: string
    readonly version: number
    readonly label: string
    readonly fingerprint: string | null
  }
  readonly use: KeyUse
  readonly although: KeyException | null
  readonly destination: string
  readonly target: string | null
  readonly form: DeliveryForm
  readonly plain: string | null
  readonly wrappingKey: string | null
  /** The same as words to be read aloud; empty: there is none. */
  readonly wrappingWords: readonly string[]
  readonly validTo: string | null
  readonly checkValues: {
    readonly ecb: string | null
    readonly cmac: string | null
    readonly md5: string | null
  }
  /** Keys in the same package; their files are the next ones of `files`. */
  readonly others: readonly {
    readonly delivery: string
    readonly key: ReceiptFacts['key']
    readonly checkValues: ReceiptFacts['checkValues']
  }[]
  readonly files: readonly { readonly name: string; readonly sha256: string }[]
  readonly people: readonly { readonly name: string; readonly key: string }[]
}
