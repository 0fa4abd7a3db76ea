import type { Buffer } from 'node:buffer'
import path from 'node:path'
import type { Input as CallInput, Output } from '../../../shared/contract.ts'
import { KeyclaveError, refuse } from '../../../shared/errors.ts'
import { type RandomSource, wipe } from '../../core/bytes/index.ts'
import type { Kit } from '../../core/kit/index.ts'
import type { Actor, AuditNote } from '../../core/log/index.ts'
import { type OpenQuorum, openQuorum } from '../../core/quorum/index.ts'
import { absolutePath, type Input, writeNewFile } from '../files/index.ts'
import { type KitSource, keyFactsOf, kitFactsOf, kitFrom } from '../kits/index.ts'
import { type Authorization, type Gate, NO_LEAVE_NEEDED, openingDeed } from '../people/index.ts'
import { attemptedOn, NOTED, SharesAtHand, typedSecret } from '../quorum/index.ts'
import type { Tasks } from '../tasks/index.ts'
import type { Workspace } from '../vaults/index.ts'
import { findBackupKey, findKey } from './kit-items.ts'
import { restoreWith } from './restore-with.ts'
import { restoredFacts } from './restored-facts.ts'

export type RecoveryState = Output<'recovery.state'>
type AddedShare = Output<'recovery.addShare'>
type Summary = Extract<RecoveryState, { step: 'ended' }>['summary']
type Deed = Summary['opened'][number]
type Card = CallInput<'recovery.addShare'>['card']

export interface SessionTools {
  readonly input: Input
  readonly workspace: Workspace
  readonly tasks: Tasks
  readonly now: () => Date
  readonly random: RandomSource
  readonly threads: number
  /** Whether something else forbids a recovery now. @throws CEREMONY_RUNNING */
  readonly requireFree: () => void
  readonly authorize: Gate
}

/** What a session knows from begin to end. */
interface Begun {
  readonly began: string
  readonly kit: Kit | null
  readonly shares: SharesAtHand
}

type Stage =
  | { readonly step: 'none' }
  | ({ readonly step: 'shares' } & Begun)
  | ({
      readonly step: 'open'
      readonly quorum: OpenQuorum
      readonly leave: Authorization
      readonly opened: Deed[]
    } & Begun)
  | { readonly step: 'ended'; readonly summary: Summary }
type StepName = Stage['step']
type At<Name extends StepName> = Extract<Stage, { readonly step: Name }>

/** The actor's name in a vault without people. */
const OPERATOR = 'operator'

/**
 * A recovery in the window: shares one by one, the passphrase, then what is to be opened. One at a time.
 * The shares are wiped once the quorum is open, the quorum at the end.
 *
 * What is opened is recorded in the open vault, if there is one, before it is written anywhere.
 */
export class RecoverySession {
  readonly #tools: SessionTools
  #stage: Stage = { step: 'none' }
  #opening = false
  #beginning = false

  constructor(tools: SessionTools) {
    this.#tools = tools
  }

  get state(): RecoveryState {
    const stage = this.#stage
    if (stage.step === 'none' || stage.step === 'ended') return stage
    const { kit, shares } = stage
    const entered = { kit: kit && kitFactsOf(kit), shares: shares.list() }
    if (stage.step === 'shares') {
      return { step: 'shares', ...entered, setId: shares.setId, ...shares.progress() }
    }
    const { setId, proved } = stage.quorum
    return { step: 'open', ...entered, setId, proved, opened: [...stage.opened] }
  }

  /** Whether one has begun and has not ended. */
  get isRunning(): boolean {
    return this.#beginning || this.#stage.step === 'shares' || this.#stage.step === 'open'
  }

  /** @throws RECOVERY_RUNNING */
  requireNone(): void {
    if (this.isRunning) throw refuse('RECOVERY_RUNNING', {})
  }

  /** → shares */
  async begin(source: KitSource | null): Promise<RecoveryState> {
    this.requireNone()
    this.#tools.requireFree()
    this.#beginning = true
    try {
      const kit = source === null ? null : await kitFrom(source, this.#tools)
      const began = this.#time()
      return this.#enter({ step: 'shares', began, kit, shares: new SharesAtHand(kit) })
    } finally {
      this.#beginning = false
    }
  }

  async addShare(card: Card): Promise<AddedShare> {
    const { shares } = this.#require('shares')
    const added = await this.#noting(shares.add(card, this.#tools.input))
    return { ...added, state: this.state }
  }

  confirmCorrections(): AddedShare {
    const { shares } = this.#require('shares')
    return { kind: 'accepted', share: shares.confirm(), state: this.state }
  }

  rejectCorrections(): RecoveryState {
    this.#require('shares').shares.reject()
    return this.state
  }

  removeShare(index: number): RecoveryState {
    const { shares } = this.#require('shares')
    this.#requireNotOpening()
    shares.remove(index)
    return this.state
  }

  /** → open; after a refusal the shares are still there */
  async open(typed: string, approval: string | null): Promise<RecoveryState> {
    const stage = this.#require('shares')
    this.#requireNotOpening()
    const quorumShares = stage.shares.validate()
    const passphrase = typedSecret(typed)
    this.#opening = true
    try {
      const quorum = await this.#noting(openQuorum(quorumShares, passphrase, this.#tools.random))
      let leave = NO_LEAVE_NEEDED
      try {
        this.#requireStill(stage)
        const { setId } = quorum
        leave = await this.#leave(setId, approval)
        this.#requireStill(stage)
        const by = stage.shares.list().map(share => share.index)
        const note = { action: 'quorum.opened', subject: `quorum:${setId}` }
        await this.#record(leave.actor, note, { shares: by })
        this.#requireStill(stage)
      } catch (error) {
        quorum.close()
        leave.close()
        throw error
      }
      stage.shares.close()
      return this.#enter({ ...stage, step: 'open', quorum, leave, opened: [] })
    } finally {
      this.#opening = false
      wipe(passphrase)
    }
  }

  async restore(given: string, folder: string): Promise<Output<'recovery.restore'>> {
    const stage = this.#require('open')
    const { threads, tasks } = this.#tools
    const [file, out] = [absolutePath(given), absolutePath(folder)]
    const { files, bytes, manifest } = await tasks.run('restore', watch =>
      restoreWith(stage, { file, out, threads }, watch),
    )
    const { setId, generation } = manifest
    this.#did(stage, 'restored', path.basename(file), out)
    const about = { action: 'backup.restored', subject: `quorum:${setId}` }
    await this.#record(stage.leave.follows, about, { generation, files, bytes })
    return { ...restoredFacts(manifest), files, bytes, path: out }
  }

  /** Writes a key into a new file, once in a session. */
  async exportKey(id: string, given: string): Promise<Output<'recovery.exportKey'>> {
    const stage = this.#require('open')
    const key = findKey(this.#requireKit(stage, 'A key'), id)
    const out = absolutePath(given)
    const what = `${key.label}, version ${key.version}`
    if (stage.opened.some(deed => deed.kind === 'key-exported' && deed.what === what)) {
      throw refuse('KEY_EXPORTED', { label: key.label })
    }
    const subject = `key:${key.id}/${key.version}`
    const secret = await stage.quorum.open(key)
    await this.#handOut(stage, secret, out, { action: 'key.opened', subject })
    this.#did(stage, 'key-exported', what, out)
    return { key: keyFactsOf(key), path: out }
  }

  /** Writes an age identity into a new file: a backup key's, or the quorum's own (null). */
  async exportIdentity(backupKey: number | null, given: string): Promise<string> {
    const stage = this.#require('open')
    const out = absolutePath(given)
    const { setId } = stage.quorum
    if (backupKey === null) {
      const note = { action: 'quorum.identity-opened', subject: `quorum:${setId}` }
      await this.#handOut(stage, await stage.quorum.identityText(), out, note)
    } else {
      const kit = this.#requireKit(stage, `Backup key ${backupKey}`)
      const identity = await stage.quorum.open(findBackupKey(kit, String(backupKey)))
      const note = { action: 'backup-key.opened', subject: `backup-key:${setId}/${backupKey}` }
      await this.#handOut(stage, identity, out, note)
    }
    const what = backupKey === null ? 'quorum' : `backup key ${backupKey}`
    this.#did(stage, 'identity-exported', what, out)
    return out
  }

  /** Cancels what is at work and wipes. → ended; nothing when no session is running */
  end(reason: Summary['reason']): RecoveryState {
    const stage = this.#stage
    if (!('shares' in stage)) return this.state
    this.#tools.tasks.cancel('restore')
    stage.shares.close()
    if (stage.step === 'open') {
      stage.quorum.close()
      stage.leave.close()
    }
    const summary: Summary = {
      ...{ began: stage.began, ended: this.#time(), reason },
      setId: stage.step === 'open' ? stage.quorum.setId : null,
      by: stage.step === 'open' ? stage.shares.list() : [],
      opened: stage.step === 'open' ? [...stage.opened] : [],
    }
    return this.#enter({ step: 'ended', summary })
  }

  /** A person ends it. @throws RECOVERY_NONE */
  finish(): RecoveryState {
    this.#require('shares', 'open')
    return this.end('asked')
  }

  /** ended → none */
  leave(): RecoveryState {
    this.#require('ended')
    return this.#enter({ step: 'none' })
  }

  /** Records that a secret was opened, then writes it where only the owner reads it, and wipes it. */
  async #handOut(
    stage: At<'open'>,
    secret: Buffer,
    out: string,
    note: Pick<AuditNote, 'action' | 'subject'>,
  ): Promise<void> {
    try {
      this.#requireStill(stage)
      await this.#record(stage.leave.follows, note, {})
      this.#requireStill(stage)
      await writeNewFile(out, secret, { secret: true })
    } finally {
      wipe(secret)
    }
  }

  /** In the open vault's audit log, if there is one that may be written to. */
  async #record(
    actor: Actor,
    note: Pick<AuditNote, 'action' | 'subject'>,
    details: AuditNote['details'],
  ): Promise<void> {
    const vault = this.#tools.workspace.current
    if (vault === null || vault.readOnly) return
    await vault.use('write', ({ audit }) => {
      audit.append({ actor, ...note, details })
    })
  }

  /** Whether those who signed may open it; without a vault that records it, nobody is asked. */
  async #leave(setId: string, approval: string | null): Promise<Authorization> {
    const vault = this.#tools.workspace.current
    if (vault === null || vault.readOnly) return NO_LEAVE_NEEDED
    const { authorize } = this.#tools
    return await vault.use('write', opened =>
      authorize(opened, openingDeed(setId), approval, OPERATOR),
    )
  }

  /** Notes in the open vault what looks like somebody trying. */
  async #noting<Result>(work: Promise<Result>): Promise<Result> {
    try {
      return await work
    } catch (error) {
      const action = error instanceof KeyclaveError ? NOTED[error.code] : undefined
      if (action !== undefined) await this.#noteAttempt(action, (error as KeyclaveError).code)
      throw error
    }
  }

  /** A vault that cannot be written to now must not hide what was wrong. */
  async #noteAttempt(action: string, code: string): Promise<void> {
    const kit = 'kit' in this.#stage ? this.#stage.kit : null
    try {
      await this.#record('keyclave', { action, subject: attemptedOn(kit) }, { code })
    } catch (error) {
      if (!(error instanceof KeyclaveError)) throw error
    }
  }

  #did(stage: At<'open'>, kind: Deed['kind'], what: string, at: string): void {
    stage.opened.push({ time: this.#time(), kind, what, path: at })
  }

  #requireKit({ kit }: Begun, what: string): Kit {
    if (kit === null) throw refuse('KIT_NEEDED', { what })
    return kit
  }

  #requireNotOpening(): void {
    if (this.#opening) throw refuse('TASK_RUNNING', { task: 'opening of the quorum' })
  }

  /** After waiting: somebody may have ended the session meanwhile. @throws CANCELLED */
  #requireStill(stage: Stage): void {
    if (this.#stage !== stage) throw refuse('CANCELLED', {})
  }

  #enter(stage: Stage): RecoveryState {
    this.#stage = stage
    return this.state
  }

  /** @throws RECOVERY_NONE, RECOVERY_ORDER */
  #require<Name extends StepName>(...names: readonly Name[]): At<Name> {
    const stage = this.#stage
    if (names.some(name => name === stage.step)) return stage as At<Name>
    if (stage.step === 'none') throw refuse('RECOVERY_NONE', {})
    throw refuse('RECOVERY_ORDER', { step: stage.step, need: names.join(' or ') })
  }

  #time(): string {
    return this.#tools.now().toISOString()
  }
}
