/** What of docs/DELIVERIES.md is made of the registry: the table, and what is done for an example of each. */
import type { Accepts, DeliveredKey } from '../../../main/core/deliveries/destination.ts'
import { DESTINATIONS, prepareDelivery } from '../../../main/core/deliveries/index.ts'
import {
  DESTINATION_GROUPS,
  DESTINATION_IDS,
  type DestinationGroup,
  type DestinationId,
} from '../../../shared/deliveries.ts'
import { instructionsAsText } from '../../../shared/messages/delivery-instructions.ts'
import { messagesIn } from '../../../shared/messages/index.ts'
import { FIT, request } from './sides.ts'

const words = messagesIn('en')
const { destinations, groups, notices } = words.deliveries

/** "AES 256 · secrets of 28, 32, 48 or 64 bytes" */
function takes({ bits, bytes, rsa }: Accepts): string {
  if (bytes === 'any') return 'anything'
  const secrets = 'least' in bytes ? `${bytes.least} to ${bytes.most}` : bytes.join(', ')
  return [
    bits.length > 0 ? `AES ${bits.join(', ')}` : '',
    secrets === '' ? '' : `secrets of ${secrets} bytes`,
    rsa !== 'any' && rsa.length > 0 ? `RSA ${rsa.join(', ')}` : '',
  ]
    .filter(part => part !== '')
    .join('; ')
}

const FORMS = { wrapped: 'wrapped', sealed: 'sealed until it is used', nothing: '–' } as const

export const table = [
  '| destination | | what leaves | keys | how | |',
  '| --- | --- | --- | --- | --- | --- |',
  ...DESTINATION_IDS.map(id => {
    const destination = DESTINATIONS[id]
    const { name, blob, limits } = destinations[id]
    const [keys, form] =
      destination.kind === 'elsewhere'
        ? ['–', `instead: ${destination.instead.map(other => `\`${other}\``).join(', ')}`]
        : [takes(destination.accepts), FORMS[destination.form]]
    return `| \`${id}\` | ${name} | ${blob} | ${keys} | ${form} | ${limits} |`
  }),
].join('\n')

/** When to choose which, in groups, as the window says it. */
export const choices = (Object.keys(DESTINATION_GROUPS) as DestinationGroup[])
  .flatMap(group => [
    `**${groups[group].name}.** ${groups[group].hint}`,
    DESTINATION_GROUPS[group]
      .map(id => `- \`${id}\`, ${destinations[id].name}: ${destinations[id].when}`)
      .join('\n'),
  ])
  .join('\n\n')

const FILE_NAMES: { readonly [name: string]: string } = {
  parameters: 'params.json',
  'wrapping-key': 'wrapping-key.pem',
  'import-job': 'import-job.json',
  recipient: 'recipient.txt',
}

const size = ({ material }: DeliveredKey): string => {
  if (material.kind === 'aes') return `--bits ${material.bits}`
  return material.kind === 'secret' ? `--bytes ${material.bytes}` : '--pair public.pem'
}

/** The check of an example, and what is done on the other side. */
export function exampleOf(id: DestinationId): string {
  const destination = DESTINATIONS[id]
  const withoutTitle = (text: string): string =>
    text.replace(/^# .*\n\n/, '').replaceAll(/^## /gm, '### ')
  if (destination.kind === 'elsewhere') {
    const [one] = destination.instructions.prepare
    const say = one && (words.deliveries.steps[one.says.code] as (facts: object) => string)
    return `${say?.(one?.says.facts ?? {})}\n`
  }
  const asking = FIT[id]
  if (asking === undefined) throw new Error(`no example of ${id}`)
  const prepared = prepareDelivery(id, {
    ...request(asking),
    random: length => Buffer.alloc(length, 0x5a),
  })
  const line = [
    `keyclave deliver check ${id} ${size(asking.key)}`,
    ...Object.keys(asking.files).map(name => `--file ${name}=${FILE_NAMES[name] ?? name}`),
    ...Object.entries(asking.options).map(([name, value]) => `--set ${name}=${value}`),
  ]
  const said = prepared.notices.map(notice => `- ${notices[notice]}`)
  return [
    '### Check, on the machine with the vault',
    `\`\`\`sh\n${line.join(' \\\n  ')}\n\`\`\``,
    ...(said.length > 0 ? [said.join('\n')] : []),
    withoutTitle(instructionsAsText(words, id, prepared.instructions(null))),
  ].join('\n\n')
}
