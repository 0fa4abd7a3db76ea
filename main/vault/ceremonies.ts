import { z } from 'zod'
import { refuse } from '../../shared/errors.ts'
import type { LogNote } from '../../shared/log-actions.ts'
import { planHash } from '../core/ceremony/index.ts'
import type { Actor, AuditDetails } from '../core/log/index.ts'
import { canonicalJson, nameKey } from '../core/text/index.ts'
import { backupKeyFacts, type NewBackupKey } from './backup-keys.ts'
import { hex256, id, json, text, time } from './columns.ts'
import { parseRows } from './connection.ts'
import type { NewKit } from './kits.ts'
import type { QuorumTerms } from './quorums.ts'
import { bytesDigest } from './replay/index.ts'
import { keyNote, type NewSealedKey } from './sealed-keys.ts'
import { insertSealedShare } from './sealed-shares.ts'
import { insertPlace } from './share-places.ts'
import type { IssuedShare } from './share-register.ts'
import { recordReissue, type Succession, succeed } from './succession.ts'
import type { Tables } from './tables.ts'

const ceremonyRow = z.object({
  id,
  title: text,
  plan: json,
  planHash: hex256,
  state: z.enum(['open', 'closed', 'void']),
  opened: time,
  ended: time.nullable(),
  reason: text.nullable(),
})

/** A ceremony: what was planned, and how it ended. */
export type Ceremony = Readonly<z.output<typeof ceremonyRow>>

/** Why a ceremony ended without coming into force. Codes, so that nothing typed gets into the log. */
export type VoidReason = 'cancelled' | 'failed' | 'interrupted'

/** The sealed bag that the card of one share lies in. */
export interface Bag {
  readonly index: number
  /** Its number. */
  readonly bag: string
}

/** To whose key a share is sealed, as the log has it. */
export type SealedNote = NonNullable<LogNote<'share.issued'>['details']['sealed']>

/** The file in which it is sealed, as it was read back: its SHA-256, and that of what the holder will say. */
export type SealedReadBack = SealedNote & {
  readonly sha256: string
  readonly acknowledgement: string
}

/** What comes into force when a ceremony closes, beside its quorums and their shares. */
export interface CeremonyResult {
  readonly ceremony: string
  readonly setId: string
  readonly kit: NewKit
  readonly backupKey: NewBackupKey
  readonly keys: readonly NewSealedKey[]
  /** Hash of the record that everyone present signed; absent without people. */
  readonly record?: string
  /** The quorum that this one replaces, if it is a re-issue. */
  readonly replaces?: Succession
  /** The numbers of the bags that the cards were put into, as far as they were noted. */
  readonly bags?: readonly Bag[]
  /** How recovery was proved, for the log. */
  readonly proof: LogNote<'ceremony.closed'>['details']['proof']
}

/** The verbs of a ceremony, in their order. Each is one transaction and one audit entry. */
export interface Ceremonies {
  /**
   * Opens a ceremony. One at a time.
   *
   * @param plan the agreed plan, a JSON value
   * @throws CEREMONY_OPEN
   */
  readonly open: (opening: { actor: Actor; title: string; plan: AuditDetails }) => Ceremony
  /** Records the quorum that the ceremony founds; pending. @throws CEREMONY_ENDED, VAULT_RULE */
  readonly recordQuorum: (ceremony: string, actor: Actor, terms: QuorumTerms) => void
  /**
   * Records that a share card was made for its custodian.
   *
   * @param sealed it is to be sealed to a key of theirs, because they are absent
   * @throws CEREMONY_ENDED, VAULT_RULE
   */
  readonly recordIssuedShare: (
    ceremony: string,
    actor: Actor,
    share: IssuedShare,
    sealed?: SealedNote,
  ) => void
  /**
   * Records that a share was read back from paper.
   *
   * @param sealed it was the file in which it is sealed to an absent custodian
   * @throws CEREMONY_ENDED, VAULT_UNKNOWN (no such share), VAULT_RULE (already read back)
   */
  readonly recordReadBack: (
    ceremony: string,
    actor: Actor,
    setId: string,
    index: number,
    sealed?: SealedReadBack,
  ) => void
  /** Records that shares and passphrase opened the quorum that this one is to replace. @throws CEREMONY_ENDED */
  readonly recordOldOpened: (
    ceremony: string,
    actor: Actor,
    setId: string,
    shares: readonly number[],
  ) => void
  /**
   * Closes the ceremony: quorum, shares, kit, backup key and keys come into force together, or none.
   *
   * @throws CEREMONY_ENDED; CEREMONY_UNFINISHED when a share was not read back; VAULT_RULE
   */
  readonly close: (actor: Actor, result: CeremonyResult) => void
  /**
   * Ends the ceremony without effect: its quorum and the shares issued so far are void.
   *
   * @param errorCode the refusal that made it fail, if one did
   * @throws CEREMONY_ENDED
   */
  readonly void: (ceremony: string, actor: Actor, reason: VoidReason, errorCode?: string) => void
  /**
   * Ends what a crash left open. Called when a vault is opened for writing: the lock it holds then
   * proves that the ceremony's process is gone.
   *
   * @returns the ceremony that was declared void, or null
   */
  readonly voidInterrupted: () => Ceremony | null
  /** The ceremony that is open; null when none is. */
  readonly current: () => Ceremony | null
  /** @throws VAULT_UNKNOWN */
  readonly get: (id: string) => Ceremony
  readonly list: () => readonly Ceremony[]
}

export function ceremoniesOf(tables: Tables): Ceremonies {
  const { connection, audit, quorums, shares, kits, backupKeys, keys, newId } = tables
  const { db, read, write } = connection

  const select = (tail: string, ...values: readonly string[]): readonly Ceremony[] =>
    read(() => {
      const rows = db
        .prepare(
          `SELECT id, title, plan, plan_hash AS planHash, state, opened, ended, reason
           FROM ceremonies ${tail}`,
        )
        .all(...values)
      return parseRows(connection, ceremonyRow, rows)
    })

  const current = (): Ceremony | null => select(`WHERE state = 'open'`)[0] ?? null

  function get(wanted: string): Ceremony {
    const [ceremony] = select('WHERE id = ?', wanted)
    if (!ceremony) throw refuse('VAULT_UNKNOWN', { what: 'ceremony', id: wanted })
    return ceremony
  }

  function requireOpen(ceremony: string): void {
    const { state } = get(ceremony)
    if (state !== 'open') throw refuse('CEREMONY_ENDED', { ceremony, state })
  }

  /** The set must be one that this ceremony founds, not one founded long ago. */
  function requireFounding(ceremony: string, setId: string): void {
    requireOpen(ceremony)
    if (quorums.get(setId).ceremony !== ceremony) {
      throw refuse('VAULT_UNKNOWN', { what: 'quorum', ceremony, id: setId })
    }
  }

  function end(
    ceremony: string,
    state: 'closed' | 'void',
    ended: string,
    reason: VoidReason | null,
  ): void {
    db.prepare('UPDATE ceremonies SET state = ?, ended = ?, reason = ? WHERE id = ?').run(
      state,
      ended,
      reason,
      ceremony,
    )
  }

  function voidNow(ceremony: string, actor: Actor, reason: VoidReason, errorCode?: string): void {
    const voided = quorums.ofCeremony(ceremony).map(quorum => {
      const issued = shares.of(quorum.setId).map(share => share.index)
      shares.setStateOfAll(quorum.setId, 'void')
      quorums.setState(quorum.setId, 'void')
      return { set: quorum.setId, shares: issued }
    })
    const details = { reason, voided, ...(errorCode !== undefined && { error: errorCode }) }
    const subject = `ceremony:${ceremony}` as const
    const { time: ended } = audit.append({ actor, action: 'ceremony.voided', subject, details })
    end(ceremony, 'void', ended, reason)
  }

  function requireReadBack(ceremony: string): void {
    for (const { setId, count } of quorums.ofCeremony(ceremony)) {
      const done = shares.of(setId).filter(share => share.state === 'read-back').length
      if (done < count) {
        throw refuse('CEREMONY_UNFINISHED', { ceremony, setId, done, count })
      }
    }
  }

  return {
    open: ({ actor, title, plan }) =>
      write(() => {
        const open = current()
        if (open) throw refuse('CEREMONY_OPEN', { ceremony: open.id })
        const ceremony = newId()
        const canonical = canonicalJson(plan)
        const hash = planHash(plan)
        const { time: opened } = audit.append({
          actor,
          action: 'ceremony.opened',
          subject: `ceremony:${ceremony}`,
          details: { title, plan: hash },
        })
        db.prepare(
          `INSERT INTO ceremonies (id, title, plan, plan_hash, state, opened)
           VALUES (?, ?, ?, ?, 'open', ?)`,
        ).run(ceremony, title, canonical, hash, opened)
        return get(ceremony)
      }),

    recordQuorum: (ceremony, actor, terms) =>
      write(() => {
        requireOpen(ceremony)
        quorums.insert(ceremony, terms)
        const { setId, threshold, count, identity, kdf, recipient } = terms
        const { secretCommitment, fingerprint } = terms
        audit.append({
          actor,
          action: 'quorum.founded',
          subject: `quorum:${setId}`,
          details: {
            ...{ ceremony, threshold, count, identity, kdf, recipient },
            ...{ secretCommitment, fingerprint },
          },
        })
      }),

    recordIssuedShare: (ceremony, actor, share, sealed) =>
      write(() => {
        requireFounding(ceremony, share.setId)
        const { time: issued } = audit.append({
          actor,
          action: 'share.issued',
          subject: `share:${share.setId}/${share.index}`,
          details: {
            ...{ custodian: share.custodian, commitment: share.commitment },
            ...(sealed && { sealed }),
          },
        })
        shares.insert(share, issued)
      }),

    recordReadBack: (ceremony, actor, setId, index, sealed) =>
      write(() => {
        requireFounding(ceremony, setId)
        const subject = `share:${setId}/${index}` as const
        const share = shares.of(setId).find(candidate => candidate.index === index)
        if (!share) throw refuse('VAULT_UNKNOWN', { what: 'share', id: `${setId}/${index}` })
        const details = {
          ...{ custodian: share.custodian, commitment: share.commitment },
          ...(sealed && { sealed }),
        }
        const { time: readBack } = audit.append({
          ...{ actor, action: 'share.read-back', subject, details },
        })
        shares.setReadBack(setId, index, readBack)
        if (sealed === undefined) return
        const { to: form, recipient, sha256: file, acknowledgement } = sealed
        insertSealedShare(connection, { setId, index, form, recipient, file, acknowledgement })
      }),

    recordOldOpened: (ceremony, actor, setId, opened) =>
      write(() => {
        requireOpen(ceremony)
        const details = { ceremony, shares: opened }
        audit.append({ actor, action: 'reissue.opened', subject: `quorum:${setId}`, details })
      }),

    close: (actor, result) =>
      write(() => {
        const { ceremony, setId, kit, backupKey, replaces, proof, record } = result
        const { keys: newKeys, bags = [] } = result
        requireFounding(ceremony, setId)
        requireReadBack(ceremony)
        const reissued = replaces && recordReissue(audit, setId, replaces)
        const { time: closed } = audit.append({
          actor,
          action: 'ceremony.closed',
          subject: `ceremony:${ceremony}`,
          details: {
            set: setId,
            kit: kit.digest,
            kitFile: bytesDigest(kit.bytes),
            backupKey: backupKeyFacts(backupKey),
            ...(replaces && { inherited: replaces.backupKeys.map(backupKeyFacts) }),
            keys: newKeys.map(keyNote),
            proof,
            ...(record !== undefined && { record }),
            ...(bags.length > 0 && { bags: bags.map(({ index, bag }) => ({ index, bag })) }),
          },
        })
        for (const quorum of quorums.ofCeremony(ceremony)) {
          shares.setStateOfAll(quorum.setId, 'in-force')
          quorums.setState(quorum.setId, 'in-force')
          recordCustody(tables, quorum.setId, quorum.setId === setId ? bags : [], closed)
        }
        if (replaces) succeed(tables, setId, replaces, reissued ?? closed)
        backupKeys.insert(setId, backupKey)
        for (const key of newKeys) keys.insert(setId, key)
        kits.insert(setId, kit, closed)
        end(ceremony, 'closed', closed, null)
      }),

    void: (ceremony, actor, reason, errorCode) =>
      write(() => {
        requireOpen(ceremony)
        voidNow(ceremony, actor, reason, errorCode)
      }),

    voidInterrupted: () => {
      const interrupted = current()
      if (interrupted === null) return null
      return write(() => {
        voidNow(interrupted.id, 'keyclave', 'interrupted')
        return get(interrupted.id)
      })
    },

    current,
    get,
    list: () => select('ORDER BY rowid'),
  }
}

/** Where the new shares are from now on: with which of the vault's people, if any, and in which bag. */
function recordCustody(
  { connection, people, shares }: Tables,
  setId: string,
  bags: readonly Bag[],
  at: string,
): void {
  const ids = new Map(people.select('').map(person => [nameKey(person.name), person.id]))
  const numbers = new Map(bags.map(({ index, bag }) => [index, bag]))
  for (const { index, custodian } of shares.of(setId)) {
    const person = ids.get(nameKey(custodian))
    const bag = numbers.get(index) ?? null
    if (person !== undefined) people.insertCustody({ setId, index, person, bag }, at)
    else if (bag !== null) {
      insertPlace(connection)({ setId, index, place: null, bag, noted: at })
    }
  }
}
