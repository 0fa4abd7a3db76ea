import type { Command } from 'commander'
import type { Act } from '../terminal/act.ts'
import { closedJson, closedLines } from './closed-ceremony.ts'
import { layoutOptions, type PaperOptions, paperOption, printedAs } from './paper-options.ts'
import { registerReissue } from './reissue.ts'
import { CONFIRM_CLOCK_HELP, namedFiles, SIGN_HELP } from './signing.ts'

interface RunOptions extends PaperOptions {
  readonly pdf: boolean
  readonly passphraseFile: string
  readonly out: string
  readonly vault?: string
  readonly sign?: string[]
  readonly confirmClock?: string
  readonly rehearsal?: true
}

/** Registers `ceremony run`. */
export function register(program: Command, act: Act): void {
  const ceremony = program.command('ceremony').description('make a quorum and its master keys')

  layoutOptions(ceremony.command('run'))
    .argument('<plan>', 'the ceremony plan, a YAML file')
    .description('run a whole ceremony from its plan into a new folder')
    .option(
      '--passphrase-file <file>',
      'the passphrase, "-" for standard input; else it is asked for',
    )
    .requiredOption('--out <dir>', 'the folder to make; must not exist, or be empty')
    .option('--vault <file>', 'record the ceremony in this vault (made if missing)')
    .option('--sign <name=file...>', SIGN_HELP)
    .option('--confirm-clock <day>', CONFIRM_CLOCK_HELP)
    .option(
      '--rehearsal',
      'rehearse it: every page and file says REHEARSAL, VOID, and nothing takes it for real',
    )
    .addOption(paperOption())
    .option('--no-pdf', 'write no PDFs, only text')
    .addHelpText(
      'after',
      `
Makes DIR/shares/NN-custodian.pdf and .txt for each custodian, DIR/record.json and .pdf,
DIR/register.pdf, DIR/recovery-sheet.pdf, and at the very end DIR/kit.json. Without kit.json the
ceremony did not close: its shares are void.

One operator holds every share and the passphrase meanwhile. A vault with the strict profile refuses
that: hold its ceremonies in the window.

A rehearsal (--rehearsal, or "rehearsal: true" in the plan) is recorded in no vault.

A plan:
  title: Root key ceremony 2026
  organisation: Example Ltd
  quorum: { threshold: 3, custodians: [Ada, Grace, Katherine, Hedy, Annie], identity: hybrid, kdf: 3 }
  keys:
    - { label: video-root, bits: 256, purpose: content encryption, expires: 2028-11-21 }
    - { label: release-signing, pair: ed25519, purpose: releases }
  imports:
    - { label: signing-seed, purpose: release signing, file: ./seed.bin }

Examples:
  keyclave ceremony run plan.yaml --passphrase-file pass.txt --out ceremony-2026
  keyclave ceremony run plan.yaml --passphrase-file - --out ceremony-2026 --vault office.vault < pass.txt`,
    )
    .action(
      act<RunOptions>(async ({ app, terminal, watch }, [plan], options) => {
        const closed = await app.ceremony.runInFolder(
          {
            plan: plan as string,
            passphraseFile: options.passphraseFile,
            out: options.out,
            ...(options.vault === undefined ? {} : { vault: options.vault }),
            sign: namedFiles(options.sign),
            rehearsal: options.rehearsal ?? false,
            ...(options.confirmClock === undefined ? {} : { confirmClock: options.confirmClock }),
            ...(options.pdf ? { printed: printedAs(options) } : {}),
          },
          watch,
        )
        terminal.report({ lines: closedLines(closed), json: closedJson(closed) })
      }),
    )

  registerReissue(ceremony, act)
}
