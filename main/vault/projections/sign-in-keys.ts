import { idIn } from '../../../shared/log-subjects.ts'
import { type Projection, sealDigest, type Turn } from '../replay/index.ts'

/** What it takes to open a key stands in the log as a digest alone. */
export const signInKeys: Projection = {
  table: 'sign_in_keys',
  key: ['public_key'],
  columns: ['public_key', 'person', 'seal', 'state', 'created'],
  digests: {
    seal: {
      columns: ['kind', 'salt', 'nonce', 'box'],
      of: ({ kind, salt, nonce, box }) =>
        sealDigest({
          ...{ kind: String(kind), salt: String(salt) },
          ...{ nonce: String(nonce), box: String(box) },
        }),
    },
  },
  times: ['created'],
  entries: {
    'people.founded': ({ details: { people: founders, seals }, time, rows }) =>
      founders.forEach(({ id, key }, i) => {
        rows.insert(newRow(key, id, seals?.[i], time))
      }),
    'person.added': ({ subject, details: { key, seal }, time, rows }) =>
      rows.insert(newRow(key, idIn(subject), seal, time)),
    'person.key-replaced': turn => {
      const { subject, details, time, rows } = turn
      rows.updateAll(isInForce(turn), { state: 'replaced' })
      rows.insert(newRow(details.key, idIn(subject), details.seal, time))
    },
    'sign-in.secret-changed': turn =>
      turn.rows.updateAll(isInForce(turn), { seal: turn.details.seal }),
  },
}

const newRow = (key: string, person: string, seal: string | undefined, created: string) => ({
  ...{ public_key: key, person, seal, state: 'in-force', created },
})

const isInForce =
  ({ subject }: Pick<Turn<'person.key-replaced'>, 'subject'>) =>
  (row: { readonly [column: string]: unknown }): boolean =>
    row.person === idIn(subject) && row.state === 'in-force'
