import type { Vault } from '../../vault/index.ts'

/** A share of a quorum in force whose holder has left for good. */
export interface GoneCustodian {
  readonly setId: string
  readonly index: number
  readonly name: string
}

/** Until another quorum has replaced theirs. */
export function goneCustodians({ people, quorums }: Vault): GoneCustodian[] {
  const retired = new Map(
    people
      .list()
      .flatMap(({ id, name, state }) => (state === 'retired' ? [[id, name] as const] : [])),
  )
  const inForce = new Set(
    quorums.list().flatMap(({ setId, state }) => (state === 'in-force' ? [setId] : [])),
  )
  return people.custody().flatMap(({ setId, index, person }) => {
    const name = retired.get(person)
    return name !== undefined && inForce.has(setId) ? [{ setId, index, name }] : []
  })
}
