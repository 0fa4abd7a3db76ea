import { firstDigits } from '../../../shared/kit-fingerprint.ts'
import { REHEARSAL } from '../../../shared/rehearsal.ts'
import { shellWord } from '../../../shared/shell-word.ts'
import type { App } from '../../app.ts'
import { words } from '../terminal/words.ts'
import { kdfInWords, quorumInWords } from './policy-words.ts'

type Closed = Awaited<ReturnType<App['ceremony']['runInFolder']>>

/** What a person reads after a ceremony. */
export function closedLines(closed: Closed): string[] {
  return [
    ...(closed.rehearsal
      ? [
          `${REHEARSAL}. No vault and no command takes what was made here: destroy it when everybody has seen it.`,
          '',
        ]
      : []),
    `The ceremony is closed: ${policyOf(closed)}, can open what it sealed.`,
    '',
    `Quorum       ${closed.setId}  (${closed.identity}, ${kdfInWords(closed.kdf)})`,
    `Fingerprint  ${closed.fingerprint}   the same on every card and in every kit`,
    `Proof        recovery proved over ${closed.proof.subsets} of ${closed.proof.possible} sets of ${closed.threshold} shares`,
    ...closed.keys.map(key =>
      `Key          ${key.label}@${key.version}  ${key.description}  ${key.fingerprint ?? ''}`.trimEnd(),
    ),
    '',
    ...closed.shares.flatMap(shareLines),
    `Kit          ${closed.kit}`,
    `Record       ${closed.record}`,
    ...(closed.printed === null
      ? []
      : [
          `To print     ${closed.printed.record}`,
          `             ${closed.printed.register}`,
          `             ${closed.printed.recoverySheet}`,
        ]),
    '',
    ...(closed.rehearsal ? [] : toDoLines(closed)),
    ...(closed.replaced === null
      ? []
      : [
          '',
          `Quorum ${closed.replaced.setId} is replaced. ${words.replaced.stillOpens(closed.replaced)}`,
          words.replaced.toDo(closed.replaced),
        ]),
  ]
}

/** What nobody has done yet, with the commands as they are to be typed. */
function toDoLines({ kit, record, setId, vault, fingerprint }: Closed): string[] {
  const trusted =
    vault === null ? `--fingerprint ${firstDigits(fingerprint)}` : `--vault ${shellWord(vault)}`
  return [
    'No card has been read back from paper: the share files were. Print each card, then check what was printed:',
    `  keyclave share inspect CARD --kit ${shellWord(kit)} ${trusted}`,
    '(CARD: its words typed from the paper, or a picture of it.)',
    'Hand each share to its custodian on paper, then destroy the share files.',
    'The cards name a folder with kit, record and all that opens them. Make it on two drives at least:',
    `  keyclave bundle make --kit ${shellWord(kit)} --record ${shellWord(record)} ${trusted} --out DRIVE/keyclave-${setId}`,
    '(DRIVE: where a drive is. Nothing in the folder is secret.)',
  ]
}

/** A card, or what is sent to a custodian who is absent. */
function shareLines({ index, custodian, file, card, sealed }: Closed['shares'][number]): string[] {
  if (sealed === null) return [`Share ${index}      ${card ?? file}  for ${custodian}`]
  return [
    `Share ${index}      ${file}  for ${custodian}, who is absent: sealed to their key`,
    `             SHA-256 of the file in words: ${sealed.words.join(' ')}`,
    `             Once they have opened it: keyclave share acknowledged DIGITS --sealed ${shellWord(sealed.file)}`,
  ]
}

/** Who opens what the ceremony made. */
const policyOf = ({ threshold, shares }: Closed): string => quorumInWords(threshold, shares.length)

/** The same as one JSON value, with the sentences that a person has to read. */
export const closedJson = (closed: Closed) => ({
  ...closed,
  policy: policyOf(closed),
  replaced: closed.replaced && {
    ...closed.replaced,
    stillOpens: words.replaced.stillOpens(closed.replaced),
    toDo: words.replaced.toDo(closed.replaced),
  },
})
