import type { DeliveryOutcome } from '../../../shared/delivery-states.ts'
import { destinationNamed } from '../../core/deliveries/index.ts'
import { type Input, requireRoomFor } from '../files/index.ts'
import { readKit, trustKit } from '../kits/index.ts'
import type { Papers } from '../pages/index.ts'
import { makeChange, permitFromFiles, type SignerFile } from '../people/index.ts'
import {
  type RecoveryRequest,
  type RecoveryTools,
  requireKit,
  withCheckedQuorum,
} from '../recovery/index.ts'
import { type ClockTools, clockOfCommand } from '../room/index.ts'
import { type ListAtHand, requireGoodByList } from '../status/index.ts'
import type { Watch } from '../tasks/index.ts'
import { openedOnce, openReference, vaultAt, vaultToRead } from '../vaults/index.ts'
import {
  type CheckedDelivery,
  createDeliveryChecks,
  type DeliveryChecks,
} from './delivery-checks.ts'
import { kitOfKey } from './kit-of-key.ts'
import {
  confirmation,
  type DeliveryFilter,
  type KnownDelivery,
  knownDeliveries,
} from './known-deliveries.ts'
import { type MadeDelivery, makeDelivery, type PackageOrder, planFromKit } from './make-delivery.ts'
import { type DeliveryOrder, type PlanTools, planDelivery } from './plan-delivery.ts'
import { digestOfProof } from './proof.ts'
import { type MediaScan, mediaKeysIn, scanMedia } from './scan-media.ts'
import { createSignedUrls, type SignedUrls } from './signed-urls.ts'
import { type VerifiedPackage, verifyPackage } from './verify-package.ts'

/** A delivery of a key of a kit, or of a vault. */
interface NamedCheckRequest extends DeliveryOrder {
  /** One of the two; with both, the kit's key in the state that the vault knows. */
  readonly kit?: string
  readonly vault?: string
  /** Of the kit, as it stands on a card. */
  readonly fingerprint?: string
  /** The newest status list: whether the keys are still to be used. */
  readonly status?: ListAtHand
}

interface MakeRequest extends RecoveryRequest, DeliveryOrder, PackageOrder {
  readonly kit: string
  readonly vault: string
  /** The day that somebody named because the clock is right all the same. */
  readonly confirmClock?: string
}

interface ConfirmRequest {
  readonly id: string
  readonly vault: string
  readonly sign: readonly SignerFile[]
  readonly outcome: DeliveryOutcome
  /** Whether it is so of every key in the same package. */
  readonly wholePackage: boolean
  /** A file that shows it; its digest stands in the log. */
  readonly proof?: string
}

export interface Deliveries extends DeliveryChecks, SignedUrls {
  /** Checks the delivery of a key that there is, and its life as well. @throws as `planDelivery`; KIT_*, VAULT_* */
  readonly checkNamed: (request: NamedCheckRequest) => Promise<CheckedDelivery>
  /**
   * Makes a package for a key of the kit, and records it.
   *
   * @throws CLOCK_DOUBTFUL, CLOCK_NOT_CONFIRMED; DELIVERY_NO_SECRET; as `planDelivery`, before anything is asked for; as
   *         recoveries do; as `makeDelivery`
   */
  readonly make: (request: MakeRequest, watch: Watch) => Promise<MadeDelivery>
  /** @throws as `knownDeliveries`; DELIVERY_DESTINATION; VAULT_* */
  readonly list: (
    request: DeliveryFilter & { readonly vault: string },
  ) => Promise<readonly KnownDelivery[]>
  /** Records what became of one. @throws VAULT_*, APPROVAL_*; FILE_* */
  readonly confirm: (request: ConfirmRequest, watch: Watch) => Promise<KnownDelivery>
  /** Looks through drives for media, by the key ids of the vault's keys. @throws as `scanMedia`; VAULT_* */
  readonly scanMedia: (
    request: { readonly vault: string; readonly places: readonly string[] },
    watch: Watch,
  ) => Promise<MediaScan>
  /** Checks a package that came over the gap. @throws as `verifyPackage` */
  readonly verify: (folder: string) => Promise<VerifiedPackage>
}

export interface DeliveryTools extends RecoveryTools, ClockTools, Omit<PlanTools, 'input'> {
  readonly input: Input
  readonly software: string
  readonly papers: Papers
}

export function createDeliveries(tools: DeliveryTools): Deliveries {
  const { input, now, random, openVault, software, papers } = tools
  return {
    ...createDeliveryChecks(tools),
    ...createSignedUrls(tools),

    checkNamed: async request => {
      const { kit, vault, fingerprint = null } = request
      const reference = vault === undefined ? null : vaultToRead(vault, openVault)
      const expected = { given: fingerprint, ask: input.askShown }
      return await openedOnce(reference, 'read', async beside => {
        const from =
          kit === undefined
            ? await requireKit(beside, { what: 'key' }).use('read', opened =>
                kitOfKey(opened, request.keys[0] ?? '', now()),
              )
            : (await trustKit(await readKit(kit, input), beside, expected)).kit
        const planned = await planDelivery(from, beside, request, tools)
        const { prepared, together, others } = planned
        if (request.status !== undefined) {
          const used = [planned.key, ...others].map(({ id, version, label }) => ({
            ...{ name: `${label}@${version}`, wanted: { id, version } },
          }))
          await requireGoodByList(request.status, from, used, request.use, tools)
        }
        return {
          ...{ ...prepared, now: now(), keys: 1 + others.length },
          ...(together !== null && { instructions: () => together.instructions }),
        }
      })
    },

    make: async (request, watch) => {
      await requireRoomFor(request.out)
      return await withCheckedQuorum(request, 'key.deliver', tools, watch, {
        check: async ({ kit, vault }) => {
          await clockOfCommand(request.confirmClock ?? '', tools)(vault)
          return await planFromKit(kit, vault && openReference(vault), request, tools)
        },
        use: (opened, permit, planned) =>
          makeDelivery(opened, planned, request, permit, {
            ...{ now, software, papers },
            newId: () => random(8).toString('hex'),
          }),
      })
    },

    list: ({ vault, ...filter }) => {
      if (filter.destination !== null) destinationNamed(filter.destination)
      return vaultToRead(vault, openVault).use('read', opened => knownDeliveries(opened, filter))
    },

    confirm: async ({ id, vault, sign, outcome, wholePackage, proof }, watch) => {
      const digest = proof === undefined ? null : await digestOfProof(proof, input)
      return await makeChange(
        { vault: vaultAt(vault, openVault, watch), permit: permitFromFiles(sign, tools) },
        confirmation(id, { outcome, proof: digest, wholePackage }),
        opened => {
          const all = knownDeliveries(opened, { key: null, destination: null })
          const made = all.find(delivery => delivery.id === id)
          if (made === undefined) throw new Error('it was confirmed')
          return made
        },
      )
    },

    scanMedia: async ({ vault, places }, watch) => {
      const known = await vaultToRead(vault, openVault).use('read', opened =>
        mediaKeysIn(opened, now()),
      )
      return await scanMedia(places, known, watch)
    },

    verify: folder => verifyPackage(folder, input),
  }
}
