import * as z from 'zod'
import {
  DELIVERY_ALGORITHM_PROBLEMS,
  DELIVERY_KEK_PROBLEMS,
  DELIVERY_KEYS_PROBLEMS,
  DELIVERY_OPTION_FORMS,
  DELIVERY_PLAIN_PROBLEMS,
  DESTINATION_IDS,
  SIGNED_URL_PROBLEMS,
} from '../deliveries.ts'
import { DELIVERY_FILE_PROBLEMS, DELIVERY_FILES } from '../delivery-file.ts'
import { OAEP_HASHES } from '../oaep-hash.ts'
import { documentFault } from './document.ts'
import { code, text, texts, whole, wholes } from './field.ts'

const destination = z.enum(DESTINATION_IDS)
/** A moment, ISO 8601 in UTC. */
const moment = text

export const deliveryCodes = {
  DELIVERY_DESTINATION: code('usage', { given: text, known: texts }),
  /** The destination asks the other side for its keys, and takes none over a gap. */
  DELIVERY_ONLINE: code('invalid', { destination, instead: z.array(destination).readonly() }),
  /** Files and options that it wants, and those that it does not know. */
  DELIVERY_ASKED: code('usage', { destination, missing: texts, unknown: texts }),
  DELIVERY_OPTION: code('usage', {
    destination,
    option: text,
    form: z.enum(DELIVERY_OPTION_FORMS),
    among: texts,
  }),
  /** What the other side gave is not what it should be. `field` of a JSON file, or null. */
  DELIVERY_FILE: code('invalid', {
    file: z.enum(DELIVERY_FILES),
    problem: z.enum(DELIVERY_FILE_PROBLEMS),
    field: text.nullable(),
  }),
  /** Several keys for a destination that takes one at a time. */
  DELIVERY_ONE_KEY: code('usage', {
    destination,
    keys: whole,
    together: z.array(destination).readonly(),
  }),
  /** The keys that are named for one package. `key`: the one that it is about, or what was looked for; null: none. */
  DELIVERY_KEYS: code('usage', {
    problem: z.enum(DELIVERY_KEYS_PROBLEMS),
    key: text.nullable(),
    most: whole,
  }),
  DELIVERY_KEY_KIND: code('invalid', {
    destination,
    kind: z.enum(['aes', 'secret', 'rsa', 'ec', 'ed25519']),
  }),
  DELIVERY_KEY_SIZE: code('invalid', { destination, bits: whole, takes: wholes }),
  DELIVERY_SECRET_SIZE: code('invalid', { destination, bytes: whole, takes: wholes }),
  DELIVERY_MODULUS: code('invalid', { destination, bits: whole, takes: wholes }),
  DELIVERY_EXPIRED: code('invalid', { destination, until: moment, now: moment }),
  DELIVERY_EXPIRES_SOON: code('invalid', {
    destination,
    until: moment,
    now: moment,
    least: whole,
  }),
  /** Material that is imported with an end, too far away or past. */
  DELIVERY_MATERIAL_END: code('usage', { destination, until: moment, now: moment, days: whole }),
  DELIVERY_FINGERPRINT: code('damaged', { destination, word: whole, have: texts }),
  DELIVERY_HASH: code('invalid', {
    destination,
    hash: z.enum(OAEP_HASHES),
    takes: z.array(z.enum(OAEP_HASHES)).readonly(),
  }),
  DELIVERY_ALGORITHM: code('invalid', {
    destination,
    algorithm: text,
    problem: z.enum(DELIVERY_ALGORITHM_PROBLEMS),
    takes: texts,
  }),
  /** The key under which it would be wrapped is not the one that the other side has. */
  DELIVERY_CHECK_VALUE: code('damaged', { have: text, given: text }),
  /** No secret leaves for it: there is nothing to make. */
  DELIVERY_NO_SECRET: code('invalid', { destination }),
  /** What is plain in a package takes a reason that people sign; and a reason is for that alone. */
  DELIVERY_PLAIN: code('usage', { problem: z.enum(DELIVERY_PLAIN_PROBLEMS) }),
  /** The key of the vault under which another one is wrapped. */
  DELIVERY_KEK: code('usage', { problem: z.enum(DELIVERY_KEK_PROBLEMS) }),
  /** A file of a package that was made is not as it was written. */
  DELIVERY_UNREADABLE: code('damaged', { delivery: text, file: text }),
  /** An address that is to be signed for CloudFront, or is said to be. */
  DELIVERY_URL: code('usage', { problem: z.enum(SIGNED_URL_PROBLEMS) }),
  /** It is signed by another key, or was changed. */
  DELIVERY_URL_SIGNATURE: code('damaged'),
  /** Nothing was checked that could be made. */
  DELIVERY_NONE_WAITS: code('usage'),
  RECEIPT_FORMAT: code('invalid', documentFault.shape),
  /** `file`: of the package, that is not what the receipt says; null: what the receipt says is not what was signed. */
  RECEIPT_TAMPERED: code('damaged', { file: text.nullable() }),
  /** Two of the files, or a file and an option, say different things. */
  DELIVERY_MISMATCH: code('invalid', { destination, one: text, other: text }),
}
