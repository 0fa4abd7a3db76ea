/**
 * hash-wasm's Argon2id, with the memory that KDF profile 2 takes.
 *
 * Its module says that it will never have more than 2 GiB (32,768 pages of 64 KiB), and profile 2 takes 2 GiB for the
 * blocks alone. All its addresses are unsigned numbers of 32 bits (src/argon2.c of the package), so that 4 GiB are as
 * good; how much there is of memory then the browser says.
 */

const LIBRARY = /\/hash-wasm\/dist\/index\.esm\.js$/
/** How the library carries the module: a constant with its name, and the next one with its bytes. */
const CARRIED = /(= "argon2";\s*(?:var|const) data\S* = ")([A-Za-z0-9+/]+=*)"/

/** WebAssembly core specification 1.0, section 5.5: a section is its id, its length, and what is in it. */
const MEMORY_SECTION = 5
const PREAMBLE = 8
/** One memory, with a maximum: 2 pages, at most 32,768, and at most 65,536, as LEB128. */
const TWO_GIB = '010102808002'
const FOUR_GIB = '010102808004'

/** @throws an Error for a module that is not as it was when this was written */
export function withMoreMemory(module: Buffer): Buffer {
  const changed = Buffer.from(module)
  for (let at = PREAMBLE; at < module.length; ) {
    const { value: length, end } = leb128(module, at + 1)
    if (module[at] === MEMORY_SECTION && module.toString('hex', end, end + length) === TWO_GIB) {
      changed.write(FOUR_GIB, end, 'hex')
      return changed
    }
    at = end + length
  }
  throw new Error('Argon2id of hash-wasm has no memory of at most 2 GiB: look at its new version')
}

function leb128(bytes: Buffer, at: number): { readonly value: number; readonly end: number } {
  const byte = bytes.readUInt8(at)
  if (byte < 0x80) return { value: byte, end: at + 1 }
  const rest = leb128(bytes, at + 1)
  return { value: (byte & 0x7f) + 128 * rest.value, end: rest.end }
}

/**
 * The library's source with that module in it; any other source as it is.
 *
 * @param id where it lies
 * @throws an Error when the module is not found, or not as it was
 */
export function withArgon2Memory(code: string, id: string): string {
  if (!LIBRARY.test(id.replaceAll('\\', '/'))) return code
  if (!CARRIED.test(code)) throw new Error('hash-wasm carries its Argon2id in another way now')
  return code.replace(
    CARRIED,
    (_, before: string, data: string) =>
      `${before}${withMoreMemory(Buffer.from(data, 'base64')).toString('base64')}"`,
  )
}
