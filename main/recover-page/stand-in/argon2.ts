/** In the place of the package `argon2`: Argon2id of hash-wasm, the reference algorithm in WebAssembly, on one core. */
import { argon2id } from 'hash-wasm'

interface Options {
  readonly salt: Uint8Array
  readonly memoryCost: number
  readonly timeCost: number
  readonly parallelism: number
  readonly hashLength: number
}

const argon2 = {
  argon2id: 2,
  /** @throws an Error that says "memory" where the browser does not give as much */
  hash: async (password: Uint8Array, options: Options): Promise<Uint8Array> => {
    try {
      return await argon2id({
        password,
        salt: options.salt,
        memorySize: options.memoryCost,
        iterations: options.timeCost,
        parallelism: options.parallelism,
        hashLength: options.hashLength,
        outputType: 'binary',
      })
    } catch (error) {
      // WebAssembly.Memory says so by the kind of its error, in the words of each browser.
      if (error instanceof RangeError) throw new Error('no memory', { cause: error })
      throw error
    }
  },
}

export { argon2 as default }
