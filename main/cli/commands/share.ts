import { type Command, Option } from 'commander'
import { refuse } from '../../../shared/errors.ts'
import { SEALED_SHARE_FORMS, type SealedShareForm } from '../../../shared/sealed-shares.ts'
import type { Act } from '../terminal/act.ts'
import { FINGERPRINT_HELP, fingerprintOf } from './opening-options.ts'
import { type FinderOptions, finderOptions, findersOf } from './paper-options.ts'
import { kdfInWords } from './policy-words.ts'
import { signingOf, withSign } from './signing.ts'

interface InspectOptions {
  readonly kit?: string
  readonly fingerprint?: string
  readonly vault?: string
  readonly worn?: true
  readonly showCorrections?: true
}

interface SealOptions extends FinderOptions {
  readonly kit: string
  readonly fingerprint?: string
  readonly to: SealedShareForm
  readonly recipient: string
  readonly recipientFingerprint?: string
  readonly out: string
}

interface AcknowledgedOptions {
  readonly sealed?: string
  readonly vault?: string
  readonly sign?: string[]
}

/** Registers `share inspect`, `seal`, `acknowledge` and `acknowledged`. */
export function register(program: Command, act: Act): void {
  const share = program.command('share').description('look at one share')

  share
    .command('inspect')
    .argument(
      '<file>',
      'words or QR text of a share, a picture of its card, or the card\'s PDF; "-" is standard input',
    )
    .description('check one share, without opening anything')
    .option('--kit <file>', 'also check that the share is one of this kit')
    .option('--fingerprint <digits>', FINGERPRINT_HELP)
    .option('--vault <file>', 'record in this vault that the card was checked (with --kit)')
    .option('--worn', 'the card itself is wrong where words are: record it as worn')
    .option('--show-corrections', 'print the words that the check words propose (they are secret)')
    .addHelpText(
      'after',
      `
Says which set the share belongs to and whether its words fit together. Wrong words are named
by position; "?" stands for a word that cannot be read. With --vault the result goes into the
register of shares with its date: a card can be checked at any time, and nothing is opened.

Examples:
  keyclave share inspect 01-ada.txt --kit kit.json --fingerprint 1a2b3c4d
  keyclave share inspect scan-of-card.jpg --kit kit.json --vault office.vault
  keyclave share inspect - < typed.txt`,
    )
    .action(
      act<InspectOptions>(async ({ app, terminal, watch }, [file], options) => {
        if (options.vault !== undefined && options.kit === undefined) {
          const problem = 'check-without-kit'
          throw refuse('USAGE', { problem, command: 'keyclave share inspect' })
        }
        const found = await app.shares.inspect(
          {
            file: file as string,
            worn: options.worn ?? false,
            ...(options.vault === undefined ? {} : { vault: options.vault }),
            showCorrections: options.showCorrections ?? false,
            ...(options.kit === undefined ? {} : { kit: options.kit }),
            ...fingerprintOf(options),
          },
          watch,
        )
        terminal.report({
          lines: [
            `Share ${found.index} of set ${found.setId}. Any ${found.threshold} shares of the set open it, together with the passphrase.`,
            `Identity     ${found.identity}`,
            `Passphrase   ${kdfInWords(found.kdf)}`,
            `Commitment   ${found.commitment}`,
            ...(found.wrongWords.length === 0
              ? ['Words        all 40 fit together']
              : [`Words        wrong or unreadable: ${found.wrongWords.join(', ')}. Look again.`]),
            ...found.corrections.map(c => `Word ${c.word}      most likely "${c.to}"`),
            found.custodian === null
              ? 'Not checked against a kit: pass --kit to know that it is the share that was issued.'
              : `This is the share that was issued to ${found.custodian}.`,
            ...(options.vault === undefined ? [] : [recordLine(found.recorded)]),
          ],
          json: found,
        })
      }),
    )

  registerSealing(share, act)
}

function registerSealing(share: Command, act: Act): void {
  finderOptions(share.command('seal'))
    .argument('<file>', 'the share, as share inspect takes it')
    .requiredOption('--kit <file>', 'the kit that the share is one of')
    .option('--fingerprint <digits>', FINGERPRINT_HELP)
    .addOption(
      new Option('--to <form>', 'what kind of key the custodian has')
        .choices(SEALED_SHARE_FORMS)
        .makeOptionMandatory(),
    )
    .requiredOption('--recipient <file>', 'their public key, or certificate')
    .option('--recipient-fingerprint <words>', 'what they read out of it, as digits or words')
    .requiredOption('--out <dir>', 'the folder to make; must not exist')
    .description('seal a share to the public key of a custodian who is not there')
    .addHelpText(
      'after',
      `
Compare the fingerprint of their key aloud: it is all that says whose key it is. They open the file with
their own program, and then send what keyclave share acknowledge prints. That the file is this share
sealed to this key can be said here; that they can open it, they alone can say. Until they have, count
on the other shares alone, and keep enough of them.

Example:
  keyclave share seal 02-bob.txt --kit kit.json --fingerprint 1a2b3c4d --to age --recipient bob.txt \\
    --out for-bob`,
    )
    .action(
      act<SealOptions>(async ({ app, terminal }, [file], options) => {
        const { kit, to, recipient, recipientFingerprint, out } = options
        const made = await app.shares.seal({
          ...{ file: file as string, kit, to, recipient, out, ...fingerprintOf(options) },
          ...(recipientFingerprint !== undefined && { recipientFingerprint }),
          ...findersOf(options),
        })
        const { sheet, recipientWords, files } = made
        terminal.report({
          lines: [
            `Sealed share ${sheet.index} for ${sheet.custodian} into ${out}.`,
            ...files.map(one => `  ${one}`),
            `To the key     ${sheet.recipient}`,
            `In words       ${recipientWords.join(' ')}`,
            'Destroy the share that it was made of once they have acknowledged theirs.',
          ],
          json: made,
        })
      }),
    )

  share
    .command('acknowledge')
    .argument('<file>', 'the share, as its holder has opened it')
    .description('print what says that you have opened a share, and nothing of the share')
    .addHelpText(
      'after',
      `
Example:
  keyclave share acknowledge 02-bob.txt`,
    )
    .action(
      act(async ({ app, terminal }, [file]) => {
        const said = await app.shares.acknowledge(file as string)
        const digits = said.acknowledgement.match(/.{1,4}/g)?.join(' ') ?? ''
        terminal.report({
          lines: [`Share ${said.index} of set ${said.setId} is acknowledged by`, `  ${digits}`],
          json: said,
        })
      }),
    )

  withSign(share.command('acknowledged'))
    .argument('<digits>', 'what the holder sent or read out')
    .option('--sealed <file>', 'sealed-share.json, as it was made with the share')
    .option('--vault <file>', 'record it in the vault whose ceremony sealed the share')
    .description('say whether the holder of a sealed share has opened it, and record that')
    .addHelpText(
      'after',
      `
With --vault it is compared with what the ceremony noted in the log, which nobody can make up later; a
sheet alone is signed by nobody. One person signs, whoever it is.

Examples:
  keyclave share acknowledged "1a2b 3c4d …" --sealed for-bob/sealed-share.json
  keyclave share acknowledged "1a2b 3c4d …" --vault office.vault --sign Ines=ines.pin`,
    )
    .action(
      act<AcknowledgedOptions>(async ({ app, terminal, watch }, [digits], options) => {
        const { sealed, vault } = options
        const acknowledgement = digits as string
        if (vault !== undefined) {
          const { sign } = signingOf({ ...options, vault })
          const sheet = sealed === undefined ? {} : { sheet: sealed }
          const made = await app.shares.recordAcknowledged(
            { acknowledgement, ...sheet, vault, sign },
            watch,
          )
          const { custodian, index, setId } = made
          terminal.report({
            lines: [
              `${custodian} has opened share ${index} of ${setId}.`,
              `Recorded ${made.acknowledged}.`,
            ],
            json: made,
          })
          return
        }
        if (sealed === undefined) throw refuse('USAGE', { problem: 'sealed-or-vault' })
        const sheet = await app.shares.acknowledged({ acknowledgement, sheet: sealed })
        terminal.report({
          lines: [
            `${sheet.custodian} has opened share ${sheet.index} of ${sheet.quorum.setId}.`,
            'Nothing was recorded: the vault of its ceremony does that, with --vault.',
          ],
          json: sheet,
        })
      }),
    )
}

const recordLine = (recorded: { readonly time: string; readonly result: string } | null): string =>
  recorded === null
    ? 'Nothing was recorded: first look at the wrong words again. If the card itself says so, repeat with --worn.'
    : `Recorded as ${recorded.result}, ${recorded.time}.`
