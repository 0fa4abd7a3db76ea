import type { DeliveriesWording } from '../../wording/deliveries.ts'

export const groups: DeliveriesWording['groups'] = {
  cloud: {
    name: 'Key management of a cloud',
    hint: 'The cloud keeps the key and uses it for you: AWS KMS, Google Cloud KMS, Azure Managed HSM.',
  },
  own: {
    name: 'A key server or an HSM of your own',
    hint: 'OpenBao, Vault, or whatever has a PKCS#11 module.',
  },
  storage: {
    name: 'Storage, and programs that encrypt',
    hint: 'Objects in S3, and what the AWS Encryption SDK encrypts.',
  },
  video: {
    name: 'Video',
    hint: 'HLS, common encryption (CENC), and signed addresses.',
  },
  people: {
    name: 'A person, or a machine of theirs',
    hint: 'Sealed to a public key that they give: age, CMS or OpenPGP.',
  },
  online: {
    name: 'What takes keys online alone',
    hint: 'Nothing can be brought there; this says what to do instead.',
  },
}

const MOMENT = 'As 2026-11-28T10:00:00Z.'
const ROLE = 'arn:aws:iam::ACCOUNT:role/NAME. With all three roles the package has a key policy.'

export const asked: DeliveriesWording['asked'] = {
  files: {
    parameters: {
      label: 'Import parameters',
      hint: 'The JSON that get-parameters-for-import printed. It has everything that is needed.',
    },
    zip: {
      label: 'ZIP of the console',
      hint: 'In place of the parameters, where they were downloaded in the console.',
    },
    'public-key': {
      label: 'Wrapping key, as a file of its own',
      hint: 'In place of the parameters; it goes with the token.',
    },
    token: { label: 'Import token', hint: 'It belongs to that wrapping key.' },
    'wrapping-key': {
      label: 'Wrapping key',
      hint: 'The public key of the other side, PEM or DER.',
    },
    'import-job': {
      label: 'Import job',
      hint: 'The JSON that import-jobs describe printed.',
    },
    recipient: {
      label: 'Public key of the recipient',
      hint: 'Of whoever opens it there: a file with their age recipient, certificate or public key.',
    },
  },
  options: {
    key: { label: 'Name or ARN of the key there', hint: 'Where no file says it.' },
    algorithm: {
      label: 'Algorithm',
      hint: 'As it was asked for there. Nothing said: the usual one.',
    },
    'valid-to': {
      label: 'Until when the wrapping key is good',
      hint: `${MOMENT} Where no file says it: 24 hours after it was asked for.`,
    },
    'material-ends': {
      label: 'When AWS is to delete the material',
      hint: `${MOMENT} Nothing said: it does not expire.`,
    },
    fingerprint: {
      label: 'Fingerprint, as the other side reads it out',
      hint: 'Hexadecimal digits, or the words with spaces between them.',
    },
    admin: { label: 'Role that looks after the key', hint: ROLE },
    importer: { label: 'Role that imports', hint: ROLE },
    user: { label: 'Role that uses the key', hint: ROLE },
    name: { label: 'Name there', hint: 'What the key, or the key group, is called there.' },
    mount: { label: 'Mount of the engine', hint: 'Nothing said: transit.' },
    type: { label: 'Type of the key there', hint: 'Chosen for good.' },
    hash: {
      label: 'Hash for OAEP and MGF1',
      hint: 'Both sides use the same. Ask which one was asked for.',
    },
    program: { label: 'Program there', hint: 'For the commands.' },
    'transit-version': {
      label: 'Number of the version there',
      hint: 'Where the key has versions there already.',
    },
    hsm: { label: 'Name of the HSM', hint: 'As the commands name it.' },
    'kek-id': {
      label: 'Address of the key that unwraps',
      hint: 'The whole key id that the HSM printed, https://…',
    },
    way: { label: 'How it is wrapped', hint: 'What the HSM has a mechanism for.' },
    module: { label: 'PKCS#11 module there', hint: 'The path of its library, for the commands.' },
    token: { label: 'Label of the token', hint: 'As the HSM lists it.' },
    label: { label: 'Label of the key there', hint: 'What it is to be called.' },
    id: { label: 'Id of the new object', hint: 'Bytes in hexadecimal, as 0a.' },
    'unwrap-id': {
      label: 'Id of the key that unwraps',
      hint: 'Bytes in hexadecimal: the key that the HSM has already.',
    },
    'kek-check': {
      label: 'Check value of the key that unwraps',
      hint: 'Six hexadecimal digits, as the HSM shows them. They are compared before anything is wrapped.',
    },
    closed: {
      label: 'How it is closed on the way',
      hint: 'The destination takes the key as it is. On the way it is sealed to the machine that uses it.',
    },
    bucket: { label: 'Bucket', hint: 'Its name.' },
    object: { label: 'Object', hint: 'Its path in the bucket, for the commands.' },
    namespace: {
      label: 'Namespace of the keyring',
      hint: 'It stands in every message, and the keyring that opens one has the same.',
    },
    uri: {
      label: 'Address at which players ask for the key',
      hint: 'Begins with https://.',
    },
    input: { label: 'Video file there', hint: 'For the commands. Nothing said: input.mp4.' },
    url: { label: 'Address to sign as an example', hint: 'Both signatures are compared there.' },
    'url-ends': { label: 'Until when that address is good', hint: MOMENT },
    'key-pair-id': {
      label: 'Id of the public key in CloudFront',
      hint: 'Where it has one already.',
    },
    distribution: { label: 'Distribution', hint: 'Its id, for the commands.' },
  },
  values: {
    age: 'sealed to an age recipient',
    cms: 'sealed to a certificate or public key (CMS)',
    nothing: 'not at all: plain, with a reason that people sign',
    kwp: 'AES-KWP, under a key that the HSM and this vault both have',
    oaep: 'RSA-OAEP, under a public key of the HSM',
    'rsa-aes': 'RSA-AES wrap, under a public key of the HSM',
    sha1: 'SHA-1',
    sha256: 'SHA-256',
    sha384: 'SHA-384',
    sha512: 'SHA-512',
    bao: 'OpenBao (bao)',
    vault: 'Vault (vault)',
  },
}
