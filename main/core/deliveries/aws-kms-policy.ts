import type { OaepHash } from '../../../shared/oaep-hash.ts'

/** A key policy: who administers, who imports and only so, who uses, and what nobody else does. */

export interface PolicyFacts {
  readonly arn: string
  readonly admin: string
  readonly importer: string
  readonly user: string
  readonly hash: OaepHash
  /** Of the wrapping key. */
  readonly bits: number
  readonly expires: boolean
}

/** JSON, two spaces. */
export function keyPolicy(facts: PolicyFacts): string {
  const { arn, admin, importer, user, hash, bits, expires } = facts
  const account = arn.split(':')[4] ?? ''
  const partition = arn.split(':')[1] ?? 'aws'
  const allow = (
    sid: string,
    principal: string,
    actions: readonly string[],
    condition?: object,
  ) => ({
    ...{ Sid: sid, Effect: 'Allow', Principal: { AWS: principal }, Action: actions, Resource: '*' },
    ...(condition === undefined ? {} : { Condition: condition }),
  })
  const policy = {
    Version: '2012-10-17',
    Statement: [
      allow('Administration', `arn:${partition}:iam::${account}:root`, [
        'kms:Describe*',
        'kms:Get*',
        'kms:List*',
        'kms:PutKeyPolicy',
        'kms:EnableKey',
        'kms:DisableKey',
        'kms:TagResource',
        'kms:UntagResource',
      ]),
      allow('Administrator', admin, [
        'kms:Describe*',
        'kms:Get*',
        'kms:List*',
        'kms:PutKeyPolicy',
        'kms:EnableKey',
        'kms:DisableKey',
        'kms:RotateKeyOnDemand',
        'kms:ScheduleKeyDeletion',
        'kms:CancelKeyDeletion',
        'kms:DeleteImportedKeyMaterial',
      ]),
      allow('ImporterParameters', importer, ['kms:GetParametersForImport'], {
        StringEquals: {
          'kms:WrappingAlgorithm': hash === 'sha256' ? 'RSAES_OAEP_SHA_256' : 'RSAES_OAEP_SHA_1',
          'kms:WrappingKeySpec': `RSA_${bits}`,
        },
      }),
      allow('Importer', importer, ['kms:ImportKeyMaterial'], {
        StringEquals: {
          'kms:ExpirationModel': expires ? 'KEY_MATERIAL_EXPIRES' : 'KEY_MATERIAL_DOES_NOT_EXPIRE',
        },
      }),
      allow('ImporterLooks', importer, ['kms:DescribeKey']),
      allow('Use', user, [
        'kms:Encrypt',
        'kms:Decrypt',
        'kms:ReEncrypt*',
        'kms:GenerateDataKey*',
        'kms:DescribeKey',
      ]),
      {
        Sid: 'NobodyElseDestroys',
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: ['kms:ScheduleKeyDeletion', 'kms:DeleteImportedKeyMaterial'],
        Resource: '*',
        Condition: { ArnNotEquals: { 'aws:PrincipalArn': [admin, importer] } },
      },
    ],
  }
  return `${JSON.stringify(policy, null, 2)}\n`
}
