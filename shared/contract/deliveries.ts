/**
 * Deliveries: a key handed to another system, over the gap. What is to go where is checked before anybody gathers,
 * and then waits on the main side; the quorum is opened as for everything that is taken out of one (`recovery.…`):
 *
 *   deliveries.check → recovery.begin … recovery.open → deliveries.plan → approval.ask with the draft →
 *   approval.sign … → deliveries.make
 *
 * What became of one: deliveries.planNote → approval.ask with the draft → deliveries.note
 */
import * as z from 'zod'
import { chosen } from '../chosen.ts'
import {
  DELIVERY_FILE_NAMES,
  DELIVERY_NOTICES,
  DELIVERY_OPTION_FORMS,
  DELIVERY_OPTION_NAMES,
  DESTINATION_IDS,
} from '../deliveries.ts'
import { DELIVERY_FORMS, DELIVERY_OUTCOMES } from '../delivery-states.ts'
import { DELIVERY_STEPS, type DeliveryStep } from '../delivery-steps.ts'
import { count, done, nothing, setId, time } from '../field.ts'
import { KEY_EXCEPTIONS, KEY_USES } from '../key-life.ts'
import { keyId, keyUses } from './keys.ts'
import { approved, personId } from './people.ts'
import { paperSize } from './printing.ts'

const destinationId = z.enum(DESTINATION_IDS)
const version = z.int().min(1)
const fileName = z.enum(DELIVERY_FILE_NAMES)
const optionName = z.enum(DELIVERY_OPTION_NAMES)

const destination = z.strictObject({
  id: destinationId,
  /** Whether it takes a key of this kind and size. */
  fits: z.boolean(),
  files: z.array(z.strictObject({ name: fileName, required: z.boolean() })),
  options: z.array(
    z.strictObject({
      name: optionName,
      required: z.boolean(),
      form: z.enum(DELIVERY_OPTION_FORMS),
      /** Of `one-of`: the first stands where nothing is said. */
      among: z.array(z.string()),
    }),
  ),
  /** Where it takes keys online alone: where else to; otherwise empty. */
  instead: z.array(destinationId),
})

const says = z.strictObject({
  step: z.enum(Object.keys(DELIVERY_STEPS) as [DeliveryStep, ...DeliveryStep[]]),
  facts: z.array(z.strictObject({ name: z.string(), value: z.string() })),
})
const steps = z.array(z.strictObject({ says, commands: z.array(z.string()) }))
const instructions = z.strictObject({
  ...{ prepare: steps, arrive: steps, proof: steps, watch: steps, disable: steps },
})

/** What is to go where, and what the other side gave for it. */
const order = z.strictObject({
  key: keyId,
  version,
  destination: destinationId,
  files: z.array(z.strictObject({ name: fileName, file: chosen('file') })).max(16),
  options: z
    .array(z.strictObject({ name: optionName, value: z.string().min(1).max(4096) }))
    .max(32),
  use: z.enum(KEY_USES),
  /** What speaks against reading with the key, and whoever asks knows. */
  although: z.enum(KEY_EXCEPTIONS).nullable(),
  /** Why something in the package is plain; null: nothing is to be. */
  plain: z.string().max(400).nullable(),
  /** The key of the vault under which it is wrapped, `9f86d081884c7d65@2`. */
  kek: z.string().max(64).nullable(),
})

/** A delivery that nothing public speaks against. */
const checked = z.strictObject({
  key: z.strictObject({ id: z.string(), version: z.int(), label: z.string() }),
  /** The quorum that has the key. */
  setId: z.string(),
  destination: destinationId,
  target: z.string().nullable(),
  form: z.enum(DELIVERY_FORMS),
  use: z.enum(KEY_USES),
  although: z.enum(KEY_EXCEPTIONS).nullable(),
  plain: z.string().nullable(),
  /** What it is wrapped under: a key of the other side, with its fingerprint as hex digits and as words. */
  under: z
    .strictObject({
      fingerprint: z.string(),
      words: z.array(z.string()),
      bits: z.int().nullable(),
    })
    .nullable(),
  /** Or a key of the vault, as `label@2`. */
  kek: z.string().nullable(),
  validTo: time.nullable(),
  now: time,
  notices: z.array(z.enum(DELIVERY_NOTICES)),
  instructions,
})

const known = z.strictObject({
  id: z.string(),
  version: z.int(),
  /** An id, of this or a later version. */
  destination: z.string(),
  target: z.string().nullable(),
  form: z.enum(DELIVERY_FORMS),
  plain: z.string().nullable(),
  wrappingKey: z.string().nullable(),
  validTo: time.nullable(),
  /** SHA-256 of the package's SHA256SUMS. */
  package: z.string(),
  made: time,
  /** What became of it, the first first. */
  events: z.array(
    z.strictObject({
      outcome: z.enum(DELIVERY_OUTCOMES),
      proof: z.string().nullable(),
      recorded: time,
    }),
  ),
})

const made = z.strictObject({
  id: z.string(),
  checked,
  /** The folder that was made, and read back. */
  path: z.string(),
  files: z.array(z.strictObject({ name: z.string(), size: count })),
  package: z.string(),
  /** Of the key: what the other side can compare. */
  checkValues: z.strictObject({
    ecb: z.string().nullable(),
    cmac: z.string().nullable(),
    md5: z.string().nullable(),
  }),
  /** Its receipt.json, for `page.draw`. */
  receipt: chosen('file'),
})

export const deliveryCalls = {
  /** Where this version of a key can go, and what each destination asks for. @throws KEY_UNKNOWN_HERE; VAULT_CLOSED */
  'deliveries.destinations': {
    input: z.strictObject({ key: keyId, version }),
    output: z.strictObject({
      setId,
      label: z.string(),
      destinations: z.array(destination),
      uses: keyUses,
      /** Other AES keys in use, under which one can be wrapped: `9f86d081884c7d65@2`. */
      keks: z.array(z.strictObject({ key: z.string(), label: z.string(), version: z.int() })),
    }),
  },
  /**
   * Checks a delivery as far as anything public tells, and opens nothing. What leaves a secret then waits for
   * `deliveries.make`, in place of what waited before.
   *
   * @throws KEY_NOT_PROTECTING, KEY_NOT_READABLE, KEY_SUSPECT, KEY_UNKNOWN_HERE; DELIVERY_*; FILE_*; KIT_NONE; CLOCK_DOUBTFUL
   */
  'deliveries.check': { input: order, output: checked },
  /** What waits to be made; null: nothing. Never throws. */
  'deliveries.waiting': {
    input: nothing,
    output: z.strictObject({ waiting: checked.nullable() }),
  },
  /** When it is not to be made after all. */
  'deliveries.forget': { input: nothing, output: done },
  /** What people sign for what waits, checked anew. @throws DELIVERY_NONE_WAITS; as deliveries.check */
  'deliveries.plan': { input: nothing, output: z.strictObject({ draft: personId }) },
  /**
   * Makes the package of what waits into the new folder `out`, with the opened quorum, and reads it back. Everything
   * is checked anew. With people, they sign `key.deliver` for it.
   *
   * @throws DELIVERY_NONE_WAITS, DELIVERY_CHECK_VALUE, RECEIPT_TAMPERED {file}; RECOVERY_ORDER …; KIT_NEEDED, ITEM_UNPROVED, ITEM_DAMAGED; FILE_*;
   *         APPROVAL_*; as deliveries.check
   */
  'deliveries.make': {
    input: z.strictObject({ out: chosen('new'), paper: paperSize, approval: approved }),
    output: made,
  },
  /** Every delivery of a key, the newest first. @throws KEY_UNKNOWN_HERE; VAULT_CLOSED */
  'deliveries.list': {
    input: z.strictObject({ key: keyId }),
    output: z.strictObject({ deliveries: z.array(known) }),
  },
  /** What is to be noted of a delivery, with a file that shows it. @throws VAULT_UNKNOWN, FILE_* */
  'deliveries.planNote': {
    input: z.strictObject({
      delivery: keyId,
      outcome: z.enum(DELIVERY_OUTCOMES),
      proof: chosen('file').nullable(),
    }),
    output: z.strictObject({ draft: personId }),
  },
  /** Notes it; one person signs `delivery.confirm`. @throws DRAFT_UNKNOWN, APPROVAL_*, VAULT_* */
  'deliveries.note': {
    input: z.strictObject({ draft: personId, approval: approved }),
    output: done,
  },
} as const
