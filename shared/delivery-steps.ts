/**
 * What the instructions of a delivery say, by code, and the facts in each. The commands themselves are made
 * with the destination; the words stand in the messages.
 */
export const DELIVERY_STEPS = {
  'open-age': ['file', 'to'],
  'open-cms': ['file', 'to'],
  'take-plain': ['file', 'to'],
  clear: ['file'],
  'aws-kms-policy': ['arn'],
  'aws-kms-parameters': ['algorithm', 'spec'],
  'aws-kms-import': ['arn'],
  'aws-kms-rotate': [],
  'aws-kms-proof': [],
  'aws-kms-watch': [],
  'aws-kms-disable': [],
  'aws-kms-keep': [],
  'transit-wrapping-key': ['mount'],
  'transit-import': ['name', 'type'],
  'transit-proof': ['text'],
  'transit-proof-hmac': ['proof'],
  'transit-watch': ['mount', 'name'],
  'transit-disable': ['version'],
  'transit-rewrap': ['name'],
  'gcp-kms-key': ['name'],
  'gcp-kms-import': ['job'],
  'gcp-kms-primary': ['version'],
  'gcp-kms-proof': [],
  'gcp-kms-watch': [],
  'gcp-kms-disable': [],
  'azure-kek': ['kekId'],
  'azure-import': ['name'],
  'azure-proof': [],
  'azure-watch': ['hsm'],
  'azure-disable': [],
  'pkcs11-kek': ['id', 'check'],
  'pkcs11-public-key': ['id'],
  'pkcs11-unwrap': ['mechanism'],
  'pkcs11-unwrap-rsa': ['mechanism', 'hash'],
  'pkcs11-proof': ['ecb', 'cmac'],
  'pkcs11-watch': [],
  'pkcs11-disable': [],
  's3-unblock': ['bucket'],
  's3-put': ['object'],
  's3-md5': ['md5'],
  's3-get': [],
  's3-watch': [],
  's3-disable': [],
  's3-kms-first': ['arn'],
  's3-kms-bucket': ['arn'],
  's3-kms-proof': ['arn'],
  's3-kms-disable': [],
  's3-own-when': [],
  's3-own-bucket': [],
  's3-own-proof': [],
  's3-own-disable': [],
  'sdk-install': [],
  'sdk-keyring': ['file', 'namespace', 'name'],
  'sdk-proof': ['name'],
  'sdk-watch': [],
  'sdk-disable': [],
  'hls-uri': ['uri'],
  'hls-encrypt': ['iv'],
  'hls-proof': [],
  'hls-watch': ['uri'],
  'hls-disable': [],
  'cenc-alone': [],
  'cenc-ffmpeg': ['kid'],
  'cenc-proof': ['kid'],
  'cenc-shaka': ['kid'],
  'cenc-shaka-several': ['label'],
  'cenc-shaka-proof': ['kid'],
  'cenc-watch': [],
  'cenc-again-ffmpeg': [],
  'cenc-again-shaka': [],
  'cloudfront-group': ['name'],
  'cloudfront-sign': ['ends'],
  'cloudfront-proof': ['url'],
  'cloudfront-watch': [],
  'cloudfront-disable': [],
  'person-fingerprint': ['fingerprint'],
  'person-open': ['file'],
  'person-proof': ['cmac'],
  'people-open': ['keys', 'folder'],
  'people-proof': [],
  'person-watch': [],
  'person-disable': [],
  'instead-mediaconvert': [],
  'instead-mediapackage': [],
  'instead-cloudfront-kms': [],
} as const satisfies { readonly [code: string]: readonly string[] }

export type DeliveryStep = keyof typeof DELIVERY_STEPS
export type StepFacts<C extends DeliveryStep> = {
  readonly [Fact in (typeof DELIVERY_STEPS)[C][number]]: string
}

/** Something to do there: what it says, and the commands. */
export interface Step {
  readonly says: { readonly [C in DeliveryStep]: StepOf<C> }[DeliveryStep]
  readonly commands: readonly string[]
}
interface StepOf<C extends DeliveryStep> {
  readonly code: C
  readonly facts: StepFacts<C>
}

/** In the order in which they are done. */
export const INSTRUCTION_PARTS = ['prepare', 'arrive', 'proof', 'watch', 'disable'] as const
export type InstructionPart = (typeof INSTRUCTION_PARTS)[number]

/** What is to be done at the destination, what shows that it worked, how use is watched and ended there. */
export type Instructions = { readonly [part in InstructionPart]: readonly Step[] }

export function step<C extends DeliveryStep>(
  code: C,
  facts: StepFacts<C>,
  ...commands: readonly string[]
): Step {
  return { says: { code, facts } as unknown as Step['says'], commands }
}
