import type { Buffer } from 'node:buffer'
import { refuse } from '../../../../shared/errors.ts'
import { equalSecrets, wipe } from '../../../core/bytes/index.ts'
import { generatePassphrase, judgePassphrase } from '../../../core/passphrase/index.ts'
import { oneALine, typedSecret } from '../../quorum/index.ts'
import type { Begun, CeremonyState, Stage } from './ceremony-stage.ts'
import type { CeremonyCourse } from './course.ts'
import { CustodianTurns } from './custodian-turns.ts'
import type { Voiding } from './voiding.ts'

/** Words of a generated passphrase: 90 bits from the EFF large word list. */
const PASSPHRASE_WORDS = 7

/** The officer chooses the passphrase, and the quorum is made. */
export class Founding {
  readonly #course: CeremonyCourse
  readonly #voiding: Voiding

  constructor(course: CeremonyCourse, voiding: Voiding) {
    this.#course = course
    this.#voiding = voiding
  }

  /** The words of a new passphrase, one a line, for the officer's eyes; nothing here keeps them. */
  suggestPassphrase(): Buffer {
    const { random } = this.#course.require('passphrase')
    return oneALine(generatePassphrase(random, PASSPHRASE_WORDS))
  }

  async judgePassphrase(typed: Uint8Array): Promise<void> {
    this.#course.require('passphrase')
    const passphrase = typedSecret(typed)
    try {
      await judgePassphrase(passphrase)
    } finally {
      wipe(passphrase)
    }
  }

  /**
   * → founding → shares; back to passphrase when it was refused
   *
   * @param keep it is to be the one of the quorum that is replaced
   */
  async found(typed: Uint8Array, again: Uint8Array, keep: boolean): Promise<CeremonyState> {
    const course = this.#course
    const before = course.require('passphrase')
    before.gathering?.requireRoles('administrator', 'witness', 'recovery-officer')
    const passphrase = typedSecret(typed)
    const second = typedSecret(again)
    try {
      if (!equalSecrets(passphrase, second)) throw refuse('PASSPHRASE_DIFFERS', {})
      if (keep && !before.ceremony.isOldPassphrase(passphrase)) {
        throw refuse('PASSPHRASE_NOT_KEPT', {})
      }
      const cancel = new AbortController()
      const stage: Stage = { ...before, step: 'founding', cancel }
      course.enter(stage)
      try {
        witnessEntropy(stage)
        const kit = await stage.ceremony.found(passphrase, quiet(cancel.signal))
        course.requireStill(stage)
        return course.enter({
          ...{ ...stage, step: 'shares', kit },
          turns: new CustodianTurns(kit, stage.absent),
        })
      } catch (error) {
        await this.#voiding.fallBack(stage, before, error)
        throw error
      }
    } finally {
      wipe(passphrase, second)
    }
  }
}

function witnessEntropy({ ceremony, dice }: Pick<Begun, 'ceremony' | 'dice'>): void {
  const sources = dice.count > 0 ? 'operating system and dice' : 'operating system'
  ceremony.witness('randomness', { sources, rolls: dice.count, bits: Math.floor(dice.bits) })
}

const quiet = (signal: AbortSignal) => ({ signal, onEvent: () => {} })
