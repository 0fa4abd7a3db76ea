import path from 'node:path'
import type { Output } from '../../../shared/contract.ts'
import { refuse } from '../../../shared/errors.ts'
import type { RandomSource } from '../../core/bytes/index.ts'
import type { TrustedKit } from '../../core/kit/index.ts'
import { Course } from '../course/index.ts'
import { absolutePath, type Input, refuseExisting, writeNewFile } from '../files/index.ts'
import { type KitSource, keyFactsOf, trustedFactsOf, trustedKitFrom } from '../kits/index.ts'
import type { Occupation } from '../occupation/index.ts'
import { type Gate, KeptLeave, type Permit, permitBy, requireForOpening } from '../people/index.ts'
import { ShareDesk, SharesAtHand, typedSecret } from '../quorum/index.ts'
import type { Tasks } from '../tasks/index.ts'
import type { VaultReference, Workspace } from '../vaults/index.ts'
import { type OpenedQuorum, openForRecovery } from './opened-quorum.ts'
import { restoredFacts } from './restored-facts.ts'
import { keyToTake, restoreFrom, takeIdentity, takeKey } from './take-out.ts'

export type RecoveryState = Output<'recovery.state'>
type Summary = Extract<RecoveryState, { step: 'ended' }>['summary']
type Deed = Summary['opened'][number]

export interface SessionTools {
  readonly input: Input
  readonly workspace: Workspace
  readonly tasks: Tasks
  readonly now: () => Date
  readonly random: RandomSource
  readonly threads: number
  readonly occupation: Occupation
  readonly authorize: Gate
}

/** What a session knows from begin to end. */
interface Begun {
  readonly began: string
  readonly kit: TrustedKit | null
  /** Where it is recorded, whatever vault is open meanwhile; null: nowhere. */
  readonly vault: VaultReference | null
  readonly shares: SharesAtHand
  readonly leave: KeptLeave
}

type Stage =
  | { readonly step: 'none' }
  | ({ readonly step: 'shares' } & Begun)
  | ({ readonly step: 'open'; readonly opened: OpenedQuorum; readonly deeds: Deed[] } & Begun)
  | { readonly step: 'ended'; readonly summary: Summary }

/**
 * A recovery in the window: shares one by one, the passphrase, then what is to be opened. One at a time.
 * The shares are wiped once the quorum is open, the quorum at the end.
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
      at: () => this.#course.require('shares'),
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
  begin(source: KitSource | null): Promise<RecoveryState> {
    this.#tools.occupation.requireFree('recovery')
    return this.#course.alone(async () => {
      const { workspace, now } = this.#tools
      const vault = workspace.current
      await requireForOpening(vault)
      const kit = source === null ? null : await trustedKitFrom(source, vault, this.#tools)
      const [began, leave] = [this.#time(), new KeptLeave(now)]
      const shares = new SharesAtHand(kit)
      return this.#course.enter({ step: 'shares', began, kit, vault, shares, leave })
    })
  }

  /** → open; after a refusal the shares are still there, and so is the leave */
  async open(typed: Uint8Array, approval: string | null): Promise<RecoveryState> {
    const course = this.#course
    const stage = course.require('shares')
    return await course.alone(async () => {
      const { authorize, random } = this.#tools
      const { vault, shares, leave, kit } = stage
      const permit = leave.through(permitBy(authorize, approval))
      const secret = () => typedSecret(typed)
      const ports = { vault, permit, shares, secret }
      const opened = await openForRecovery(ports, kit, random, () => course.requireStill(stage))
      shares.close()
      const open: Stage = {
        ...{ ...stage, step: 'open', deeds: [] },
        opened: { ...opened, requireStill: () => course.requireStill(open) },
      }
      return course.enter(open)
    })
  }

  async restore(
    given: string,
    folder: string,
    approval: string | null,
  ): Promise<Output<'recovery.restore'>> {
    const stage = this.#course.require('open')
    const { threads, tasks } = this.#tools
    const [file, out] = [absolutePath(given), absolutePath(folder)]
    const { manifest, ...restored } = await tasks.run('restore', watch =>
      restoreFrom(stage.opened, { file, out, threads }, this.#permit(approval), watch),
    )
    this.#did(stage.deeds, 'restored', path.basename(file), out)
    return { ...restoredFacts(manifest), ...restored, path: out }
  }

  /** Writes a key into a new file, once in a session. */
  async exportKey(
    wanted: string,
    given: string,
    approval: string | null,
  ): Promise<Output<'recovery.exportKey'>> {
    const { opened, deeds } = this.#course.require('open')
    const key = keyToTake(opened, wanted)
    const out = absolutePath(given)
    const what = `${key.label}, version ${key.version}`
    if (deeds.some(deed => deed.kind === 'key-exported' && deed.what === what)) {
      throw refuse('KEY_EXPORTED', { label: key.label })
    }
    await takeKey(opened, key, out, this.#permit(approval))
    this.#did(deeds, 'key-exported', what, out)
    return { key: keyFactsOf(key), path: out }
  }

  /** Writes an age identity into a new file: a backup key's, or the quorum's own (null). */
  async exportIdentity(
    backupKey: number | null,
    given: string,
    approval: string | null,
  ): Promise<string> {
    const { opened, deeds } = this.#course.require('open')
    const out = absolutePath(given)
    await refuseExisting(out)
    const generation = backupKey === null ? null : String(backupKey)
    const agreed = { destination: out, permit: this.#permit(approval) }
    await takeIdentity(opened, generation, agreed, identity =>
      writeNewFile(out, identity, { secret: true }),
    )
    const what = backupKey === null ? 'quorum' : `backup key ${backupKey}`
    this.#did(deeds, 'identity-exported', what, out)
    return out
  }

  /** Cancels what is at work and wipes. → ended; nothing when no session is running */
  end(reason: Summary['reason']): RecoveryState {
    const { stage } = this.#course
    if (!('shares' in stage)) return this.state
    this.#tools.tasks.cancel('restore')
    stage.shares.close()
    stage.leave.close()
    const open = stage.step === 'open' ? stage : null
    open?.opened.close()
    const summary: Summary = {
      ...{ began: stage.began, ended: this.#time(), reason },
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

/** What the window may know. */
function stateOf(stage: Stage): RecoveryState {
  if (stage.step === 'none' || stage.step === 'ended') return stage
  const { kit, shares } = stage
  if (stage.step === 'shares') {
    return {
      ...{ step: 'shares', kit: kit && trustedFactsOf(kit), shares: shares.list() },
      ...{ setId: shares.setId, leaveUntil: stage.leave.until?.toISOString() ?? null },
      ...shares.progress(),
    }
  }
  const { quorum, entered } = stage.opened
  const { setId, proved } = quorum
  return {
    ...{ step: 'open', kit: kit && trustedFactsOf(kit), shares: [...entered] },
    ...{ setId, proved, opened: [...stage.deeds] },
  }
}
