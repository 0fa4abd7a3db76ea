import type { NameProblem } from '../../../codes/document.ts'
import type { peopleCodes } from '../../../codes/people.ts'
import type { Action } from '../../../deeds.ts'
import type { Need } from '../../../signers.ts'
import type { ErrorMessages } from '../../wording/messages.ts'
import { atTerminal } from '../phrases/at-terminal.ts'
import { deeds } from '../phrases/deeds.ts'
import { nameFault } from '../phrases/document.ts'
import { listOf } from '../phrases/listing.ts'
import { policy } from '../phrases/policy.ts'

/** `"Run a ceremony" and "Replace a quorum by a new one"` */
const titlesOf = ({ action, also }: { readonly action: Action; readonly also?: Action }): string =>
  listOf((also ? [action, also] : [action]).map(one => `"${deeds[one].title}"`))

/** What somebody in this state cannot do, or cannot be done with them, and what to do instead. */
const WHAT_A_STATE_MEANS = {
  active: 'Only who is suspended can be reinstated: look in the list of people for whom you mean.',
  suspended:
    'They sign nothing, and are not suspended twice. Have an administrator and a witness reinstate them first, or name somebody else.',
  retired:
    'That is for good: they sign nothing, and nothing about them changes any more. Name somebody else; who comes back is added anew, under another name.',
} as const

/** Who can do something about a locked key. */
const unlockers = (name: string): string =>
  `An administrator and a witness can give ${name} a new one (keyclave people rekey); or enough custodians with a recovery officer unlock it (keyclave people unlock): both under People in the window, too.`

/** "two administrators and a witness". */
export const needsOf = (needs: readonly Need[]): string => listOf(needs.map(policy.need))

const NAMES = {
  'of-program': 'is that of the program',
  'of-somebody': 'is that of somebody in the vault',
  twice: 'is given twice',
} as const

const personName = (problem: keyof typeof NAMES | NameProblem): string =>
  typeof problem === 'string' && problem in NAMES
    ? NAMES[problem as keyof typeof NAMES]
    : nameFault(problem as NameProblem)

export const peopleErrors: ErrorMessages<typeof peopleCodes> = {
  PEOPLE_NONE:
    'This vault has no people, so nobody can sign here. Name an administrator and a witness first: keyclave people found, or People in the window.',
  PEOPLE_EXIST:
    'This vault has people already. Add further ones with the signatures of an administrator and a witness: keyclave people add, or People in the window.',
  POLICY_UNKNOWN: d =>
    `People sign there by policy ${d.number}, and this version of Keyclave knows policies up to ${d.newest}: a later version wrote it. Use that version.`,
  PEOPLE_FEW: d =>
    `The first people of a vault are at least an administrator and a witness. Missing: ${needsOf(d.missing)}.`,
  PEOPLE_SINGLE: (d, desk) =>
    `There is only one ${listOf(d.roles.map(role => policy.roles[role].name))} in this vault: ${listOf(d.names)}. Whoever is the only one of a role and loses the passphrase, leaves or dies takes the vault's government along: nobody can be added, and nobody given a new key, ever again. Name a second one of each; or confirm that you have read this by typing exactly: ${d.names.join(', ')}${atTerminal(desk, ` (--single "${d.names.join(', ')}")`)}.`,
  PERSON_NAME: d =>
    `"${d.name}" cannot be the name of this person: it ${personName(d.problem)}. Choose another name.`,
  PERSON_ROLES: d =>
    `${d.name} cannot have these roles: ${policy.rolesProblem(d.problem)}. Change the roles, or the profile of the policy.`,
  PERSON_UNKNOWN: d => `The vault knows nobody by "${d.person}". Look at its list of people.`,
  PERSON_STATE: d => `${d.name} is ${d.state}. ${WHAT_A_STATE_MEANS[d.state]}`,
  PERSON_LAST: d =>
    `${d.name} is the last active ${policy.roles[d.role].name}, without whom nobody could ever be added again. Add another ${policy.roles[d.role].name} first.`,
  DRAFT_UNKNOWN:
    'The new key is not there any more. Have the person choose their PIN or passphrase again.',
  PIN_STRICT: d =>
    `In the strict profile a key is opened by a passphrase, not by a PIN: whoever has a copy of the vault tries all PINs of six digits in some days of one processor. Choose a passphrase of ${d.need} characters or more, such as four random words.`,
  PIN_SHORT: d =>
    `A PIN has at least ${d.need} digits. Choose a longer one, or a passphrase of 10 characters or more.`,
  PIN_TRIVIAL:
    'This PIN is among the first that anybody would try: it repeats or counts. Choose another.',
  PIN_DIFFERS: 'The two entries differ. Enter the PIN or passphrase twice again.',
  PIN_SHARED: d =>
    `${listOf(d.names)} have the same PIN or passphrase, so each could sign for the other. Nothing was recorded: let each choose one that nobody else knows.`,
  PIN_WRONG: d =>
    d.left === 0
      ? `This is not the PIN or passphrase of ${d.name}, for the last time: the key is locked. ${unlockers(d.name)}`
      : `This is not the PIN or passphrase of ${d.name}. ${d.left} more wrong ${d.left === 1 ? 'entry locks' : 'entries lock'} the key.`,
  PIN_WAIT: d =>
    `After wrong entries, ${d.name} has to wait ${d.seconds} more ${d.seconds === 1 ? 'second' : 'seconds'}. Nothing was tried.`,
  PIN_LOCKED: d => `The key of ${d.name} is locked after ten wrong entries. ${unlockers(d.name)}`,
  KEY_NOT_LOCKED: d =>
    `The key of ${d.name} is not locked: there is nothing to unlock. If the PIN or passphrase is lost, an administrator and a witness give ${d.name} a new key.`,
  SIGN_IN_KEY_DAMAGED: d =>
    `The sealed key of ${d.name} does not belong to their public key. Use a copy of the vault made earlier, or give them a new key.`,
  APPROVAL_NEEDED: d =>
    `This vault has people, and nothing is done without their signatures. ${titlesOf(d)} ${d.also ? 'take' : 'takes'} ${needsOf(d.missing)}.`,
  APPROVAL_SHORT: d =>
    `Not enough people have signed for ${titlesOf(d)}. Still missing: ${needsOf(d.missing)}.`,
  APPROVAL_UNKNOWN: 'These signatures were used, withdrawn, or too old. Ask for them again.',
  APPROVAL_VOID: d =>
    `What was signed for "${deeds[d.action].title}" is not what is to be done now. The signatures are void: ask for them again.`,
  SIGNATURE_MISSING: d =>
    `This vault has people, and ${d.action} is recorded with a signature only. Nothing was done: name who signs.`,
  ABSENT: d =>
    `Not everyone whom this needs is in the room: ${listOf([...d.names, ...(d.roles ?? []).map(role => policy.roles[role].one)])}. Let them sign in first.`,
}
