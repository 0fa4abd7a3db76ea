/**
 * A package, built by electron-builder over a stand-in for Electron's runtime: a file that holds the
 * fuse wire. What a package holds is listed and its fuses are read back.
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { extractAll, extractFile, listPackage } from '@electron/asar'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import appImage from 'app-builder-lib/out/targets/appimage/AppImageTarget.js'
import { parse } from 'yaml'
import { afterPack } from '../../main/build/after-pack.ts'
import { DEMO_SOURCES } from '../../main/services/demo/demo.ts'
import { TOPICS } from '../../shared/help/topics.ts'

const root = path.resolve(import.meta.dirname, '../..')
const work = mkdtempSync(path.join(tmpdir(), 'keyclave-package-'))
const unpacked = path.join(work, 'packages/linux-unpacked')
const archive = path.join(unpacked, 'resources/app.asar')

/** Electron's fuse wire: a sentinel, version 1, the number of fuses, one character for each. */
function makeRuntime(folder: string, fuses: number): void {
  const wire = [Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'), Buffer.from([1, fuses])]
  const states = Buffer.alloc(fuses, '1')
  mkdirSync(path.join(folder, 'resources'), { recursive: true })
  mkdirSync(path.join(folder, 'locales'))
  const executable = Buffer.concat([Buffer.alloc(4096), ...wire, states, Buffer.alloc(4096)])
  writeFileSync(path.join(folder, 'electron'), executable, { mode: 0o755 })
  writeFileSync(path.join(folder, 'version'), '45.4.1')
  writeFileSync(path.join(folder, 'LICENSE'), 'stand-in')
  writeFileSync(path.join(folder, 'LICENSES.chromium.html'), 'stand-in')
}

function packageOver(runtime: string, output: string): { status: number | null; output: string } {
  const builder = path.join(root, 'node_modules/electron-builder/cli.js')
  const options = [`-c.electronDist=${runtime}`, `-c.directories.output=${output}`]
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [builder, '--dir', '--linux', '--publish', 'never', ...options],
    { cwd: root, encoding: 'utf8', timeout: 600_000 },
  )
  return { status, output: stdout + stderr }
}

/** What the help is printed from, and what goes into a bundle. */
const DOCUMENTS = [
  ...TOPICS.flatMap(({ file }) => (file === null ? [] : [`/${file}`])),
  ...globSync('docs/**/*.{md,py}', { cwd: root }).map(file => `/${file}`),
  ...['/docs/recover.html', '/docs/leaflets.pdf', '/docs/RUNBOOK.pdf', '/docs/FORMAT.pdf'],
]

describe('a package', () => {
  before(() => {
    const build = [path.join(root, 'main/build/run.ts'), '--electron']
    assert.equal(spawnSync(process.execPath, build, { cwd: root, stdio: 'ignore' }).status, 0)
    makeRuntime(path.join(work, 'runtime'), 9)
    const made = packageOver(path.join(work, 'runtime'), path.join(work, 'packages'))
    assert.equal(made.status, 0, made.output)
  })
  after(() => rmSync(work, { recursive: true, force: true }))

  const files = (): string[] => listPackage(archive, { isPack: false })
  const extracted = (): string => {
    const folder = path.join(work, 'extracted')
    if (!existsSync(folder)) extractAll(archive, folder)
    return folder
  }

  test('has all nine fuses set', async () => {
    const { version, resetAdHocDarwinSignature, ...wire } = (await getCurrentFuseWire(
      path.join(unpacked, 'keyclave'),
    )) as unknown as Record<string, unknown>
    const states = Object.entries(wire)
      .filter(([fuse]) => /^\d+$/.test(fuse))
      .map(([fuse, state]) => [FuseV1Options[Number(fuse)], state === FuseState.ENABLE])
    assert.equal(version, '1')
    assert.deepEqual(Object.fromEntries(states), {
      RunAsNode: false,
      EnableCookieEncryption: true,
      EnableNodeOptionsEnvironmentVariable: false,
      EnableNodeCliInspectArguments: false,
      EnableEmbeddedAsarIntegrityValidation: true,
      OnlyLoadAppFromAsar: true,
      LoadBrowserProcessSpecificV8Snapshot: false,
      GrantFileProtocolExtraPrivileges: false,
      WasmTrapHandlers: true,
    })
  })

  test('holds the main side as JavaScript, the window, and the entry point', () => {
    const list = new Set(files())
    for (const file of [
      '/main/shells/electron/main.js',
      '/main/shells/electron/preload.cjs',
      '/main/router.js',
      '/main/core/bytes/secret.js',
      '/shared/contract.js',
      '/renderer/index.html',
      '/renderer/content.json',
      '/node_modules/zod/package.json',
      ...DOCUMENTS,
      '/node_modules/sodium-native/package.json',
    ]) {
      assert.ok(list.has(file), `${file} is missing`)
    }
    const manifest = JSON.parse(extractFile(archive, 'package.json').toString())
    assert.equal(manifest.main, 'main/shells/electron/main.js')
    assert.deepEqual([manifest.scripts, manifest.devDependencies], [undefined, undefined])
  })

  test('holds no sources, source maps, tests or tools', () => {
    const wrong = files().filter(
      file =>
        (/\.(ts|cts|mts|tsx|map|md|gyp|c|cc|h)$/.test(file) && !DOCUMENTS.includes(file)) ||
        /^\/(test|build|dist|\.ci)(\/|$)/.test(file) ||
        (/^\/docs\/.*\./.test(file) && !DOCUMENTS.includes(file)) ||
        /^\/main\/(start|shells\/chromium)/.test(file) ||
        /^\/node_modules\/(electron|vite|playwright|playwright-core|react|typescript|node|@biomejs|fast-check)(\/|$)/.test(
          file,
        ),
    )
    assert.deepEqual(wrong.slice(0, 20), [])
  })

  test('has the native modules for this system beside the archive, and nothing else', () => {
    const beside = globSync('resources/app.asar.unpacked/**/*.*', { cwd: unpacked })
    for (const name of ['sodium-native', 'better-sqlite3', 'argon2']) {
      const own = beside.filter(file => file.includes(`/node_modules/${name}/`))
      assert.ok(own.length > 0, `${name} in ${beside.join(' ')}`)
      for (const file of own) assert.match(file, new RegExp(`${process.platform}-${process.arch}`))
    }
    assert.deepEqual(
      beside.filter(file => !file.endsWith('.node')),
      [],
    )
  })

  test('holds the fonts of printed pages, in the weights that are used', () => {
    const fonts = files().filter(file => /^\/node_modules\/@fontsource\/.*\.\w+$/.test(file))
    const used =
      /\/(package\.json|unicode\.json|noto-.*-400-normal\.woff|.*-next-.*-(400|700)-normal\.woff|.*-mono-.*-500-normal\.woff)$/
    assert.deepEqual(
      fonts.filter(file => !used.test(file)),
      [],
    )
    assert.ok(fonts.length > 300)
  })

  test('has a command line beside the window, with the documents that the cards name', () => {
    const program = path.join(unpacked, 'resources/program')
    const run = (...args: readonly string[]) =>
      spawnSync(path.join(program, 'bin/keyclave'), args, {
        encoding: 'utf8',
        env: { PATH: '/usr/bin:/bin', HOME: work },
      })
    assert.equal(
      run('--version').stdout,
      `${JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).version}\n`,
    )
    // Loads the services with every native module of theirs.
    const made = run('passphrase', 'generate', '--out', path.join(work, 'pass.txt'))
    assert.equal(made.status, 0, made.stderr)
    for (const file of ['docs/RUNBOOK.md', 'docs/FORMAT.md', 'docs/recover.py', ...DEMO_SOURCES]) {
      assert.ok(existsSync(path.join(program, file)), file)
    }
    assert.deepEqual(globSync('node_modules/{playwright-core,electron,vite}', { cwd: program }), [])
  })

  test('prints a page in every script from what it holds', () => {
    const folder = extracted()
    const code = `
      import { createPapers } from './main/services/pages/papers.js'
      const papers = createPapers(specifier => import.meta.resolve(specifier), 'keyclave 0.1.0')
      const names = ['Ada', 'Ада', 'Άδα', 'עדה', 'آدا', '艾达', 'エイダ', '에이다', 'आदा']
      const custodians = names.map((name, i) => ({ index: i + 1, name }))
      const quorum = { title: 'T', organisation: 'O', created: '2026-11-21', setId: '0', threshold: 2, custodians }
      const pdf = await papers.register({ quorum }, 'a4')
      if (!pdf.subarray(0, 5).equals(Buffer.from('%PDF-'))) throw new Error('no PDF')
      process.stdout.write(String(new Set(String(pdf).match(/NotoSans\\w*-Regular/g)).size))`
    writeFileSync(path.join(folder, 'print.mjs'), code)
    const args = ['--no-experimental-strip-types', 'print.mjs']
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
    assert.equal(stdout, '6', stderr)
  })

  test('can be loaded, every module and every dependency of it', () => {
    const folder = extracted()
    const modules = globSync('main/**/*.js', { cwd: folder })
      // A worker works as soon as it is loaded, and the entry points start the app.
      .filter(file => !/(\.worker|electron\/main|main\/cli|cli\/run)\.js$/.test(file))
      .map(file => `./${file}`)
    const { dependencies } = JSON.parse(extractFile(archive, 'package.json').toString())
    // These, and fonts, have no entry of their own that could be loaded here.
    const packages = Object.keys(dependencies).filter(
      name => name !== 'playwright-core' && !/^@(noble|fontsource)\//.test(name),
    )
    const code = [...modules, ...packages].map(name => `await import('${name}')`).join('\n')
    writeFileSync(path.join(folder, 'load.mjs'), code)
    const args = ['--no-experimental-strip-types', 'load.mjs']
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
    assert.equal(status, 0, stderr)
    assert.ok(modules.length > 10)
  })
})

/** As electron-builder's own code computes it from the project's configuration. */
test('the AppImage is started with its sandbox', async () => {
  const config = parse(readFileSync(path.join(root, 'electron-builder.yml'), 'utf8'))
  const target = new appImage.default(
    '',
    { platformSpecificBuildOptions: config.linux, config, appInfo: { buildVersion: '1' } } as never,
    { computeDesktopEntry: async (_options: unknown, exec: string) => exec } as never,
    '',
  )
  const entry = (target as unknown as { desktopEntry: { value: Promise<string> } }).desktopEntry
  assert.equal(await entry.value, 'AppRun %U')
})

test('a host can make the packages of Linux, which want an address and somebody to write to', () => {
  const { homepage } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  assert.match(homepage, /^https:\/\//)
  const config = parse(readFileSync(path.join(root, 'electron-builder.yml'), 'utf8'))
  assert.match(config.linux.maintainer, /<.+@.+>/)
})

test('every system has Keyclave’s icon, as large as the largest that one asks for', () => {
  const config = parse(readFileSync(path.join(root, 'electron-builder.yml'), 'utf8'))
  for (const system of ['linux', 'mac', 'win']) {
    const picture = readFileSync(path.join(root, config[system].icon))
    // Signature, then width and height (RFC 2083 §3.1, §4.1.1).
    assert.equal(picture.subarray(1, 4).toString('latin1'), 'PNG', system)
    assert.deepEqual([picture.readUInt32BE(16), picture.readUInt32BE(20)], [1024, 1024], system)
    // On Linux electron-builder reads the size from the name.
    assert.match(config[system].icon, /1024x1024\.png$/)
  }
})

/** electron-builder ends a build whose hook does. */
test('a fuse that Electron adds makes the build fail', async () => {
  const appOutDir = mkdtempSync(path.join(tmpdir(), 'keyclave-package-'))
  try {
    makeRuntime(appOutDir, 10)
    renameSync(path.join(appOutDir, 'electron'), path.join(appOutDir, 'keyclave'))
    const packager = { appInfo: { productFilename: 'Keyclave' } }
    const context = { appOutDir, electronPlatformName: 'linux', packager }
    await assert.rejects(afterPack(context as never), /fuse/i)
  } finally {
    rmSync(appOutDir, { recursive: true, force: true })
  }
})
