import type { Command } from 'commander'
import type { UsageProblem } from '../../shared/codes/index.ts'
import { type KeyclaveError, refuse } from '../../shared/errors.ts'

/** What is wrong with the command line of this command. */
export const usage = (problem: UsageProblem, command: Command): KeyclaveError =>
  refuse('USAGE', { problem, command: fullName(command) })

/** `keyclave backup create` */
export const fullName = (command: Command): string =>
  command.parent === null ? command.name() : `${fullName(command.parent)} ${command.name()}`
