import { useEffect, useEffectEvent } from 'react'
import type { EventName, Payload } from '../../shared/contract.ts'
import { useClient } from './client.tsx'

/** Listens to an event of the main side while the component is shown. */
export function useMainEvent<Name extends EventName>(
  name: Name,
  listener: (payload: Payload<Name>) => void,
): void {
  const client = useClient()
  const onEvent = useEffectEvent(listener)
  useEffect(() => client.onEvent(name, payload => onEvent(payload)), [client, name])
}
