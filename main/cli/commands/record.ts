import type { Command } from 'commander'
import { wordLines } from '../../../shared/word-lines.ts'
import type { Act } from '../terminal/act.ts'
import { formatCount } from '../terminal/amounts.ts'
import { REFORMATTED } from '../terminal/reformatted.ts'
import { words } from '../terminal/words.ts'
import { waiversInWords } from './policy-words.ts'

/** Registers `record verify`. */
export function register(program: Command, act: Act): void {
  program
    .command('record')
    .description('check the record of a ceremony')
    .command('verify')
    .argument('<file>', 'the ceremony record, a JSON file')
    .description('check a ceremony record alone, on any machine; with a vault, against its log too')
    .option('--vault <file>', 'its log must have what the record says of it')
    .addHelpText(
      'after',
      `
Checks that nothing in the record was changed and that everyone present signed it. A record that
nobody signed can only be compared with the printed one. Whether the keys
are theirs, the people know: compare the fingerprints with "people list".

Example:
  keyclave record verify record.json
  keyclave record verify record.json --vault office.vault`,
    )
    .action(
      act<{ vault?: string }>(async ({ app, terminal }, [file], { vault }) => {
        const record = await app.records.verify(file as string, vault)
        terminal.report({
          lines: [
            `${record.title}, ${record.organisation}, ${record.opened} to ${record.closed}`,
            `Quorum       ${record.setId}, ${words.policy.quorum(record.opens)}`,
            `Fingerprint  ${record.fingerprint}   compare it with the share cards`,
            `Record       ${record.hash}`,
            ...wordLines(record.words).map(row => `             ${row}`),
            ...(record.auditHead === null ? [] : [`Log          ${record.auditHead}`]),
            ...(vault === undefined ? [] : [`Vault        its log has what the record says of it`]),
            ...(record.exceptions === 0 ? [] : [`Exceptions   ${record.exceptions}: read them`]),
            ...(record.overrides === 0
              ? []
              : [`Overrides    ${formatCount(record.overrides, 'check')} of the room: read them`]),
            ...record.waivers.map(waiver => {
              const { title, why } = words.policy.waivers[waiver]
              return `Waived       ${title}. ${why}`
            }),
            ...(record.profile === null
              ? [
                  'The parts of the record fit together. Nobody signed it (its vault had no people, or it had no vault): anybody could have written it, so by itself it proves nothing.',
                  'Compare the hash above with the record that was printed and signed in ink.',
                ]
              : [
                  `The record is whole and signed, by policy ${record.policy}, profile "${record.profile}":`,
                ]),
            ...record.signed.map(
              ({ name, roles, key }) => `Signed       ${name} (${roles.join(', ')})  ${key}`,
            ),
            ...(record.reformatted ? [REFORMATTED] : []),
          ],
          json: {
            ...{ ...record, policyNumber: record.policy },
            policy: words.policy.quorum(record.opens),
            waivers: waiversInWords(record.waivers),
          },
        })
      }),
    )
}
