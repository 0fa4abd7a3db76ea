/** People: roles, the policy of who signs for what, sign-in keys and signatures. */

export {
  FIRST_POLICY,
  NEWEST_POLICY,
  type PolicyTable,
  policyNumbered,
} from './policies.ts'
export {
  type Authority,
  actionOfEntry,
  apartIn,
  bindsOf,
  isAvailable,
  isLong,
  missingSigners,
  needsOf,
  reliefOf,
  requirementOf,
  rolesProblem,
  type Signatory,
  waiversOf,
  wouldCount,
} from './policy.ts'
export {
  newSignInKey,
  openSignInKey,
  resealSignInKey,
  type SealedSignInKey,
} from './sign-in-key.ts'
export { judgeSignInSecrets, secretKind } from './sign-in-secret.ts'
export { type Signer, signerOf, verifySignature } from './signature.ts'
