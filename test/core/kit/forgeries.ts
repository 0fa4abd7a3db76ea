import assert from 'node:assert/strict'
import { kitFingerprint } from '../../../main/core/kit/fingerprint.ts'
import { isFounding, parseKit, proofOf } from '../../../main/core/kit/kit.ts'
import { headAt } from '../../../main/core/kit/revise.ts'
import { KeyclaveError } from '../../../shared/errors.ts'
import {
  crimeScene,
  type Draw,
  type Forgery,
  forge,
  type Scene,
  type Verdict,
} from './forged-kits.ts'

/** What somebody with a card finds, and with an opened quorum; null: that all is well. */
function judge(bytes: Buffer, { fingerprint, macOf }: Scene): Verdict | null {
  try {
    const kit = parseKit(bytes)
    if (kitFingerprint(kit.quorum) !== fingerprint) return 'fingerprint'
    if (kit.format === 'keyclave kit 1') return 'KIT_FORMAT'
    if (macOf(headAt(kit, kit.mac.revision)) !== kit.mac.value) return 'KIT_TAMPERED'
    const proved = [...kit.backupKeys, ...kit.keys].every(item => {
      const proof = proofOf(kit, item)
      return isFounding(kit, item) || (proof.by === 'revision' && proof.signed)
    })
    return proved ? null : 'unproved'
  } catch (error) {
    if (error instanceof KeyclaveError) return error.code as Verdict
    throw error
  }
}

/** Makes forgeries and has each of them refused by a code that fits. @returns how many of each kind */
export function refuseForgeries(
  count: number,
  draw: Draw,
  onForgery: (forgery: Forgery, verdict: Verdict) => void = () => {},
): ReadonlyMap<string, number> {
  const scene = crimeScene()
  const counts = new Map<string, number>()
  for (let made = 0; made < count; ) {
    const forgery = forge(scene, draw)
    if (isTrue(forgery.bytes, scene)) continue // what came out is the true kit
    const verdict = judge(forgery.bytes, scene)
    assert.ok(verdict !== null, `${forgery.what}: accepted\n${forgery.bytes.toString()}`)
    assert.ok(forgery.expected.includes(verdict), `${forgery.what}: ${verdict}`)
    onForgery(forgery, verdict)
    const kind = `${forgery.what}: ${verdict}`
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
    made += 1
  }
  return counts
}

const isTrue = (bytes: Buffer, { kit }: Scene): boolean =>
  bytes.includes(`"digest":"${kit.digest}"`)
