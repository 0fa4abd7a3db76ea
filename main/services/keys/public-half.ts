import { Buffer } from 'node:buffer'
import { refuse } from '../../../shared/errors.ts'
import type { PairAlgorithm } from '../../../shared/key-pairs.ts'
import { formatFingerprint, publicKeyPem } from '../../core/kit/index.ts'
import type { Vault } from '../../vault/index.ts'
import { type Input, writeNewFile } from '../files/index.ts'
import { readKit, trustKit } from '../kits/index.ts'
import { type OpenVault, vaultToRead } from '../vaults/index.ts'
import { keyInKit } from './key-in-kit.ts'
import { keyKnown } from './named-key.ts'

/** A pair whose public half somebody wants: of a vault, or of a kit that a vault or a card vouches for. */
export interface PublicHalfRequest {
  /** As somebody names it: a label, an id, with `@2` behind it that version. */
  readonly key: string
  readonly vault?: string
  readonly kit?: string
  /** Of the kit, as it stands on a card, its first 8 digits or more. */
  readonly fingerprint?: string
  /** A new file; absent: none. */
  readonly out?: string
}

/** A public half, and whose it is. */
export interface PublicHalf {
  readonly id: string
  readonly label: string
  readonly version: number
  readonly algorithm: PairAlgorithm
  /** 8 groups of 4 hex digits. */
  readonly fingerprint: string
  /** SubjectPublicKeyInfo, RFC 7468. */
  readonly pem: string
}

interface Tools {
  readonly input: Input
  readonly openVault: OpenVault
  readonly now: () => Date
}

/**
 * The public half of a pair, for which nothing has to be opened.
 *
 * @throws KEY_UNKNOWN, KEY_UNKNOWN_HERE, KEY_LABEL_SHARED, ITEM_UNPROVED; KEY_NO_PAIR; KIT_*; VAULT_*; FILE_*
 */
export async function publicHalf(request: PublicHalfRequest, tools: Tools): Promise<PublicHalf> {
  const half = await (request.kit === undefined
    ? fromVault(request, tools)
    : fromKit(request.kit, request, tools))
  if (request.out !== undefined) await writeNewFile(request.out, Buffer.from(half.pem))
  return half
}

interface Named {
  readonly id: string
  readonly label: string
  readonly version: number
}

const halfOf = (
  { id, label, version }: Named,
  pair: {
    readonly algorithm: PairAlgorithm
    readonly publicKey: string
    readonly fingerprint: string
  },
): PublicHalf => ({
  ...{ id, label, version, algorithm: pair.algorithm },
  fingerprint: formatFingerprint(pair.fingerprint),
  pem: publicKeyPem(pair.publicKey),
})

const noPair = ({ label, version }: Named) => refuse('KEY_NO_PAIR', { label, version })

function fromVault(
  { key: wanted, vault = '' }: PublicHalfRequest,
  { openVault, now }: Tools,
): Promise<PublicHalf> {
  return vaultToRead(vault, openVault).use('read', opened => publicHalfIn(opened, wanted, now()))
}

/** The public half of a pair that a vault knows. @throws KEY_UNKNOWN_HERE, KEY_LABEL_SHARED, KEY_NO_PAIR */
export function publicHalfIn(vault: Vault, wanted: string, now: Date): PublicHalf {
  const key = keyKnown(vault, wanted, now)
  const { algorithm, publicKey, fingerprint } = key
  if (algorithm === null || publicKey === null || fingerprint === null) throw noPair(key)
  const spki = Buffer.from(publicKey).toString('base64')
  return halfOf(key, { algorithm, publicKey: spki, fingerprint })
}

async function fromKit(
  file: string,
  { key: wanted, vault, fingerprint }: PublicHalfRequest,
  { input, openVault, now }: Tools,
): Promise<PublicHalf> {
  const reference = vault === undefined ? null : vaultToRead(vault, openVault)
  const expected = { given: fingerprint ?? null, ask: input.askShown }
  const trusted = await trustKit(await readKit(file, input), reference, expected)
  const key = await keyInKit(trusted, wanted, { vault: reference, now: now() })
  if (key.kind !== 'key-pair') throw noPair(key)
  return halfOf(key, key)
}
