import type { Buffer } from 'node:buffer'
import { KeyclaveError, refuse } from '../../../shared/errors.ts'
import type { KeyException, KeyUse } from '../../../shared/key-life.ts'
import type { RandomSource } from '../../core/bytes/index.ts'
import {
  type DeliveredKey,
  type DeliveryRequest,
  destinationNamed,
  type Prepared,
  type PreparedTogether,
  partNames,
  prepareDelivery,
  prepareTogether,
} from '../../core/deliveries/index.ts'
import type { Kit, KitKey } from '../../core/kit/index.ts'
import { nameProblem } from '../../core/text/index.ts'
import { aboutInput, type Input } from '../files/index.ts'
import { keyMeant, keysEverywhere, requireProtecting, requireReadable } from '../keys/index.ts'
import type { VaultReference } from '../vaults/index.ts'
import { type ChosenKeys, keysMeant, namesChosen } from './chosen-keys.ts'
import { deliveredKey } from './delivered-key.ts'

/** Of one file from the other side: a token, a key, a certificate. */
export const LARGEST = 64 * 1024

/** Where a key is to go, with what the other side gave; everything in it is public. */
export interface Destined {
  readonly destination: string
  /** Paths of the destination's files, by the names that it asks for. */
  readonly files: { readonly [name: string]: string }
  readonly options: { readonly [name: string]: string }
}

/** Which keys are to go there, and what for. */
export interface DeliveryOrder extends Destined, ChosenKeys {
  readonly use: KeyUse
  /** What speaks against reading with it, and whoever asks knows; null: nothing, as far as they know. */
  readonly although: KeyException | null
  /** Why something in the package is plain; null: nothing is to be. */
  readonly plain: string | null
  /** The key of the vault under which this one is wrapped, by its name; null: none. */
  readonly kek: string | null
}

export interface PlanTools {
  readonly input: Pick<Input, 'read'>
  readonly now: () => Date
  readonly random: RandomSource
}

/** A delivery that everything public speaks for. Nothing secret was opened for it. */
export interface PlannedDelivery {
  readonly key: KitKey
  /** Keys in the same package, each in the same way; none: the one goes alone. */
  readonly others: readonly KitKey[]
  /** Null: none is needed. */
  readonly kek: KitKey | null
  /** Of `key`; of the others it is the same but for the key. */
  readonly prepared: Prepared
  /** Of all of them, `key` first; null: the one goes alone. */
  readonly together: PreparedTogether | null
  readonly use: KeyUse
  /** What had to be known; null: nothing speaks against it. */
  readonly although: KeyException | null
  /** Null: nothing is plain. */
  readonly plain: string | null
}

/**
 * Judges a delivery by the key's life, and checks it against what the other side gave: all that can be done before
 * anybody gathers.
 *
 * @param vault knows the states of the key; null: the kit's days alone
 * @throws KEY_UNKNOWN, KEY_LABEL_SHARED, KEY_UNKNOWN_HERE, KEY_NOT_PROTECTING, KEY_NOT_READABLE, KEY_SUSPECT;
 *         DELIVERY_…; FILE_…
 */
export async function planDelivery(
  kit: Kit,
  vault: VaultReference | null,
  order: DeliveryOrder,
  tools: PlanTools,
): Promise<PlannedDelivery> {
  const { use, plain } = order
  const source = { vault, now: tools.now() }
  const keys = await keysMeant(kit, await namesChosen(kit, order, tools.input), source)
  const [key, ...others] = keys
  await requireHere(keys, vault)
  const although = await requireAllUsable(keys, order, source)
  if (plain !== null && nameProblem(plain) !== null) {
    throw refuse('DELIVERY_PLAIN', { problem: 'unfit-reason' })
  }
  const { prepared, together } = await prepareKeys(keys, leftOpen(order), tools)
  requireReason(prepared, plain)
  const kek = await kekFor(prepared, key, { kit, wanted: order.kek, source })
  return { key, others, kek, prepared, together, use, although, plain }
}

async function prepareKeys(
  keys: readonly [KitKey, ...KitKey[]],
  destined: Destined,
  tools: PlanTools,
): Promise<Pick<PlannedDelivery, 'prepared' | 'together'>> {
  const [key, ...others] = keys
  if (others.length === 0) {
    return { prepared: await prepareFrom(deliveredKey(key), destined, tools), together: null }
  }
  const names = partNames(keys)
  const all = keys.map((one, i) => ({ ...deliveredKey(one), part: names[i] ?? '' }))
  const together = await withFiles(destined, tools, request =>
    prepareTogether(destined.destination, { ...request, keys: all }),
  )
  const [prepared] = together.each
  if (prepared === undefined) throw new Error('each key is prepared')
  return { prepared, together }
}

/** Whoever gives a reason wants it plain, where the destination takes it so. */
function leftOpen(order: DeliveryOrder): Destined {
  const { destination, files, options, plain } = order
  const found = destinationNamed(destination)
  const closes = found.kind === 'destination' && Object.hasOwn(found.asks.options, 'closed')
  if (plain === null || !closes) return { destination, files, options }
  return { destination, files, options: { closed: 'nothing', ...options } }
}

/** @throws KEY_UNKNOWN_HERE: a vault records where its own keys went */
async function requireHere(keys: readonly KitKey[], vault: VaultReference | null): Promise<void> {
  if (vault === null) return
  const here = await vault.use(
    'read',
    opened => new Set(keysEverywhere(opened).map(({ id, version }) => `${id}@${version}`)),
  )
  for (const { id, version } of keys) {
    const key = `${id}@${version}`
    if (!here.has(key)) throw refuse('KEY_UNKNOWN_HERE', { vault: vault.path, key })
  }
}

/** @returns what speaks against one of them, and is known; null: nothing speaks against any */
async function requireAllUsable(
  keys: readonly KitKey[],
  order: Pick<DeliveryOrder, 'use' | 'although'>,
  source: { readonly vault: VaultReference | null; readonly now: Date },
): Promise<KeyException | null> {
  let known: KeyException | null = null
  for (const key of keys) known = (await requireUsable(key, order, source)) ?? known
  return known
}

async function requireUsable(
  key: KitKey,
  { use, although }: Pick<DeliveryOrder, 'use' | 'although'>,
  { vault, now }: { readonly vault: VaultReference | null; readonly now: Date },
): Promise<KeyException | null> {
  if (use === 'process') return await requireReadable(key, vault, although, now)
  await requireProtecting(key, vault, now)
  return null
}

/** @throws DELIVERY_PLAIN */
function requireReason({ form }: Prepared, plain: string | null): void {
  if (form === 'plain' && plain === null) throw refuse('DELIVERY_PLAIN', { problem: 'no-reason' })
  if (form !== 'plain' && plain !== null) {
    throw refuse('DELIVERY_PLAIN', { problem: 'nothing-plain' })
  }
}

/** @throws DELIVERY_KEK; KEY_UNKNOWN, KEY_NOT_PROTECTING */
async function kekFor(
  { kek }: Prepared,
  key: KitKey,
  about: {
    readonly kit: Kit
    readonly wanted: string | null
    readonly source: { readonly vault: VaultReference | null; readonly now: Date }
  },
): Promise<KitKey | null> {
  const { kit, wanted, source } = about
  if (kek === null) {
    if (wanted !== null) throw refuse('DELIVERY_KEK', { problem: 'none-needed' })
    return null
  }
  if (wanted === null) throw refuse('DELIVERY_KEK', { problem: 'none-named' })
  const under = await keyMeant(kit, wanted, source)
  if (under.kind !== 'master-key') throw refuse('DELIVERY_KEK', { problem: 'no-aes-key' })
  if (under.id === key.id && under.version === key.version) {
    throw refuse('DELIVERY_KEK', { problem: 'itself' })
  }
  await requireProtecting(under, source.vault, source.now)
  return under
}

/**
 * Checks a delivery from its files, by the clock of now.
 *
 * @throws DELIVERY_…, FILE_…
 */
export const prepareFrom = (
  key: DeliveredKey,
  destined: Destined,
  tools: PlanTools,
): Promise<Prepared> =>
  withFiles(destined, tools, request => prepareDelivery(destined.destination, { ...request, key }))

/** With what the files of the other side say. @throws FILE_…, DELIVERY_ASKED; what `prepare` throws, about its file */
async function withFiles<Result>(
  { destination, files, options }: Destined,
  { input, now, random }: PlanTools,
  prepare: (request: Omit<DeliveryRequest, 'key'>) => Result,
): Promise<Result> {
  const found = destinationNamed(destination)
  if (found.kind === 'destination') {
    const unknown = Object.keys(files).filter(name => !Object.hasOwn(found.asks.files, name))
    if (unknown.length > 0) {
      throw refuse('DELIVERY_ASKED', { destination: found.id, missing: [], unknown })
    }
  }
  const read: { [name: string]: Buffer } = {}
  for (const [name, path] of Object.entries(files)) {
    read[name] = await input.read(path, LARGEST)
  }
  try {
    return prepare({ files: read, options, now: now(), random })
  } catch (error) {
    const [path, another] = Object.values(files)
    const isOfFile = error instanceof KeyclaveError && error.code === 'DELIVERY_FILE'
    throw isOfFile && path !== undefined && another === undefined ? aboutInput(path, error) : error
  }
}
