import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Backup, CreatedBackup } from '../backup/index.ts'
import type { Ceremonies, RunResult } from '../ceremony/in-folder/index.ts'
import { createNewFolder } from '../files/index.ts'
import type { Recovery, RestoredBackup } from '../recovery/index.ts'
import type { Watch } from '../tasks/index.ts'
import { compareTrees } from './compare-trees.ts'

/** One step of the demonstration: the command that a person would type, and what came of it. */
interface DemoStep {
  readonly command: string
  readonly result: string
}

interface DemoSummary {
  readonly ceremony: RunResult
  readonly backup: CreatedBackup
  readonly restored: RestoredBackup
  /** How many files were compared byte by byte with their originals. */
  readonly identical: number
  /** Where everything was kept; null when it was removed. */
  readonly folder: string | null
}

export interface Demo {
  /**
   * Does the whole job once on Keyclave's own files: ceremony, backup, recovery, comparison.
   *
   * @param request where to keep everything; without `out` it is removed at the end
   * @param onStep  told after each step
   * @throws DEMO_DIFFERS when a restored file is not its original
   */
  readonly run: (
    request: { readonly out?: string },
    watch: Watch,
    onStep: (step: DemoStep) => void,
  ) => Promise<DemoSummary>
}

export interface DemoTools {
  readonly ceremony: Ceremonies
  readonly backup: Backup
  readonly recovery: Recovery
  readonly programFolder: string
  readonly temporaryFolder: string
}

// KDF profile 1 keeps the demonstration short; plans get profile 3 unless they say otherwise.
const PLAN = `title: Demonstration ceremony
organisation: Example Ltd
quorum: { threshold: 3, custodians: [Ada, Grace, Katherine, Hedy, Annie], identity: hybrid, kdf: 1 }
keys:
  - { label: video-root, bits: 256, purpose: content encryption }
  - { label: archive-root, bits: 128, purpose: archive encryption }
`
/** The custodians who come to the recovery: Ada, Katherine and Annie. */
const PRESENT = [1, 3, 5]
/** What of the program is backed up. */
export const DEMO_SOURCES = ['main', 'shared', 'docs', 'package.json', 'LICENSE']

export function createDemo(tools: DemoTools): Demo {
  return {
    run: async ({ out }, watch, onStep) => {
      const folder = out ?? (await mkdtemp(path.join(tools.temporaryFolder, 'keyclave-demo-')))
      if (out !== undefined) await createNewFolder(out)
      try {
        return await demonstrate(folder, tools, watch, onStep, out !== undefined)
      } finally {
        if (out === undefined) await rm(folder, { recursive: true, force: true })
      }
    },
  }
}

async function demonstrate(
  folder: string,
  { ceremony, backup, recovery, programFolder }: DemoTools,
  watch: Watch,
  onStep: (step: DemoStep) => void,
  keep: boolean,
): Promise<DemoSummary> {
  const at = (name: string): string => path.join(folder, name)
  await writeFile(at('plan.yaml'), PLAN)
  await ceremony.generatePassphrase(at('passphrase.txt'))
  onStep({
    command: 'keyclave passphrase generate --out passphrase.txt',
    result: 'A passphrase of seven random words. The recovery officer keeps it.',
  })

  const founded = await ceremony.runInFolder(
    {
      ...{ plan: at('plan.yaml'), passphraseFile: at('passphrase.txt'), out: at('ceremony') },
      printed: { paper: 'a4', plain: false, layout: 'standard' },
    },
    watch,
  )
  onStep({
    command: 'keyclave ceremony run plan.yaml --passphrase-file passphrase.txt --out ceremony',
    result: `Five shares, of which any three open it; proved over ${founded.proof.subsets} of ${founded.proof.possible} sets of three.`,
  })

  // As it stands on the cards.
  const { fingerprint } = founded
  const shown = fingerprint.replaceAll(' ', '').slice(0, 8)
  const paths = DEMO_SOURCES.map(name => path.join(programFolder, name))
  const made = await backup.create(
    { paths, kit: founded.kit, fingerprint, out: at('office.tar.zst.age'), digest: false },
    watch,
  )
  onStep({
    command: `keyclave backup create --kit ceremony/kit.json --fingerprint ${shown} --out office.tar.zst.age ${DEMO_SOURCES.join(' ')}`,
    result: `${made.files} files, ${made.bytes} bytes, in ${made.size} bytes of ciphertext. No share was needed.`,
  })

  const shares = founded.shares.filter(share => PRESENT.includes(share.index))
  const restored = await recovery.backup(
    {
      ...{ files: [at('office.tar.zst.age')], out: at('restored'), kit: founded.kit, fingerprint },
      ...{ shares: shares.map(share => share.file), passphraseFile: at('passphrase.txt') },
      acceptCorrections: false,
    },
    watch,
  )
  onStep({
    command: `keyclave recover backup office.tar.zst.age --kit ceremony/kit.json --fingerprint ${shown} --share ${shares.map(share => path.relative(folder, share.file)).join(' ')} --passphrase-file passphrase.txt --out restored`,
    result: `${restored.files} files restored by ${shares.map(share => share.custodian).join(', ')} and the recovery officer.`,
  })

  const identical = await compareTrees(programFolder, DEMO_SOURCES, at('restored'))
  onStep({
    command: 'diff -r … restored',
    result: `${identical} files compared with their originals: byte-identical.`,
  })
  return { ceremony: founded, backup: made, restored, identical, folder: keep ? folder : null }
}
