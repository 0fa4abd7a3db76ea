/** The built window: what is in it, and that it runs under its own policy. */
import assert from 'node:assert/strict'
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { buildWindow } from '../../main/build/window.ts'
import { answer, HEADERS, loadContent } from '../../main/shells/content.ts'
import { MANIFEST } from '../../main/shells/manifest.ts'
import { openHeadless } from './open-chromium.ts'

const root = path.resolve(import.meta.dirname, '../..')
const work = mkdtempSync(path.join(tmpdir(), 'keyclave-window-build-'))
const folder = path.join(work, 'renderer')

describe('the built window', () => {
  before(() => buildWindow(root, folder))
  after(() => rmSync(work, { recursive: true }))

  test('holds no Node, no Electron, no source map and no address', () => {
    for (const file of globSync('**/*.{js,html,css}', { cwd: folder })) {
      const text = readFileSync(path.join(folder, file), 'utf8')
      assert.doesNotMatch(text, /(from|import|require\()\s*["'`](node:|electron)/, file)
      assert.doesNotMatch(text, /sourceMappingURL/, file)
      assert.doesNotMatch(text, /\b(src|href)="(https?:)?\/\//, file)
    }
    assert.deepEqual(globSync('**/*.map', { cwd: folder }), [])
  })

  test('holds no code that makes, opens or seals a key', () => {
    // The documents of the help say how everything is done; they are data, and their file holds nothing else.
    const [documents = '', ...more] = globSync('**/_keyclave_help-*.js', { cwd: folder })
    assert.deepEqual(more, [])
    assert.match(
      readFileSync(path.join(folder, documents), 'utf8'),
      /^(?:var|const|let) \w+=JSON\.parse\(`[^`]*`\);export\{\w+ as \w+\};?\s*$/,
    )
    const scripts = globSync('**/*.js', { cwd: folder }).filter(file => file !== documents)
    assert.ok(scripts.length > 0)
    for (const file of scripts) {
      // Without what is only said: sentences, and which word a stray code begins with.
      const code = readFileSync(path.join(folder, file), 'utf8').replaceAll(
        /the stock argon2 command|system and of libsodium, before people|nor are libsodium and OpenSSL as it uses|transit-proof-hmac|Ask for the HMAC that was computed|age identity \(AGE-SECRET-KEY-…\)|\/\^AGE-SECRET-KEY-\/i/g,
        '',
      )
      for (const part of [
        /AGE-SECRET-KEY/i,
        /sodium/i,
        /argon2/i,
        /age-encryption|age-encryption\.org/,
        /main\/(core|vault|services)/,
        // What FORMAT (Keys, Share value and digest) hashes over, which nothing can derive without.
        /keyclave\/v1/,
        /\b(hmac|chacha20|poly1305|scrypt|pbkdf2)\b/i,
        /\b(QuorumSecret|QuorumIdentity|MasterKey|SealedItem|OpenQuorum)\b/,
      ]) {
        assert.doesNotMatch(code, part, file)
      }
      // Of the browser's own, what seals a call on its way (shared/secret) has one key agreement, and no more.
      for (const once of [/["'`]HKDF["'`]/g, /getRandomValues/g]) {
        assert.ok((code.match(once) ?? []).length <= 2, `${file}: ${once.source}`)
      }
    }
  })

  test('lists every file, and serves only those', () => {
    const content = loadContent(folder)
    const files = globSync('**/*.*', { cwd: folder }).filter(file => file !== MANIFEST)
    assert.deepEqual([...content.keys()].sort(), files.map(file => `/${file}`).sort())
    const [origin, picker] = ['keyclave://app', 'keyclave://picker']
    // Each of the two pages under its own origin alone.
    for (const path of content.keys()) {
      const [here, there] = [origin, picker].map(of => answer(content, 'GET', of + path).status)
      assert.equal(here, path === '/picker.html' ? 404 : 200, path)
      assert.equal(there, path === '/index.html' ? 404 : 200, path)
    }
    for (const path of [
      '/content.json',
      '/../package.json',
      '/%2e%2e/x',
      '//index.html',
      '/toString',
    ]) {
      assert.equal(answer(content, 'GET', origin + path).status, 404, path)
    }
    for (const method of ['POST', 'HEAD', 'PUT', 'OPTIONS']) {
      assert.equal(answer(content, method, `${origin}/`).status, 405)
    }
    assert.equal(
      answer(content, 'GET', `${origin}/nowhere`).headers['content-security-policy'],
      HEADERS['content-security-policy'],
    )
  })

  test('runs in the browser without breaking its policy', async context => {
    const shell = await openHeadless(folder)
    context.after(() => shell.close())
    const problems: string[] = []
    shell.page.on('console', message => {
      if (['error', 'warning'].includes(message.type())) problems.push(message.text())
    })
    shell.page.on('pageerror', error => problems.push(error.message))
    await shell.page.reload()
    await shell.page.locator('#app > *').first().waitFor()
    await shell.page.waitForTimeout(300)
    assert.deepEqual(problems, [])
  })

  test('is refused when one byte of one file is another', () => {
    for (const file of globSync('**/*.*', { cwd: folder }).filter(file => file !== MANIFEST)) {
      const full = path.join(folder, file)
      const bytes = readFileSync(full)
      const changed = Buffer.from(bytes)
      changed[bytes.length >> 1] = (changed[bytes.length >> 1] ?? 0) ^ 1
      writeFileSync(full, changed)
      assert.throws(() => loadContent(folder), {
        code: 'WINDOW_CONTENT',
        data: { path: `/${file}` },
      })
      writeFileSync(full, bytes)
    }
    writeFileSync(path.join(folder, MANIFEST), '{"../../etc/passwd": {}}')
    assert.throws(() => loadContent(folder), { code: 'WINDOW_CONTENT' })
  })
})
