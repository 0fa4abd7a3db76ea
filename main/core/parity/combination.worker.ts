import { parentPort, workerData } from 'node:worker_threads'
import { assertNever } from '../../../shared/errors.ts'
import { Combination } from './combination.ts'
import type { CombinationData, CombinationOrder, CombinationReply } from './order.ts'

/** One thread of a combination: does what it is told in order. */

const port = parentPort
if (port === null) throw new Error('this module is a worker')
const { outputs, length } = workerData as CombinationData
const combination = new Combination(outputs, length)

function reply(order: CombinationOrder): CombinationReply {
  switch (order.kind) {
    case 'add':
      combination.add(order.input, order.factors)
      return null
    case 'sum':
      return combination.sum(order.output)
    case 'clear':
      combination.clear()
      return null
    default:
      return assertNever(order)
  }
}

port.on('message', (order: CombinationOrder) => port.postMessage(reply(order)))
