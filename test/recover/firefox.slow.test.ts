import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { kitFingerprint, kitToBytes } from '../../main/core/kit/index.ts'
import { shareToWords } from '../../shared/share-text.ts'
import { IMPORTED, PASSPHRASE, smallCeremony } from '../core/small-ceremony.ts'
import { FirefoxAtHand } from './firefox.ts'
import {
  archiveOf,
  cardText,
  digitsOn,
  golden,
  passphraseOf,
  recoverPage,
  wordsOf,
} from './page-at-hand.ts'

/** recover.html in Debian's Firefox, from cards to files: a browser that lets no page write into a folder. */

const HYBRID = 'strict-hybrid'

async function withPage(
  use: (hand: FirefoxAtHand) => Promise<void>,
  memory: number | null = null,
): Promise<void> {
  const hand = await FirefoxAtHand.open(await recoverPage(), memory)
  try {
    await use(hand)
  } finally {
    await hand.close()
  }
}

function kitFile(t: TestContext, bytes: Buffer): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'keyclave-kit-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'kit.json')
  writeFileSync(file, bytes)
  return file
}

describe('recover.html in Firefox', () => {
  it('opens a hybrid quorum from typed words, code and picture: identity, key, and a backup as tar', async () => {
    await withPage(async hand => {
      assert.equal(await hand.files('#kit', [golden(`${HYBRID}/kit.json`)]), null)
      assert.equal(await hand.fingerprint(digitsOn(HYBRID, '01-ada').slice(0, 9)), null)
      assert.equal(await hand.card(wordsOf(HYBRID, '01-ada').join(' ')), null)
      const code = /^# (KEYCLAVE:S\d:.*)$/m.exec(cardText(HYBRID, '03-custodian'))?.[1] ?? ''
      assert.equal(await hand.card(code), null)
      assert.equal(await hand.files('#picture', [golden(`${HYBRID}/cards/04.png`)]), null)
      assert.match(await hand.text('#standing'), /^3 cards: enough\./)
      assert.match(
        (await hand.open('not this one')) ?? '',
        /^The shares are right, but the passphrase does not open this quorum\./,
      )
      assert.equal(await hand.open(passphraseOf(HYBRID)), null)

      const opened = (name: string): Buffer => readFileSync(golden(`${HYBRID}/opened/${name}`))
      const { bytes: identity } = await hand.saved('Save: The quorum’s identity')
      assert.equal(identity.toString().trim(), opened('quorum.txt').toString().trim())
      const key = await hand.saved('Save: video-root')
      assert.deepEqual(key.bytes, opened('video-root.key'))

      const backup = golden(`${HYBRID}/office.tar.zst.age`)
      assert.equal(await hand.files('#backup', [backup]), null)
      assert.match(
        await hand.text('#backup-section'),
        /This browser lets no page write into a folder/,
      )
      const tar = await hand.saved('Save as one tar file')
      assert.equal(tar.name, 'office-restored.tar')
      assert.ok(tar.bytes.equals(await archiveOf(backup, identity)))
      assert.deepEqual(hand.stray, [], 'it asked for nothing, and nothing went wrong unseen')
    })
  })

  for (const kdf of [2, 3] as const) {
    it(`opens a quorum of profile ${kdf}, in the memory that its passphrase takes`, async t => {
      const { kit, shares } = await smallCeremony('hybrid', null, kdf)
      const file = kitFile(t, kitToBytes(kit))
      await withPage(async hand => {
        assert.equal(await hand.files('#kit', [file]), null)
        assert.equal(await hand.fingerprint(kitFingerprint(kit.quorum)), null)
        for (const share of shares.slice(1, 4)) {
          assert.equal(await hand.card(shareToWords(share).join(' ')), null)
        }
        const began = performance.now()
        assert.equal(await hand.open(PASSPHRASE.toString()), null)
        t.diagnostic(`${Math.round((performance.now() - began) / 1000)} s`)
        assert.deepEqual((await hand.saved('Save: legacy-token')).bytes, IMPORTED)
      })
    })
  }

  it('says it where the memory is not to be had, and what else opens the quorum', async t => {
    const { kit, shares } = await smallCeremony('classic', null, 2)
    const file = kitFile(t, kitToBytes(kit))
    await withPage(async hand => {
      assert.equal(await hand.files('#kit', [file]), null)
      assert.equal(await hand.fingerprint(kitFingerprint(kit.quorum)), null)
      for (const share of shares.slice(0, 3)) {
        assert.equal(await hand.card(shareToWords(share).join(' ')), null)
      }
      assert.match(
        (await hand.open(PASSPHRASE.toString())) ?? '',
        /^This browser does not give a page the memory .* 2048 MiB .*recover\.py/,
      )
    }, 2_000_000_000)
  })
})
