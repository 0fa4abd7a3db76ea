import { refuse } from '../../shared/errors.ts'
import { sentenceOf } from '../../shared/messages/index.ts'

/** The switch of the window that agrees beforehand to a window that nothing keeps from the network. */
export const UNISOLATED = '--unisolated'

/** A person at the terminal; null where there is none. */
export type AskPerson = ((question: string) => Promise<string>) | null

/**
 * Before the window opens where nothing takes the network away: a person agrees, or it does not open.
 *
 * @param agreed  whether the switch was given
 * @param command what a person types to agree beforehand
 * @throws ISOLATION_NONE
 */
export async function agreeUnisolated(
  agreed: boolean,
  ask: AskPerson,
  command: string,
): Promise<void> {
  if (agreed) return
  const refusal = refuse('ISOLATION_NONE', { command })
  if (ask === null) throw refusal
  const question = `${sentenceOf(refusal, 'en')}\nGo on without? Type yes: `
  if ((await ask(question)).trim().toLowerCase() !== 'yes') throw refusal
}
