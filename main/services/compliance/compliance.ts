import { Buffer } from 'node:buffer'
import { CLAUSES, FRAMEWORKS } from '../../../shared/compliance.ts'
import type { MainInput, Output } from '../../../shared/contract.ts'
import { refuse } from '../../../shared/errors.ts'
import { canonicalBytes } from '../../core/text/index.ts'
import { absolutePath, createNewFolder, orTakeBack } from '../files/index.ts'
import type { PaperSize, Papers } from '../pages/index.ts'
import {
  type OpenVault,
  type VaultReference,
  vaultToRead,
  type Workspace,
} from '../vaults/index.ts'
import { gather } from './gather.ts'
import type { Gathered, Period } from './lines.ts'
import { tablesOf } from './tables.ts'

export interface ReportOrder extends Period {
  /** The folder to make. */
  readonly out: string
  readonly paper: PaperSize
}

export interface MadeReport {
  readonly out: string
  /** Of the files in it. */
  readonly files: readonly string[]
  readonly keys: number
  readonly deeds: number
  readonly exceptions: number
}

export interface Compliance {
  /** @throws as `makeReport` */
  readonly report: (vault: string, order: ReportOrder) => Promise<MadeReport>
}

/** The window's desk. */
export interface ComplianceScreen {
  /** @throws as `makeReport` */
  readonly report: (order: MainInput<'compliance.report'>) => Promise<Output<'compliance.report'>>
}

export const createComplianceScreen = (
  tools: ReportTools & { readonly workspace: Workspace },
): ComplianceScreen => ({
  report: async order => {
    const out = absolutePath(order.out)
    const made = await makeReport(tools.workspace.require(), { ...order, out }, tools)
    const { keys, deeds, exceptions } = made
    return { path: out, keys, deeds, exceptions }
  },
})

export interface ReportTools {
  readonly papers: Papers
  readonly now: () => Date
  readonly software: string
}

export const createCompliance = (
  tools: ReportTools & { readonly openVault: OpenVault },
): Compliance => ({
  report: (vault, order) => makeReport(vaultToRead(vault, tools.openVault), order, tools),
})

/**
 * Writes what a vault records of a period into a new folder: as a page, as JSON and as tables.
 *
 * @throws COMPLIANCE_PERIOD when it ends before it begins; FOLDER_NOT_EMPTY, FILE_*, VAULT_*
 */
export async function makeReport(
  vault: VaultReference,
  { from, to, out, paper }: ReportOrder,
  { papers, now, software }: ReportTools,
): Promise<MadeReport> {
  if (to < from) throw refuse('COMPLIANCE_PERIOD', { from, to })
  const at = now()
  const gathered = await vault.use('read', opened => gather(opened, { from, to }, at))
  const made = at.toISOString()
  const document = {
    ...{ format: 'keyclave compliance report 1', made, software, period: { from, to } },
    ...{ ...gathered, frameworks: FRAMEWORKS, clauses: CLAUSES },
  }
  const pdf = await papers.compliance({ ...gathered, from, to, made, software }, paper)
  const tables = Object.entries(tablesOf(gathered))
  const folder = await createNewFolder(out)
  return orTakeBack(
    () => folder.remove('unfinished'),
    async () => {
      const files = await folder.prepare([
        { name: 'compliance.json', content: canonicalBytes(document) },
        { name: 'compliance.pdf', content: pdf },
        ...tables.map(([name, text]) => ({ name, content: Buffer.from(text) })),
      ])
      return { out, files: await files.publish(), ...counted(gathered) }
    },
  )
}

const counted = ({ keys, deeds, exceptions }: Gathered) => ({
  ...{ keys: keys.length, deeds: deeds.length, exceptions: exceptions.length },
})
