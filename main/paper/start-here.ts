import { paperWordsIn } from '../../shared/messages/paper/index.ts'
import type { OtherLanguage } from '../../shared/paper-languages.ts'
import { bundleName } from '../core/bundle/index.ts'
import { recoveryTextIn } from './in-languages.ts'

/** What is read first in a bundle, as plain text: by somebody who has found a drive, and may never have heard of all this. */

export interface StartFacts {
  readonly title: string
  readonly organisation: string
  readonly setId: string
  /** As people compare it. */
  readonly fingerprint: string
  /** Of the ceremony, `2026-11-21`. */
  readonly date: string
  readonly threshold: number
  readonly count: number
  /** Whom to call; null where the plan does not say. */
  readonly contact: string | null
  /** In which it says the same besides English. */
  readonly languages: readonly OtherLanguage[]
  readonly software: string
  /** Name of the program's package in the bundle; null: it is not in it. */
  readonly package: string | null
  /** Every file beside this one. */
  readonly files: readonly string[]
}

/** What each file is for, in the order in which it is wanted. */
const FILES: readonly (readonly [name: string, what: string])[] = [
  ['recovery-sheet.pdf', 'one page to print: how to open everything, step by step'],
  ['kit.json', 'the recovery kit: everything that was sealed, still locked'],
  ['recover.html', 'opens everything in a browser, without a network'],
  ['recover.py', 'opens everything with Python: one text to read, nothing to install'],
  ['RUNBOOK.md', 'how to do it without Keyclave, for anyone'],
  ['FORMAT.md', 'every byte of every file, for whoever writes such a program again'],
  ['RUNBOOK.pdf', 'RUNBOOK.md as a booklet, to print'],
  ['FORMAT.pdf', 'FORMAT.md as a booklet, to print'],
  ['record.json', 'what happened at the ceremony'],
  ['record.pdf', 'the same to read'],
  ['register.pdf', 'who has which card'],
  ['leaflets.pdf', 'three leaflets: for a custodian, a recovery officer, a finder'],
  ['leaflet-custodian.md', 'You are a custodian'],
  ['leaflet-recovery-officer.md', 'You are the recovery officer'],
  ['leaflet-found-a-card.md', 'You have found a card'],
  ['LICENSE', 'what may be done with the program: nearly everything'],
]

/** The steps of a recovery, below a line with the name of the language. */
function inLanguage(language: OtherLanguage, facts: StartFacts): string {
  const { organisation, setId, contact, threshold, fingerprint } = facts
  const about = { organisation, setId, contact, folder: bundleName(setId) }
  const paragraphs = recoveryTextIn(language, { ...about, threshold, fingerprint }).map(text =>
    RIGHT_TO_LEFT.has(language) ? text : text.replaceAll(ISOLATES, ''),
  )
  const title = paperWordsIn(language).name.toUpperCase()
  return `\n\n==== ${title} ====\n\n${paragraphs.map(text => `${wrapped(text)}\n`).join('\n')}`
}

/** Letters of a line, where its language has spaces to break it at. */
const LINE = 88

/** Marks that keep a name in its place where text runs from right to left; elsewhere an editor may show them as boxes. */
const ISOLATES = /[\u2068\u2069]/g
const RIGHT_TO_LEFT: ReadonlySet<OtherLanguage> = new Set(['ar', 'he'])

function wrapped(text: string): string {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length < LINE) {
      lines[lines.length - 1] = `${last} ${word}`
    } else lines.push(word)
  }
  return lines.join('\n')
}

const line = (name: string, what: string): string => `  ${name.padEnd(28)}${what}`

export function startHere(facts: StartFacts): string {
  const { title, organisation, setId, fingerprint, date, threshold, count } = facts
  const of = threshold === count ? `all ${count}` : `any ${threshold} of the ${count}`
  return `START HERE

This folder, ${bundleName(setId)}, belongs to cards that ${organisation} gave out
on ${date} ("${title}").
Nothing in it is secret, and nothing in it opens anything alone. Do not throw it away.

TO OPEN WHAT WAS SEALED you need three things:
  1. cards with 40 words each: ${of} that have the set id ${setId}
  2. the passphrase, which is on none of these cards
  3. this folder, and the backup if it is a backup that you want
Without enough cards, or without the passphrase, nobody can open it.
${facts.contact === null ? `\nASK AT ${organisation} who has the other cards.\n` : `\nWHOM TO CALL: ${facts.contact}\n`}
WHAT TO DO
  With Keyclave: start it and press "Recover now".
${
  facts.package === null
    ? '  The program itself is NOT in this folder. Without it, the next lines do the same.'
    : `  The program is in this folder: ${facts.package}`
}
  With a browser alone: recover.html.   With nothing but a Linux: RUNBOOK.md.
  Type no card and no passphrase on a computer that has a network.

IS THIS FOLDER WHAT WAS WRITTEN? Whoever wants your cards would change recover.html. So:
  1. In this folder:  sha256sum --check SHA256SUMS     (or: keyclave bundle check .)
     Every file is OK, and there is no file that is not listed. Only recovery-sheet.pdf and
     SHA256SUMS itself are not listed.
  2. sha256sum SHA256SUMS     and compare with the 64 digits on the recovery sheet ON PAPER, or
     its words, which "keyclave medium SHA256SUMS" says. The file recovery-sheet.pdf proves
     nothing: who changes one file here can change another. If you have no paper, compare two
     drives from two places.
  3. The kit has the fingerprint ${fingerprint}, as each card has.

WHAT IS HERE
${[
  ...FILES.filter(([name]) => facts.files.includes(name)),
  ...(facts.package === null
    ? []
    : [[facts.package, 'the program Keyclave, to be installed'] as const]),
  ['SHA256SUMS', 'the checksum of every file, with its words'] as const,
]
  .map(([name, what]) => line(name, what))
  .join('\n')}

Made by ${facts.software}.
${facts.languages.map(language => inLanguage(language, facts)).join('')}`
}
