import type { Buffer } from 'node:buffer'
import type { QuorumShares } from '../../core/quorum/index.ts'

/** Where shares come from: files on the command line, what custodians have entered in the window. */
export interface ShareSource {
  /**
   * The quorum's shares, each checked, and whose they are. They stay the source's, which wipes them.
   *
   * @throws QUORUM_SHORT; what the place that they come from throws
   */
  readonly gather: () => QuorumShares | Promise<QuorumShares>
}

/**
 * Where a passphrase comes from: a file or a question at the terminal, a field of the window.
 *
 * @returns UTF-8; whoever asked wipes it
 */
export type SecretSource = () => Buffer | Promise<Buffer>
