import { planToYaml } from '../../../core/ceremony/index.ts'
import { absolutePath, writeNewFile } from '../../files/index.ts'
import { type KitSource, kitFrom, trustedKitFrom } from '../../kits/index.ts'
import type { Occupation } from '../../occupation/index.ts'
import type { PaperSize } from '../../pages/index.ts'
import { KeptLeave } from '../../people/index.ts'
import { SharesAtHand } from '../../quorum/index.ts'
import type { Room } from '../../room/index.ts'
import {
  planPageFacts,
  readAddressees,
  requireNoRehearsal,
  requirePlanPeople,
  writePlanPage,
} from '../index.ts'
import { planReplacing, requireUnused } from '../reissue/index.ts'
import { type BeginningTools, beginCeremony } from './beginning.ts'
import type { CeremonyState } from './ceremony-stage.ts'
import { Conclusion, type ConclusionTools } from './closing.ts'
import { CeremonyCourse } from './course.ts'
import { Founding } from './founding.ts'
import { HandingOut, type HandingOutTools } from './handing-out.ts'
import { Account } from './observations.ts'
import {
  type CheckedPlan,
  describePlan,
  type FormAndFiles,
  formOfPlan,
  type PlacedPlan,
  type PlanSource,
  planFrom,
} from './plan-form.ts'
import { Preparation } from './preparation.ts'
import { CeremonyPrinting, type CeremonyPrintingTools } from './printing-desk.ts'
import { Proving } from './proving.ts'
import { TakingOver } from './taking-over.ts'
import { Voiding } from './voiding.ts'

export interface GuidedTools
  extends BeginningTools,
    HandingOutTools,
    CeremonyPrintingTools,
    ConclusionTools {
  readonly room: Room
  readonly occupation: Occupation
}

/**
 * The ceremony in the window: the verbs of `Ceremony`, one step after the other, with the people's part
 * in between (room, dice, whose turn it is). One at a time; each part of it has its own verbs.
 */
export class GuidedCeremony {
  readonly #tools: GuidedTools
  readonly #course = new CeremonyCourse()
  readonly #voiding: Voiding
  readonly takingOver: TakingOver
  readonly preparation: Preparation
  readonly founding: Founding
  readonly handingOut: HandingOut
  readonly printing: CeremonyPrinting
  readonly proving: Proving
  readonly account: Account
  readonly conclusion: Conclusion

  constructor(tools: GuidedTools) {
    this.#tools = tools
    this.#voiding = new Voiding(this.#course, tools.tasks)
    this.takingOver = new TakingOver(this.#course, tools)
    this.preparation = new Preparation(this.#course, tools.room)
    this.founding = new Founding(this.#course, this.#voiding)
    this.handingOut = new HandingOut(this.#course, tools)
    this.account = new Account(this.#course, tools.now)
    this.printing = new CeremonyPrinting(this.#course, this.account, tools)
    this.proving = new Proving(this.#course, this.#voiding, tools.tasks)
    this.conclusion = new Conclusion(this.#course, tools)
  }

  get state(): CeremonyState {
    return this.#course.state
  }

  /** Whether one has begun and has not ended. */
  get isRunning(): boolean {
    return this.#course.isRunning
  }

  /** What a plan's file says, for the form; whom it names is judged by `checkPlan`. */
  async readPlan(path: string, old: KitSource | null): Promise<FormAndFiles> {
    const placed = await this.#placed({ kind: 'file', path }, old)
    return formOfPlan(placed)
  }

  /** Judges a plan as `begin` would in the open vault. */
  async checkPlan(source: PlanSource, old: KitSource | null): Promise<CheckedPlan> {
    const placed = await this.#placed(source, old)
    const { current } = this.#tools.workspace
    requireNoRehearsal(current === null ? null : current.path, placed.plan)
    await readAddressees(placed.plan, placed.folder, this.#tools)
    await current?.use('read', vault => requirePlanPeople(vault, placed.plan))
    return describePlan(placed)
  }

  /** Writes a plan into a new file, to be agreed to before the day. */
  async savePlan(
    source: PlanSource,
    old: KitSource | null,
    { out, as, paper }: { out: string; as: 'file' | 'page'; paper: PaperSize },
  ): Promise<{ path: string }> {
    const placed = await this.#placed(source, old)
    const path = absolutePath(out)
    const { papers, now } = this.#tools
    if (as === 'file') await writeNewFile(path, planToYaml(placed.plan))
    else await writePlanPage({ plan: placed.plan, out: path, paper }, { papers, now })
    return { path }
  }

  /** Its page, to be looked at. */
  async drawPlan(
    source: PlanSource,
    old: KitSource | null,
    paper: PaperSize,
  ): Promise<{ pdf: string }> {
    const { plan } = await this.#placed(source, old)
    const { papers, now } = this.#tools
    const page = await papers.plan(planPageFacts(plan, now().toISOString().slice(0, 10)), paper)
    return { pdf: page.toString('base64') }
  }

  async #placed(source: PlanSource, old: KitSource | null): Promise<PlacedPlan> {
    const placed = await planFrom(source, this.#tools.input, this.#tools.now())
    if (old === null) return placed
    const plan = planReplacing(placed.plan, await kitFrom(old, this.#tools))
    await requireUnused(this.#tools.workspace.current, plan, this.#tools.now())
    return { ...placed, plan }
  }

  /** → room */
  begin(source: PlanSource, approval: string | null): Promise<CeremonyState> {
    return this.#beginAlone(async () => {
      const begun = await beginCeremony(source, approval, this.#tools)
      return this.#course.enter({ ...begun, step: 'room', checks: null })
    })
  }

  /** → old-quorum */
  beginReissue(
    source: PlanSource,
    kit: KitSource,
    approval: string | null,
  ): Promise<CeremonyState> {
    return this.#beginAlone(async () => {
      const oldKit = await trustedKitFrom(kit, this.#tools.workspace.current, this.#tools)
      oldKit.requireWhole()
      const begun = await beginCeremony(source, approval, this.#tools, oldKit.kit)
      const shares = new SharesAtHand(oldKit)
      const old = { kit: oldKit, shares, leave: new KeptLeave(this.#tools.now) }
      return this.#course.enter({ ...begun, step: 'old-quorum', old })
    })
  }

  /** → void. Nothing it made counts. @throws CEREMONY_NONE */
  abort(cause: Parameters<Voiding['abort']>[0]): Promise<CeremonyState> {
    return this.#voiding.abort(cause)
  }

  /** closed, void → none */
  leave(): CeremonyState {
    this.#course.require('ended')
    return this.#course.enter({ step: 'none' })
  }

  /** The window has closed. */
  async end(): Promise<void> {
    if ('ceremony' in this.#course.stage) await this.abort('window-closed')
  }

  /** @throws as `Occupation.requireFree` */
  #beginAlone(begin: () => Promise<CeremonyState>): Promise<CeremonyState> {
    this.#tools.occupation.requireFree('ceremony')
    return this.#course.alone(() => {
      this.printing.forgetPrinters()
      return begin()
    })
  }
}
