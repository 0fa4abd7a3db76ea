import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { Browser } from 'playwright-core'
import { kitFingerprint, kitToBytes } from '../../main/core/kit/index.ts'
import { canonicalBytes } from '../../main/core/text/index.ts'
import { shareToWords } from '../../shared/share-text.ts'
import { IMPORTED, PASSPHRASE, smallCeremony } from '../core/small-ceremony.ts'
import {
  cardText,
  digitsOn,
  golden,
  PageAtHand,
  PROJECT,
  passphraseOf,
  recoverPage,
  startBrowser,
  wordsOf,
} from './page-at-hand.ts'

/** recover.html among people, other quorums, damage and hostile files. */

const CLASSIC = 'small-team-classic'
const HYBRID = 'strict-hybrid'
const AXE = readFileSync(path.join(PROJECT, 'node_modules/axe-core/axe.min.js'), 'utf8')

/** A kit as anybody can write one: whatever it says, with its digest made anew. */
function forgedKit(change: (kit: { quorum: Record<string, unknown> }) => void): Buffer {
  const { digest: _, ...kit } = JSON.parse(readFileSync(golden(`${CLASSIC}/kit.json`), 'utf8'))
  change(kit)
  const digest = createHash('sha256')
    .update('keyclave/v1 kit digest')
    .update(canonicalBytes(kit))
    .digest('hex')
  return Buffer.from(JSON.stringify({ ...kit, digest }))
}
const asKit = (buffer: Buffer) => ({ name: 'kit.json', mimeType: 'application/json', buffer })

/** Stands for a folder that somebody chooses: a headless browser shows no picker. */
const FOLDER = `
globalThis.written = {}
const folder = at => ({
  getDirectoryHandle: async (name, { create }) => {
    if (create) return folder(at + name + '/')
    throw new DOMException('', 'NotFoundError')
  },
  getFileHandle: async name => ({
    createWritable: async () => {
      let text = ''
      return {
        write: async bytes => { for (const byte of bytes) text += String.fromCharCode(byte) },
        close: async () => { written[at + name] = btoa(text) },
        abort: async () => {},
      }
    },
  }),
  removeEntry: async () => { written = {} },
})
globalThis.showDirectoryPicker = async () => folder('')
`

describe('recover.html', () => {
  let browser: Browser
  let scratch: string
  before(async () => {
    browser = await startBrowser()
    scratch = mkdtempSync(path.join(tmpdir(), 'keyclave-recover-'))
  })
  after(async () => {
    await browser.close()
    rmSync(scratch, { recursive: true, force: true })
  })

  async function withPage(use: (hand: PageAtHand) => Promise<void>): Promise<void> {
    const hand = await PageAtHand.open(browser)
    try {
      await use(hand)
    } finally {
      await hand.close()
    }
  }

  it('is the same bytes from another folder, time zone and locale', async () => {
    const elsewhere = path.join(scratch, 'else where')
    symlinkSync(PROJECT, elsewhere)
    const out = path.join(scratch, 'again.html')
    const module = JSON.stringify(path.join(elsewhere, 'main/build/recover-page.ts'))
    const places = [elsewhere, out].map(place => JSON.stringify(place)).join(', ')
    const script = `const { buildRecoverPage } = await import(${module}); await buildRecoverPage(${places})`
    execFileSync(
      process.execPath,
      ['--preserve-symlinks', '--input-type=module', '--eval', script],
      {
        cwd: '/',
        env: { PATH: process.env.PATH ?? '', TZ: 'Pacific/Kiritimati', LC_ALL: 'C', HOME: scratch },
      },
    )
    assert.ok(readFileSync(out).equals(readFileSync(await recoverPage())))
  })

  it('opens a classic quorum without a kit, and restores what stock age and zstd restore', async () => {
    await withPage(async hand => {
      assert.equal(await hand.card(wordsOf(CLASSIC, '01-ines').join('  ').toUpperCase()), null)
      assert.equal(await hand.card(cardText(CLASSIC, '03-zoe')), null)
      assert.equal(await hand.open(passphraseOf(CLASSIC)), null)
      assert.match(await hand.text('#opened-section'), /only a backup can tell/)
      const { bytes: identity } = await hand.saved('Save: The quorum’s identity')
      await hand.backup(golden(`${CLASSIC}/office.tar.zst.age`))
      await hand.page.evaluate('delete globalThis.showSaveFilePicker')
      const { bytes: tar } = await hand.saved('Save as one tar file')
      const at = path.join(scratch, 'identity.txt')
      writeFileSync(at, identity)
      const command = 'exec age -d -i "$0" "$1" | zstd -qdc'
      const backup = golden(`${CLASSIC}/office.tar.zst.age`)
      assert.ok(tar.equals(execFileSync('sh', ['-c', command, at, backup])))

      await hand.page.evaluate(FOLDER)
      assert.equal(await hand.restore('Restore into a folder'), null)
      const written = (await hand.page.evaluate('written')) as { readonly [file: string]: string }
      const unpacked = path.join(scratch, 'unpacked')
      mkdirSync(unpacked)
      execFileSync('tar', ['-x', '-C', unpacked], { input: tar })
      assert.ok(Object.keys(written).length > 0)
      for (const [file, bytes] of Object.entries(written)) {
        const expected = readFileSync(path.join(unpacked, file.replace('office-restored/', '')))
        assert.ok(Buffer.from(bytes, 'base64').equals(expected), file)
      }
    })
  })

  it('proposes what the check words say, and takes it only when somebody has compared it', async () => {
    await withPage(async hand => {
      const words = wordsOf(CLASSIC, '01-ines')
      const [right3 = '', right7 = ''] = [words[2], words[6]]
      const typed = words.with(2, 'zoo').with(6, '?').join(' ')
      assert.equal(await hand.card(typed), null)
      assert.match(await hand.text('#proposed'), new RegExp(`Word 3[\\s\\S]*${right3}`))
      assert.match(await hand.text('#proposed'), new RegExp(`Word 7[\\s\\S]*${right7}`))
      assert.equal(await hand.text('#standing'), 'No card yet.')
      await hand.page.getByRole('button', { name: 'These words stand on the card' }).click()
      await hand.settled()
      assert.match(await hand.text('#standing'), /^1 of 2 cards/)
      const lost = words.map((word, i) => (i < 9 ? 'zoo' : word)).join(' ')
      assert.match((await hand.card(lost)) ?? '', /too many/i)
    })
  })

  it('refuses by name: a card twice, of another quorum, of another kit; a wrong passphrase', async () => {
    await withPage(async hand => {
      assert.equal(await hand.card(cardText(CLASSIC, '01-ines')), null)
      assert.match((await hand.card(cardText(CLASSIC, '01-ines'))) ?? '', /already|twice/i)
      assert.match((await hand.card(cardText(HYBRID, '01-ada'))) ?? '', /95042eb210/)
      await hand.kit(golden(`${HYBRID}/kit.json`))
      const digits = digitsOn(HYBRID, '01-ada')
      assert.match((await hand.fingerprint(digits)) ?? '', /913226ed18/)
      await hand.page.getByRole('button', { name: 'Go on without the kit' }).click()
      assert.equal(await hand.settled(), null)
      assert.match(await hand.text('#standing'), /^1 of 2 cards/)
      assert.equal(await hand.card(cardText(CLASSIC, '02-walt')), null)

      assert.equal(await hand.open('nobody has this passphrase'), null)
      await hand.backup(golden(`${CLASSIC}/office.tar.zst.age`))
      assert.match(
        (await hand.restore('Only read and check it')) ?? '',
        /this passphrase give does not open this file/,
      )
    })
  })

  it('restores nothing of a damaged, a cut or another quorum’s backup, and says which it is', async () => {
    const whole = readFileSync(golden(`${CLASSIC}/office.tar.zst.age`))
    const flipped = Buffer.from(whole)
    const place = whole.length - 200
    flipped[place] = (flipped[place] ?? 0) ^ 1
    const [damaged, cut] = ['damaged.age', 'cut.age'].map(name => path.join(scratch, name))
    writeFileSync(damaged ?? '', flipped)
    writeFileSync(cut ?? '', whole.subarray(0, -40))
    await withPage(async hand => {
      await hand.kit(golden(`${CLASSIC}/kit.json`))
      assert.equal(await hand.fingerprint(digitsOn(CLASSIC, '01-ines')), null)
      for (const card of ['01-ines', '02-walt']) {
        assert.equal(await hand.card(cardText(CLASSIC, card)), null)
      }
      assert.equal(await hand.open(passphraseOf(CLASSIC)), null)
      await hand.page.evaluate(FOLDER)
      for (const [file, said] of [
        [damaged, /damaged|changed/],
        [cut, /damaged|ends|cut/],
        [golden(`${HYBRID}/office.tar.zst.age`), /not encrypted to this identity/],
        [golden(`${CLASSIC}/kit.json`), /not an age file|no age file|age/],
      ] as const) {
        await hand.backup(file ?? '')
        assert.match((await hand.restore('Restore into a folder')) ?? '', said)
        assert.deepEqual(await hand.page.evaluate('written'), {})
        assert.equal(await hand.text('#restored'), '')
      }
    })
  })

  it('shows what a hostile kit says as text, and opens nothing of it', async () => {
    await withPage(async hand => {
      const title = '<img src=x onerror="globalThis.owned=1"><script>owned=1</script>'
      await hand.kit(
        asKit(
          forgedKit(kit => {
            kit.quorum.title = title
          }),
        ),
      )
      assert.ok((await hand.text('#kit-section dl')).includes(title))
      assert.equal(await hand.page.locator('#kit-section img, #kit-section script').count(), 0)
      assert.equal(await hand.page.evaluate('typeof owned'), 'undefined')
      const digits = digitsOn(CLASSIC, '01-ines')
      assert.match((await hand.fingerprint(digits)) ?? '', /fingerprint|groups?/i)
      for (const card of ['01-ines', '02-walt']) await hand.card(cardText(CLASSIC, card))
      assert.match(
        (await hand.open(passphraseOf(CLASSIC))) ?? '',
        /Nothing has confirmed that this is the kit/,
      )
      for (const bytes of [
        Buffer.alloc(17 * 1024 * 1024, ' '),
        Buffer.from('['.repeat(1_000_000)),
        Buffer.from('{"format":"keyclave kit 9"}'),
        Buffer.from('{"__proto__":{"format":"keyclave kit 1"}}'),
      ]) {
        await hand.kit(asKit(bytes))
        assert.ok(await hand.settled(), 'refused')
      }
      // What was there before stays, and works on.
      await hand.page.getByRole('button', { name: 'Go on without the kit' }).click()
      assert.equal(await hand.settled(), null)
      assert.equal(await hand.open(passphraseOf(CLASSIC)), null)
    })
  })

  it('reaches nothing, whatever script would be put into it', async () => {
    let asked = 0
    const server = createServer((_, response) => {
      asked += 1
      response.end()
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { readonly port: number }
    try {
      await withPage(async hand => {
        const reached = await hand.page.evaluate(`(async () => {
          const at = 'http://127.0.0.1:${port}/'
          const tries = [
            () => fetch(at), () => fetch(at, { mode: 'no-cors' }),
            () => new Promise((yes, no) => { const i = new Image(); i.onload = yes; i.onerror = no; i.src = at }),
            () => new Promise((yes, no) => { const s = new WebSocket(at.replace('http', 'ws')); s.onopen = yes; s.onerror = no }),
            () => { if (!navigator.sendBeacon(at, 'x')) throw 0 },
            () => { document.body.innerHTML = '<img src="' + at + '">' },
            () => { const f = document.createElement('form'); f.action = at; document.body.append(f); f.submit() },
            () => { (0, eval)('1') },
          ]
          const done = []
          for (const one of tries) done.push(await Promise.resolve().then(one).then(() => true, () => false))
          return done
        })()`)
        assert.deepEqual((reached as boolean[]).slice(0, 4), [false, false, false, false])
        assert.deepEqual((reached as boolean[]).at(5), false, 'no text becomes mark-up')
        await hand.page.waitForTimeout(500)
      })
      assert.equal(asked, 0)
    } finally {
      server.close()
    }
  })

  it('is used with a keyboard alone, and axe finds no barrier, light and dark', async () => {
    await withPage(async hand => {
      const { page } = hand
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        if (colorScheme === 'light') {
          await page.focus('#card')
          await page.keyboard.insertText(cardText(CLASSIC, '01-ines'))
          await page.keyboard.press('Tab')
          await page.keyboard.press('Enter')
          await hand.settled()
          await page.keyboard.insertText(cardText(CLASSIC, '02-walt'))
          await page.keyboard.press('Tab')
          await page.keyboard.press('Enter')
          await hand.settled()
          assert.match(await hand.text('#standing'), /^2 cards: enough/)
          await page.focus('#passphrase')
          await page.keyboard.insertText(passphraseOf(CLASSIC))
          await page.keyboard.press('Enter')
          await hand.settled()
          const heading = await page.evaluate('document.activeElement.textContent')
          assert.equal(heading, '4. Opened', 'one begins to read where it opened')
        }
        await page.evaluate(AXE)
        const found = (await page.evaluate(
          `axe.run(document, { resultTypes: ['violations'], preload: false }).then(({ violations }) =>
            violations.map(({ id, nodes }) => id + ' ' + nodes.map(({ html }) => html).join(' ')))`,
        )) as string[]
        assert.deepEqual(found, [], colorScheme)
      }
    })
  })

  for (const kdf of [2, 3] as const) {
    it(`opens a quorum of profile ${kdf}, in the memory that its passphrase takes`, async t => {
      const { kit, shares } = await smallCeremony('hybrid', null, kdf)
      await withPage(async hand => {
        await hand.kit(asKit(kitToBytes(kit)))
        assert.equal(await hand.fingerprint(kitFingerprint(kit.quorum)), null)
        for (const share of shares.slice(1, 4)) {
          assert.equal(await hand.card(shareToWords(share).join(' ')), null)
        }
        const began = performance.now()
        assert.equal(await hand.open(PASSPHRASE.toString()), null)
        t.diagnostic(`${Math.round((performance.now() - began) / 1000)} s`)
        const secret = await hand.saved('Save: legacy-token')
        assert.deepEqual(secret.bytes, IMPORTED)
      })
    })
  }

  it('says it where the browser does not give the memory, and what else opens the quorum', async () => {
    const { kit, shares } = await smallCeremony('classic')
    const poor = await startBrowser(['--js-flags=--wasm-max-mem-pages=512'])
    const hand = await PageAtHand.open(poor)
    try {
      await hand.kit(asKit(kitToBytes(kit)))
      assert.equal(await hand.fingerprint(kitFingerprint(kit.quorum)), null)
      for (const share of shares.slice(0, 3)) {
        assert.equal(await hand.card(shareToWords(share).join(' ')), null)
      }
      assert.match(
        (await hand.open(PASSPHRASE.toString())) ?? '',
        /^This browser does not give a page the memory .* 64 MiB .*recover\.py/,
      )
    } finally {
      await hand.close()
      await poor.close()
    }
  })
})
