/** Tries what its user may not do in the folder it is told; prints the code of each refusal. */
import path from 'node:path'
import { osRandom } from '../../main/core/bytes/random.ts'
import { writeNewFile } from '../../main/services/files/atomic-file.ts'
import { inspectPaths, listFolder, makeFolder } from '../../main/services/files/picker.ts'
import { vaultOpener } from '../../main/services/vaults/vaults.ts'
import { KeyclaveError } from '../../shared/errors.ts'

const folder = process.argv[2] ?? ''
const at = (...names: string[]): string => path.join(folder, ...names)
const openVault = vaultOpener({ now: () => new Date(), random: osRandom })

const TRIED: { readonly [what: string]: () => Promise<unknown> } = {
  'list a closed folder': () => listFolder(at('closed'), false),
  'make a folder in a closed one': () => makeFolder(at('closed'), 'new'),
  'make a folder in one for reading only': () => makeFolder(at('read-only'), 'new'),
  'write into one for reading only': () => writeNewFile(at('read-only', 'new'), Buffer.from('x')),
  'open a closed vault': () => openVault(at('closed.vault'), 'read'),
  'write to a vault for reading only': () => openVault(at('read-only.vault'), 'write'),
  'write to a vault in a folder for reading only': () => openVault(at('read-only', 'v'), 'write'),
  'make a vault in a folder for reading only': () => openVault(at('read-only', 'w'), 'write'),
}

const answers: { [what: string]: string } = {}
for (const [what, attempt] of Object.entries(TRIED)) {
  answers[what] = await attempt().then(
    () => 'done',
    error => (error instanceof KeyclaveError ? error.code : String(error)),
  )
}
const { writable } = await listFolder(at('read-only'), false)
const [inside] = await inspectPaths([at('closed', 'file')])
answers['a folder for reading only'] = writable ? 'writable' : 'not writable'
answers['a file in a closed folder'] = inside?.kind ?? ''
console.log(JSON.stringify(answers))
