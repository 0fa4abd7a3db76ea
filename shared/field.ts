/** Fields that several calls have in common. JSON values only; every object is a `strictObject`. */
import './no-jit.ts'
import * as z from 'zod'
import { chosen } from './chosen.ts'
import { KEY_KINDS, PAIR_ALGORITHMS } from './key-pairs.ts'
import { secret } from './secret/field.ts'

/** For calls that take nothing. */
export const nothing = z.strictObject({})
/** For calls that answer nothing but "done". */
export const done = z.null()

/** An instant, RFC 3339 in UTC with milliseconds. */
export const time = z.string()
/** A number of things, or of bytes. */
export const count = z.int().min(0)
/** The number of a share, and of the custodian who gets it. */
export const shareIndex = z.int().min(1).max(255)
/** The set id of a quorum: 10 hex digits. */
export const setId = z
  .string()
  .regex(/^[0-9a-f]{10}$/)
  .meta({ examples: ['0123456789'] })
/** What a person types as the passphrase. */
export const passphrase = secret('text', z.string().max(1024))
/** 40 words as they were typed, in their order; "?" is a word that cannot be read. */
export const typedWords = secret('lines', z.array(z.string().max(64)).length(40))
/** The text of a card's code, as a camera has read it. */
export const codeText = secret('text', z.string().max(400))

/**
 * A kit's file, with the fingerprint that somebody read on a share card, its first 8 digits or more; a kit
 * that the vault's log knows needs none.
 */
export const kitOnDrive = z.strictObject({
  kind: z.literal('file'),
  path: chosen('file'),
  fingerprint: z.string().max(256).exactOptional(),
})

/** Where the kit comes from: a file, or the newest kit of a quorum in the open vault. */
export const kitSource = z.discriminatedUnion('kind', [
  kitOnDrive,
  z.strictObject({ kind: z.literal('vault'), setId }),
])

/** A key, an imported secret or a key pair, by what is public about it. */
export const keyFacts = z.strictObject({
  id: z.string(),
  version: z.int(),
  label: z.string(),
  kind: z.enum(KEY_KINDS),
  /** "AES-256, content encryption, until 2028-11-21, check value 0a1b2c3d4e". */
  description: z.string(),
  /** Of a master key; otherwise null. */
  bits: z.int().nullable(),
  /** Of a key pair; otherwise null. */
  algorithm: z.enum(PAIR_ALGORITHMS).nullable(),
  purpose: z.string(),
  expires: z.string().nullable(),
  /** 8 groups of 4 hex digits; null of an imported secret. */
  fingerprint: z.string().nullable(),
  /** Key check value of a master key, 10 hex digits; otherwise null. */
  checkValue: z.string().nullable(),
})

/** What proves an item of a kit. */
export const itemProof = z.discriminatedUnion('by', [
  /** The fingerprint that stands on the cards covers it. */
  z.strictObject({ by: z.literal('founding') }),
  /** People whom the founding part of the kit names, or who were named by those, have signed it. */
  z.strictObject({
    by: z.literal('revision'),
    revision: z.int(),
    signers: z.array(z.string()),
  }),
  /** The signed log of a vault knows the kit with it. */
  z.strictObject({ by: z.literal('log') }),
  z.strictObject({ by: z.literal('nothing') }),
])

/** A sealed item of a kit, by its name. */
export const kitItem = z.union([
  z.strictObject({ key: z.string(), version: z.int() }),
  z.strictObject({ backupKey: z.int() }),
  z.strictObject({ statusKey: z.literal(true) }),
])

/** What a recovery kit says, for a person. */
export const kitFacts = z.strictObject({
  title: z.string(),
  organisation: z.string(),
  created: time,
  setId: z.string(),
  threshold: z.int(),
  identity: z.enum(['hybrid', 'classic']),
  kdf: z.int(),
  recipient: z.string(),
  /** 8 groups of 4 hex digits, the same on every card. */
  fingerprint: z.string(),
  digest: z.string(),
  custodians: z.array(z.strictObject({ index: z.int(), name: z.string() })),
  backupKeys: z.array(z.strictObject({ generation: z.int(), recipient: z.string() })),
  keys: z.array(keyFacts),
  /** What vouches for it: the log of the open vault, or what somebody read on a card; null: nothing yet. */
  vouchedBy: z.enum(['log', 'card']).nullable(),
  /** Added after the founding, and proved by nothing: they are not opened, and nothing is encrypted to them. */
  unproved: z.array(kitItem),
  /** What was destroyed of it, and this file has no more: `video-root@1`, `backup-key-2`. */
  destroyed: z.array(z.string()),
})

/** A kit that somebody looks at. */
export const inspectedKit = kitFacts.extend({
  /** Another program has written the file anew; what it says is as it was. */
  reformatted: z.boolean(),
  /** What proves each item, backup keys first. */
  proofs: z.array(z.strictObject({ item: kitItem, proof: itemProof })),
})
