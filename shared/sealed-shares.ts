/** By what a share is sealed to an absent custodian: a form of the key that they gave. */
export const SEALED_SHARE_FORMS = ['age', 'cms', 'openpgp'] as const
export type SealedShareForm = (typeof SEALED_SHARE_FORMS)[number]
