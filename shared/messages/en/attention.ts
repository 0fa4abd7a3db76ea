import type { Messages } from '../wording/messages.ts'
import { cards } from './notices.ts'
import { listOf } from './phrases/listing.ts'
import { day, moment } from './phrases/times.ts'

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`

const ATTEMPTED = {
  pin: 'wrong PIN',
  passphrase: 'wrong passphrase',
  share: 'foreign or forged share',
  action: 'refused action',
} as const

export const attention: Messages['attention'] = {
  'tables-changed': ({ table, row, column, entry }) =>
    `This vault is not what its log says, and is open to look at alone: ${column === null ? `row ${row}` : `${column} of row ${row}`} of its table ${table}, ${entry === null ? 'of which no entry says anything' : `which entry ${entry} says otherwise`}. Believe nothing that stands here. Keep the file, find out who had it, and go on with a copy made earlier.`,
  'log-broken': ({ entry }) =>
    `The log of this vault is not whole from entry ${entry} on, and the vault is open to look at alone. Believe nothing that stands here. Keep the file, find out who had it, and go on with a copy made earlier.`,
  'no-quorum': () => 'No quorum is in force: nothing can be protected yet.',
  'no-backup': ({ setId }) => `No backup was made yet for the quorum with set id ${setId}.`,
  'ceremony-interrupted': ({ title, opened, destroy }) =>
    `The ceremony “${title}”, begun ${moment(opened)}, was interrupted. It is void. ${cards.destroy(destroy)}`,
  'key-expires': ({ label, version, expires, days }) =>
    `The key “${label}@${version}” may protect nothing after ${day(expires)}, ${days === 0 ? 'which is today' : `in ${counted(days, 'day')}`}. Make its next version.`,
  'key-expired': ({ label, version, expires }) =>
    `The key “${label}@${version}” may protect nothing since ${day(expires)} was over. Stop using it, and make its next version.`,
  'key-rotate': ({ label, version, day: on, days }) =>
    `The next version of the key “${label}@${version}” ${days < 0 ? `has been due since ${day(on)}` : `is due on ${day(on)}, ${days === 0 ? 'which is today' : `in ${counted(days, 'day')}`}`}. Make it.`,
  'key-reading-ends': ({ label, version, day: on, days }) =>
    days < 0
      ? `What the key “${label}@${version}” protected was meant to be read until ${day(on)}. Whoever takes it out from now on says that they know.`
      : `What the key “${label}@${version}” protected is meant to be read until ${day(on)}, ${days === 0 ? 'which is today' : `in ${counted(days, 'day')}`}. Protect anew what is needed for longer.`,
  'status-list-due': ({ number, day: on, days }) =>
    days < 0
      ? `Status list ${number} has said nothing good since ${day(on)}: whoever has it was told to get the next one by then. Publish it.`
      : `Status list ${number} counts until ${day(on)}, ${days === 0 ? 'which is today' : `in ${counted(days, 'day')}`}. Publish the next one.`,
  'status-list-behind': ({ number, deeds, last }) =>
    `Status list ${number} does not say what became of keys since: ${counted(deeds, 'deed')}, the last ${moment(last)}. Publish the next one, so that those outside learn of it.`,
  'drill-overdue': ({ setId, due }) =>
    `A drill of quorum ${setId} has been due since ${moment(due)}. Rehearse a recovery: it takes nothing out, and proves that everything would open.`,
  'custodian-gone': ({ name, index, setId }) =>
    `${name} has left and still holds card ${index} of quorum ${setId}. Collect the card, and replace the quorum by one without ${name}.`,
  'shares-unacknowledged': ({ shares, setId, since, left, threshold }) =>
    `${listOf(shares.map(({ index, custodian }) => `${custodian} (share ${index})`))} of quorum ${setId} ${shares.length === 1 ? 'has' : 'have'} not said yet that what was sealed to ${shares.length === 1 ? 'a key' : 'keys'} of theirs ${moment(since)} opens. Ask for what keyclave share acknowledge prints, and record it (share acknowledged, or the share register). Until then count on the other ${left} shares alone; ${threshold} are needed.`,
  'checks-overdue': ({ shares, setId }) =>
    `Nobody has looked at ${listOf(shares.map(share => `card ${share}`))} of quorum ${setId} for a long time. Have the custodians check their cards.`,
  'cards-to-destroy': ({ shares, setId }) =>
    `The quorum ${setId} was replaced, and its cards, together with its passphrase, still open what was sealed until then: collect and destroy ${cards.names(shares)}, and tick each off when you have seen it destroyed.`,
  'places-unknown': ({ shares, setId }) =>
    `Nobody has noted where ${cards.names(shares)} of quorum ${setId} ${shares.length === 1 ? 'is' : 'are'} kept. Ask the custodians, and note it in the share register.`,
  attempts: ({ count, what, last }) =>
    `${counted(count, ATTEMPTED[what])} within 30 days, the last ${moment(last)}. Ask those who were there; the audit log has each of them.`,
  'person-locked': ({ name }) =>
    `The sign-in key of ${name} is locked after ten wrong entries. Find out who tried. Then give ${name} a new key; or have a quorum with a recovery officer unlock it, if the PIN or passphrase is known.`,
  'person-pin': ({ name }) =>
    `The key of ${name} is opened by a PIN, and whoever has a copy of this vault tries all PINs of six digits in some days of one processor. Give ${name} a new key under a passphrase (keyclave people rekey, or People in the window): a new PIN or passphrase for the same key does not help against copies that exist.`,
  'policy-old': ({ number, profile }) =>
    `This vault is still on policy ${number}, of an earlier version: its statements need bind less, and a new key need not prove that somebody holds it. Have it take the policy of this version: keyclave policy change ${profile}, or Policy in the window, with the signatures that a change of policy takes. The profile stays as it is.`,
  'kit-people-old': ({ setId, gone, missing }) =>
    [
      `The kit of quorum ${setId} names those who may change it, as they were when it was made.`,
      ...(gone.length > 0
        ? [`${listOf(gone)} could still sign for a change of it, and should not any more.`]
        : []),
      ...(missing.length > 0 ? [`It does not know ${listOf(missing)} yet.`] : []),
      'Have it name the people of today: keyclave kit renew, or Renew the kit on the page of the quorum. Those sign whom it names now.',
    ].join(' '),
  'log-damaged': ({ problem, time }) =>
    `The audit log did not verify (${problem}) ${moment(time)}. Keep the vault as it is, and compare its log with an earlier copy.`,
  'clock-set-back': ({ entries }) =>
    `The clock was set back while the log was written: ${listOf(entries.map(entry => `entry ${entry}`))} of the audit log. Find out who did it and why.`,
  'clock-behind': ({ last }) =>
    `The last entry of the log is of ${moment(last)}, and this machine’s clock has not come so far: either it is wrong now, or it was wrong then. Compare it with a watch. Set it if it is wrong; if it is right, go on: later entries have the right time again.`,
}
