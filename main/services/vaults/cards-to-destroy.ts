import type { Output } from '../../../shared/contract.ts'
import type { Vault } from '../../vault/index.ts'

/** A card that may be on paper and opens nothing, because its ceremony never closed. */
export type VoidCard = Output<'vault.overview'>['ceremonies'][number]['destroy'][number]

/** The cards that a void ceremony had issued, by number and name: whoever holds one destroys it. */
export const cardsToDestroy = (
  { quorums, shareRegister }: Vault,
  ceremony: string,
): readonly VoidCard[] =>
  quorums
    .ofCeremony(ceremony)
    .filter(({ state }) => state === 'void')
    .flatMap(({ setId }) => shareRegister.of(setId))
    .map(({ setId, index, custodian }) => ({ setId, index, custodian }))
