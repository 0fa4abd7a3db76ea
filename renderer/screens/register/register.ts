import type { Output } from '../../../shared/contract.ts'
import { formatMoment } from '../../design/quantity.ts'

export type Register = Output<'register.list'>
export type RegisteredQuorum = Register['quorums'][number]
export type RegisteredShare = RegisteredQuorum['shares'][number]

/** "Safe 2, room 114 (noted 21 Nov 2026, 09:30)". */
export const placeText = ({ place, noted }: RegisteredShare): string =>
  place === null ? 'not noted' : noted === null ? place : `${place} (noted ${formatMoment(noted)})`

export const isDestroyed = ({ destroyed }: RegisteredShare): boolean => destroyed !== null
