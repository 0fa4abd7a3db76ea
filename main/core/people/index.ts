/** People: roles, the policy of who signs for what, sign-in keys and signatures. */

export {
  actionOfEntry,
  apartIn,
  describeRequirement,
  missingSigners,
  POLICY,
  requirementOf,
  rolesProblem,
  type Signatory,
  WAIVER_REASONS,
  waiversOf,
} from './policy.ts'
export {
  newSignInKey,
  openSignInKey,
  resealSignInKey,
  type SealedSignInKey,
} from './sign-in-key.ts'
export { judgeSignInSecret, secretKind } from './sign-in-secret.ts'
export { type Signer, verifySignature } from './signature.ts'
