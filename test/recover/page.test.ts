import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import type { Browser } from 'playwright-core'
import {
  archiveOf,
  cardText,
  digitsOn,
  golden,
  PageAtHand,
  passphraseOf,
  recoverPage,
  startBrowser,
} from './page-at-hand.ts'

/** recover.html: what a browser alone brings back from a golden quorum of version 0.1.0. */

const HYBRID = 'strict-hybrid'
/** Of the page as the archive holds it: the digits of a SHA-256 in 16 groups. */
const groups = (digits: string): string => (digits.match(/.{4}/g) ?? []).join(' ')

describe('recover.html', () => {
  let browser: Browser
  let file: string
  before(async () => {
    file = await recoverPage()
    browser = await startBrowser()
  })
  after(() => browser.close())

  it('is one file under 3 MB that may fetch nothing and runs no script but its own', () => {
    const html = readFileSync(file, 'utf8')
    assert.ok(Buffer.byteLength(html) < 3_000_000, `${Buffer.byteLength(html)} bytes`)
    const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(html) ?? []
    assert.match(policy, /^default-src 'none'; script-src 'sha256-[^']+' 'wasm-unsafe-eval'; /)
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|https?:|connect-src|\*/)
    // Before the first of its scripts there is nothing that the policy does not hold for.
    assert.ok(html.indexOf('Content-Security-Policy') < html.indexOf('<script'))
    assert.doesNotMatch(html.replaceAll(/<script[\s\S]*?<\/script>/g, ''), /\b(src|href)=/)
  })

  it('opens a hybrid quorum by words, code and picture: identity, key, and a backup as tar', async () => {
    const hand = await PageAtHand.open(browser)
    try {
      await hand.kit(golden(`${HYBRID}/kit.json`))
      assert.match(await hand.text('#kit-section dl'), /Root key ceremony 2026[\s\S]*3 of 5 cards/)
      assert.equal(await hand.fingerprint(digitsOn(HYBRID, '01-ada').slice(0, 9)), null)
      assert.equal(await hand.card(cardText(HYBRID, '01-ada')), null)
      const code = /^# (KEYCLAVE:S\d:.*)$/m.exec(cardText(HYBRID, '03-custodian'))?.[1] ?? ''
      assert.equal(await hand.card(code), null)
      assert.match(
        (await hand.open('x')) ?? '',
        /^This quorum needs 3 shares, here are 2\./,
        'two of three',
      )
      assert.equal(await hand.picture(golden(`${HYBRID}/cards/04.png`)), null)
      assert.match(await hand.text('#standing'), /^3 cards: enough\./)

      assert.match(
        (await hand.open('not this one at all')) ?? '',
        /^The shares are right, but the passphrase does not open this quorum\./,
      )
      assert.equal(await hand.page.locator('#opened-section').count(), 0)
      assert.equal(await hand.open(passphraseOf(HYBRID)), null)

      const opened = (name: string): Buffer => readFileSync(golden(`${HYBRID}/opened/${name}`))
      const { bytes: identity } = await hand.saved('Save: The quorum’s identity')
      assert.equal(identity.toString().trim(), opened('quorum.txt').toString().trim())
      const key = await hand.saved('Save: video-root')
      assert.equal(key.name, 'video-root-1.key')
      assert.deepEqual(key.bytes, opened('video-root.key'))

      await hand.backup(golden(`${HYBRID}/office.tar.zst.age`))
      const tar = await savedTar(hand)
      assert.deepEqual(tar, await archiveOf(golden(`${HYBRID}/office.tar.zst.age`), identity))
      const sha256 = createHash('sha256')
        .update(readFileSync(golden(`${HYBRID}/office.tar.zst.age`)))
        .digest('hex')
      assert.match(await hand.text('#restored'), new RegExp(sha256))
      assert.deepEqual(hand.stray, [], 'it asked for nothing, and nothing went wrong unseen')
    } finally {
      await hand.close()
    }
  })

  it('computes the SHA-256 of itself, and says when it is not the one on the sheet', async () => {
    const hand = await PageAtHand.open(browser)
    try {
      const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex')
      await hand.page.click('#check summary')
      await hand.page.setInputFiles('#own-file', file)
      await hand.settled()
      assert.ok((await hand.text('#check dl')).includes(groups(sha256)))
      await hand.page.fill('#sheet-hash', groups(sha256).slice(0, 19))
      assert.match(await hand.text('#check [role=status]'), /are this file’s/)
      await hand.page.fill('#sheet-hash', `0000 ${groups(sha256)}`.slice(0, 19))
      assert.match(await hand.text('#check [role=status]'), /not the file that the sheet names/)
    } finally {
      await hand.close()
    }
  })
})

/** As a browser without File System Access has it: a headless one shows no picker. */
async function savedTar(hand: PageAtHand): Promise<Buffer> {
  await hand.page.evaluate('delete globalThis.showSaveFilePicker')
  const { name, bytes } = await hand.saved('Save as one tar file')
  assert.equal(name, 'office-restored.tar')
  return bytes
}
