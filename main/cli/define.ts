import { Command } from 'commander'
import { TOPIC_IDS } from '../../shared/help/topics.ts'
import * as audit from './commands/audit.ts'
import * as backup from './commands/backup.ts'
import * as bundle from './commands/bundle.ts'
import * as card from './commands/card.ts'
import * as ceremony from './commands/ceremony.ts'
import * as completion from './commands/completion.ts'
import * as compliance from './commands/compliance.ts'
import * as cryptoperiod from './commands/cryptoperiod.ts'
import * as deliver from './commands/deliver.ts'
import * as demo from './commands/demo.ts'
import * as destruction from './commands/destruction.ts'
import * as drill from './commands/drill.ts'
import * as help from './commands/help.ts'
import * as incident from './commands/incident.ts'
import * as key from './commands/key.ts'
import * as kit from './commands/kit.ts'
import * as man from './commands/man.ts'
import * as medium from './commands/medium.ts'
import * as passphrase from './commands/passphrase.ts'
import * as people from './commands/people.ts'
import * as plan from './commands/plan.ts'
import * as policy from './commands/policy.ts'
import * as print from './commands/print.ts'
import * as quorum from './commands/quorum.ts'
import * as record from './commands/record.ts'
import * as recover from './commands/recover.ts'
import * as share from './commands/share.ts'
import * as status from './commands/status.ts'
import * as vault from './commands/vault.ts'
import { EXITS, REFUSAL_HELP, SECRETS_HELP, VARIABLES } from './reference/texts.ts'
import type { Act } from './terminal/act.ts'

const HELP = `
Environment:
${VARIABLES.map(([name, meaning]) => `  ${name.padEnd(16)}${meaning}`).join('\n')}

Exit codes: ${EXITS.slice(0, 5)
  .map(([code, meaning]) => `${code} ${meaning}`)
  .join(', ')},
${EXITS.slice(5)
  .map(([code, meaning]) => `${code} ${meaning}`)
  .join(', ')}. ${REFUSAL_HELP}
${SECRETS_HELP}

Pages: keyclave help ${TOPIC_IDS.slice(0, 6).join(', ')},
${TOPIC_IDS.slice(6).join(', ')}.`

/** Every command of the command line. Help, completion and the manual page are made of this. */
export function defineProgram(act: Act, version: string): Command {
  const program = new Command('keyclave')
    .description(
      'Offline key ceremonies and backup: nothing opens without a quorum of shares and a passphrase.',
    )
    .version(version)
    .addHelpText('after', HELP)
  for (const command of [
    ...[demo, plan, ceremony, share, card, print, kit, bundle, quorum, key, destruction, incident],
    ...[cryptoperiod, deliver, vault, passphrase, backup, recover, drill, audit, people, policy],
    ...[record, status, compliance, medium, completion, man, help],
  ]) {
    command.register(program, act)
  }
  answerInJson(program)
  return program
}

function answerInJson(command: Command): void {
  command.option('--json', 'answer with one JSON value')
  for (const child of command.commands) answerInJson(child as Command)
}
