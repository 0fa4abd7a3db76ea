import { type Command, Option } from 'commander'

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
