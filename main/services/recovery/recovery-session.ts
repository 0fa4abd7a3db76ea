import type { Buffer } from 'node:buffer'
import path from 'node:path'
import type { Output } from '../../../shared/contract.ts'
import { KeyclaveError, refuse } from '../../../shared/errors.ts'
import type { KeyException } from '../../../shared/key-life.ts'
import { copySecret, type RandomSource, wipe } from '../../core/bytes/index.ts'
import type { TrustedKit } from '../../core/kit/index.ts'
import { Course, type StageAt } from '../course/index.ts'
import {
  absolutePath,
  type FitChoice,
  type Input,
  refuseExisting,
  writeNewFile,
} from '../files/index.ts'
import { whatSpeaksAgainst, whatSpeaksAgainstBackupKey } from '../keys/index.ts'
import { type KitSource, keyFactsOf, trustedFactsOf, trustedKitFrom } from '../kits/index.ts'
import type { Occupation } from '../occupation/index.ts'
import { type Gate, KeptLeave, type Permit, permitBy, requireForOpening } from '../people/index.ts'
import { ShareDesk, SharesAtHand, typedSecret } from '../quorum/index.ts'
import type { WindowClock } from '../room/index.ts'
import type { Tasks, Watch } from '../tasks/index.ts'
import type { VaultReference, Workspace } from '../vaults/index.ts'
import { findBackupKey } from './kit-items.ts'
import { type OpenedQuorum, openForRecovery, requireKit } from './opened-quorum.ts'
import { restoredFacts, salvagedFacts } from './restored-facts.ts'
import {
  keyToTake,
  requireClockFor,
  restoreFrom,
  salvageFrom,
  takeIdentity,
  takeKey,
} from './take-out.ts'

export type RecoveryState = Output<'recovery.state'>
type Summary = Extract<RecoveryState, { step: 'ended' }>['summary']
type Deed = Summary['opened'][number]
type Incident = NonNullable<Summary['incident']> | null

/** Work with an opened quorum that is not done here. */
export type QuorumWork = 'backup-scan' | 'reencryption'

/** What it works with, and how it says what was done. */
export interface AtWork {
  readonly opened: OpenedQuorum
  readonly permit: Permit
  readonly watch: Watch
  readonly did: (kind: Deed['kind'], what: string, at: string) => void
}

export interface SessionTools {
  readonly input: Input
  readonly workspace: Workspace
  readonly tasks: Tasks
  readonly now: () => Date
  readonly random: RandomSource
  readonly threads: number
  readonly occupation: Occupation
  readonly authorize: Gate
  readonly clock: Pick<WindowClock, 'require'>
}

/** What a session knows from begin to end. */
interface Begun {
  readonly passphrase: EnteredPassphrase
  readonly began: string
  readonly kit: TrustedKit | null
  /** Where it is recorded, whatever vault is open meanwhile; null: nowhere. */
  readonly vault: VaultReference | null
  readonly shares: SharesAtHand
  readonly leave: KeptLeave
  /** Whose incident it is opened for; null: for none. */
  readonly incident: Incident
}

/** The passphrase while nothing has confirmed it; wiped then, and when it was wrong. */
class EnteredPassphrase {
  #bytes: Buffer | null = null

  get isHere(): boolean {
    return this.#bytes !== null
  }

  /** @param typed empty: forgets it */
  keep(typed: Uint8Array): void {
    this.close()
    if (typed.length > 0) this.#bytes = typedSecret(typed)
  }

  /** @returns for the caller to wipe. @throws PASSPHRASE_ENCODING when none is here */
  copy(): Buffer {
    if (this.#bytes === null) throw refuse('PASSPHRASE_ENCODING', { problem: 'empty' })
    return copySecret(this.#bytes)
  }

  /** May be called again. */
  close(): void {
    wipe(this.#bytes)
    this.#bytes = null
  }
}

type Stage =
  | { readonly step: 'none' }
  | ({ readonly step: 'shares' } & Begun)
  | ({ readonly step: 'open'; readonly opened: OpenedQuorum; readonly deeds: Deed[] } & Begun)
  | { readonly step: 'ended'; readonly summary: Summary }

/**
 * A recovery in the window: cards, passphrase and kit in any order, then what is to be opened. One at a time.
 *
 * Until something has confirmed the passphrase (a kit, or the header of a backup), each of the three can be
 * changed: what was derived from them is wiped then, and they stay. Once it is confirmed, shares and
 * passphrase are wiped, and the quorum at the end.
 *
 * It is recorded in the vault that was open when it began, if there was one. Those who signed for it sign
 * once: their leave is kept while the passphrase is entered again (KeptLeave).
 */
export class RecoverySession {
  readonly #tools: SessionTools
  readonly #course = new Course<Stage, RecoveryState>(
    { step: 'none' },
    {
      show: stateOf,
      isRunning: ({ step }) => step === 'shares' || step === 'open',
      task: 'quorum-opening',
      none: () => refuse('RECOVERY_NONE', {}),
      order: (step, need) => refuse('RECOVERY_ORDER', { step, need }),
    },
  )
  /** Where its cards come in. */
  readonly cards: ShareDesk

  constructor(tools: SessionTools) {
    this.#tools = tools
    this.cards = new ShareDesk(tools.input, {
      at: () => this.#table(),
      requireIdle: () => this.#course.requireIdle(),
    })
  }

  get state(): RecoveryState {
    return this.#course.state
  }

  /** Whether one has begun and has not ended. */
  get isRunning(): boolean {
    return this.#course.isRunning
  }

  /** → shares */
  begin(source: KitSource | null, incident: Incident = null): Promise<RecoveryState> {
    this.#tools.occupation.requireFree('recovery')
    return this.#course.alone(async () => {
      const { workspace, now } = this.#tools
      const vault = workspace.current
      await requireForOpening(vault)
      const kit = source === null ? null : await trustedKitFrom(source, vault, this.#tools)
      const [began, leave] = [this.#time(), new KeptLeave(now)]
      const shares = new SharesAtHand(kit)
      const passphrase = new EnteredPassphrase()
      const begun = { began, kit, vault, shares, leave, passphrase, incident }
      return this.#course.enter({ step: 'shares', ...begun })
    })
  }

  /** Another kit, or none; the cards stay. → shares, or still open where the quorum is that kit's */
  chooseKit(source: KitSource | null): Promise<RecoveryState> {
    const course = this.#course
    const { vault } = course.require('shares', 'open')
    return course.alone(async () => {
      const kit = source === null ? null : await trustedKitFrom(source, vault, this.#tools)
      const now = course.require('shares', 'open')
      if (now.step === 'open' && now.opened.quorum.proved) {
        if (kit === null) return course.state
        now.opened.quorum.adopt(kit)
        return course.enter(this.#opened(now, { ...now.opened, kit }))
      }
      const table = this.#table()
      const shares = table.shares.besideKit(kit)
      table.shares.close()
      return course.enter({ ...table, kit, shares })
    })
  }

  /** Takes the passphrase in until it is confirmed; empty: forgets it. → shares */
  keepPassphrase(typed: Uint8Array): RecoveryState {
    this.#course.requireIdle()
    this.#table().passphrase.keep(typed)
    return this.state
  }

  /**
   * → open; after a refusal the shares are still there, and so is the leave: a passphrase that the kit
   * refuses is forgotten, and nothing else
   *
   * @param typed  null: the one that was taken in
   * @param backup whose header tells, without a kit, whether the passphrase is right; null: none
   */
  async open(
    typed: Uint8Array | null,
    backup: string | null,
    approval: string | null,
  ): Promise<RecoveryState> {
    const course = this.#course
    const stage = course.require('shares')
    const file = backup === null ? null : absolutePath(backup)
    return await course.alone(async () => {
      const { authorize, random } = this.#tools
      const { vault, shares, leave, kit, passphrase } = stage
      if (typed !== null) passphrase.keep(typed)
      const permit = leave.through(permitBy(authorize, approval))
      const ports = { vault, permit, shares, secret: () => passphrase.copy() }
      try {
        const opened = await openForRecovery(ports, { kit, backup: file }, random, () =>
          course.requireStill(stage),
        )
        return course.enter(this.#opened({ ...stage, deeds: [] }, opened))
      } catch (error) {
        if (isWrongForKit(error)) passphrase.close()
        throw error
      }
    })
  }

  /** The stage at which something can be taken out; what opened it is wiped once that is confirmed. */
  #opened(begun: Begun & { readonly deeds: Deed[] }, opened: OpenedQuorum): StageAt<Stage, 'open'> {
    const course = this.#course
    const { kit } = opened
    const open: StageAt<Stage, 'open'> = {
      ...{ ...begun, kit, step: 'open' },
      opened: { ...opened, requireStill: () => course.requireStill(open) },
    }
    this.#settle(open)
    return open
  }

  /** Once nothing has to be entered again, nothing that was entered is kept. */
  #settle({ opened, shares, passphrase }: StageAt<Stage, 'open'>): void {
    if (!opened.quorum.proved) return
    shares.close()
    passphrase.close()
  }

  /**
   * Where cards, passphrase and kit come in. What was derived from them, and nothing has confirmed, is wiped;
   * whoever had signed for that signs anew, since the log has it.
   *
   * @throws RECOVERY_NONE, RECOVERY_ORDER; TASK_RUNNING
   */
  #table(): StageAt<Stage, 'shares'> {
    const stage = this.#course.require('shares', 'open')
    if (stage.step === 'shares') return stage
    const { opened, deeds: _, ...begun } = stage
    if (opened.quorum.proved) throw refuse('RECOVERY_ORDER', { step: 'open', need: ['shares'] })
    const running = this.#tools.tasks.running().find(task => WORKS.includes(task))
    if (running !== undefined) throw refuse('TASK_RUNNING', { task: running })
    opened.close()
    begun.leave.close()
    const table: StageAt<Stage, 'shares'> = { ...begun, step: 'shares' }
    this.#course.enter(table)
    return table
  }

  async restore(given: RestoreInto, approval: string | null): Promise<Output<'recovery.restore'>> {
    const stage = this.#course.require('open')
    const { threads, tasks } = this.#tools
    const { out, ...destination } = destinationOf(given)
    const file = absolutePath(given.file)
    const order = { ...destination, file, out, threads }
    const restored = await tasks.run('restore', watch =>
      restoreFrom(stage.opened, order, this.#permit(approval), watch),
    )
    this.#settle(stage)
    this.#did(stage.deeds, 'restored', path.basename(file), out)
    return restoredFacts(restored, out)
  }

  /** Restores what is whole in a damaged backup. */
  async salvage(
    given: RestoreInto & { readonly partial: boolean },
    approval: string | null,
  ): Promise<Output<'recovery.salvage'>> {
    const stage = this.#course.require('open')
    const { out, ...destination } = destinationOf(given)
    const file = absolutePath(given.file)
    const { partial } = given
    const order = { ...destination, out, files: [file], partial, incomplete: true }
    const saved = await this.#tools.tasks.run('restore', watch =>
      salvageFrom(stage.opened, order, this.#permit(approval), watch),
    )
    this.#settle(stage)
    this.#did(stage.deeds, 'restored', path.basename(file), out)
    return salvagedFacts(saved, out)
  }

  /**
   * What speaks against reading with a key, so that people say that they know.
   *
   * @throws CLOCK_DOUBTFUL, KEY_NOT_READABLE
   */
  async checkKey(wanted: string): Promise<Output<'recovery.checkKey'>> {
    const { opened } = this.#course.require('open')
    const { now, clock } = this.#tools
    const key = await keyToTake(opened, wanted, now())
    await requireClockFor(opened, key, clock.require)
    return { suspect: await whatSpeaksAgainst(key, opened.vault, now()) }
  }

  /** The same of an identity: a backup key's, or the quorum's own (null). @throws BACKUP_KEY_UNKNOWN, KIT_NEEDED */
  async checkIdentity(backupKey: number | null): Promise<Output<'recovery.checkIdentity'>> {
    const { opened } = this.#course.require('open')
    if (backupKey === null) return { suspect: null }
    const generation = String(backupKey)
    const key = findBackupKey(
      requireKit(opened.kit, { what: 'backup-key', generation }),
      generation,
    )
    return { suspect: await whatSpeaksAgainstBackupKey(key, opened.vault) }
  }

  /** Writes a key into a new file, once in a session. */
  async exportKey(
    wanted: string,
    given: string,
    although: KeyException | null,
    approval: string | null,
  ): Promise<Output<'recovery.exportKey'>> {
    const { opened, deeds } = this.#course.require('open')
    const key = await keyToTake(opened, wanted, this.#tools.now())
    const out = absolutePath(given)
    const what = `${key.label}, version ${key.version}`
    if (deeds.some(deed => deed.kind === 'key-exported' && deed.what === what)) {
      throw refuse('KEY_EXPORTED', { label: key.label, version: key.version })
    }
    const { now, clock } = this.#tools
    await takeKey(opened, key, { out, although, now, clock: clock.require }, this.#permit(approval))
    this.#did(deeds, 'key-exported', what, out)
    return { key: keyFactsOf(key), path: out }
  }

  /** Writes an age identity into a new file: a backup key's, or the quorum's own (null). */
  async exportIdentity(
    backupKey: number | null,
    given: string,
    although: KeyException | null,
    approval: string | null,
  ): Promise<string> {
    const { opened, deeds } = this.#course.require('open')
    const out = absolutePath(given)
    await refuseExisting(out)
    const generation = backupKey === null ? null : String(backupKey)
    const agreed = { destination: out, although, permit: this.#permit(approval) }
    await takeIdentity(opened, generation, agreed, identity =>
      writeNewFile(out, identity, { secret: true }),
    )
    const what = backupKey === null ? 'quorum' : `backup key ${backupKey}`
    this.#did(deeds, 'identity-exported', what, out)
    return out
  }

  /**
   * The quorum that is open, by a kit that has proved it.
   *
   * @throws RECOVERY_NONE, RECOVERY_ORDER; KIT_NEEDED
   */
  get proved(): OpenedQuorum {
    const { opened } = this.#course.require('open')
    requireKit(opened.kit, { what: 'backup-key', generation: '' })
    return opened
  }

  /**
   * Does other work with the quorum that is open. It is given up when the session ends.
   *
   * @throws as `proved`; TASK_RUNNING; what the work throws
   */
  async work<Result>(
    task: QuorumWork,
    approval: string | null,
    use: (at: AtWork) => Promise<Result>,
  ): Promise<Result> {
    const { proved: opened } = this
    const { deeds } = this.#course.require('open')
    const permit = this.#permit(approval)
    const did: AtWork['did'] = (kind, what, at) => this.#did(deeds, kind, what, at)
    return await this.#tools.tasks.run(task, watch => use({ opened, permit, watch, did }))
  }

  /**
   * Hands something over to another system: how, the room knows that asks for it.
   *
   * @param how has the opened quorum until it answers; says what was handed over, and where it was put
   * @throws RECOVERY_NONE, RECOVERY_ORDER; what `how` throws
   */
  async handOver<Handed extends { readonly what: string; readonly path: string }>(
    how: (opened: OpenedQuorum) => Promise<Handed>,
  ): Promise<Handed> {
    const { opened, deeds } = this.#course.require('open')
    const handed = await how(opened)
    this.#did(deeds, 'key-delivered', handed.what, handed.path)
    return handed
  }

  /** Cancels what is at work and wipes. → ended; nothing when no session is running */
  end(reason: Summary['reason']): RecoveryState {
    const { stage } = this.#course
    if (!('shares' in stage)) return this.state
    for (const task of WORKS) this.#tools.tasks.cancel(task)
    stage.shares.close()
    stage.passphrase.close()
    stage.leave.close()
    const open = stage.step === 'open' ? stage : null
    open?.opened.close()
    const summary: Summary = {
      ...{ began: stage.began, ended: this.#time(), reason, ...ofIncident(stage) },
      setId: open?.opened.quorum.setId ?? null,
      by: [...(open?.opened.entered ?? [])],
      opened: [...(open?.deeds ?? [])],
    }
    return this.#course.end({ step: 'ended', summary })
  }

  /** A person ends it. @throws RECOVERY_NONE */
  finish(): RecoveryState {
    this.#course.require('shares', 'open')
    return this.end('asked')
  }

  /** ended → none */
  leave(): RecoveryState {
    this.#course.require('ended')
    return this.#course.enter({ step: 'none' })
  }

  #permit(approval: string | null): Permit {
    return permitBy(this.#tools.authorize, approval)
  }

  #did(deeds: Deed[], kind: Deed['kind'], what: string, at: string): void {
    deeds.push({ time: this.#time(), kind, what, path: at })
  }

  #time(): string {
    return this.#tools.now().toISOString()
  }
}

/** Work that needs the quorum to stay open. */
/** What the window restores, and where to. */
interface RestoreInto {
  readonly file: string
  readonly out: string
  /** Restore setuid, setgid and leave for everybody to write as well. */
  readonly allModes?: boolean | undefined
  readonly fit?: FitChoice | undefined
  readonly outwardLinks?: boolean | undefined
}

const destinationOf = ({ out, allModes, fit, outwardLinks }: RestoreInto) => ({
  out: absolutePath(out),
  modes: allModes === true ? ('as-they-were' as const) : ('without-dangerous' as const),
  fit,
  outwardLinks,
})

const WORKS: readonly ReturnType<Tasks['running']>[number][] = [
  'restore',
  'backup-scan',
  'reencryption',
]

const isWrongForKit = (error: unknown): boolean =>
  error instanceof KeyclaveError &&
  error.code === 'PASSPHRASE_WRONG' &&
  error.data.against === 'kit'

/** What the window may know. */
function stateOf(stage: Stage): RecoveryState {
  if (stage.step === 'none' || stage.step === 'ended') return stage
  const { kit, shares } = stage
  if (stage.step === 'shares') {
    return {
      ...{
        step: 'shares',
        ...ofIncident(stage),
        kit: kit && trustedFactsOf(kit),
        shares: shares.list(),
      },
      ...{ setId: shares.setId, leaveUntil: stage.leave.until?.toISOString() ?? null },
      ...shares.progress(),
      passphrase: stage.passphrase.isHere ? 'entered' : 'missing',
    }
  }
  const { quorum, entered } = stage.opened
  const { setId, proved } = quorum
  return {
    ...{
      step: 'open',
      ...ofIncident(stage),
      kit: kit && trustedFactsOf(kit),
      shares: namedBy(kit, entered),
    },
    ...{ setId, proved, opened: [...stage.deeds] },
  }
}

const ofIncident = ({ incident }: Pick<Begun, 'incident'>) =>
  incident === null ? {} : { incident }

/** Whose they are, as a kit that came later says, too. */
const namedBy = (kit: TrustedKit | null, entered: OpenedQuorum['entered']) =>
  entered.map(({ index, custodian }) => ({
    index,
    custodian: kit?.quorum.custodians.find(other => other.index === index)?.name ?? custodian,
  }))
