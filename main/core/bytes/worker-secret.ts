import type { Buffer } from 'node:buffer'

/** The named secret of a one-shot worker. A missing one is a bug, and never stands for empty. */
export function secretNamed(secrets: { readonly [name: string]: Buffer }, name: string): Buffer {
  const secret = secrets[name]
  if (secret === undefined) throw new Error(`one-shot worker: no secret "${name}"`)
  return secret
}
