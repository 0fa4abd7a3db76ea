/**
 * The one loop that all of parity's time goes into, as WebAssembly with vectors of 16 bytes: plain typed arrays
 * take four times as long as stock par2, this a part of it. `KERNEL` is a module that imports `m.memory` and
 * exports `add(table, input, output, plane)`:
 *
 *     for each of `plane` words w, whose low bytes lie at `input` and high bytes at `input + plane`:
 *         output[w] ^= factor × input[w]
 *
 * A factor's product is the sum of its products with the word's four groups of 4 bits, each looked up in 16 entries
 * (Plank, Greenan and Miller, "Screaming Fast Galois Field Arithmetic Using Intel SIMD Instructions", 2013).
 * `plane` is a multiple of 16.
 *
 * Source of the encoding: WebAssembly Core Specification 2.0, "Binary Format".
 */

const I32 = 0x7f
const V128 = 0x7b

const get = (local: number): number[] => [0x20, local]
const set = (local: number, ...value: number[]): number[] => [...value, 0x21, local]
const int = (value: number): number[] => [0x41, value]
const plus = (a: number[], b: number[]): number[] => [...a, ...b, 0x6a]

const vector = (...code: number[]): number[] => [0xfd, ...code]
/** Alignment 2^0: no address is promised to be a multiple of anything. */
const load = (address: number[], offset = 0): number[] => [...address, ...vector(0x00, 0, offset)]
const store = (address: number[], value: number[]): number[] => [
  ...address,
  ...value,
  ...vector(0x0b, 0, 0),
]
const xor = (a: number[], b: number[]): number[] => [...a, ...b, ...vector(0x51)]
const and = (a: number[], b: number[]): number[] => [...a, ...b, ...vector(0x4e)]
const lookUp = (table: number[], indices: number[]): number[] => [
  ...table,
  ...indices,
  ...vector(0x0e), // i8x16.swizzle
]
const upperHalves = (bytes: number[]): number[] => [...bytes, ...int(4), ...vector(0x6d)]
const LOWER_HALF = vector(0x0c, ...Array.from({ length: 16 }, () => 0x0f))

// Parameters, then numbers, then vectors.
const [TABLE, INPUT, OUTPUT, PLANE, INPUT_HIGH, OUTPUT_HIGH, END] = [0, 1, 2, 3, 4, 5, 6] as const
const FIRST_TABLE = 7
const [BYTES, GROUPS, LOW, HIGH, MASK] = [15, 16, 17, 18, 19] as const

/** Which table gives the low (0) or high (1) byte of the product with group 0…3 of a word. */
const tableFor = (group: number, byte: number): number[] => get(FIRST_TABLE + 2 * group + byte)

/** Adds the products with the two groups of the bytes at `from`. */
const addBytes = (from: number, firstGroup: number): number[] => [
  ...set(BYTES, ...load(get(from))),
  ...set(GROUPS, ...and(get(BYTES), get(MASK))),
  ...addGroup(firstGroup),
  ...set(GROUPS, ...upperHalves(get(BYTES))),
  ...addGroup(firstGroup + 1),
]

const addGroup = (group: number): number[] => [
  ...set(LOW, ...xor(get(LOW), lookUp(tableFor(group, 0), get(GROUPS)))),
  ...set(HIGH, ...xor(get(HIGH), lookUp(tableFor(group, 1), get(GROUPS)))),
]

const step = (pointer: number): number[] => set(pointer, ...plus(get(pointer), int(16)))

const BODY = [
  ...Array.from({ length: 8 }, (_, i) => set(FIRST_TABLE + i, ...load(get(TABLE), 16 * i))).flat(),
  ...set(MASK, ...LOWER_HALF),
  ...set(INPUT_HIGH, ...plus(get(INPUT), get(PLANE))),
  ...set(OUTPUT_HIGH, ...plus(get(OUTPUT), get(PLANE))),
  ...set(END, ...get(INPUT_HIGH)),
  ...[0x03, 0x40], // loop
  ...set(LOW, ...load(get(OUTPUT))),
  ...set(HIGH, ...load(get(OUTPUT_HIGH))),
  ...addBytes(INPUT, 0),
  ...addBytes(INPUT_HIGH, 2),
  ...store(get(OUTPUT), get(LOW)),
  ...store(get(OUTPUT_HIGH), get(HIGH)),
  ...step(INPUT),
  ...step(INPUT_HIGH),
  ...step(OUTPUT),
  ...step(OUTPUT_HIGH),
  ...[...get(INPUT), ...get(END), 0x47, 0x0d, 0], // again unless INPUT is at END
  ...[0x0b, 0x0b], // end of the loop, end of the function
]

/** An unsigned number in groups of 7 bits, lowest first (LEB128). */
function leb(value: number): number[] {
  const rest = Math.floor(value / 128)
  return rest === 0 ? [value] : [(value % 128) + 128, ...leb(rest)]
}
const sized = (bytes: readonly number[]): number[] => [...leb(bytes.length), ...bytes]
const name = (text: string): number[] => sized([...new TextEncoder().encode(text)])
const section = (id: number, content: readonly number[]): number[] => [id, ...sized(content)]

const LOCALS = [2, 3, I32, 13, V128]

/** Units in which memory is given: the first argument of `WebAssembly.Memory`. */
export const MEMORY_PAGE = 65536
/** The most such units there may be: 2 GiB. */
const MOST_PAGES = 32768

export const KERNEL = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...section(1, [1, 0x60, 4, I32, I32, I32, I32, 0]),
  ...section(2, [1, ...name('m'), ...name('memory'), 2, 1, 0, ...leb(MOST_PAGES)]),
  ...section(3, [1, 0]),
  ...section(7, [1, ...name('add'), 0, 0]),
  ...section(10, [1, ...sized([...LOCALS, ...BODY])]),
])
