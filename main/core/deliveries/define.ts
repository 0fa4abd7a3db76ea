import type { Wrapped } from '../wrapping/index.ts'
import { checkKey } from './checks.ts'
import type {
  Checked,
  DeliveredKey,
  DeliveryRequest,
  Destination,
  Parts,
  Prepared,
  PreparedTogether,
  RequestTogether,
} from './destination.ts'

/** A destination of its four parts: what one finds is kept for the next, and nobody else sees its type. */
export const define = <Target extends Checked>(parts: Parts<Target>): Destination => ({
  kind: 'destination',
  id: parts.id,
  accepts: parts.accepts,
  form: parts.form,
  asks: parts.asks,
  prepare: (request: DeliveryRequest): Prepared => {
    const { key } = request
    checkKey(parts.id, parts.accepts, key)
    return preparedOf(parts, parts.preflight(request), request)
  },
  prepareTogether: parts.together === undefined ? null : togetherBy(parts, parts.together),
})

/** What the other side gave is read and judged once for all of the keys. */
const togetherBy =
  <Target extends Checked>(
    parts: Parts<Target>,
    instructions: NonNullable<Parts<Target>['together']>,
  ) =>
  ({ keys, ...request }: RequestTogether): PreparedTogether => {
    const [first] = keys
    if (first === undefined) throw new Error('several keys go together')
    for (const key of keys) checkKey(parts.id, parts.accepts, key)
    const target = parts.preflight({ ...request, key: first })
    return {
      each: keys.map(key => preparedOf(parts, target, { ...request, key })),
      instructions: instructions(target, keys),
    }
  }

function preparedOf<Target extends Checked>(
  parts: Parts<Target>,
  target: Target,
  { key, options }: { readonly key: DeliveredKey } & Pick<DeliveryRequest, 'options'>,
): Prepared {
  const { under, validTo, notices } = target
  const job = parts.wrap(target, key)
  const isPlain = job?.parts.some(({ envelope }) => envelope.by === 'nothing') ?? false
  const underKek = job?.parts.some(({ envelope }) => envelope.by === 'aes-kwp') ?? false
  return {
    ...{ destination: parts.id, key, under, validTo, notices, job },
    target: parts.called(target, key),
    form: isPlain ? 'plain' : parts.form,
    kek: underKek ? { check: options['kek-check'] ?? null } : null,
    files: wrapped => parts.files(target, needed(job, wrapped), key),
    instructions: wrapped => parts.instructions(target, wrapped, key),
  }
}

/** A package is made of what was wrapped. */
function needed(job: Prepared['job'], wrapped: Wrapped | null): Wrapped | null {
  if (job !== null && wrapped === null) throw new Error('files are made after wrapping')
  return wrapped
}
