import type { App } from '../../app.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { words } from '../terminal/words.ts'
import { sayWaived, waiversInWords } from './policy-words.ts'

export type PeopleFacts = Awaited<ReturnType<App['people']['list']>>

/**
 * Answers with the people of a vault, as every command about them does.
 *
 * @param rest what is to be done about it
 */
export function report(terminal: Terminal, facts: PeopleFacts, rest: readonly string[] = []): void {
  const { profile, people, waivers, oldPolicy } = facts
  terminal.report({
    lines: [
      profile === null
        ? 'This vault has no people: its log holds names without signatures.'
        : `Policy ${profile}, ${people.length} people.`,
      ...(profile === null || oldPolicy === null
        ? []
        : [words.attention['policy-old']({ kind: 'policy-old', number: oldPolicy, profile })]),
      ...waivers.map(sayWaived),
      ...people.map(({ id, name, roles, state, key, attempts }) =>
        [
          `${name}  ${roles.map(role => words.policy.roles[role].name).join(', ')}  ${state}`,
          `  key ${key.fingerprint} under a ${key.by === 'pin' ? 'PIN' : 'passphrase'}`,
          attempts.locked ? '  LOCKED after ten wrong entries' : '',
          profile === 'strict' && key.by === 'pin' && state !== 'retired'
            ? `  ${words.attention['person-pin']({ kind: 'person-pin', person: id, name })}`
            : '',
        ]
          .filter(line => line !== '')
          .join('\n'),
      ),
      ...rest,
    ].flatMap(text => text.split('\n')),
    json: { ...facts, waivers: waiversInWords(waivers) },
  })
}
