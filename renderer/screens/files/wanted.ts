import type { Input } from '../../../shared/contract.ts'

/** What a person is asked to choose. */
export type Wanted = Input<'files.ask'>['wanted']

export const isNew = (
  wanted: Wanted,
): wanted is Extract<Wanted, { readonly kind: 'new-file' | 'new-folder' }> =>
  wanted.kind === 'new-file' || wanted.kind === 'new-folder'

/** How the names of files end that are looked for; `#` stands for a digit. */
type WantedFile = Extract<Wanted, { readonly kind: 'file' }>
export const KITS: WantedFile = { kind: 'file', ends: ['.json'] }
export const BACKUPS: WantedFile = { kind: 'file', ends: ['.age', '.age.###'] }
export const PLANS: WantedFile = { kind: 'file', ends: ['.yaml', '.yml'] }
export const STATUS_LISTS: WantedFile = { kind: 'file', ends: ['.json'] }
export const LOGS: WantedFile = { kind: 'file', ends: ['.jsonl'] }
