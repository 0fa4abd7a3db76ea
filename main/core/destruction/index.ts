/** A destruction as a document: its certificate, and how many cards of a quorum are left. */

export { cardsLeft } from './cards-left.ts'
export {
  CERTIFICATE_LIMIT,
  type Certificate,
  type CertifiedCopy,
  type CertifiedQuorum,
  certificateHash,
  certificateToBytes,
  isCertificateReformatted,
  type Limit,
  newCertificate,
  subjectsOf,
  verifyCertificate,
} from './certificate.ts'
