import { type Command, InvalidArgumentError, Option } from 'commander'
import { OTHER_LANGUAGES, type OtherLanguage } from '../../../shared/paper-languages.ts'
import type { SaidForFinders } from '../../services/pages/index.ts'

/** How printed pages look, as options of a command. */

export interface PaperOptions {
  readonly paper: 'a4' | 'letter'
  readonly plain?: true
  readonly fold?: true
  readonly largePrint?: true
}

export const paperOption = (): Option =>
  new Option(
    '--paper <size>',
    'size of the printed pages, where the settings of this machine say nothing else',
  )
    .choices(['a4', 'letter'])
    .default('a4')

/** What pages that are drawn of a kit alone cannot know. */
export interface FinderOptions {
  readonly contact?: string | undefined
  readonly language?: readonly OtherLanguage[] | undefined
}

/** Adds what stands on pages for whoever finds one. */
export const finderOptions = (command: Command): Command =>
  command
    .option('--contact <text>', 'whom to call: it stands on the pages, as a plan says it')
    .option(
      '--language <tag...>',
      `a language or two in which the pages explain themselves besides English: ${OTHER_LANGUAGES.join(', ')}`,
      languageOf,
    )

const isOtherLanguage = (tag: string): tag is OtherLanguage =>
  OTHER_LANGUAGES.some(language => language === tag)

/** @throws InvalidArgumentError */
function languageOf(tag: string, before: readonly OtherLanguage[] = []): readonly OtherLanguage[] {
  if (!isOtherLanguage(tag))
    throw new InvalidArgumentError(`It is one of ${OTHER_LANGUAGES.join(', ')}.`)
  const all = [...new Set([...before, tag])]
  if (all.length > 2) throw new InvalidArgumentError('Two languages fit beside English.')
  return all
}

export const findersOf = ({ contact, language }: FinderOptions): SaidForFinders => ({
  ...(contact === undefined ? {} : { contact }),
  ...(language === undefined ? {} : { languages: language }),
})

/** Adds the options of share cards. */
export const layoutOptions = (command: Command): Command =>
  command
    .option('--plain', 'cards that do not say what they open: no ceremony, no organisation')
    .addOption(
      new Option('--fold', 'cards with a line to fold along, the words inside').conflicts(
        'largePrint',
      ),
    )
    .option('--large-print', 'cards in large print, on two pages')

export const printedAs = ({ paper, plain, fold, largePrint }: PaperOptions) => ({
  paper,
  plain: plain === true,
  layout: largePrint ? ('large-print' as const) : fold ? ('fold' as const) : ('standard' as const),
})
