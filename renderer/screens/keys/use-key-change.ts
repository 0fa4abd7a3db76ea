import type { Input, Output } from '../../../shared/contract.ts'
import { useClient } from '../../boundary/client.tsx'
import { type Changing, usePlannedChange } from '../approval/use-planned-change.ts'

export type KeyChange = Input<'keys.plan'>['change']
export type CarriedOut = Output<'keys.carryOut'>

/** What becomes of keys: planned, signed for, carried out. */
export type KeyChanging = Changing<KeyChange>

/** @param onDone is told how the keys stand then; it is not when the signatures were given up */
export function useKeyChange(onDone: (carried: CarriedOut) => void): KeyChanging {
  const client = useClient()
  const calls = {
    plan: (request: Input<'keys.plan'>) => client.call('keys.plan', request),
    carryOut: (request: Input<'keys.carryOut'>) => client.call('keys.carryOut', request),
  }
  return usePlannedChange(calls, onDone)
}
