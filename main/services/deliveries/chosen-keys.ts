import { refuse } from '../../../shared/errors.ts'
import { MOST_TOGETHER } from '../../core/deliveries/index.ts'
import type { Kit, KitKey } from '../../core/kit/index.ts'
import type { Input } from '../files/index.ts'
import { keyMeant } from '../keys/index.ts'
import type { VaultReference } from '../vaults/index.ts'

/** Which keys go in one package. */
export interface ChosenKeys {
  /** Each by its id or label, with "@2" for one version of several. */
  readonly keys: readonly string[]
  /** And every key whose label begins so; absent: none. */
  readonly keysOf?: string
  /** And those in this file, one to a line; `#` begins a remark. */
  readonly keysFrom?: string
}

/** Of a list of keys: a thousand long labels. */
const LARGEST_LIST = 256 * 1024

/**
 * The names of the keys that somebody chose, in the order: named, by the beginning of their labels, in the file.
 *
 * @throws DELIVERY_KEYS; FILE_*
 */
export async function namesChosen(
  kit: Kit,
  { keys, keysOf, keysFrom }: ChosenKeys,
  input: Pick<Input, 'read'>,
): Promise<readonly [string, ...string[]]> {
  const [first, ...others] = [
    ...keys,
    ...(keysOf === undefined ? [] : labelsOf(kit, keysOf)),
    ...(keysFrom === undefined ? [] : await listIn(keysFrom, input)),
  ]
  if (first === undefined) throw unfit('none-named', null)
  if (others.length >= MOST_TOGETHER) throw unfit('too-many', String(others.length + 1))
  return [first, ...others]
}

/** The versions that those names mean. @throws KEY_UNKNOWN, KEY_LABEL_SHARED; DELIVERY_KEYS {twice} */
export async function keysMeant(
  kit: Kit,
  names: readonly [string, ...string[]],
  source: { readonly vault: VaultReference | null; readonly now: Date },
): Promise<readonly [KitKey, ...KitKey[]]> {
  const [name, ...others] = names
  const meant: [KitKey, ...KitKey[]] = [await keyMeant(kit, name, source)]
  for (const other of others) meant.push(await keyMeant(kit, other, source))
  const seen = new Set<string>()
  for (const { id, version, label } of meant) {
    const named = `${id}@${version}`
    if (seen.has(named)) throw unfit('twice', `${label}@${version}`)
    seen.add(named)
  }
  return meant
}

/** In the order of the kit. */
function labelsOf({ keys }: Kit, beginning: string): readonly string[] {
  const labels = keys.map(({ label }) => label).filter(label => label.startsWith(beginning))
  if (labels.length === 0) throw unfit('none-so-called', beginning)
  return [...new Set(labels)]
}

async function listIn(file: string, input: Pick<Input, 'read'>): Promise<readonly string[]> {
  const text = decoded(await input.read(file, LARGEST_LIST))
  if (text === null) throw unfit('unfit-list', file)
  return text
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'))
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

const unfit = (
  problem: 'none-named' | 'none-so-called' | 'twice' | 'too-many' | 'unfit-list',
  key: string | null,
) => refuse('DELIVERY_KEYS', { problem, key, most: MOST_TOGETHER })
