import type { MainInput, Output } from '../../../shared/contract.ts'
import { idIn } from '../../../shared/log-subjects.ts'
import type { Kit } from '../../core/kit/index.ts'
import { absolutePath, type Input } from '../files/index.ts'
import type { Occupation } from '../occupation/index.ts'
import { type Gate, permitBy } from '../people/index.ts'
import type { Workspace } from '../vaults/index.ts'
import { importKit, judgeImport } from './import-kit.ts'
import { readKit } from './kit-file.ts'
import type { CardFingerprint } from './trust-kit.ts'

type KitOnDrive = MainInput<'kit.import'>['kit']

/** The kit of a quorum that was founded elsewhere, taken into the open vault in the window. */
export interface KitImport {
  /** What people are asked to sign for it. */
  readonly check: (source: KitOnDrive) => Promise<Output<'kit.checkImport'>>
  readonly take: (source: KitOnDrive, approval: string | null) => Promise<Output<'kit.import'>>
}

export interface KitImportTools {
  readonly input: Input
  readonly workspace: Workspace
  readonly occupation: Occupation
  /** Whether those who signed may take it in. @throws APPROVAL_* */
  readonly authorize: Gate
}

export function createKitImport(tools: KitImportTools): KitImport {
  const { input, workspace, occupation, authorize } = tools
  const read = ({ path }: KitOnDrive): Promise<Kit> => readKit(absolutePath(path), input)
  return {
    check: source =>
      occupation.occupy('custody', async () => {
        const vault = workspace.requireWritable()
        const { terms } = await judgeImport(await read(source), onCard(source), vault)
        const { subject, fingerprint, kit } = terms
        return { setId: idIn(subject), fingerprint, kit }
      }),

    take: (source, approval) =>
      occupation.occupy('custody', async () => {
        const ports = { vault: workspace.require(), permit: permitBy(authorize, approval) }
        const { setId, title } = await importKit(await read(source), onCard(source), ports)
        return { setId, title }
      }),
  }
}

/** The window has a field for it; nobody is asked later. */
const onCard = ({ fingerprint }: KitOnDrive): CardFingerprint => ({
  given: fingerprint === undefined || fingerprint === '' ? null : fingerprint,
  ask: null,
})
