import type { Command } from 'commander'
import type { Act } from '../program.ts'

interface RunOptions {
  readonly passphraseFile: string
  readonly out: string
  readonly vault?: string
}

/** Registers `ceremony run`. */
export function register(program: Command, act: Act): void {
  const ceremony = program.command('ceremony').description('make a quorum and its master keys')

  ceremony
    .command('run')
    .argument('<plan>', 'the ceremony plan, a YAML file')
    .description('run a whole ceremony from its plan into a new folder')
    .requiredOption('--passphrase-file <file>', 'a file with the passphrase; "-" is standard input')
    .requiredOption('--out <dir>', 'the folder to make; must not exist, or be empty')
    .option('--vault <file>', 'record the ceremony in this vault (made if missing)')
    .addHelpText(
      'after',
      `
Makes DIR/shares/NN-custodian.txt, one for each custodian, DIR/record.json, and at the very
end DIR/kit.json. Without kit.json the ceremony did not close: its shares are void.

A plan:
  title: Root key ceremony 2026
  organisation: Example Ltd
  quorum: { threshold: 3, custodians: [Ada, Grace, Katherine, Hedy, Annie], identity: hybrid, kdf: 3 }
  keys:
    - { label: video-root, bits: 256, purpose: content encryption, expires: 2028-11-21 }
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
          },
          watch,
        )
        terminal.report({
          lines: [
            `The ceremony is closed: ${closed.policy}, can open what it sealed.`,
            '',
            `Quorum       ${closed.setId}  (${closed.identity}, KDF profile ${closed.kdf})`,
            `Fingerprint  ${closed.fingerprint}   the same on every card and in every kit`,
            `Proof        recovery proved over ${closed.proof.subsets} of ${closed.proof.possible} sets of ${closed.threshold} shares`,
            ...closed.keys.map(key =>
              `Key          ${key.label}  ${key.description}  ${key.fingerprint ?? ''}`.trimEnd(),
            ),
            '',
            ...closed.shares.map(
              share => `Share ${share.index}      ${share.file}  for ${share.custodian}`,
            ),
            `Kit          ${closed.kit}`,
            `Record       ${closed.record}`,
            '',
            'Hand each share to its custodian on paper, then destroy the share files.',
            'Keep copies of kit.json in several places: it is public, and recovery is easier with it.',
          ],
          json: closed,
        })
      }),
    )
}
