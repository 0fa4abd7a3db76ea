import type { CallName, Calls, Order, Refusal, ToPage, ToThread } from '../calls.ts'

/** Takes what is restored. */
export interface Output {
  readonly take: (order: Order) => Promise<void>
}

/** A refusal in words, from the thread. */
export class Refused extends Error {
  readonly code: string | null

  constructor({ code, sentence }: Refusal) {
    super(sentence)
    this.code = code
  }
}

const DEAD =
  'The part of this page that does the work has ended: the browser may not have had enough memory for it. Close other programs and load this page again, or use Keyclave or recover.py on a machine with more memory.'

/** A script of ours under an address of its own: the page's policy lets it be a thread, and nothing else. */
function addressOf(source: string): string {
  return URL.createObjectURL(new Blob([source], { type: 'text/javascript' }))
}

interface TrustedScripts {
  createPolicy(
    name: string,
    rules: { readonly createScriptURL: (url: string) => string },
  ): { readonly createScriptURL: (url: string) => string }
}

/** Where the browser has trusted types, the policy lets this one address be a script. */
function trusted(url: string): string {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedScripts }
  const policy = trustedTypes?.createPolicy('keyclave', { createScriptURL: own => own })
  return policy === undefined ? url : policy.createScriptURL(url)
}

/** The thread that does the work, and the questions that are under way. */
export class Thread {
  readonly #worker: Worker
  readonly #asked = new Map<number, PromiseWithResolvers<unknown>>()
  #last = 0
  #output: Output | null = null
  #onProgress: (done: number, total: number) => void = () => {}
  #dead = false

  constructor(source: string) {
    this.#worker = new Worker(trusted(addressOf(source)))
    this.#worker.onmessage = ({ data }: MessageEvent<ToPage>) => void this.#hear(data)
    this.#worker.onerror = () => this.#end()
  }

  /** @throws Refused */
  ask<Name extends CallName>(
    name: Name,
    takes: Calls[Name]['takes'],
    transfer: Transferable[] = [],
  ): Promise<Calls[Name]['gives']> {
    if (this.#dead) return Promise.reject(new Refused({ code: null, sentence: DEAD }))
    const answer = Promise.withResolvers<unknown>()
    this.#last += 1
    this.#asked.set(this.#last, answer)
    this.#tell({ kind: 'ask', id: this.#last, name, takes }, transfer)
    return answer.promise as Promise<Calls[Name]['gives']>
  }

  /** Where what is restored next goes. */
  watch(output: Output, onProgress: (done: number, total: number) => void): void {
    this.#output = output
    this.#onProgress = onProgress
  }

  /** Gives up the restore that is under way. */
  stop(): void {
    this.#tell({ kind: 'stop' })
  }

  #tell(message: ToThread, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer)
  }

  async #hear(message: ToPage): Promise<void> {
    switch (message.kind) {
      case 'gives':
        this.#take(message.id)?.resolve(message.gives)
        return
      case 'refused':
        this.#take(message.id)?.reject(new Refused(message.refusal))
        return
      case 'progress':
        this.#onProgress(message.done, message.total)
        return
      case 'order':
        this.#tell({
          kind: 'done',
          order: message.order,
          problem: await this.#carryOut(message.what),
        })
        return
      case 'ready':
    }
  }

  async #carryOut(order: Order): Promise<string | null> {
    try {
      await this.#output?.take(order)
      return null
    } catch (error) {
      const { name, message } = error as Error
      return `The browser could not write what was restored (${name}: ${message}). Look whether the drive is full or was pulled out, then restore again.`
    }
  }

  #take(id: number): PromiseWithResolvers<unknown> | undefined {
    const answer = this.#asked.get(id)
    this.#asked.delete(id)
    return answer
  }

  #end(): void {
    this.#dead = true
    for (const id of [...this.#asked.keys()]) {
      this.#take(id)?.reject(new Refused({ code: null, sentence: DEAD }))
    }
  }
}
