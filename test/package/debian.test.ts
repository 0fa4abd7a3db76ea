/** The Debian package: what is in it, and that it works where nothing else is. */
import assert from 'node:assert/strict'
import { type ChildProcess, spawnSync } from 'node:child_process'
import {
  existsSync,
  globSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { BUILT_IN } from '../../main/build/package/bill.ts'
import { hashWords } from '../../main/core/text/index.ts'
import { DEMO_SOURCES } from '../../main/services/demo/demo.ts'
import { sha256 } from '../../main/shells/manifest.ts'
import { NODE_SHA_256 } from '../../main/shells/node-binary.ts'
import { TOPICS } from '../../shared/help/topics.ts'
import { openDisplay } from '../setup/display.ts'
import { processTree } from '../shells/sockets.ts'
import { makeCleanRoot, runIn, startIn } from './clean-root.ts'
import { PACKAGE, packaged, root, version } from './packaged.ts'

let work = ''
let release = ''
/** A root file system with the package and what it depends on. */
let clean = ''
const PROGRAM = 'usr/lib/keyclave'
const inProgram = (file: string): string => path.join(clean, PROGRAM, file)

before(async () => {
  work = mkdtempSync(path.join(tmpdir(), 'keyclave-debian-'))
  release = await packaged()
  clean = path.join(work, 'root')
  makeCleanRoot(path.join(release, PACKAGE), clean)
  spawnSync('chmod', ['755', work])
})
after(() => rmSync(work, { recursive: true, force: true }))

describe('the Debian package', () => {
  const deb = (...args: readonly string[]): string =>
    spawnSync('dpkg-deb', [...args], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }).stdout
  const field = (name: string): string => deb('-f', path.join(release, PACKAGE), name).trim()

  test('runs nothing when it is installed, and asks for what it does not run without', () => {
    const control = path.join(work, 'control')
    deb('-e', path.join(release, PACKAGE), control)
    assert.deepEqual(globSync('*', { cwd: control }).sort(), ['control', 'md5sums'])
    assert.equal(field('Version'), version)
    for (const name of ['libc6', 'util-linux', 'chromium', 'chromium-sandbox']) {
      assert.match(field('Depends'), new RegExp(`(^|, )${name}( |,|$)`))
    }
    assert.match(field('Homepage'), /^https:/)
  })

  test('belongs to root, and nobody else may write into it', () => {
    const listed = deb('-c', path.join(release, PACKAGE)).trim().split('\n')
    assert.ok(listed.length > 3000)
    for (const line of listed)
      assert.match(line, /^(-rw-r--r--|-rwxr-xr-x|drwxr-xr-x|lrwxrwxrwx) root\/root /)
    const programs = listed
      .filter(line => line.startsWith('-rwx'))
      .map(line => line.split(' ').at(-1))
    assert.deepEqual(programs, [`./${PROGRAM}/bin/keyclave`, `./${PROGRAM}/bin/node`])
  })

  test('holds no sources, source maps, tests or tools, and no path of where it was made', () => {
    const files = globSync('**', { cwd: inProgram('.'), withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => path.join(entry.parentPath, entry.name))
    const name = (file: string): string => path.relative(inProgram('.'), file)
    const wrong = files
      .map(name)
      .filter(
        file =>
          (/\.([cm]?tsx?|map|gyp|c|cc|h)$/.test(file) && !file.startsWith('licenses/')) ||
          /^(test|main\/(build|start|shells\/electron))(\/|\.|$)/.test(file) ||
          /^node_modules\/(electron|vite|playwright|react|typescript|rolldown|node-linux-.*|node-win-.*|@biomejs|@napi-rs)\//.test(
            file,
          ),
      )
    assert.deepEqual(wrong, [])
    const paths = [root, process.cwd(), path.dirname(release)].map(one => Buffer.from(`${one}/`))
    for (const file of files) {
      const bytes = readFileSync(file)
      for (const one of paths) assert.ok(!bytes.includes(one), `${name(file)} names ${one}`)
      if (!/^bin\/|^node_modules\//.test(name(file))) {
        assert.ok(!bytes.includes('sourceMappingURL='), name(file))
      }
    }
  })

  test('has the Node whose hash the project has, and every native module for this system as its makers built it', () => {
    assert.equal(sha256(readFileSync(inProgram('bin/node'))), NODE_SHA_256['linux-x64'])
    const native = globSync('**/*.node', { cwd: inProgram('node_modules') }).sort()
    assert.deepEqual(native, [
      'argon2/prebuilds/linux-x64/argon2.glibc.node',
      'better-sqlite3/prebuilds/linux-x64.node',
      'sodium-native/prebuilds/linux-x64/sodium-native.node',
    ])
  })

  test('has every document, the licence, and what the demonstration backs up', () => {
    const documents = globSync('docs/**/*.{md,py}', { cwd: root })
    assert.ok(documents.includes('docs/RUNBOOK.md') && documents.includes('docs/recover.py'))
    const helped = TOPICS.flatMap(({ file }) => (file === null ? [] : [file]))
    for (const file of [...documents, ...helped, ...DEMO_SOURCES]) {
      assert.ok(existsSync(inProgram(file)), file)
    }
    assert.ok(
      readFileSync(inProgram('docs/recover.html')).equals(
        readFileSync(path.join(root, 'dist/recover.html')),
      ),
    )
    const shown = path.join(clean, 'usr/share/doc/keyclave')
    assert.ok(statSync(path.join(shown, 'docs/RUNBOOK.md')).isFile())
    assert.match(readFileSync(path.join(shown, 'copyright'), 'utf8'), /Apache-2\.0/)
    assert.match(
      gunzipSync(readFileSync(path.join(shown, 'changelog.gz'))).toString(),
      /^# Changelog/,
    )
  })

  test('has an entry of the desktop with its icon, a manual page, and completion', () => {
    const share = path.join(clean, 'usr/share')
    const entry = readFileSync(path.join(share, 'applications/keyclave.desktop'), 'utf8')
    assert.match(entry, /^Exec=keyclave$/m)
    assert.match(entry, /^Terminal=false$/m)
    for (const size of [32, 64, 128, 256, 512]) {
      const icon = readFileSync(path.join(share, `icons/hicolor/${size}x${size}/apps/keyclave.png`))
      // Width and height (RFC 2083 §4.1.1).
      assert.deepEqual([icon.readUInt32BE(16), icon.readUInt32BE(20)], [size, size])
    }
    const page = gunzipSync(readFileSync(path.join(share, 'man/man1/keyclave.1.gz'))).toString()
    assert.match(page, /^\.TH KEYCLAVE 1/m)
    const file = path.join(share, 'bash-completion/completions/keyclave')
    const code = `. "${file}"; COMP_WORDS=(keyclave cerem); COMP_CWORD=1; ${completer(file)}; echo "\${COMPREPLY[*]}"`
    assert.match(spawnSync('bash', ['-c', code], { encoding: 'utf8' }).stdout, /\bceremony\b/)
    assert.match(
      readFileSync(path.join(share, 'zsh/vendor-completions/_keyclave'), 'utf8'),
      /^#compdef keyclave/,
    )
    assert.match(
      readFileSync(path.join(share, 'fish/vendor_completions.d/keyclave.fish'), 'utf8'),
      /complete .*keyclave/,
    )
  })

  test('has a bill of everything that is in it', () => {
    const bill = JSON.parse(
      readFileSync(path.join(release, `keyclave_${version}.cdx.json`), 'utf8'),
    )
    assert.deepEqual([bill.bomFormat, bill.specVersion], ['CycloneDX', '1.6'])
    const named = (purl: RegExp): readonly string[] =>
      bill.components.flatMap((one: { purl: string; name: string; group?: string }) =>
        purl.test(one.purl) ? [`${one.group === undefined ? '' : `${one.group}/`}${one.name}`] : [],
      )
    const npm = new Set(named(/^pkg:npm\//))
    const inside = globSync('node_modules/**/package.json', { cwd: inProgram('.') })
      .filter(file => /node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/.test(file))
      .map(file => JSON.parse(readFileSync(inProgram(file), 'utf8')).name)
    assert.ok(inside.length > 50)
    assert.deepEqual(
      inside.filter(name => !npm.has(name)),
      [],
    )
    const page = ['hash-wasm', 'fzstd', 'buffer', '@noble/curves']
    assert.deepEqual(
      page.filter(name => !npm.has(name)),
      [],
      'what is in recover.html',
    )
    const window = [
      'react',
      'react-dom',
      'scheduler',
      'lucide-react',
      '@fontsource-variable/source-serif-4',
    ]
    assert.deepEqual(
      window.filter(name => !npm.has(name)),
      [],
    )
    assert.ok(!npm.has('vite') && !npm.has('@napi-rs/canvas'))
    assert.deepEqual(named(/^pkg:generic\//), ['node'])
    const depends = field('Depends')
      .split(', ')
      .map(one => one.replace(/ .*/, ''))
    const debian = new Set(named(/^pkg:deb\//))
    assert.deepEqual(
      depends.filter(name => !debian.has(name)),
      [],
    )
    for (const { hashes, purl } of bill.components) {
      if (!purl.startsWith('pkg:deb/'))
        assert.match(hashes[0].content, /^[0-9a-f]{64}([0-9a-f]{64})?$/, purl)
    }
    for (const [name, part] of Object.entries(BUILT_IN)) {
      const [binary = ''] = globSync(`node_modules/${name}/**/*.node`, { cwd: inProgram('.') })
      const said = new RegExp(`(?<![\\d.])${part?.version.replaceAll('.', '\\.')}\0`)
      assert.ok(said.test(readFileSync(inProgram(binary), 'latin1')), name)
    }
  })

  test('has checksums that sha256sum reads, with the words of each', () => {
    const checked = spawnSync('sha256sum', ['--check', '--strict', 'SHA256SUMS'], {
      cwd: release,
      encoding: 'utf8',
    })
    assert.equal(checked.status, 0, checked.stderr)
    const sums = readFileSync(path.join(release, 'SHA256SUMS'), 'utf8')
    const hash = sha256(readFileSync(path.join(release, PACKAGE)))
    const [, words = ''] = sums.split(`${hash}  ${PACKAGE}\n`)
    const said = words.split('\n').slice(0, 4).join(' ').replaceAll('#', ' ').trim().split(/\s+/)
    assert.deepEqual(said, hashWords(hash))
  })
})

/** The function that a completion script has bash call. */
const completer = (file: string): string =>
  / -F (\w+)/.exec(readFileSync(file, 'utf8'))?.[1] ?? 'false'

describe('installed, for an ordinary user without a network', () => {
  test('it says its version, and completes', () => {
    assert.deepEqual(runIn(clean, ['keyclave', '--version']), {
      status: 0,
      stdout: `${version}\n`,
      stderr: '',
    })
    const { stdout } = runIn(clean, ['keyclave', 'completion', 'bash'])
    assert.equal(
      stdout,
      readFileSync(path.join(clean, 'usr/share/bash-completion/completions/keyclave'), 'utf8'),
    )
  })

  test('it does the whole job, and leaves nothing', () => {
    const { status, stdout, stderr } = runIn(clean, ['keyclave', 'demo'])
    assert.deepEqual([status, stderr], [0, ''])
    assert.match(stdout, /byte-identical/)
  })

  test('without a display it says so, and names the command for the terminal', () => {
    const { status, stderr } = runIn(clean, ['keyclave'])
    assert.equal(status, 6)
    assert.match(stderr, /^error\[DISPLAY_MISSING\]: .* keyclave --help\n$/)
  })

  test('a Node that was changed is refused, before anything else', () => {
    const program = readlinkSync(path.join(clean, 'usr/bin/keyclave'))
    assert.equal(program, '../lib/keyclave/bin/keyclave')
    const wrong = path.join(work, 'node')
    spawnSync('cp', [inProgram('bin/node'), wrong])
    spawnSync('sh', ['-c', 'printf x >> "$0"', wrong])
    const more = ['--ro-bind', wrong, `/${PROGRAM}/bin/node`]
    const { status, stderr } = runIn(clean, ['keyclave'], { more })
    assert.equal(status, 5)
    assert.match(stderr, /^error\[NODE_CHANGED\]: /)
  })

  test('what steers a Node from outside does not steer it', () => {
    const more = ['--setenv', 'NODE_OPTIONS', '--require=/nowhere.cjs']
    assert.equal(runIn(clean, ['keyclave', '--version'], { more }).stdout, `${version}\n`)
  })

  describe('on a display', () => {
    let display: Awaited<ReturnType<typeof openDisplay>>
    before(async () => {
      display = await openDisplay()
    })
    after(() => display.close())

    test('where Chromium has no sandbox, that is said, with what to install', () => {
      const how = { display: display.name, more: ['--unshare-user', '--disable-userns'] }
      const { status, stderr } = runIn(clean, ['keyclave', '--unisolated'], how)
      assert.equal(status, 6)
      assert.match(stderr, /^error\[BROWSER_SANDBOX\]: .*apt install chromium chromium-sandbox/)
    })

    test('the window opens, and what shows it is in Chromium’s sandbox', async () => {
      const window = startIn(clean, ['keyclave'], { display: display.name })
      let said = ''
      for (const stream of [window.stdout, window.stderr]) {
        stream?.on('data', (text: Buffer) => {
          said += text
        })
      }
      try {
        await untilOpen(window, display.name, () => said)
        const renderers = processTree(window.pid ?? 0).flatMap(statusOfRenderer)
        assert.ok(renderers.length > 0, 'the test sees no browser')
        for (const { seccomp, spaces } of renderers) {
          // A filter of calls, and a name space of processes of its own within that of the root.
          assert.deepEqual([seccomp, spaces > 2], ['2', true])
        }
        assert.equal(said, '')
      } finally {
        window.kill('SIGKILL')
      }
    })
  })
})

/** The window is there, shows the front door, and does what a person at the mouse wants: it begins a ceremony. */
async function untilOpen(window: ChildProcess, display: string, said: () => string): Promise<void> {
  const isThere = (title: string): boolean =>
    spawnSync('xwininfo', ['-display', display, '-name', title]).status === 0
  // On the first card of the door; where there is none yet, nothing happens.
  const click = ['mousemove', '250', '335', 'click', '1']
  for (let wait = 0; wait < 1200 && !isThere('ceremony: Keyclave'); wait += 1) {
    if (window.exitCode !== null) throw new Error(`no window: ${said()}`)
    if (isThere('Keyclave'))
      spawnSync('xdotool', click, { env: { ...process.env, DISPLAY: display } })
    await sleep(250)
  }
  assert.ok(isThere('ceremony: Keyclave'), said())
}

/** Of a process that shows pages, what the kernel says of its sandbox. */
function statusOfRenderer(pid: number) {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    if (!/--type=renderer/.test(command)) return []
    assert.doesNotMatch(command, /--no-sandbox/)
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const [, seccomp] = /^Seccomp:\s+(\d)/m.exec(status) ?? []
    const [, spaces = ''] = /^NSpid:\s+(.*)$/m.exec(status) ?? []
    return [{ seccomp, spaces: spaces.split('\t').length }]
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [] // it has ended
    throw error
  }
}
