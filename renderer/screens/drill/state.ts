import type { Output } from '../../../shared/contract.ts'

export type DrillState = Output<'drill.state'>
export type At<Step extends DrillState['step']> = Extract<DrillState, { readonly step: Step }>
