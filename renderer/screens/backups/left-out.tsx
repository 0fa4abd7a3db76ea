import type { Output } from '../../../shared/contract.ts'
import { words } from '../../words.ts'

/** What is not in a backup, by agreement. */
export const LeftOut = ({ of }: { of: Output<'backup.survey'>['leftOut'] }) =>
  of.length === 0 ? null : <p>Not in it, by agreement: {words.leftOut(of)}.</p>
