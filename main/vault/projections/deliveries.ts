import { idIn } from '../../../shared/log-subjects.ts'
import type { Projection } from '../replay/index.ts'

export const deliveries: Projection = {
  table: 'deliveries',
  key: ['id'],
  columns: [
    ...['id', 'key_id', 'version', 'destination', 'target', 'form', 'plain', 'wrapping_key'],
    ...['valid_to', 'package', 'made'],
  ],
  times: ['made'],
  entries: {
    'key.delivered': ({ subject, details, time, rows }) => {
      const [keyId = '', version] = idIn(subject).split('/')
      const { delivery, destination, target, form, plain, wrappingKey, validTo } = details
      const all = [
        { id: delivery, key_id: keyId, version: Number(version) },
        ...details.others.map((other, i) => ({
          ...{ id: details.otherDeliveries[i], key_id: other.id, version: other.version },
        })),
      ]
      for (const one of all) {
        rows.insert({
          ...{ ...one, destination, target, form, plain },
          ...{ wrapping_key: wrappingKey, valid_to: validTo, package: details.package, made: time },
        })
      }
    },
  },
}

export const deliveryEvents: Projection = {
  table: 'delivery_events',
  key: ['number'],
  columns: ['number', 'delivery', 'outcome', 'proof', 'recorded'],
  times: ['recorded'],
  entries: {
    'delivery.confirmed': ({ subject, details: { outcome, proof, others }, time, rows }) => {
      for (const delivery of [idIn(subject), ...others]) {
        rows.number({ delivery, outcome, proof, recorded: time })
      }
    },
  },
}
