import type { Command } from 'commander'
import { refuse } from '../../../shared/errors.ts'
import { instructionsAsText } from '../../../shared/messages/delivery-instructions.ts'
import type { App } from '../../app.ts'
import type { Act } from '../terminal/act.ts'
import { words } from '../terminal/words.ts'
import {
  DESTINATION_HELP,
  KEYS_HELP,
  type NamedOptions,
  orderOf,
  withOrder,
} from './delivery-options.ts'
import {
  registerMake,
  registerRecord,
  registerScanMedia,
  registerVerify,
} from './delivery-package.ts'
import { FINGERPRINT_HELP, fingerprintOf } from './opening-options.ts'
import { registerSignedUrls } from './signed-url.ts'
import { listOf, SEEN_HELP, STATUS_HELP, type StatusOptions } from './status-option.ts'

type CheckedKey = Parameters<App['deliveries']['check']>[0]['key']
type Listed = ReturnType<App['deliveries']['destinations']>[number]
interface Asked {
  readonly name: string
  readonly required: boolean
  readonly among?: readonly string[]
}

interface CheckOptions extends NamedOptions, StatusOptions {
  readonly kit?: string
  readonly fingerprint?: string
  readonly vault?: string
  readonly bits?: '128' | '192' | '256'
  readonly bytes?: string
  readonly pair?: string
  readonly instructions?: true
}

/** Registers `deliver` with its verbs. */
export function register(program: Command, act: Act): void {
  const deliver = program
    .command('deliver')
    .description('hand a key to the system that needs it, over the gap')

  withOrder(
    deliver
      .command('check')
      .argument('<destination>', DESTINATION_HELP)
      .argument('[key...]', KEYS_HELP),
  )
    .description('say whether a key can be delivered there, before anybody gathers')
    .option('--vault <file>', 'the vault that has the key, and knows its state')
    .option('--kit <file>', 'the recovery kit that has the key')
    .option('--fingerprint <digits>', FINGERPRINT_HELP)
    .option('--status <file>', STATUS_HELP)
    .option('--seen <file>', SEEN_HELP)
    .option('--bits <bits>', 'no key by its name: any AES key of so many bits, 128, 192 or 256')
    .option('--bytes <number>', 'no key by its name: any other secret, of so many bytes')
    .option(
      '--pair <file>',
      'no key by its name: an RSA key pair, with its public half in this file',
    )
    .option('--instructions', 'also say what is done there, as it will stand in the package')
    .addHelpText(
      'after',
      `
Nothing secret is opened, and nothing is made. What each destination asks for, keyclave deliver
destinations says; what is done on both sides, keyclave help deliveries.

Examples:
  keyclave deliver check aws-kms video-root --vault office.vault --file parameters=params.json
  keyclave deliver check transit --bits 256 --file wrapping-key=key.pem --set name=video`,
    )
    .action(
      act<CheckOptions>(async ({ app, terminal }, [destination, ...keys], options) => {
        const found = await checked(app, destination as string, keys, options)
        const { deliveries } = words
        const { under, validTo, notices, now } = found
        const instructions = found.instructions(null)
        terminal.report({
          lines: [
            `${found.keys === 1 ? 'This key' : `These ${found.keys} keys`} can be delivered to ${deliveries.destinations[found.destination].name}.`,
            ...(under === null
              ? []
              : [
                  `Wrapped under  ${under.bits === null ? '' : `RSA-${under.bits}, `}fingerprint ${under.fingerprint}`,
                  `In words       ${under.words.join(' ')}`,
                ]),
            ...(validTo === null
              ? []
              : [`Good until     ${validTo.toISOString()}; it is ${now.toISOString()}`]),
            ...notices.map(notice => `Note: ${deliveries.notices[notice]}`),
            ...(options.instructions === true
              ? [
                  '',
                  ...instructionsAsText(words, found.destination, instructions)
                    .trimEnd()
                    .split('\n'),
                ]
              : []),
          ],
          json: {
            ...{ destination: found.destination, keys: found.keys, under, notices },
            ...{ validTo: validTo?.toISOString() ?? null, now: now.toISOString(), instructions },
          },
        })
      }),
    )

  registerMake(deliver, act)
  registerRecord(deliver, act)
  registerScanMedia(deliver, act)
  registerVerify(deliver, act)
  registerSignedUrls(deliver, act)

  deliver
    .command('destinations')
    .description('say where a key can go, and what each destination asks for')
    .addHelpText(
      'after',
      `
What must be there has a star.

Example:
  keyclave deliver destinations`,
    )
    .action(
      act(async ({ app, terminal }) => {
        const all = app.deliveries.destinations()
        terminal.report({ lines: all.flatMap(linesOf), json: all })
      }),
    )
}

/** @throws USAGE */
async function checked(
  app: App,
  destination: string,
  keys: readonly string[],
  options: CheckOptions,
): ReturnType<App['deliveries']['check']> {
  const { kit, vault, file = {}, set = {} } = options
  const isNamed = keys.length > 0 || options.keysOf !== undefined || options.keysFrom !== undefined
  if (isNamed !== (kit !== undefined || vault !== undefined) || (isNamed && hasSize(options))) {
    throw refuse('USAGE', { problem: 'key-or-size', command: 'keyclave deliver check' })
  }
  if (!isNamed) {
    return await app.deliveries.check({
      ...{ destination, key: keyOf(options), files: file, options: set },
    })
  }
  return await app.deliveries.checkNamed({
    ...orderOf(destination, keys, options),
    ...(kit !== undefined && { kit }),
    ...(vault !== undefined && { vault }),
    ...fingerprintOf(options),
    ...listOf(options),
  })
}

const hasSize = ({ bits, bytes, pair }: CheckOptions): boolean =>
  [bits, bytes, pair].some(one => one !== undefined)

/** A destination with what it asks for; `*`: it must be there. */
function linesOf({ id, instead, files, options }: Listed): string[] {
  const { name } = words.deliveries.destinations[id]
  const asked = (all: readonly Asked[]): string =>
    all
      .map(
        one =>
          `${one.name}${one.required ? '*' : ''}${one.among !== undefined && one.among.length > 0 ? ` (${one.among.join(', ')})` : ''}`,
      )
      .join(', ')
  return [
    `${id}: ${name}`,
    ...(instead.length > 0 ? [`  takes no key over a gap; instead ${instead.join(', ')}`] : []),
    ...(files.length > 0 ? [`  --file  ${asked(files)}`] : []),
    ...(options.length > 0 ? [`  --set   ${asked(options)}`] : []),
  ]
}

/** A key of this size, whichever it is. @throws USAGE */
function keyOf({ bits, bytes, pair }: CheckOptions): CheckedKey {
  const given = [bits, bytes, pair].filter(one => one !== undefined)
  const size = Number(bits ?? bytes ?? 1)
  if (given.length !== 1 || !Number.isInteger(size) || size < 1 || size > 64 * 1024) {
    throw refuse('USAGE', { problem: 'bits-or-bytes', command: 'keyclave deliver check' })
  }
  if (pair !== undefined) return { pair }
  return {
    ...{ id: '0'.repeat(16), label: 'KEY', version: 1 },
    material: bits === undefined ? { kind: 'secret', bytes: size } : { kind: 'aes', bits: size },
  }
}
