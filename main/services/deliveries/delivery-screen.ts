import { Buffer } from 'node:buffer'
import path from 'node:path'
import type { MainInput, MainOutput } from '../../../shared/contract.ts'
import { refuse } from '../../../shared/errors.ts'
import { fits } from '../../core/deliveries/index.ts'
import type { Kit, KitKey } from '../../core/kit/index.ts'
import type { Vault } from '../../vault/index.ts'
import { absolutePath, requireRoomFor } from '../files/index.ts'
import { keyMeant, keyNamed, keysEverywhere, stateToday, usesToday } from '../keys/index.ts'
import type { Occupation } from '../occupation/index.ts'
import type { PaperSize, Papers } from '../pages/index.ts'
import { type Drafts, type Gate, makeChange, OPERATOR, permitBy } from '../people/index.ts'
import type { OpenedQuorum, RecoverySession } from '../recovery/index.ts'
import type { WindowClock } from '../room/index.ts'
import type { VaultReference, Workspace } from '../vaults/index.ts'
import { deliveredKey } from './delivered-key.ts'
import { listedDestinations } from './delivery-checks.ts'
import { kitOfKey } from './kit-of-key.ts'
import { confirmation, knownDeliveries } from './known-deliveries.ts'
import { deliveryDeed, makeDelivery, planFromKit, requireSecret } from './make-delivery.ts'
import {
  type DeliveryOrder,
  type PlannedDelivery,
  type PlanTools,
  planDelivery,
} from './plan-delivery.ts'
import { digestOfProof } from './proof.ts'

type Order = MainInput<'deliveries.check'>
type Checked = MainOutput<'deliveries.check'>
type Made = MainOutput<'deliveries.make'>
type Note = MainInput<'deliveries.planNote'>

/**
 * Deliveries in the window. What was checked waits until a quorum has been opened for it, with the bytes that the other
 * side gave: the drive that they came on may be gone by then. Everything is judged anew when people are asked to sign,
 * and once more when it is made.
 */
export interface DeliveryScreen {
  readonly destinations: (
    about: MainInput<'deliveries.destinations'>,
  ) => Promise<MainOutput<'deliveries.destinations'>>
  readonly check: (order: Order) => Promise<Checked>
  readonly waiting: () => Checked | null
  /** Nothing waits any more: it is not to be made, or another vault is opened. */
  readonly forget: () => void
  /** @returns the draft that people sign */
  readonly plan: () => Promise<string>
  readonly make: (out: string, paper: PaperSize, approval: string | null) => Promise<Made>
  readonly list: (key: string) => Promise<MainOutput<'deliveries.list'>>
  /** @returns the draft that somebody signs */
  readonly planNote: (note: Note) => Promise<string>
  readonly note: (draft: string, approval: string | null) => Promise<void>
}

export interface DeliveryScreenTools extends PlanTools {
  readonly workspace: Workspace
  readonly occupation: Occupation
  readonly drafts: Drafts
  readonly authorize: Gate
  readonly clock: Pick<WindowClock, 'require'>
  readonly recovery: Pick<RecoverySession, 'handOver'>
  readonly papers: Papers
  readonly software: string
}

/** What waits to be made. */
interface Waiting {
  readonly order: DeliveryOrder
  /** Reads what the other side gave as it was read first. */
  readonly input: PlanTools['input']
  readonly checked: Checked
}

export function createDeliveryScreen(tools: DeliveryScreenTools): DeliveryScreen {
  const { workspace, now, random, drafts, clock, authorize } = tools
  let waiting: Waiting | null = null

  const requireWaiting = (): Waiting => {
    if (waiting === null) throw refuse('DELIVERY_NONE_WAITS', {})
    return waiting
  }
  /** By the clock, the states and the kit of the vault as they are. */
  const judge = async (
    vault: VaultReference,
    order: DeliveryOrder,
    input: PlanTools['input'],
  ): Promise<{ readonly planned: PlannedDelivery; readonly kit: Kit }> => {
    const kit = await vault.use('read', opened => {
      clock.require(opened)
      return kitOfKey(opened, order.keys[0] ?? '', now())
    })
    return { planned: await planDelivery(kit, vault, order, { input, now, random }), kit }
  }

  return {
    destinations: ({ key, version }) =>
      workspace.require().use('look', async vault => {
        const named = `${key}@${version}`
        const kit = kitOfKey(vault, named, now())
        const { setId } = kit.quorum
        const about = deliveredKey(await keyMeant(kit, named, { vault: null, now: now() }))
        return {
          ...{ setId, label: about.label },
          destinations: listedDestinations().map(({ id, instead, files, options }) => ({
            ...{ id, fits: fits(id, about), instead: [...instead], files: [...files] },
            options: options.map(({ among, ...option }) => ({ ...option, among: [...among] })),
          })),
          uses: usesToday(keyNamed(vault, named, now()), now()),
          keks: keksIn(vault, setId, named, now()),
        }
      }),

    check: async asked => {
      const vault = workspace.require()
      const order = orderOf(asked)
      const input = remembering(tools.input)
      const { planned, kit } = await judge(vault, order, input)
      const checked = checkedOf(planned, kit.quorum.setId, now())
      if (checked.form !== 'nothing' && !vault.readOnly) waiting = { order, input, checked }
      return checked
    },

    waiting: () => waiting?.checked ?? null,

    forget: () => {
      waiting = null
    },

    plan: async () => {
      const { order, input } = requireWaiting()
      const { planned } = await judge(workspace.requireWritable(), order, input)
      requireSecret(planned)
      const deed = deliveryDeed(planned)
      const draft = random(8).toString('hex')
      const carryOut = (): never => {
        throw new Error('a delivery is made with an opened quorum')
      }
      drafts.keepChange(draft, () => ({ deed, unsigned: OPERATOR, carryOut }))
      return draft
    },

    make: async (given, paper, approval) => {
      const { order, input } = requireWaiting()
      const out = absolutePath(given)
      const made = await tools.recovery.handOver(async opened => {
        await requireRoomFor(out)
        const planned = await plannedFor(opened, order, { ...tools, input })
        const packed = await makeDelivery(
          opened,
          planned,
          { out, paper },
          permitBy(authorize, approval),
          {
            ...{ now, software: tools.software, papers: tools.papers },
            newId: () => random(8).toString('hex'),
          },
        )
        const { label, version } = planned.key
        const checked = checkedOf(planned, opened.quorum.setId, now(), packed.instructions)
        return { ...{ what: `${label}@${version}`, path: out }, packed, checked }
      })
      waiting = null
      const { packed, checked } = made
      return {
        ...{ id: packed.id, checked, path: out, package: packed.package },
        files: [...packed.files],
        checkValues: packed.receipt.checkValues,
        receipt: path.join(out, 'receipt.json'),
      }
    },

    list: key =>
      workspace.require().use('look', vault => ({
        deliveries: knownDeliveries(vault, { key, destination: null })
          .map(({ keyId: _, label: __, events, ...known }) => ({ ...known, events: [...events] }))
          .toReversed(),
      })),

    planNote: async ({ delivery, outcome, proof }) => {
      const vault = workspace.requireWritable()
      const digest = proof === null ? null : await digestOfProof(absolutePath(proof), tools.input)
      const planned = confirmation(delivery, { outcome, proof: digest, wholePackage: false })
      await vault.use('read', opened => planned(opened))
      const draft = random(8).toString('hex')
      drafts.keepChange(draft, planned)
      return draft
    },

    note: (draft, approval) =>
      tools.occupation.occupy('keys', async () => {
        const ports = { vault: workspace.require(), permit: permitBy(authorize, approval) }
        await makeChange(ports, drafts.change(draft), () => null)
        drafts.delete(draft)
      }),
  }
}

/** As `judge`, with the kit that was opened. */
async function plannedFor(
  { kit, vault }: OpenedQuorum,
  order: DeliveryOrder,
  { clock, input, now, random }: PlanTools & Pick<DeliveryScreenTools, 'clock'>,
): Promise<PlannedDelivery> {
  if (vault === null) throw refuse('VAULT_CLOSED', {})
  await vault.use('read', clock.require)
  return await planFromKit(kit, vault, order, { input, now, random })
}

function orderOf({ key, version, destination, files, options, ...order }: Order): DeliveryOrder {
  return {
    ...{ ...order, keys: [`${key}@${version}`], destination },
    files: Object.fromEntries(files.map(({ name, file }) => [name, absolutePath(file)])),
    options: Object.fromEntries(options.map(({ name, value }) => [name, value])),
  }
}

/** Reads each file once, and gives the same bytes from then on. */
function remembering({ read }: PlanTools['input']): PlanTools['input'] {
  const seen = new Map<string, Promise<Buffer>>()
  return {
    read: async (file, limit) => {
      const bytes = seen.get(file) ?? read(file, limit)
      seen.set(file, bytes)
      return Buffer.from(await bytes)
    },
  }
}

/** AES keys in use of the same quorum, under which another one may be wrapped. */
const keksIn = (vault: Vault, setId: string, but: string, today: Date) =>
  keysEverywhere(vault)
    .filter(key => key.setId === setId && key.kind === 'master-key')
    .filter(key => stateToday(key, today) === 'active')
    .map(({ id, label, version }) => ({ key: `${id}@${version}`, label, version }))
    .filter(({ key }) => key !== but)

const nameOf = ({ label, version }: KitKey): string => `${label}@${version}`

/** What a person is shown of it; the instructions before anything is wrapped, or those of the package. */
function checkedOf(
  { key, kek, prepared, use, although, plain }: PlannedDelivery,
  setId: string,
  now: Date,
  instructions = prepared.instructions(null),
): Checked {
  const { destination, target, form, under, validTo, notices } = prepared
  const said = (steps: (typeof instructions)['prepare']) =>
    steps.map(({ says: { code, facts }, commands }) => ({
      says: {
        step: code,
        facts: Object.entries(facts).map(([name, value]) => ({ name, value })),
      },
      commands: [...commands],
    }))
  const { prepare, arrive, proof, watch, disable } = instructions
  return {
    key: { id: key.id, version: key.version, label: key.label },
    ...{ setId, destination, target, form, use, although, plain },
    under: under && { ...under, words: [...under.words] },
    kek: kek && nameOf(kek),
    ...{ validTo: validTo?.toISOString() ?? null, now: now.toISOString(), notices: [...notices] },
    instructions: {
      ...{ prepare: said(prepare), arrive: said(arrive), proof: said(proof) },
      ...{ watch: said(watch), disable: said(disable) },
    },
  }
}
