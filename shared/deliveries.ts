/** Codes of deliveries that both sides use: where a key can go, and what is asked of whoever sends it there. */

export const DESTINATION_IDS = [
  'aws-kms',
  'transit',
  'gcp-kms',
  'azure-hsm',
  'pkcs11',
  's3-sse-c',
  's3-sse-kms',
  's3-sse-s3',
  'aws-encryption-sdk',
  'ffmpeg-hls',
  'ffmpeg-cenc',
  'shaka-cenc',
  'cloudfront',
  'age',
  'cms',
  'openpgp',
  'mediaconvert',
  'mediapackage',
  'cloudfront-sse-kms',
] as const
export type DestinationId = (typeof DESTINATION_IDS)[number]

/** Destinations by what somebody looks for, each in one group. */
export const DESTINATION_GROUPS = {
  cloud: ['aws-kms', 'gcp-kms', 'azure-hsm'],
  own: ['transit', 'pkcs11'],
  storage: ['s3-sse-c', 's3-sse-kms', 's3-sse-s3', 'aws-encryption-sdk'],
  video: ['ffmpeg-hls', 'ffmpeg-cenc', 'shaka-cenc', 'cloudfront'],
  people: ['age', 'cms', 'openpgp'],
  online: ['mediaconvert', 'mediapackage', 'cloudfront-sse-kms'],
} as const satisfies { readonly [group: string]: readonly DestinationId[] }
export type DestinationGroup = keyof typeof DESTINATION_GROUPS

/** Files that destinations ask for, by what they are called there. */
export const DELIVERY_FILE_NAMES = [
  'parameters',
  'zip',
  'public-key',
  'token',
  'wrapping-key',
  'import-job',
  'recipient',
] as const
export type DeliveryFileName = (typeof DELIVERY_FILE_NAMES)[number]

/** And what else they ask for. */
export const DELIVERY_OPTION_NAMES = [
  'key',
  'algorithm',
  'valid-to',
  'material-ends',
  'fingerprint',
  'admin',
  'importer',
  'user',
  'name',
  'mount',
  'type',
  'hash',
  'program',
  'transit-version',
  'hsm',
  'kek-id',
  'way',
  'module',
  'token',
  'label',
  'id',
  'unwrap-id',
  'kek-check',
  'closed',
  'bucket',
  'object',
  'namespace',
  'uri',
  'input',
  'url',
  'url-ends',
  'key-pair-id',
  'distribution',
] as const
export type DeliveryOptionName = (typeof DELIVERY_OPTION_NAMES)[number]

/** How an option is spelled. */
export const DELIVERY_OPTION_FORMS = [
  'name',
  'arn',
  'role',
  'uri',
  'file-path',
  'moment',
  'number',
  'hex-bytes',
  'check-value',
  'fingerprint',
  'one-of',
] as const
export type DeliveryOptionForm = (typeof DELIVERY_OPTION_FORMS)[number]

/** Why an algorithm cannot carry this key. */
export const DELIVERY_ALGORITHM_PROBLEMS = [
  'unknown',
  'for-key-pairs',
  'no-integrity',
  'key-type',
] as const

/** What is wrong with the reason for which something in a package is plain. */
export const DELIVERY_PLAIN_PROBLEMS = ['no-reason', 'nothing-plain', 'unfit-reason'] as const

/** What is wrong with the key of the vault under which another one is wrapped. */
export const DELIVERY_KEK_PROBLEMS = ['none-named', 'none-needed', 'no-aes-key', 'itself'] as const

/** What is wrong with the keys that are named for one package. */
export const DELIVERY_KEYS_PROBLEMS = [
  'none-named',
  'none-so-called',
  'twice',
  'too-many',
  'unfit-list',
] as const

/** What is wrong with an address that is to be signed, or is said to be. */
export const SIGNED_URL_PROBLEMS = [
  'address',
  'reserved',
  'resource',
  'resource-other',
  'moment',
  'over',
  'begins-late',
  'network',
  'key-pair-id',
  'not-signed',
  'policy',
] as const
export type SignedUrlProblem = (typeof SIGNED_URL_PROBLEMS)[number]

/** What was taken for granted, and what somebody should know before they go on. */
export const DELIVERY_NOTICES = [
  'algorithm-assumed',
  'valid-to-said',
  'material-expires',
  'never-outside-hsm',
  'key-in-process-list',
  'sealed-once-more',
  'plain',
] as const
export type DeliveryNotice = (typeof DELIVERY_NOTICES)[number]
