import type {
  DeliveryFileName,
  DeliveryOptionForm,
  DeliveryOptionName,
  DestinationId,
} from '../../../shared/deliveries.ts'
import { refuse } from '../../../shared/errors.ts'

/** The files and options that a destination asks for, read before anything is made of them. */

export interface AskedOption {
  readonly form: DeliveryOptionForm
  readonly required?: boolean
  /** Of `one-of`; the first stands where nothing was said. */
  readonly among?: readonly string[]
}

export interface Asked {
  /** By name: whether it must be there. */
  readonly files: { readonly [name in DeliveryFileName]?: 'required' | 'optional' }
  readonly options: { readonly [name in DeliveryOptionName]?: AskedOption }
}

/**
 * What each form looks like. None has a quote, a space, a control character or a leading hyphen: they go into
 * commands.
 */
const FORMS: { readonly [form in Exclude<DeliveryOptionForm, 'one-of'>]: RegExp } = {
  name: /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}$/,
  arn: /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]{1,64}$/,
  role: /^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/[A-Za-z0-9+=,.@_/-]{1,512}$/,
  uri: /^https:\/\/[A-Za-z0-9.-]+(:\d+)?\/[A-Za-z0-9._~/%?=&+-]*$/,
  'file-path': /^[A-Za-z0-9_./][A-Za-z0-9_./+-]{0,1023}$/,
  moment: /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/,
  number: /^[1-9]\d{0,8}$/,
  'hex-bytes': /^([0-9a-f]{2}){1,64}$/,
  'check-value': /^[0-9a-f]{6}$/,
  fingerprint: /^([0-9a-f]{40}|[0-9a-f]{64}|[a-z]+([ -][a-z]+){19}|[a-z]+([ -][a-z]+){31})$/,
}

/** Options in the forms that were asked for. */
export type Given = { readonly [option: string]: string | undefined }

/**
 * Checks that everything asked for is there and nothing else is, and how it is spelled.
 *
 * @throws DELIVERY_ASKED, DELIVERY_OPTION
 */
export function readAsked(
  destination: DestinationId,
  asked: Asked,
  files: { readonly [name: string]: unknown },
  options: { readonly [name: string]: string },
): Given {
  const required = [
    ...Object.entries(asked.files).filter(([, when]) => when === 'required'),
    ...Object.entries(asked.options).filter(([, { required }]) => required === true),
  ].map(([name]) => name)
  const missing = required.filter(
    name => !Object.hasOwn(files, name) && !Object.hasOwn(options, name),
  )
  const unknown = [
    ...Object.keys(files).filter(name => !Object.hasOwn(asked.files, name)),
    ...Object.keys(options).filter(name => !Object.hasOwn(asked.options, name)),
  ]
  if (missing.length + unknown.length > 0) {
    throw refuse('DELIVERY_ASKED', { destination, missing, unknown })
  }
  const read = Object.entries(asked.options).map(([name, option]) => [
    name,
    readOption(destination, name, option, options[name]),
  ])
  return Object.fromEntries(read)
}

/** Its value; undefined where nothing was said and nothing stands for it. @throws DELIVERY_OPTION */
function readOption(
  destination: DestinationId,
  option: string,
  { form, among = [] }: AskedOption,
  value: string | undefined,
): string | undefined {
  if (value === undefined) return form === 'one-of' ? among[0] : undefined
  const said = form === 'fingerprint' ? value.toLowerCase() : value
  const fits =
    form === 'one-of'
      ? among.includes(said)
      : FORMS[form].test(said) && (form !== 'moment' || !Number.isNaN(Date.parse(said)))
  if (!fits) throw refuse('DELIVERY_OPTION', { destination, option, form, among })
  return said
}

/** An option that `readAsked` has seen to. */
export function said(given: Given, option: string): string {
  const value = given[option]
  if (value === undefined) throw new Error(`the option ${option} was not asked for`)
  return value
}
