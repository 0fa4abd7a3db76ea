import { z } from 'zod'
import {
  DELIVERY_FORMS,
  DELIVERY_OUTCOMES,
  type DeliveryOutcome,
} from '../../shared/delivery-states.ts'
import { refuse } from '../../shared/errors.ts'
import type { KeyException, KeyUse } from '../../shared/key-life.ts'
import type { Actor } from '../core/log/index.ts'
import { count, hex256, id, text, time } from './columns.ts'
import { type Connection, parseRows } from './connection.ts'
import type { Recording } from './recording.ts'

const deliveryRow = z.object({
  id,
  keyId: id,
  version: count,
  destination: text,
  target: text.nullable(),
  form: z.enum(DELIVERY_FORMS),
  plain: text.nullable(),
  wrappingKey: z
    .string()
    .regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/)
    .nullable(),
  validTo: time.nullable(),
  package: hex256,
  made: time,
})
const eventRow = z.object({
  outcome: z.enum(DELIVERY_OUTCOMES),
  proof: hex256.nullable(),
  recorded: time,
})

/**
 * Where one version of a key went.
 *
 * `destination` is the kind of system, `target` its own name there (an ARN, a path, a fingerprint);
 * `wrappingKey` the fingerprint of the key that it is wrapped under; `validTo` until when the other side takes
 * it; `package` the SHA-256 of the package's SHA256SUMS; `plain` why something in it is plain.
 */
export type Delivery = Readonly<z.output<typeof deliveryRow>> & {
  /** What became of it, the first first; none: nobody knows whether it arrived. */
  readonly events: readonly Readonly<z.output<typeof eventRow>>[]
}

/** A delivery to record; the vault gives it its time. */
export type NewDelivery = Omit<Delivery, 'made' | 'events'> & {
  /** Named as people know it, and by what nobody can give another key. */
  readonly label: string
  readonly fingerprint: string | null
  /** To protect anew, or to read what it protected. */
  readonly use: KeyUse
  /** What spoke against reading with the key, and was known. */
  readonly although: KeyException | null
  /** Keys in the same package, each a delivery of its own; absent: none. */
  readonly others?: readonly OtherDelivery[]
}
interface OtherDelivery extends Pick<Delivery, 'id' | 'keyId' | 'version'> {
  readonly label: string
  readonly fingerprint: string | null
}

/** What became of a delivery, and of those of other keys in the same package; absent: of no other. */
interface Confirmation {
  readonly outcome: DeliveryOutcome
  readonly proof: string | null
  readonly others?: readonly string[]
}

export interface Deliveries {
  /** Of every key, in the order they were made. */
  readonly list: () => readonly Delivery[]
  /** @throws VAULT_UNKNOWN */
  readonly get: (id: string) => Delivery
  /** Records a delivery; the package is published afterwards. @throws VAULT_RULE */
  readonly record: (actor: Actor, delivery: NewDelivery) => void
  /** Records what became of one. @throws VAULT_UNKNOWN */
  readonly confirm: (actor: Actor, id: string, event: Confirmation) => void
}

/** The two tables, without transactions and log. */
export function deliveryTables(connection: Connection) {
  const { db, read } = connection
  const eventsOf = (delivery: string) =>
    parseRows(
      connection,
      eventRow,
      db
        .prepare(
          'SELECT outcome, proof, recorded FROM delivery_events WHERE delivery = ? ORDER BY number',
        )
        .all(delivery),
    )
  const select = (where: string, ...values: readonly string[]): readonly Delivery[] =>
    read(() => {
      const rows = db
        .prepare(
          `SELECT id, key_id AS keyId, version, destination, target, form, plain,
             wrapping_key AS wrappingKey, valid_to AS validTo, package, made
           FROM deliveries ${where} ORDER BY rowid`,
        )
        .all(...values)
      return parseRows(connection, deliveryRow, rows).map(row => ({
        ...row,
        events: eventsOf(row.id),
      }))
    })
  return {
    list: () => select(''),
    get(wanted: string): Delivery {
      const [delivery] = select('WHERE id = ?', wanted)
      if (!delivery) throw refuse('VAULT_UNKNOWN', { what: 'delivery', id: wanted })
      return delivery
    },
    insert(delivery: Omit<Delivery, 'events'>): void {
      db.prepare(
        `INSERT INTO deliveries (id, key_id, version, destination, target, form, plain, wrapping_key,
           valid_to, package, made)
         VALUES (@id, @keyId, @version, @destination, @target, @form, @plain, @wrappingKey,
           @validTo, @package, @made)`,
      ).run(delivery)
    },
    insertEvent(delivery: string, event: Delivery['events'][number]): void {
      db.prepare(
        `INSERT INTO delivery_events (delivery, outcome, proof, recorded)
         VALUES (@delivery, @outcome, @proof, @recorded)`,
      ).run({ ...event, delivery })
    },
  }
}

export type DeliveryTables = ReturnType<typeof deliveryTables>

export function deliveriesOf({
  connection,
  audit,
  deliveries,
}: Recording & { readonly deliveries: DeliveryTables }): Deliveries {
  return {
    list: deliveries.list,
    get: deliveries.get,
    record: (actor, { label, fingerprint, use, although, others = [], ...delivery }) =>
      connection.write(() => {
        const { id: made, keyId, version, ...facts } = delivery
        const { time: recorded } = audit.append({
          ...{ actor, action: 'key.delivered', subject: `key:${keyId}/${version}` },
          details: {
            ...{ delivery: made, label, fingerprint, use, ...facts },
            ...(although !== null && { although }),
            others: others.map(({ id: _, keyId: other, ...named }) => ({ id: other, ...named })),
            otherDeliveries: others.map(({ id: other }) => other),
          },
        })
        for (const one of [delivery, ...others]) {
          const { id, keyId: of, version: which } = one
          deliveries.insert({ ...delivery, id, keyId: of, version: which, made: recorded })
        }
      }),
    confirm: (actor, delivery, { outcome, proof, others = [] }) =>
      connection.write(() => {
        for (const one of [delivery, ...others]) deliveries.get(one)
        const { time: recorded } = audit.append({
          ...{ actor, action: 'delivery.confirmed', subject: `delivery:${delivery}` },
          details: { outcome, proof, others },
        })
        for (const one of [delivery, ...others]) {
          deliveries.insertEvent(one, { outcome, proof, recorded })
        }
      }),
  }
}
