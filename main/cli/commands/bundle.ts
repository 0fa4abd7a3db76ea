import type { Command } from 'commander'
import type { CheckedBundle, MadeBundle } from '../../services/bundle/index.ts'
import type { Act } from '../terminal/act.ts'
import { hashLines } from './hash-lines.ts'
import { FINGERPRINT_HELP, fingerprintOf } from './opening-options.ts'
import {
  type FinderOptions,
  finderOptions,
  findersOf,
  type PaperOptions,
  paperOption,
} from './paper-options.ts'

interface MakeOptions extends Pick<PaperOptions, 'paper'>, FinderOptions {
  readonly kit: string
  readonly record?: string
  readonly package?: string
  readonly vault?: string
  readonly fingerprint?: string
  readonly out: string
}

/** Registers `bundle make` and `bundle check`. */
export function register(program: Command, act: Act): void {
  const bundle = program
    .command('bundle')
    .description('the folder that the cards name: kit, record, pages, and all that opens them')

  finderOptions(bundle.command('make'))
    .description('make a bundle of a kit, write it to a drive, and read it back')
    .requiredOption('--kit <file>', 'the recovery kit')
    .requiredOption(
      '--out <dir>',
      'the folder to make, which must not exist; the cards call it keyclave-SET',
    )
    .option('--record <file>', "the ceremony's record, which says whom to call")
    .option('--package <file>', "the program's own package, to lie beside the rest")
    .option('--fingerprint <digits>', FINGERPRINT_HELP)
    .option('--vault <file>', 'the vault whose log knows the kit')
    .addOption(paperOption())
    .addHelpText(
      'after',
      `
Nothing in a bundle is secret: no card and no passphrase goes into it. Every file is read from the
drive again before the folder has its name. Whatever changes the kit, a new key or new people, makes
a new bundle necessary. Whom to call, and in which languages the recovery sheet explains itself, the
record says, or the vault; otherwise --contact and --language do.

Examples:
  keyclave bundle make --kit kit.json --record record.json --fingerprint 1a2b3c4d \\
    --package keyclave_0.1.0_amd64.deb --out /media/stick/keyclave-35bd1e8328
  keyclave bundle make --kit kit.json --vault office.vault --out /media/stick/keyclave-35bd1e8328`,
    )
    .action(
      act<MakeOptions>(async ({ app, terminal }, _, { contact, language, ...options }) => {
        const said = findersOf({ contact, language })
        const made = await app.bundles.make({ ...options, ...said })
        terminal.report({ lines: linesOfMade(made), json: made })
      }),
    )

  bundle
    .command('check')
    .argument('<dir>', 'the folder')
    .description('check a bundle: every file against its checksum, the kit by itself')
    .option('--fingerprint <digits>', FINGERPRINT_HELP)
    .addHelpText(
      'after',
      `
Says which files are changed, missing or added, whether the kit proves all that is in it, and the
words to compare with the recovery sheet on paper. Who changes a file can change its checksum as
well: only the words on paper, or a second bundle from another place, show that. The file
recovery-sheet.pdf has these words on it and so no checksum: it proves nothing.

Examples:
  keyclave bundle check /media/stick/keyclave-35bd1e8328
  keyclave bundle check /media/stick/keyclave-35bd1e8328 --fingerprint 1a2b3c4d --json`,
    )
    .action(
      act<{ fingerprint?: string }>(async ({ app, terminal }, [folder], options) => {
        const found = await app.bundles.check({
          folder: folder as string,
          ...fingerprintOf(options),
        })
        terminal.report({ lines: linesOfChecked(found), json: found })
      }),
    )
}

const linesOfMade = ({ out, setId, files, sums, package: package_, lacking }: MadeBundle) => [
  `Made the bundle of set ${setId} in ${out}: ${files.length} files, read back from the drive.`,
  ...hashLines('SHA256SUMS', sums),
  'The recovery sheet in it has these words: print it, and keep it on paper.',
  package_ === null
    ? 'The program itself is not in it: name its package with --package.'
    : `The program is in it: ${package_}`,
  ...(lacking.length === 0
    ? []
    : [`This copy of Keyclave came without, and so it is not in it: ${lacking.join(', ')}.`]),
]

const linesOfChecked = (found: CheckedBundle): readonly string[] => [
  `Every file of the bundle is as its checksum says: ${found.files.length} files of set ${found.setId}.`,
  `Ceremony     ${found.title}`,
  `Fingerprint  ${found.fingerprint}   ${found.confirmed ? 'it is that of the card' : 'compare it with the share cards'}`,
  'The kit proves all that is in it.',
  ...hashLines('SHA256SUMS', found.sums),
  'Compare all 32 words with those on the recovery sheet, on paper.',
  ...(found.sheet
    ? ['The file recovery-sheet.pdf has no checksum: it proves nothing, the one on paper does.']
    : []),
]
