import { Buffer } from 'node:buffer'
import path from 'node:path'
import { formatFingerprint, kitFingerprint, kitToBytes } from '../../core/kit.ts'
import type { Kit } from '../../core/kit-schema.ts'
import { describePolicy } from '../../core/plan.ts'
import type { RandomSource } from '../../core/random.ts'
import type { RecoveryProof } from '../../core/recovery-proof.ts'
import { wipe } from '../../core/secret.ts'
import { CARD_LIMIT, readCards, writeCards } from '../../core/share-card.ts'
import type { Vault } from '../../vault/vault.ts'
import type { Input } from '../files/input.ts'
import { createNewFolder, type NewFolder, type PreparedFiles } from '../files/new-folder.ts'
import { describeKey } from '../kits/key-description.ts'
import { readPassphrase } from '../passphrase-file.ts'
import type { OpenVault } from '../vaults.ts'
import { continueUnlessCancelled, type Watch } from '../watch.ts'
import { cardFacts, cardName } from './card-file.ts'
import { Ceremony } from './ceremony.ts'
import { type ReadyPlan, readPlan } from './ceremony-plan.ts'
import { ledgerOf } from './ledger.ts'

export interface RunRequest {
  /** The plan's file. */
  readonly plan: string
  readonly passphraseFile: string
  /** The folder to make; must not exist, or be empty. */
  readonly out: string
  /** Record the ceremony in this vault. */
  readonly vault?: string
}

/** What a closed ceremony made, for a person. */
export interface RunResult {
  readonly setId: string
  readonly threshold: number
  readonly identity: string
  readonly kdf: number
  readonly policy: string
  readonly fingerprint: string
  readonly proof: RecoveryProof
  readonly keys: readonly {
    readonly id: string
    readonly label: string
    readonly description: string
    readonly fingerprint: string | null
  }[]
  readonly shares: readonly {
    readonly index: number
    readonly custodian: string
    readonly file: string
  }[]
  readonly kit: string
  readonly record: string
}

export interface RunTools {
  readonly input: Input
  readonly openVault: OpenVault
  readonly now: () => Date
  readonly random: RandomSource
  readonly software: string
}

/**
 * Runs a whole ceremony from its plan into a new folder: share files, record, and at the very end the
 * kit. Whatever fails before that, the ceremony is void and what it wrote is removed.
 *
 * The share files stand for the paper: each is read back from the disk before the ceremony closes.
 *
 * @throws PLAN_FORMAT, PASSPHRASE_*, FILE_*, VAULT_*, CEREMONY_OPEN, RECOVERY_UNPROVED, CANCELLED
 */
export async function runInFolder(
  request: RunRequest,
  tools: RunTools,
  watch: Watch,
): Promise<RunResult> {
  const ready = await readPlan(request.plan, tools.input, tools.now())
  let passphrase: Buffer | null = null
  let vault: Vault | null = null
  try {
    for (const text of ready.warnings) watch.onEvent({ kind: 'notice', text })
    passphrase = await readPassphrase(request.passphraseFile, tools.input)
    vault = request.vault === undefined ? null : await tools.openVault(request.vault, 'write')
    reportInterrupted(vault, watch)
    const folder = await createNewFolder(request.out)
    return await run(ready, passphrase, vault, folder, tools, watch)
  } finally {
    vault?.close()
    wipe(passphrase, ...ready.imports)
  }
}

async function run(
  { plan, imports }: ReadyPlan,
  passphrase: Buffer,
  vault: Vault | null,
  folder: NewFolder,
  { input, now, random, software }: RunTools,
  watch: Watch,
): Promise<RunResult> {
  let ceremony: Ceremony | null = null
  let result: RunResult
  let files: PreparedFiles
  try {
    const ledger = ledgerOf(vault)
    ceremony = Ceremony.begin({ plan, imports, ledger, random, now, software })
    const kit = await ceremony.found(passphrase, watch)
    const shares = await issueShares(ceremony, kit, folder, input, watch)
    const proof = await ceremony.prove(passphrase, watch)
    continueUnlessCancelled(watch.signal)
    const { record } = ceremony.conclude()
    files = await folder.prepare([
      { name: 'record.json', content: Buffer.from(`${JSON.stringify(record, null, 2)}\n`) },
      { name: 'kit.json', content: kitToBytes(kit) },
    ])
    try {
      ceremony.close()
    } catch (error) {
      await files.discard()
      throw error
    }
    result = { ...resultOf(kit, proof), shares, record: '', kit: '' }
  } catch (error) {
    try {
      ceremony?.abort(error)
    } finally {
      await folder.remove()
    }
    throw error
  }
  // In force from here on: whatever fails now, the shares stay, and the vault has the kit.
  const [record = '', kit = ''] = await files.publish()
  return { ...result, record, kit }
}

/** Writes one file per custodian, then reads every one back from the disk. */
async function issueShares(
  ceremony: Ceremony,
  kit: Kit,
  folder: NewFolder,
  input: Input,
  { signal, onEvent }: Watch,
): Promise<RunResult['shares']> {
  const { custodians } = kit.quorum
  const shares = custodians.map(({ index }) => ceremony.issueShare(index))
  let cards: Buffer[] = []
  try {
    cards = await writeCards(shares, cardFacts(kit))
    const files: string[] = []
    for (const [i, card] of cards.entries()) {
      continueUnlessCancelled(signal)
      files.push(await folder.writeSecret(path.join('shares', cardName(kit, i + 1)), card))
      onEvent({
        ...{ kind: 'progress', task: 'writing shares', unit: 'shares' },
        ...{ done: files.length, total: cards.length },
      })
    }
    await readBack(ceremony, files, input)
    return custodians.map(({ index, name }, i) => ({
      index,
      custodian: name,
      file: files[i] ?? '',
    }))
  } finally {
    wipe(...shares, ...cards)
  }
}

async function readBack(ceremony: Ceremony, files: readonly string[], input: Input): Promise<void> {
  const texts: Buffer[] = []
  try {
    for (const file of files) texts.push(await input.read(file, CARD_LIMIT))
    const cards = await readCards(texts)
    try {
      for (const [i, card] of cards.entries()) {
        if (card.corrected.length > 0) throw new Error('a share file differs from what was written')
        ceremony.readBackShare(i + 1, card.bytes)
      }
    } finally {
      wipe(...cards.map(card => card.bytes))
    }
  } finally {
    wipe(...texts)
  }
}

function resultOf(kit: Kit, proof: RecoveryProof): Omit<RunResult, 'shares' | 'kit' | 'record'> {
  const { setId, threshold, identity, kdf, custodians } = kit.quorum
  const quorum = { threshold, identity, kdf, custodians: custodians.map(({ name }) => name) }
  return {
    ...{ setId, threshold, identity, kdf, proof },
    policy: describePolicy({ quorum }),
    fingerprint: formatFingerprint(kitFingerprint(kit.quorum)),
    keys: kit.keys.map(key => ({
      ...{ id: key.id, label: key.label, description: describeKey(key) },
      fingerprint: key.kind === 'master-key' ? formatFingerprint(key.fingerprint) : null,
    })),
  }
}

function reportInterrupted(vault: Vault | null, { onEvent }: Watch): void {
  if (vault?.interrupted) {
    const { title, opened } = vault.interrupted
    const text = `The ceremony "${title}" of ${opened} was interrupted. It is void: destroy its share cards. What was in force before it still is.`
    onEvent({ kind: 'notice', text })
  }
}
