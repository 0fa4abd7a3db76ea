import {
  DESTINATION_IDS,
  type DeliveryFileName,
  type DeliveryOptionForm,
  type DeliveryOptionName,
  type DestinationId,
} from '../../../shared/deliveries.ts'
import {
  type AskedOption,
  DESTINATIONS,
  type DeliveredKey,
  type Prepared,
} from '../../core/deliveries/index.ts'
import { readRsaPublicKey } from '../../core/wrapping/index.ts'
import { namingInput } from '../files/index.ts'
import { type Destined, LARGEST, type PlanTools, prepareFrom } from './plan-delivery.ts'

/** A key pair, by the path of its public half. */
interface PairFile {
  readonly pair: string
}

/** A delivery of a key of this size, whichever it is. */
interface CheckRequest extends Destined {
  readonly key: DeliveredKey | PairFile
}

/** A destination as it is listed. */
export interface ListedDestination {
  readonly id: DestinationId
  /** Empty: it can be delivered to. */
  readonly instead: readonly DestinationId[]
  readonly files: readonly Listed<DeliveryFileName>[]
  readonly options: readonly ListedOption[]
}
interface Listed<Name> {
  readonly name: Name
  readonly required: boolean
}
interface ListedOption extends Listed<DeliveryOptionName> {
  readonly form: DeliveryOptionForm
  /** Where it is one of a few. */
  readonly among: readonly string[]
}

/** A delivery that nothing public speaks against, and when that was looked at. */
export type CheckedDelivery = Prepared & {
  readonly now: Date
  /** How many keys go in the package. */
  readonly keys: number
}

/** What takes no vault and no quorum. */
export interface DeliveryChecks {
  /** Where a key can go, and what each destination asks for. */
  readonly destinations: () => readonly ListedDestination[]
  /**
   * Checks a delivery as far as files tell: no share, no passphrase, no vault.
   *
   * @throws DELIVERY_…, FILE_…
   */
  readonly check: (request: CheckRequest) => Promise<CheckedDelivery>
}

export const createDeliveryChecks = (tools: PlanTools): DeliveryChecks => ({
  destinations: listedDestinations,
  check: async request => {
    const { key } = request
    const subject = 'pair' in key ? await pairIn(key, tools.input) : key
    return { ...(await prepareFrom(subject, request, tools)), now: tools.now(), keys: 1 }
  },
})

/** @throws DELIVERY_FILE, FILE_… */
async function pairIn({ pair }: PairFile, input: PlanTools['input']): Promise<DeliveredKey> {
  const file = await input.read(pair, LARGEST)
  const { bits, spki } = namingInput(pair, () => readRsaPublicKey(file, 'public-half'))
  return { ...ANY_KEY, material: { kind: 'rsa', bits, publicKey: spki } }
}

/** What a key is called where only its size is known. */
const ANY_KEY = { id: '0'.repeat(16), label: 'KEY', version: 1 } as const

/** Every destination, with what it asks for. */
export const listedDestinations = (): readonly ListedDestination[] =>
  DESTINATION_IDS.map(id => listed(DESTINATIONS[id]))

function listed(destination: (typeof DESTINATIONS)[DestinationId]): ListedDestination {
  const { id } = destination
  if (destination.kind === 'elsewhere') {
    return { id, instead: destination.instead, files: [], options: [] }
  }
  const { files, options } = destination.asks
  return {
    ...{ id, instead: [] },
    files: (Object.entries(files) as [DeliveryFileName, 'required' | 'optional'][]).map(
      ([name, when]) => ({
        ...{ name, required: when === 'required' },
      }),
    ),
    options: (Object.entries(options) as [DeliveryOptionName, AskedOption][]).map(
      ([name, { form, required, among = [] }]) => ({
        ...{ name, form, required: required === true, among },
      }),
    ),
  }
}
