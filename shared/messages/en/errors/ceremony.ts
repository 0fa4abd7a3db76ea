import type { ceremonyCodes, ReissueProblem } from '../../../codes/ceremony.ts'
import { recordedEvidence } from '../../../record-wording.ts'
import type { ErrorMessages } from '../../wording/messages.ts'
import { atTerminal } from '../phrases/at-terminal.ts'
import { itemNamed } from '../phrases/item.ts'

function reissueProblem(problem: ReissueProblem): string {
  if ('kitMissing' in problem)
    return `it replaces quorum ${problem.kitMissing}, whose kit is not here`
  if ('kitOf' in problem) {
    return `it replaces quorum ${problem.replaces}, the kit is of ${problem.kitOf}`
  }
  if ('leavesOut' in problem) {
    return `it leaves out ${problem.leavesOut.join(', ')}, and replaces no quorum that has it`
  }
  if ('leftOutUnknown' in problem) {
    return `it leaves out "${problem.leftOutUnknown}", which the old kit does not have`
  }
  if ('leftOutInUse' in problem) {
    return `it leaves out ${problem.leftOutInUse}, which is in use`
  }
  return 'unopened' in problem
    ? `quorum ${problem.unopened} has not been opened`
    : `it does not say that it replaces ${problem.doesNotReplace}`
}

/** What is done about it. */
function reissueRemedy(problem: ReissueProblem): string {
  if ('leftOutInUse' in problem) {
    return 'Retire it first, with keyclave key retire or on its page; or take it out of the plan’s "leaveOut".'
  }
  return 'leftOutUnknown' in problem
    ? 'Look with keyclave kit inspect how the keys are called, and correct "leaveOut" in the plan.'
    : 'Name the set id of the old quorum as "replaces" in the plan, and run it with ceremony reissue and that quorum\'s kit.'
}

export const ceremonyErrors: ErrorMessages<typeof ceremonyCodes> = {
  REHEARSAL: d =>
    `This ${d.what} is of a rehearsal and void: its set id begins with 000000. Nothing real was made there, and nothing is done with it. Use the ${d.what} of a real ceremony.`,
  REHEARSAL_VAULT: (_, desk) =>
    `A rehearsal is recorded in no vault: nobody is to take it for real later. ${atTerminal(desk, 'Leave out --vault', 'Close the vault')}, and rehearse without one.`,
  CEREMONY_STRICT:
    'This vault has the strict profile, and on the command line one operator would hold every share and the passphrase. Hold the ceremony in the window, where each custodian sees their own card alone and the recovery officer types the passphrase; or choose the profile for a small team first, which waives this by name and on record: keyclave policy change small-team.',
  CLOCK_DOUBTFUL: (d, desk) =>
    `${recordedEvidence(d.found)} What is made and allowed now depends on this day. If the clock is wrong, set it, and begin again; if it is right, say so by its day: ${atTerminal(desk, '--confirm-clock ')}${d.day}.`,
  CLOCK_NOT_CONFIRMED: (d, desk) =>
    `Nothing was done, because nobody has said that the clock is right. It says ${d.day}: set it and begin again or, if it is right, ${atTerminal(desk, 'type yes, or name its day: --confirm-clock ', 'type its day: ')}${d.day}.`,
  CLOCK_OTHER_DAY: d =>
    `That is not the day that this clock says. Compare it with a watch and a calendar; if the clock is right, type its day: ${d.day}.`,
  CEREMONY_ORDER: d =>
    `This step belongs to a ceremony that is ${d.need.join(' or ')}; this one is ${d.phase}. Follow the steps in their order.`,
  REISSUE_UNPROVED: d =>
    `What was sealed again as ${itemNamed(d.item)} is not what the old quorum had sealed. The ceremony must not close: its shares are void, and the old quorum stays in force. Do not use this machine for keys; start over on another.`,
  REISSUE_PLAN: d =>
    `The plan does not fit the re-issue: ${reissueProblem(d.problem)}. ${reissueRemedy(d.problem)}`,
  CEREMONY_OPEN: d =>
    `Ceremony ${d.ceremony} is still open. Close it or declare it void before another begins.`,
  CEREMONY_ENDED: d =>
    `Ceremony ${d.ceremony} has ended (${d.state}); nothing can be added to it. Begin another.`,
  CEREMONY_UNFINISHED: d =>
    `Ceremony ${d.ceremony} cannot close yet: ${d.done} of the ${d.count} shares of quorum ${d.setId} were read back from paper. Read the others back first.`,
  CEREMONY_NONE: 'No ceremony is running. Begin one with a plan.',
  CEREMONY_RUNNING: d => `The ceremony "${d.title}" is running. Close it or abort it first.`,
  CEREMONY_ABORTED: d => `The ceremony was given up (${d.cause}). It is void: destroy its cards.`,
  CEREMONY_TURN: d =>
    d.turn === null
      ? `Share ${d.index} has not been shown yet. Let its custodian look at it first.`
      : `It is the turn of share ${d.turn}. Read its card back first, then go on with share ${d.index}.`,
  CARD_CHECKED: d =>
    `The card of share ${d.index} has been read back, so the share is not shown again. If the card is lost or was seen by others, abort the ceremony.`,
  ROOM_UNCHECKED: 'The room has not been checked yet. Run the room check first.',
  ROOM_UNANSWERED: d =>
    `The room check "${d.check}" did not pass. Mend it and check again, or write down why the ceremony goes on.`,
  DICE_FULL: d => `${d.limit} rolls are enough; no more are taken. Go on to the next step.`,
}
