/** What of WebAssembly is used here; Node has it, and neither its types nor the language's library say so. */
declare namespace WebAssembly {
  class Memory {
    constructor(size: { readonly initial: number; readonly maximum: number })
    readonly buffer: ArrayBuffer
  }
  class Module {
    constructor(bytes: Uint8Array)
  }
  class Instance {
    constructor(module: Module, imports: { readonly m: { readonly memory: Memory } })
    readonly exports: Readonly<Record<string, unknown>>
  }
}
