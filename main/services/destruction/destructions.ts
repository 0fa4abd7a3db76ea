import type { Buffer } from 'node:buffer'
import { refuse } from '../../../shared/errors.ts'
import {
  CERTIFICATE_LIMIT,
  type Certificate,
  type CertifiedQuorum,
  certificateHash,
  certificateToBytes,
  isCertificateReformatted,
  subjectsOf,
  verifyCertificate,
} from '../../core/destruction/index.ts'
import { formatFingerprint } from '../../core/kit/index.ts'
import { hashWords, headText } from '../../core/text/index.ts'
import type { Erased, Vault } from '../../vault/index.ts'
import { type Input, namingInput, refuseExisting, writeNewFile } from '../files/index.ts'
import { quorumLeft } from '../keys/index.ts'
import type { PaperSize, Papers } from '../pages/index.ts'
import {
  type ApprovalTools,
  makeChange,
  permitFromFiles,
  type SignedChange,
  type SignerFile,
} from '../people/index.ts'
import { type ClockTools, clockOfCommand } from '../room/index.ts'
import type { Watch } from '../tasks/index.ts'
import { type OpenVault, requireHeads, vaultAt, vaultToRead } from '../vaults/index.ts'
import { type CopyNote, copiesAccounted } from './account.ts'
import { certification, draftCertificate } from './certify.ts'
import { type DestructionRequest, destructionOf } from './destroy-item.ts'
import { type CardsSeenDestroyed, cardsDestroyed } from './destroyed-cards.ts'
import { itemNamed, nameOf } from './named-item.ts'
import { copiesOf, destroyedIn, type KnownCopy, quorumsThatHadIt } from './what-is-known.ts'

/** What is known of an item that was destroyed here, or is to be. */
export interface DestructionStatus {
  readonly item: string
  /** Null: it is not destroyed. */
  readonly destroyed: {
    readonly recorded: string
    readonly state: Certificate['destroyed']['state']
    readonly signers: readonly string[]
  } | null
  readonly copies: readonly KnownCopy[]
  /** Every quorum that it was sealed to, the oldest first. */
  readonly quorums: readonly CertifiedQuorum[]
}

/** A certificate, for a person. */
export interface VerifiedCertificate {
  readonly certificate: Certificate
  readonly hash: string
  readonly words: readonly string[]
  readonly auditHead: string
  readonly signed: readonly {
    readonly name: string
    readonly roles: string[]
    readonly key: string
  }[]
  readonly reformatted: boolean
}

interface Signing {
  readonly vault: string
  readonly sign: readonly SignerFile[]
  readonly confirmClock?: string
}

interface About {
  readonly vault: string
  /** `video-root@2`, `backup-key-2`. */
  readonly item: string
  /** Of a backup key. */
  readonly setId?: string
}

export interface Destructions {
  /** What is known of an item and its copies. @throws as `itemNamed`; VAULT_* */
  readonly show: (about: About) => Promise<DestructionStatus>
  /** Destroys what is sealed in an item. @throws as `destructionOf`; CLOCK_DOUBTFUL; APPROVAL_*; VAULT_* */
  readonly destroy: (
    request: DestructionRequest & Signing,
    watch: Watch,
  ) => Promise<DestructionStatus & { readonly erased: Erased; readonly kit: string | null }>
  /** Records cards that were seen destroyed. @throws as `cardsDestroyed`; APPROVAL_*; VAULT_* */
  readonly destroyCards: (
    request: CardsSeenDestroyed & Signing,
    watch: Watch,
  ) => Promise<CertifiedQuorum>
  /** Records what became of copies. @throws as `copiesAccounted`; APPROVAL_*; VAULT_* */
  readonly account: (
    request: About & Signing & { readonly copies: readonly CopyNote[] },
    watch: Watch,
  ) => Promise<DestructionStatus>
  /**
   * Has the certificate signed, and writes it into two new files.
   *
   * @throws NOT_DESTROYED, DESTRUCTION_NOTE; APPROVAL_*; FILE_EXISTS, FILE_*; VAULT_*
   */
  readonly certify: (
    request: About &
      Signing & {
        readonly observer: string | null
        readonly out: string
        readonly pdf: string
        readonly paper: PaperSize
      },
    watch: Watch,
  ) => Promise<VerifiedCertificate>
  /**
   * Checks a certificate alone; with a vault, also that its log has what the certificate says of it.
   *
   * @throws CERTIFICATE_*, FILE_*; VAULT_HEAD, CERTIFICATE_NOT_LOGGED, VAULT_*
   */
  readonly verify: (file: string, vault?: string) => Promise<VerifiedCertificate>
}

export interface DestructionTools extends ApprovalTools, ClockTools {
  readonly input: Input
  readonly openVault: OpenVault
  readonly papers: Papers
  readonly software: string
}

export function createDestructions(tools: DestructionTools): Destructions {
  const { openVault, now, input, papers, software } = tools

  const change = <Answer>(
    { vault, sign, confirmClock = '' }: Signing,
    watch: Watch,
    planned: (vault: Vault) => SignedChange,
    answer: (vault: Vault) => Answer,
  ): Promise<Answer> =>
    makeChange(
      { vault: vaultAt(vault, openVault, watch), permit: permitFromFiles(sign, tools) },
      async opened => {
        await clockOfCommand(confirmClock, tools)(opened)
        return planned(opened)
      },
      answer,
    )

  return {
    show: ({ vault, item, setId }) =>
      vaultToRead(vault, openVault).use('read', opened => statusIn(opened, item, setId)),

    destroy: ({ item, setId, reason, ...signing }, watch) => {
      let erased: Erased = { copies: [], found: [] }
      const request = { item, reason, ...(setId !== undefined && { setId }) }
      return change(
        signing,
        watch,
        vault =>
          destructionOf(vault, request, now(), found => {
            erased = found
          }),
        vault => {
          const named = itemNamed(vault, item, setId)
          const kit = vault.kits.kitOf(named.setId)?.digest ?? null
          return { ...statusIn(vault, item, setId), erased, kit }
        },
      )
    },

    destroyCards: ({ vault, sign, confirmClock, ...seen }, watch) =>
      change(
        { vault, sign, ...(confirmClock !== undefined && { confirmClock }) },
        watch,
        cardsDestroyed(seen),
        opened => quorumLeft(opened, seen.setId),
      ),

    account: ({ item, setId, copies, ...signing }, watch) =>
      change(signing, watch, copiesAccounted(item, setId, copies), vault =>
        statusIn(vault, item, setId),
      ),

    certify: async ({ item, setId, observer, out, pdf, paper, ...signing }, watch) => {
      await refuseExisting(out)
      await refuseExisting(pdf)
      const made: { signed: Certificate | null } = { signed: null }
      await change(
        signing,
        watch,
        vault => {
          const named = itemNamed(vault, item, setId, 'destroyed')
          const draft = draftCertificate(vault, named, { observer, software, now: now() })
          return certification(vault, named, draft, signed => {
            made.signed = signed
          })
        },
        () => {},
      )
      if (made.signed === null) throw new Error('what is carried out tells of the certificate')
      const bytes = certificateToBytes(made.signed)
      await writeNewFile(out, bytes)
      await writeNewFile(pdf, await papers.certificate(bytes, paper))
      return verified(made.signed, bytes)
    },

    verify: async (file, vault) => {
      const bytes = await input.read(file, CERTIFICATE_LIMIT)
      const certificate = certificateIn(file, bytes)
      if (vault !== undefined) {
        const { log, audit } = certificate
        await vaultToRead(vault, openVault).use('read', opened => {
          requireHeads(opened, { by: 'record', log, heads: [audit] })
          requireLogged(opened, certificate)
        })
      }
      return verified(certificate, bytes)
    },
  }
}

/**
 * Whether the log has the certificate: its hash covers all that it says. Whoever takes the signatures off, and writes
 * something else, fits every head of the log.
 *
 * @throws CERTIFICATE_NOT_LOGGED
 */
function requireLogged({ audit }: Vault, certificate: Certificate): void {
  const hash = certificateHash(certificate)
  const subjects = subjectsOf(certificate)
  const isThere = audit
    .named(['destruction.certified'])
    .some(({ subject, details }) => details.certificate === hash && subjects.includes(subject))
  if (!isThere) throw refuse('CERTIFICATE_NOT_LOGGED', {})
}

/** @throws CERTIFICATE_*, with the file that they are about */
const certificateIn = (file: string, bytes: Buffer): Certificate =>
  namingInput(file, () => verifyCertificate(bytes))

export function statusIn(vault: Vault, item: string, setId?: string): DestructionStatus {
  const named = itemNamed(vault, item, setId)
  const destroyed = destroyedIn(vault, named)
  return {
    item: nameOf(named),
    destroyed: destroyed && {
      recorded: destroyed.recorded,
      state: destroyed.state,
      signers: destroyed.signers,
    },
    copies: copiesOf(vault, named),
    quorums: quorumsThatHadIt(vault, named.item).map(set => quorumLeft(vault, set)),
  }
}

export function verified(certificate: Certificate, bytes: Uint8Array): VerifiedCertificate {
  const hash = certificateHash(certificate)
  const keys = new Set(certificate.signatures?.by.map(({ key }) => key))
  return {
    ...{ certificate, hash, words: hashWords(hash), auditHead: headText(certificate.audit) },
    signed: certificate.people
      .filter(({ key }) => keys.has(key))
      .map(({ name, roles, key }) => ({ name, roles: [...roles], key: formatFingerprint(key) })),
    reformatted: isCertificateReformatted(certificate, bytes),
  }
}
