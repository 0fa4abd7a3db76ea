import { type Command, InvalidArgumentError, Option } from 'commander'
import { refuse } from '../../../shared/errors.ts'
import { KEY_EXCEPTIONS, type KeyException, type KeyUse } from '../../../shared/key-life.ts'

/** What is delivered where, as options of a command. */

export type Named = { readonly [name: string]: string }

export interface NamedOptions {
  readonly file?: Named
  readonly set?: Named
  readonly toRead?: true
  readonly although?: KeyException
  readonly plain?: string
  readonly kek?: string
  readonly keysOf?: string
  readonly keysFrom?: string
}

/** `name=value`, as often as it is given. */
function named(given: string, before: Named = {}): Named {
  const [, name, value] = /^([a-z][a-z0-9-]*)=(.+)$/s.exec(given) ?? []
  if (name === undefined || value === undefined || Object.hasOwn(before, name)) {
    throw new InvalidArgumentError('It is NAME=VALUE, each name once.')
  }
  return { ...before, [name]: value }
}

export const DESTINATION_HELP = 'where it is to go: aws-kms, transit, pkcs11, age …'

export const KEYS_HELP =
  'a key by its label or id, or several for one package; "@2" behind it is that version'

/** What of a delivery a check and a package are both told. */
export const withOrder = (command: Command): Command =>
  command
    .option('--keys-of <beginning>', 'every key whose label begins so, in one package')
    .option('--keys-from <file>', 'the keys in this list, one to a line, in one package')
    .option(
      '--file <name=path>',
      'a file of the other side, by the name that deliver destinations says',
      named,
    )
    .option('--set <name=value>', 'what else the destination needs, by such a name', named)
    .option('--to-read', 'it goes there to read what it protected, and protects nothing anew')
    .addOption(
      new Option('--although <what>', 'with --to-read: you know what speaks against it').choices(
        KEY_EXCEPTIONS,
      ),
    )
    .option('--plain <reason>', 'leave it in the clear in the package; the reason is signed')
    .option('--kek <key>', 'the key of the vault that it is wrapped under, where an HSM has it too')

/** @throws USAGE */
export function orderOf(destination: string, keys: readonly string[], options: NamedOptions) {
  const { keysOf, keysFrom } = options
  const { file = {}, set = {}, toRead, although = null, plain = null, kek = null } = options
  if (although !== null && toRead !== true) {
    throw refuse('USAGE', { problem: 'although-to-read', command: 'keyclave deliver' })
  }
  const use: KeyUse = toRead === true ? 'process' : 'protect'
  return {
    ...{ destination, keys, files: file, options: set, use, although, plain, kek },
    ...(keysOf !== undefined && { keysOf }),
    ...(keysFrom !== undefined && { keysFrom }),
  }
}
