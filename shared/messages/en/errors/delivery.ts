import type { deliveryCodes } from '../../../codes/delivery.ts'
import type {
  DELIVERY_KEYS_PROBLEMS,
  DeliveryOptionForm,
  DestinationId,
  SignedUrlProblem,
} from '../../../deliveries.ts'
import type { DeliveryFile, DeliveryFileProblem } from '../../../delivery-file.ts'
import type { OaepHash } from '../../../oaep-hash.ts'
import type { Desk, ErrorMessages } from '../../wording/messages.ts'
import { destinations } from '../deliveries/destinations.ts'
import { atTerminal } from '../phrases/at-terminal.ts'
import { documentFault } from '../phrases/document.ts'
import { list, listOf } from '../phrases/listing.ts'

const nameOf = (destination: DestinationId): string => destinations[destination].name
const either = (things: readonly (number | string)[]): string =>
  new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(things.map(String))

const FILES: { readonly [file in DeliveryFile]: string } = {
  'aws-parameters': 'The parameters for the import',
  'aws-zip': 'The ZIP of the console',
  'aws-public-key': 'The wrapping key of AWS KMS',
  'aws-token': 'The import token',
  'wrapping-key': 'The wrapping key',
  recipient: 'The recipient',
  'public-half': 'The public half of the key pair',
  'private-half': 'The private half of the key pair',
}

const AGAIN = 'Have it made again on the other side, and bring it over unchanged.'

/** The end of a sentence that begins with the file, and what to do now. */
const PROBLEMS: { readonly [problem in DeliveryFileProblem]: string } = {
  empty: `is empty. ${AGAIN}`,
  'too-large': `is larger than anything of its kind. ${AGAIN}`,
  'not-text': `is not plain text. ${AGAIN}`,
  'not-json': `is not JSON. Bring what the command printed, unchanged, and nothing around it.`,
  'field-twice': `names something twice, so that two readers could read two things. ${AGAIN}`,
  'not-object': `is JSON, but no object with names. Bring what the command printed, unchanged.`,
  'field-missing': `lacks something. Bring everything that the command printed.`,
  'field-not-text': `has something there that is not spelled as it should be. Bring what the command printed, unchanged.`,
  'not-time': `has no moment there that can be read. Bring what the command printed, unchanged.`,
  'not-base64': `is not whole base64: characters are missing, or there are wrong ones. ${AGAIN}`,
  'base64-spaces': `has spaces or line breaks within its base64: it was pasted or reflowed. ${AGAIN}`,
  'base64-url': `is in base64 for web addresses (with - and _). ${AGAIN}`,
  'not-pem': `is neither PEM nor DER that can be read. Bring a file that begins with -----BEGIN PUBLIC KEY-----, or the DER file.`,
  'pem-headers': `has lines such as Proc-Type within its PEM, as encrypted private keys have. Bring the public key, without them.`,
  'pem-twice': `has more than one PEM block. Bring the one that is meant, alone.`,
  'pem-other': `is PEM of another kind. Bring one that begins with -----BEGIN PUBLIC KEY-----.`,
  'pem-around': `has text before or after its PEM block. Bring the block alone.`,
  'not-private-key': `is not a private key that can be read: PEM of PKCS#1 or PKCS#8, without a passphrase. Give the file that the package of the delivery had.`,
  'private-key': `holds a private key, which should never have been brought here. Destroy this copy, have a new key pair made, and bring its public half.`,
  'not-der': `is cut off or damaged: its DER cannot be read. ${AGAIN}`,
  'behind-der': `has bytes behind its end. ${AGAIN}`,
  'not-public-key': `is not a public key with its algorithm (SubjectPublicKeyInfo). Have it written by: openssl pkey -pubin -outform DER.`,
  'not-rsa': `is not an RSA key, and this destination wraps under RSA. Bring the RSA key.`,
  algorithm: `is for an algorithm that cannot carry a key here. Bring an RSA key, or an EC key on P-256, P-384 or P-521 where the destination takes one.`,
  'odd-exponent': `has another public exponent than 65537: nobody makes such a wrapping key. Ask where it comes from.`,
  'even-modulus': `has an even modulus: it is no RSA key. ${AGAIN}`,
  'certificate-instead': `is a certificate, and a bare public key is asked for. Have it taken out by: openssl x509 -pubkey -noout.`,
  'token-instead': `has the token where the wrapping key should be: the two are exchanged. ${AGAIN}`,
  'key-instead': `has a public key where the token should be: the two are exchanged, or one was copied twice. ${AGAIN}`,
  'not-zip': `is not a ZIP archive. Bring the one that the console gave, unopened.`,
  'zip-member': `has a file twice. Bring the one that the console gave, unopened.`,
  'zip-damaged': `is damaged. Download it again, and bring it unopened.`,
  'not-recipient': `is not the public key of a recipient of this kind. Ask for it again.`,
  'several-recipients': `holds keys of more than one person. Bring that of one, alone.`,
  'age-identity': `is a secret age identity, which should never have been brought here. Destroy this copy, have a new identity made, and bring the line that begins with age1.`,
  'age-plugin': `is for a plugin of age, which Keyclave does not run. Ask for one that begins with age1 or age1pq1.`,
  'ssh-key': `is an SSH key, which Keyclave does not encrypt to. Ask for a recipient that begins with age1.`,
  checksum: `does not match its own checksum: a character is wrong or missing. Ask for it again.`,
  expired: `has expired. Ask for the current one.`,
  'not-yet-valid': `is not valid yet. Look at the clock of this machine first.`,
  'not-for-encryption': `is not meant for encryption. Ask for one that is.`,
  revoked: `has been revoked. Ask for the one that took its place.`,
  weak: `has a key that is too short: RSA from 2,048 bits on. Ask for another.`,
  'signature-wrong': `is not signed by its own owner: somebody has put it together. Ask for it again, and compare the fingerprint.`,
  version: `is of a version that is not read: version 4 of OpenPGP keys is. Ask for one of that version.`,
}

const FORMS: { readonly [form in Exclude<DeliveryOptionForm, 'one-of'>]: string } = {
  name: 'a name of letters, digits, dots, hyphens and underscores',
  arn: 'the ARN of a KMS key, arn:aws:kms:REGION:ACCOUNT:key/ID',
  role: 'the ARN of a role or a user, arn:aws:iam::ACCOUNT:role/NAME',
  uri: 'an address that begins with https://',
  'file-path': 'a path of letters, digits, slashes, dots, hyphens and underscores, without spaces',
  moment: 'a moment with its zone, as 2026-11-28T10:00:00Z',
  number: 'a whole number from 1',
  'hex-bytes': 'bytes in hexadecimal, as 0a0b',
  'check-value': 'six hexadecimal digits',
  fingerprint:
    'the 64 hexadecimal digits of a SHA-256 (40 of an OpenPGP key), or the words that stand for them',
}

const HASHES: { readonly [hash in OaepHash]: string } = {
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
}

const ALGORITHM_PROBLEMS = {
  unknown: 'is not known for it',
  'for-key-pairs': 'carries key pairs alone there, and this is not one',
  'no-integrity': 'does not notice a changed key',
  'key-type': 'is for keys of another kind',
} as const

const sizes192 = (bits: number): string =>
  bits === 192 ? ' A key of 192 bits cannot be made to fit: make one of a size that is taken.' : ''

const PLAIN_PROBLEMS = {
  'no-reason': (desk: Desk) =>
    `The key would stand in the package in the clear. Name who receives it${atTerminal(desk, ' (--file recipient=FILE)')}, or say why it is to be plain${atTerminal(desk, ' (--plain REASON)')}: that stands in what people sign.`,
  'nothing-plain': (desk: Desk) =>
    `Nothing in this package is in the clear, so that there is no reason to give for it: leave out ${atTerminal(desk, '--plain, or leave the key open with --set closed=nothing', 'the reason')}.`,
  'unfit-reason': () =>
    'The reason for leaving the key in the clear cannot stand in a log as it is. Write it as one plain line of text.',
} as const
const KEK_PROBLEMS = {
  'none-named': (desk: Desk) =>
    `The key is wrapped under another one of the vault, which the HSM has as well. Name that one${atTerminal(desk, ' with --kek')}.`,
  'none-needed': (desk: Desk) =>
    `Nothing here is wrapped under a key of the vault: leave ${atTerminal(desk, 'out --kek', 'it out')}.`,
  'no-aes-key': (desk: Desk) =>
    `The key under which this one is wrapped is to be an AES key. Name another${atTerminal(desk, ' with --kek')}.`,
  itself: (desk: Desk) =>
    `A key is not wrapped under itself. Name another one${atTerminal(desk, ' with --kek')}.`,
} as const

const URL_PROBLEMS: { readonly [problem in SignedUrlProblem]: string } = {
  address:
    'The address is not one that can be signed. Give it whole, as https://d111111abcdef8.cloudfront.net/film.mp4, with what is not a letter, a digit or a plain sign spelled by %.',
  reserved:
    'The address has Expires, Policy, Signature, Hash-Algorithm or Key-Pair-Id in it, which CloudFront keeps for itself. Give the address without them.',
  resource:
    'The pattern of addresses is not one that can be signed. Give it as https://d111111abcdef8.cloudfront.net/films/*.',
  'resource-other':
    'The address is not one of those that the policy opens. Give an address that the pattern covers, or another pattern.',
  moment: 'A moment cannot be read. Give it with its zone, as 2026-11-28T10:00:00Z.',
  over: 'The address would be over already, or is. Choose a moment to come, and look at the clock of this machine.',
  'begins-late': 'The address would begin at its end or later. Choose an earlier beginning.',
  network:
    'The network is not one of IPv4. Give it as 192.0.2.0/24, or 192.0.2.7/32 for one machine.',
  'key-pair-id':
    'The id of the public key is not as CloudFront gives it: letters and digits, as K2JCJMDEHXQW5F. Look in the key group.',
  'not-signed':
    'The address is not signed: it lacks Signature, Key-Pair-Id or one of Expires and Policy, or has one twice. Bring it whole, as it was printed.',
  policy: 'The policy in the address cannot be read. Bring the address whole, as it was printed.',
}

const KEYS_PROBLEMS = {
  'none-named': (_: string, __: number, desk: Desk) =>
    `No key is named. Name one or several${atTerminal(desk, ', or say which with --keys-of PREFIX or --keys-from FILE')}.`,
  'none-so-called': (key: string) =>
    `No key has a label that begins with "${key}". Look at the labels of the kit (keyclave kit inspect), and say another beginning.`,
  twice: (key: string) => `The key ${key} is named twice. Name each key once.`,
  'too-many': (key: string, most: number) =>
    `${key} keys are named, and one package takes up to ${most}. Make several packages.`,
  'unfit-list': (key: string) =>
    `The list of keys cannot be read: ${key} is to have one label or id to a line, as plain text. Write it so.`,
} as const satisfies {
  readonly [problem in (typeof DELIVERY_KEYS_PROBLEMS)[number]]: (
    key: string,
    most: number,
    desk: Desk,
  ) => string
}

export const deliveryErrors: ErrorMessages<typeof deliveryCodes> = {
  DELIVERY_DESTINATION: d =>
    `There is no destination "${d.given}". Choose one of: ${list(d.known)}.`,
  DELIVERY_ONLINE: d =>
    `${nameOf(d.destination)} takes no key over a gap. Deliver to ${either(d.instead)} instead; the help page on deliveries says how.`,
  DELIVERY_ASKED: d =>
    [
      `A delivery to ${nameOf(d.destination)}`,
      d.missing.length > 0 ? ` lacks ${listOf(d.missing)}` : '',
      d.missing.length > 0 && d.unknown.length > 0 ? ', and' : '',
      d.unknown.length > 0 ? ` has no use here for ${listOf(d.unknown)}` : '',
      '. What each destination takes is listed (keyclave deliver destinations): look there.',
    ].join(''),
  DELIVERY_OPTION: d =>
    `${d.option} is not as ${nameOf(d.destination)} needs it. Give ${d.form === 'one-of' ? `one of ${list(d.among)}` : FORMS[d.form]}.`,
  DELIVERY_FILE: d =>
    `${FILES[d.file]}${d.field === null ? '' : ` (${d.field})`} ${PROBLEMS[d.problem]}`,
  DELIVERY_ONE_KEY: d =>
    `${nameOf(d.destination)} takes one key at a time, and ${d.keys} are named. Make a delivery for each; several in one package go to ${either(d.together)}.`,
  DELIVERY_KEYS: (d, desk) => KEYS_PROBLEMS[d.problem](d.key ?? '', d.most, desk),
  DELIVERY_KEY_KIND: d =>
    `${nameOf(d.destination)} does not take ${d.kind === 'aes' ? 'AES keys' : d.kind === 'secret' ? 'imported secrets' : `${d.kind.toUpperCase()} key pairs`}. Choose another key or another destination.`,
  DELIVERY_KEY_SIZE: d =>
    `${nameOf(d.destination)} takes AES keys of ${either(d.takes)} bits, and this one has ${d.bits}.${sizes192(d.bits)} Choose another key or another destination.`,
  DELIVERY_SECRET_SIZE: d =>
    `${nameOf(d.destination)} takes secrets of ${either(d.takes)} bytes, and this one has ${d.bytes}. Choose another secret or another destination.`,
  DELIVERY_MODULUS: d =>
    `${nameOf(d.destination)} has RSA keys of ${either(d.takes)} bits, and this one has ${d.bits}. Have the right one shown again, and bring that.`,
  DELIVERY_EXPIRED: d =>
    `What ${nameOf(d.destination)} gave was good until ${d.until}, and it is ${d.now}. Ask for new parameters there, and begin again.`,
  DELIVERY_EXPIRES_SOON: d =>
    `What ${nameOf(d.destination)} gave is good until ${d.until}, and it is ${d.now}: less than ${d.least} minutes for the way over the gap. Ask for new parameters there, and begin again.`,
  DELIVERY_MATERIAL_END: d =>
    `The material is to end at ${d.until}, and it is ${d.now}. Choose a moment to come, at most ${d.days} days away, or none.`,
  DELIVERY_FINGERPRINT: d =>
    `This is not the key that was read out: word ${d.word} differs. In words it is: ${d.have.join(' ')}. Compare again; if it still differs, somebody may have exchanged it. Do not go on.`,
  DELIVERY_HASH: d =>
    `${nameOf(d.destination)} unwraps with ${either(d.takes.map(hash => HASHES[hash]))}, not with ${HASHES[d.hash]}. Choose one of those.`,
  DELIVERY_ALGORITHM: d =>
    `${d.algorithm} of ${nameOf(d.destination)} ${ALGORITHM_PROBLEMS[d.problem]}. Ask there for ${either(d.takes)}.`,
  DELIVERY_CHECK_VALUE: d =>
    `The key under which this one would be wrapped has the check value ${d.have}, and the other side says ${d.given}: they are two keys. Find out which is meant; nothing was wrapped.`,
  DELIVERY_NO_SECRET: (d, desk) =>
    `No secret leaves for ${nameOf(d.destination)}, so that there is no package to make. What is done there is said by ${atTerminal(desk, 'keyclave deliver check with --instructions', 'the check, below what it found')}: do that.`,
  DELIVERY_PLAIN: (d, desk) => PLAIN_PROBLEMS[d.problem](desk),
  DELIVERY_KEK: (d, desk) => KEK_PROBLEMS[d.problem](desk),
  DELIVERY_UNREADABLE: d =>
    `The package was made, and ${d.file} in it cannot be read back as it was written: the drive is not sound. Destroy the package, note that delivery ${d.delivery} was not used, and make it again on another drive.`,
  DELIVERY_URL: d => URL_PROBLEMS[d.problem],
  DELIVERY_URL_SIGNATURE:
    'This address is not signed by the private half of that public key, or it was changed afterwards. Look which version of the key pair each side has; do not note that it arrived.',
  DELIVERY_NONE_WAITS:
    'No delivery waits to be made. Choose the destination on the page of the key, and check it.',
  RECEIPT_FORMAT: d =>
    `This is not the receipt of a delivery: ${documentFault(d)}. Use an unaltered copy of its file.`,
  RECEIPT_TAMPERED: d =>
    d.file === null
      ? 'The receipt was altered or damaged: it is not what people signed. Do not use the package, and ask those who sent it.'
      : `The file ${d.file} of the package is missing, or is not the one that the receipt names. Do not use the package, and ask those who sent it.`,
  DELIVERY_MISMATCH: d =>
    `The files for ${nameOf(d.destination)} are for ${d.one}, and ${d.other} was named. Choose one of the two.`,
}
