/** Our own file picker: listings by the main side. */
import * as z from 'zod'
import { count, done, filePath, nothing, time } from '../field.ts'

const place = z.strictObject({
  kind: z.enum(['removable', 'home', 'disk']),
  /** The drive's label, or the last part of its path. */
  name: z.string(),
  path: z.string(),
  /** Bytes free and in all; null when the system does not tell. */
  free: count.nullable(),
  total: count.nullable(),
  readOnly: z.boolean(),
})

const entry = z.strictObject({
  name: z.string(),
  path: z.string(),
  /** `special` is a socket, pipe or device: it can be in no backup. A link says what it leads to. */
  kind: z.enum(['folder', 'file', 'link', 'special', 'unreadable']),
  leadsTo: z.enum(['folder', 'file', 'nothing']).nullable(),
  /** Of a file, or of the file a link leads to. */
  size: count.nullable(),
  modified: time.nullable(),
  hidden: z.boolean(),
})

const listing = z.strictObject({
  folder: z.string(),
  /** Null at the top. */
  parent: z.string().nullable(),
  /** Folders first, each kind by name. At most 2,000. */
  entries: z.array(entry),
  /** Entries beyond the 2,000. */
  leftOut: count,
  hiddenCount: count,
  /** Bytes free on its drive; null when the system does not tell. */
  free: count.nullable(),
  writable: z.boolean(),
})

const fact = z.strictObject({
  path: z.string(),
  kind: z.enum(['folder', 'file', 'link', 'special', 'missing', 'unreadable']),
  size: count.nullable(),
})

/** A file that lies nowhere, such as a picture out of another page, is not among them. */
const droppedPaths = z.array(filePath).max(1000)

export const fileCalls = {
  /** When the picker opens, and every few seconds while it is open: removable drives first. */
  'files.places': { input: nothing, output: z.strictObject({ places: z.array(place) }) },
  /**
   * When a folder is chosen in the picker. Hidden entries (a leading dot) come only when asked for.
   *
   * @throws FILE_MISSING, FILE_DENIED, FILE_NOT_FOLDER, FILE_NOT_ABSOLUTE, FILE_IO
   */
  'files.list': {
    input: z.strictObject({ folder: filePath, hidden: z.boolean() }),
    output: listing,
  },
  /**
   * When a person makes a folder in the picker.
   *
   * @throws FILE_NAME {problem}, FILE_EXISTS, FILE_DENIED, FILE_FULL, FILE_MISSING
   */
  'files.makeFolder': {
    input: z.strictObject({ parent: filePath, name: z.string().min(1).max(255) }),
    output: z.strictObject({ path: z.string() }),
  },
  /**
   * By the shell itself, when a person has dropped files onto the window: only the shell can tell where
   * they lie. Answered to everybody by `files.dropped`.
   */
  'files.drop': { input: z.strictObject({ paths: droppedPaths }), output: done },
  /**
   * When a folder was chosen that a restore goes into, beside what is there: what programs that were killed
   * have left in it. A restore's leftover holds decrypted files.
   *
   * @throws FILE_NOT_ABSOLUTE
   */
  'files.leftovers': {
    input: z.strictObject({ folder: filePath }),
    output: z.strictObject({
      leftovers: z.array(z.strictObject({ path: z.string(), modified: time })),
    }),
  },
  /** When a person has one removed. @throws LEFTOVER_OTHER, FILE_NOT_ABSOLUTE, FILE_MISSING, FILE_DENIED */
  'files.removeLeftover': { input: z.strictObject({ path: filePath }), output: done },
  /** When paths were dropped onto the window or typed: what they are. A missing one is no error. */
  'files.inspect': {
    input: z.strictObject({ paths: z.array(filePath).max(1000) }),
    output: z.strictObject({ facts: z.array(fact) }),
  },
} as const

export const fileEvents = {
  /** Right after every drop onto the window: where what was dropped lies. */
  'files.dropped': z.strictObject({ paths: droppedPaths }),
} as const
