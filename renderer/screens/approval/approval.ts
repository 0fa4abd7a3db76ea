import type { Input, Output } from '../../../shared/contract.ts'

export type Deed = Input<'approval.ask'>['deed']
export type Approval = Output<'approval.ask'>
