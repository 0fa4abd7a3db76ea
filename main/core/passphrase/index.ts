/** The passphrase: its text, its judgement, its derivation into a key (FORMAT: Keys). */

export { deriveKp, KDF_PROFILES, stretch } from './kdf.ts'
export {
  type ChosenPassphrase,
  generatePassphrase,
  judgePassphrase,
  judgePassphrases,
} from './passphrase.ts'
export { normalizePassphrase } from './text.ts'
