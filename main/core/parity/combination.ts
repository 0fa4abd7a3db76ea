import { Buffer } from 'node:buffer'
import { multiply } from './field.ts'
import { KERNEL, MEMORY_PAGE } from './kernel.ts'

/** Sums of inputs times factors, in the field of PAR2, word by word. */

const TABLES = 128
const VECTOR = 16

type Add = (table: number, input: number, output: number, plane: number) => void

/** Bytes of a vector of words that lie as low bytes first, then high bytes. */
const planeOf = (length: number): number => VECTOR * Math.ceil(length / 2 / VECTOR)

/** Several sums that are made at once of the same inputs. */
export class Combination {
  readonly #length: number
  readonly #plane: number
  readonly #memory: Uint8Array
  readonly #add: Add

  /**
   * @param outputs how many sums
   * @param length  bytes of each input and sum; even
   */
  constructor(outputs: number, length: number) {
    this.#length = length
    this.#plane = planeOf(length)
    const bytes = TABLES + 2 * this.#plane * (outputs + 1)
    const pages = Math.ceil(bytes / MEMORY_PAGE)
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages })
    const instance = new WebAssembly.Instance(new WebAssembly.Module(KERNEL), { m: { memory } })
    this.#memory = new Uint8Array(memory.buffer)
    this.#add = instance.exports.add as Add
  }

  #at(vector: number): number {
    return TABLES + 2 * this.#plane * vector
  }

  /** Adds an input to each sum. @param factors one for each sum */
  add(input: Uint8Array, factors: Uint16Array): void {
    const plane = this.#plane
    this.#split(input)
    for (const [output, factor] of factors.entries()) {
      if (factor === 0) continue
      this.#setTables(factor)
      this.#add(0, this.#at(0), this.#at(1 + output), plane)
    }
  }

  #split(input: Uint8Array): void {
    const low = this.#at(0)
    const high = low + this.#plane
    const memory = this.#memory
    for (let word = 0; word < this.#length / 2; word += 1) {
      memory[low + word] = input[2 * word] ?? 0
      memory[high + word] = input[2 * word + 1] ?? 0
    }
  }

  /** The products of a factor with each group of 4 bits of a word: 8 tables of 16 bytes. */
  #setTables(factor: number): void {
    for (let group = 0; group < 4; group += 1) {
      const low = 2 * VECTOR * group
      for (let bits = 1; bits < VECTOR; bits *= 2) {
        const product = multiply(factor, bits << (4 * group))
        this.#addBit(low, bits, product & 0xff)
        this.#addBit(low + VECTOR, bits, product >> 8)
      }
    }
  }

  /** Fills a table for the groups whose highest bit is `bits` with the help of those below. */
  #addBit(table: number, bits: number, product: number): void {
    for (let below = 0; below < bits; below += 1) {
      this.#memory[table + bits + below] = (this.#memory[table + below] ?? 0) ^ product
    }
  }

  /** Begins all sums again. */
  clear(): void {
    this.#memory.fill(0, this.#at(1))
  }

  /** One of the sums, as it is now. */
  sum(output: number): Buffer {
    const low = this.#at(1 + output)
    const high = low + this.#plane
    const bytes = Buffer.alloc(this.#length)
    for (let word = 0; word < this.#length / 2; word += 1) {
      bytes[2 * word] = this.#memory[low + word] ?? 0
      bytes[2 * word + 1] = this.#memory[high + word] ?? 0
    }
    return bytes
  }
}
