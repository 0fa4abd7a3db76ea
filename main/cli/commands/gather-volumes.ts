import { type Command, Option } from 'commander'
import type { Act } from '../terminal/act.ts'
import { formatCount } from '../terminal/amounts.ts'

interface GatherOptions {
  readonly into: string
  readonly although?: 'damaged'
  readonly vault?: string
}

/** Registers `backup gather`: volumes on several drives, where one drive at a time can be read. */
export function registerGathering(backup: Command, act: Act): void {
  backup
    .command('gather')
    .argument('<file...>', 'a volume of the backup; those that lie beside it come along')
    .description('bring the volumes of a backup together in one folder, one drive after the other')
    .requiredOption('--into <dir>', 'the folder for all of them; it is made where there is none')
    .addOption(
      new Option(
        '--although <what>',
        'take a damaged volume too, for a repair or a salvage',
      ).choices(['damaged']),
    )
    .option('--vault <file>', "say what is missing by this vault's catalogue")
    .addHelpText(
      'after',
      `
Give the command once for each drive: it copies what is there of the backup, with its check file and its
recovery files, and says which volume is wanted next. A volume is compared with the check file as soon as
that is here, so bring the drive that has it first. When all are here, restore from the folder.

Example:
  keyclave backup gather /media/stick/office.tar.zst.age.002 --into gathered`,
    )
    .action(
      act<GatherOptions>(async ({ app, terminal, watch }, files, { into, although, vault }) => {
        const order = { files, into, despiteDamage: although === 'damaged' }
        const gathered = await app.backup.gather(
          { ...order, ...(vault === undefined ? {} : { vault }) },
          watch,
        )
        terminal.report({ lines: linesOf(gathered), json: gathered })
      }),
    )
}

type Gathered = Awaited<ReturnType<Parameters<Parameters<Act>[0]>[0]['app']['backup']['gather']>>

/** As many missing volumes are named. */
const NAMED = 10

const linesOf = ({
  file,
  here,
  taken,
  already,
  beside,
  missing,
  mayFollow,
}: Gathered): string[] => [
  `Copied ${formatCount(taken.length, 'volume')}${taken.length === 0 ? '' : `: ${taken.join(', ')}`}.`,
  ...(already.length === 0 ? [] : [`Here already: ${already.join(', ')}.`]),
  ...(beside.length === 0 ? [] : [`With them: ${beside.join(', ')}.`]),
  `Here    ${formatCount(here.length, 'volume')} of ${file}.`,
  ...wantedLines(missing, mayFollow, here[0]?.name ?? ''),
]

function wantedLines(
  missing: readonly string[],
  mayFollow: string | null,
  first: string,
): readonly string[] {
  const [next] = missing
  if (next !== undefined) {
    const more = missing.length > NAMED ? `, and ${missing.length - NAMED} more` : ''
    const after = mayFollow === null ? '' : ` Perhaps ${mayFollow} as well, or more.`
    return [
      `Missing ${missing.slice(0, NAMED).join(', ')}${more}.${after}`,
      `Next    Pull the drive out, bring the one with ${next}, and give the command again.`,
    ]
  }
  return mayFollow === null
    ? [`All volumes are here: give ${first} of that folder to keyclave recover backup.`]
    : [`Perhaps all are here. ${mayFollow} may follow: nothing here says how many there are.`]
}
