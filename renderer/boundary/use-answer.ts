import { useCallback, useEffect, useState } from 'react'
import type { CallName, Input, Output } from '../../shared/contract.ts'
import type { KeyclaveError } from '../../shared/errors.ts'
import { useClient } from './client.tsx'
import { asProblem } from './problem.ts'

export type Answer<Value> =
  | { readonly state: 'asking' }
  | { readonly state: 'ready'; readonly value: Value }
  | { readonly state: 'refused'; readonly problem: KeyclaveError }

/**
 * Asks the main side when the screen appears and whenever the input changes. While it is asked again,
 * the former answer stays.
 */
export function useAnswer<Name extends CallName>(
  name: Name,
  input: Input<Name>,
): Answer<Output<Name>> & { readonly askAgain: () => void } {
  const client = useClient()
  const [answer, setAnswer] = useState<Answer<Output<Name>>>({ state: 'asking' })
  const [turn, setTurn] = useState(0)
  const key = JSON.stringify(input)

  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` asks again; `key` stands for `input`
  useEffect(() => {
    let current = true
    client.call(name, input).then(
      value => current && setAnswer({ state: 'ready', value }),
      error => current && setAnswer({ state: 'refused', problem: asProblem(error) }),
    )
    return () => {
      current = false
    }
  }, [client, name, key, turn])

  const askAgain = useCallback(() => setTurn(before => before + 1), [])
  return { ...answer, askAgain }
}
