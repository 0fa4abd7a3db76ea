import { KeyclaveError } from '../../../shared/errors.ts'
import { type RandomSource, wipe } from '../../core/bytes/index.ts'
import type { TrustedKit } from '../../core/kit/index.ts'
import { type OpenQuorum, openQuorum, type QuorumShares } from '../../core/quorum/index.ts'
import type { Vault } from '../../vault/index.ts'
import type { Input } from '../files/index.ts'
import {
  type ApprovalTools,
  type Authorization,
  type Deed,
  leaveToOpen,
  type Permit,
  permitFromFiles,
  type SignerFile,
} from '../people/index.ts'
import {
  isAsked,
  noteAttempt,
  notingAttempts,
  type OpeningFiles,
  readPassphrase,
  type SecretSource,
  type ShareSource,
  sharesOfCommand,
} from '../quorum/index.ts'
import { openReference, type VaultReference } from '../vaults/index.ts'

/** What a verb that opens a quorum is given by whichever desk it is asked for at. */
export interface OpeningPorts {
  /** Where it is recorded; null: nowhere, and then nobody is asked for leave. */
  readonly vault: VaultReference | null
  readonly permit: Permit
  readonly shares: ShareSource
  readonly secret: SecretSource
  /** Where a wrong passphrase can be given anew, without the shares: says the refusal. */
  readonly askedAgain?: (refusal: KeyclaveError) => void
}

/** Which quorum, and what for. */
export interface OpeningOrder {
  /** Null: without one. */
  readonly kit: TrustedKit | null
  /** What people sign for, once the shares have said which quorum it is. */
  readonly deed: (setId: string) => Deed
  /** The actor's name in a vault without people. */
  readonly unsigned: string
}

/** A quorum that was opened, whose shares opened it, and who agreed to it. The caller closes both. */
export interface OpenedWithLeave {
  readonly quorum: OpenQuorum
  readonly leave: Authorization
  readonly entered: QuorumShares['entered']
}

/**
 * Opens a quorum, in the one order there is: every share is checked, then those who may open it have
 * signed, and only then is the passphrase asked for. Whoever lacks a signature does not learn whether a
 * passphrase is right. The vault notes shares and passphrases that were refused.
 *
 * @throws what the ports throw; VAULT_READ_ONLY; as `openQuorum`
 */
export function openWithLeave(
  { vault, permit, shares, secret, askedAgain }: OpeningPorts,
  { kit, deed, unsigned }: OpeningOrder,
  random: RandomSource,
): Promise<OpenedWithLeave> {
  return notingAttempts(vault, kit, async () => {
    const proved = await shares.gather()
    const leave = await leaveToOpen(vault, permit, deed(proved.setId), unsigned)
    try {
      for (;;) {
        const passphrase = await secret()
        try {
          const quorum = await openQuorum(proved, passphrase, random)
          requireOwn(quorum, kit)
          return { quorum, leave, entered: proved.entered }
        } catch (error) {
          if (askedAgain === undefined || !isWrongPassphrase(error)) throw error
          await noteAttempt(vault, kit, error)
          askedAgain(error)
        } finally {
          wipe(passphrase)
        }
      }
    } catch (error) {
      leave.close()
      throw error
    }
  })
}

const isWrongPassphrase = (error: unknown): error is KeyclaveError =>
  error instanceof KeyclaveError && error.code === 'PASSPHRASE_WRONG'

/** The quorum itself knows its kit, or is closed. @throws KIT_TAMPERED */
function requireOwn(quorum: OpenQuorum, kit: TrustedKit | null): void {
  try {
    if (kit !== null) quorum.requireOwn(kit.kit)
  } catch (error) {
    quorum.close()
    throw error
  }
}

/** An opening on the command line. */
export interface OpeningCommand extends OpeningFiles {
  /** Who signs, in a vault with people. */
  readonly sign?: readonly SignerFile[]
}

export interface CommandTools extends ApprovalTools {
  readonly input: Input
}

/**
 * The command line's ports, for one verb: share files, passphrase file, those who sign, and a vault that
 * is open already. The shares are wiped afterwards.
 */
export async function withPorts<Result>(
  command: OpeningCommand,
  kit: TrustedKit | null,
  vault: Vault | null,
  tools: CommandTools,
  verb: (ports: OpeningPorts) => Promise<Result>,
): Promise<Result> {
  const { input } = tools
  const reference = vault && openReference(vault)
  const shares = sharesOfCommand(command, kit, reference, input)
  try {
    return await verb({
      vault: reference,
      permit: permitFromFiles(command.sign ?? [], tools),
      shares,
      secret: () => readPassphrase(command.passphraseFile, input),
      ...(isAsked(command.passphraseFile, input) && { askedAgain: input.tell }),
    })
  } finally {
    shares.close()
  }
}
