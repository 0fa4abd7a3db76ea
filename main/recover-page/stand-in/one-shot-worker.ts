/**
 * In the place of core/bytes/one-shot-worker: the page has one thread, which does its one-shot work itself and ends
 * with the page. What crosses is copied as it would be between threads.
 */
import { copySecret, wipe } from '../../core/bytes/secret.ts'

export interface Secrets {
  readonly [name: string]: Uint8Array
}

type Work = (
  input: unknown,
  secrets: { readonly [name: string]: Buffer },
) => Promise<{ readonly output: unknown; readonly secrets?: Secrets }>

/** By the name of its file, as the build puts it in the place of its URL (build/recover-page.ts). */
const SCRIPTS: { readonly [script: string]: () => Promise<unknown> } = {
  'card.worker': () => import('../../core/share/card.worker.ts'),
  'combine.worker': () => import('../../core/share/combine.worker.ts'),
  'header.worker': () => import('../../core/age/header.worker.ts'),
  'identity.worker': () => import('../../core/age/identity.worker.ts'),
  'kdf.worker': () => import('../../core/passphrase/kdf.worker.ts'),
  'key-pair.worker': () => import('../../core/kit/key-pair.worker.ts'),
  'sealed-item.worker': () => import('../../core/kit/sealed-item.worker.ts'),
}

let registered: Work | null = null
let loading: Promise<unknown> = Promise.resolve()
const works = new Map<string, Promise<Work>>()

/** Loads a script once; one at a time, because it is known by having registered last. */
function workOf(script: string): Promise<Work> {
  const known = works.get(script)
  if (known !== undefined) return known
  const work = loading.then(async () => {
    await SCRIPTS[script]?.()
    const own = registered
    registered = null
    if (own === null) throw new Error(`no one-shot work "${script}" in this page`)
    return own
  })
  loading = work.catch(() => {})
  works.set(script, work)
  return work
}

const copiesOf = (secrets: Secrets): { readonly [name: string]: Buffer } =>
  Object.fromEntries(Object.entries(secrets).map(([name, bytes]) => [name, copySecret(bytes)]))

/** As in core. A refusal is thrown as it is. */
export async function runOnce<Output>(
  script: URL,
  input: unknown,
  secrets: Secrets = {},
): Promise<{ readonly output: Output; readonly secrets: { readonly [name: string]: Buffer } }> {
  const work = await workOf(String(script))
  const own = copiesOf(secrets)
  try {
    const { output, secrets: made = {} } = await work(input, own)
    const copies = copiesOf(made)
    wipe(...Object.values(made))
    return { output: output as Output, secrets: copies }
  } finally {
    wipe(...Object.values(own))
  }
}

export function serveOnce(work: Work): void {
  registered = work
}
