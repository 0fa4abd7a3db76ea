/**
 * The picker: a page of another origin and process than the window's, which only the main side draws. It alone sees what
 * lies where, and what it names was chosen or typed by a person. No other page can make these calls, nor it any other.
 */
import * as z from 'zod'
import type { Chosen } from '../chosen.ts'
import { count, done, nothing, time } from '../field.ts'

/** A token of what a person chose, of any kind. */
export const pickerToken = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .meta({ examples: ['00112233445566770011223344556677'] }) as unknown as z.ZodType<Chosen, Chosen>

/** The name of something in a folder, and not the way to another one. May be empty: then a person names it. */
const fileName = z
  .string()
  .max(255)
  .regex(/^[^/\\]*$/)

/** What a person is asked to choose. */
export const wanted = z.discriminatedUnion('kind', [
  /** A file to be read. `ends`: how the names of those end that are looked for (`#` is any digit); the others can be shown as well. */
  z.strictObject({
    kind: z.literal('file'),
    ends: z.array(z.string().max(20)).max(20).exactOptional(),
  }),
  z.strictObject({ kind: z.literal('folder') }),
  /** Something to be made: a file or a folder that does not exist yet. */
  z.strictObject({ kind: z.literal(['new-file', 'new-folder']), name: fileName }),
  /** Any number of files and folders. */
  z.strictObject({ kind: z.literal('many') }),
])

/** A path as the main side lists it, or as a person typed it into the picker. */
const filePath = z.string().min(1).max(4096)

const place = z.strictObject({
  kind: z.enum(['removable', 'home', 'desktop', 'documents', 'downloads', 'recent', 'disk']),
  /** The drive's label, or the last part of its path. */
  name: z.string(),
  path: z.string(),
  /** Bytes free and in all; null when the system does not tell. */
  free: count.nullable(),
  total: count.nullable(),
  readOnly: z.boolean(),
  /** What is written there is gone when the machine is switched off. */
  inMemory: z.boolean(),
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

export const pickerCalls = {
  /** When its page has loaded: what is asked for; null: nothing, or nothing any more. */
  'picker.state': {
    input: nothing,
    output: z.strictObject({
      asked: z.strictObject({ wanted, start: z.string().nullable() }).nullable(),
    }),
  },
  /** When it opens, and every few seconds while it is open: removable drives first. */
  'picker.places': { input: nothing, output: z.strictObject({ places: z.array(place) }) },
  /**
   * When a folder is opened. Hidden entries (a leading dot) come only when asked for.
   *
   * @throws FILE_MISSING, FILE_DENIED, FILE_NOT_FOLDER, FILE_NOT_ABSOLUTE, FILE_IO
   */
  'picker.list': {
    input: z.strictObject({ folder: filePath, hidden: z.boolean() }),
    output: listing,
  },
  /**
   * When a person makes a folder.
   *
   * @throws FILE_NAME {problem}, FILE_EXISTS, FILE_DENIED, FILE_FULL, FILE_MISSING
   */
  'picker.makeFolder': {
    input: z.strictObject({ parent: filePath, name: z.string().min(1).max(255) }),
    output: z.strictObject({ path: z.string() }),
  },
  /** What a person chose: the window is told, by tokens. @throws CHOICE_UNKNOWN (nobody asks), FILE_NOT_ABSOLUTE */
  'picker.choose': {
    input: z.strictObject({ paths: z.array(filePath).min(1).max(1000) }),
    output: done,
  },
  /** Somebody is at work in it, as `app.active` says it of the window. */
  'picker.active': { input: nothing, output: done },
  /** A person chose nothing. */
  'picker.cancel': { input: nothing, output: done },
} as const
