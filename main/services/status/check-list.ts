import { refuse } from '../../../shared/errors.ts'
import { digitsTyped } from '../../../shared/kit-fingerprint.ts'
import {
  fingerprintDigits,
  formatFingerprint,
  type Kit,
  type KitQuorum,
  recipientFingerprint,
  requireFingerprint,
} from '../../core/kit/index.ts'
import { dayOf } from '../../core/life/index.ts'
import {
  anchorOfKit,
  anchorOfQuorum,
  insteadOf,
  judgeList,
  parseStatusList,
  STATUS_LIMIT,
  type StatusAnchor,
  type StatusAnswer,
  type StatusList,
  statusHash,
  type WantedKey,
} from '../../core/status/index.ts'
import { hashWords } from '../../core/text/index.ts'
import { type Input, namingInput } from '../files/index.ts'
import { readKit } from '../kits/index.ts'
import { readRecord } from '../records/index.ts'

export interface CheckRequest {
  readonly list: string
  /** What says whose list it is: a kit, or the record of a ceremony. */
  readonly kit?: string
  readonly record?: string
  /** The fingerprint of the kit as a card has it, its first digits or more. */
  readonly card?: string
  /** Its id; with a kit, its label, or `backup-key-2`; with @2 behind it, that version. */
  readonly key?: string
  /** Of a key; of a backup key, its recipient. */
  readonly fingerprint?: string
  /** A list that was seen before. */
  readonly seen?: string
}

/** What a list says, to whoever asked. */
export interface CheckedList {
  readonly answer: StatusAnswer
  /** The version to use instead of the one that was asked about; null: that one, or none. */
  readonly instead: number | null
  readonly number: number
  readonly organisation: string
  readonly issued: string
  readonly nextIssue: string
  readonly entries: number
  readonly hash: string
  readonly words: string[]
  /** The quorum by which it was verified, and its kit's fingerprint, as a card has it. */
  readonly setId: string
  readonly kitFingerprint: string
}

/**
 * Checks a list by what somebody holds of a quorum, and what it says of a key.
 *
 * @throws STATUS_ANCHOR, STATUS_FINGERPRINT, STATUS_KEY_NAME; KIT_*, RECORD_*; as `checkedList`
 */
export async function checkList(request: CheckRequest, tools: CheckTools): Promise<CheckedList> {
  const { kit, anchor } = await anchorOf(request, tools.input)
  const { list, seen = null } = request
  return await checkedList({ list, seen, anchor, wanted: wantedOf(request, kit) }, tools)
}

interface CheckTools {
  readonly input: Input
  readonly now: () => Date
}

/** @throws STATUS_FORMAT, STATUS_VERSION, STATUS_CLOCK; FILE_* */
export async function checkedList(
  question: {
    readonly list: string
    readonly seen: string | null
    readonly anchor: StatusAnchor
    readonly wanted: WantedKey | null
  },
  { input, now }: CheckTools,
): Promise<CheckedList> {
  const { anchor, wanted } = question
  const list = await readList(question.list, input)
  const seen = question.seen === null ? null : await readList(question.seen, input)
  const [today, issued] = [dayOf(now()), list.issued.slice(0, 10)]
  if (today < issued) throw refuse('STATUS_CLOCK', { today, issued })
  const answer = judgeList(list, { anchor, seen, wanted, now: now() })
  const entry = 'entry' in answer ? answer.entry : null
  const instead = entry && insteadOf(list, entry, now())
  const { number, organisation, nextIssue, entries } = list
  const hash = statusHash(list)
  return {
    ...{ answer, instead, number, organisation, issued: list.issued, nextIssue, hash },
    ...{ entries: entries.length, words: hashWords(hash), setId: anchor.setId },
    kitFingerprint: formatFingerprint(anchor.fingerprint),
  }
}

/** @throws STATUS_FORMAT, STATUS_VERSION, naming the file; FILE_* */
export async function readList(file: string, input: Input): Promise<StatusList> {
  const bytes = await input.read(file, STATUS_LIMIT)
  return namingInput(file, () => parseStatusList(bytes))
}

async function anchorOf(
  { kit: file, record, card }: CheckRequest,
  input: Input,
): Promise<{ readonly kit: Kit | null; readonly anchor: StatusAnchor }> {
  if (file !== undefined) {
    const kit = await readKit(file, input)
    if (card !== undefined) requireCard(kit.quorum, card)
    return { kit, anchor: anchorOfKit(kit) }
  }
  if (record === undefined) throw refuse('STATUS_ANCHOR', {})
  const { quorum } = (await readRecord(record, input)).record
  if (card !== undefined) requireCard(quorum, card)
  return { kit: null, anchor: anchorOfQuorum(quorum) }
}

/** Whether a quorum is that of a card. @throws KIT_FINGERPRINT, KIT_FINGERPRINT_FORMAT */
export const requireCard = (quorum: KitQuorum, typed: string): void =>
  requireFingerprint(quorum, fingerprintDigits(typed))

/** What a fingerprint has at least, so that nobody finds another key with the same beginning. */
const LEAST_DIGITS = 32

/** @throws STATUS_FINGERPRINT, STATUS_KEY_NAME */
function wantedOf({ key, fingerprint }: CheckRequest, kit: Kit | null): WantedKey | null {
  if (fingerprint === undefined) return key === undefined ? null : wantedIn(key, kit)
  const found = fingerprintIn(fingerprint)
  if (found === null) throw refuse('STATUS_FINGERPRINT', { least: LEAST_DIGITS })
  return found
}

/** A key by whatever somebody has of it: id, label, fingerprint or recipient. @throws STATUS_KEY_NAME */
export const wantedIn = (text: string, kit: Kit | null): WantedKey =>
  fingerprintIn(text) ?? backupKeyIn(text, kit) ?? keyNamed(text, kit)

/** `backup-key-2` of a kit, destroyed or not. */
function backupKeyIn(name: string, kit: Kit | null): WantedKey | null {
  const [, generation] = /^backup-key-([1-9]\d{0,5})$/.exec(name) ?? []
  if (generation === undefined || kit === null) return null
  const destroyed = kit.format === 'keyclave kit 2' ? kit.tombstones : []
  const found = [...kit.backupKeys, ...destroyed]
    .filter(item => item.kind === 'backup-identity')
    .find(item => String(item.generation) === generation)
  return found === undefined ? null : { fingerprint: recipientFingerprint(found.recipient) }
}

function fingerprintIn(text: string): WantedKey | null {
  if (text.startsWith('age1')) return { fingerprint: recipientFingerprint(text.trim()) }
  const digits = digitsTyped(text)
  return /^[0-9a-f]{32,64}$/.test(digits) ? { fingerprint: digits } : null
}

/** @throws STATUS_KEY_NAME */
export function keyNamed(
  name: string,
  kit: Kit | null,
): { readonly id: string; readonly version: number | null } {
  const destroyed = kit?.format === 'keyclave kit 2' ? kit.tombstones : []
  const all = [...(kit?.keys ?? []), ...destroyed].filter(key => key.kind !== 'backup-identity')
  const idOf = (called: string): string | null => {
    if (/^([0-9a-f]{10}|[0-9a-f]{16})$/.test(called)) return called
    return all.find(key => key.label === called)?.id ?? null
  }
  const [, before, number] = /^(.+)@([1-9]\d{0,8})$/s.exec(name) ?? []
  const [ofVersion, ofLabel] = [before === undefined ? null : idOf(before), idOf(name)]
  // A label that reads as the version of another key, as labels of before may, means neither.
  const id = ofVersion !== null && ofLabel !== null ? null : (ofVersion ?? ofLabel)
  if (id === null) throw refuse('STATUS_KEY_NAME', { key: name })
  return { id, version: ofVersion === null ? null : Number(number) }
}
