import assert from 'node:assert/strict'
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { type Import, importsOf, ringsOf } from './import-graph.ts'

/**
 * The real tree, held to docs/ARCHITECTURE.md. rules.test.ts looks at the linter's patterns; here stands
 * the house itself, whatever they say.
 */

const ROOT = path.resolve(import.meta.dirname, '../..')
const ROOMS = ['main', 'shared', 'renderer'] as const
const FRONT = 'index.ts'
/** What only a worker thread may load. */
const THREAD_FRONT = 'in-worker.ts'
/** Folders whose every folder is a room with a front. */
const HAS_FRONTS = /^main\/(core|services)\/.+|^main\/(vault|paper)(\/.+)?$/

/** From the ground up; one may import what stands before it, and its own floor. */
const FLOORS: readonly (readonly [RegExp, number])[] = [
  [/^shared\//, 0],
  [/^main\/core\//, 1],
  [/^main\/(vault|paper)\//, 2],
  [/^main\/services\//, 3],
  [/^main\/(app|window-services|common-services)\.ts$/, 4],
  [/^main\/(handlers|router)\.ts$/, 5],
  [/^main\/(shells|cli|recover-page)(\/|\.ts$)/, 6],
  [/^main\/(build\/|(start|installed)\.ts$)/, 7],
]
/** Who says something to a person: the desks, and the catalogue itself. */
const SPEAKS = /^(renderer|main\/(cli|shells|paper|recover-page)|shared\/messages)\//
/** Each takes the place of a file of the core where that cannot run, and sees what that file sees. */
const STAND_IN = /^main\/recover-page\/stand-in\//

const floorOf = (file: string): number =>
  FLOORS.find(([pattern]) => pattern.test(file))?.[1] ?? Number.NaN

/** The folder of a file; a file that stands in no room of its own is one. */
function roomOf(file: string): string {
  const folder = path.posix.dirname(file)
  return ['main', 'main/core', 'shared', 'renderer'].includes(folder) ? file : folder
}

const imports = importsOf(ROOT, ROOMS)
const said = ({ from, to }: Import): string => `${from} imports ${to}`

/** What is wrong with a house, as sentences for whoever made it so. */
function problemsOf(house: readonly Import[], hasFront: (room: string) => boolean): string[] {
  const folders = ringsOf(house.map(({ from, to }) => [roomOf(from), roomOf(to)] as const))
  // A worker's file and the one that starts it know each other: two halves of one concept.
  const named = house.filter(({ to }) => !to.endsWith('.worker.ts'))
  const files = ringsOf(named.map(({ from, to }) => [from, to] as const))
  return [
    ...folders.map(ring => {
      const within = house.filter(({ from, to }) => {
        const [a, b] = [roomOf(from), roomOf(to)]
        return a !== b && ring.includes(a) && ring.includes(b)
      })
      return `a ring of folders: ${ring.join(', ')}. One of these imports belongs elsewhere; move what both need into a room beneath, or pass it in as a parameter:\n  ${within.map(said).join('\n  ')}`
    }),
    ...files.map(
      ring =>
        `a ring of files: ${ring.join(', ')}. Put what two of them share into a file of its own.`,
    ),
    ...house.flatMap(one => {
      const { from, to } = one
      const room = roomOf(to)
      if (roomOf(from) === room) {
        return path.posix.basename(to) === FRONT
          ? [`${said(one)}: inside a room files import each other, not their front.`]
          : []
      }
      if (!HAS_FRONTS.test(room) || !hasFront(room) || STAND_IN.test(from)) return []
      const entrance = path.posix.basename(to)
      if (entrance === FRONT) return []
      if (entrance === THREAD_FRONT && from.endsWith('.worker.ts')) return []
      return [
        `${said(one)}: from a neighbour only its front file. Export it in ${room}/${FRONT} if neighbours may use it (${room}/${THREAD_FRONT} if only a worker thread may).`,
      ]
    }),
    ...house
      .filter(({ from, to }) => from.startsWith('main/') && floorOf(to) > floorOf(from))
      .map(
        one =>
          `${said(one)}, upwards. One way only: shared ← core ← vault, paper ← services ← app ← handlers, router ← shells, cli. Move the shared part down a room, or pass it in as a parameter.`,
      ),
    ...house
      .filter(({ from, to }) => to.startsWith('shared/messages/') && !SPEAKS.test(from))
      .map(
        one =>
          `${said(one)}: only a desk makes sentences (renderer, command line, shells, pages). Here a code and its data; the words belong into shared/messages.`,
      ),
    ...house
      .filter(({ from, to }) => from.startsWith('renderer/') && to.startsWith('main/'))
      .map(one => `${said(one)}: the window sees shared/ alone.`),
    ...house
      .filter(({ from, to }) => from.startsWith('shared/') && !to.startsWith('shared/'))
      .map(one => `${said(one)}: shared/ knows nobody.`),
  ]
}

const hasFront = (room: string): boolean => existsSync(path.join(ROOT, room, FRONT))

test('the house stands: no ring, one way, and neighbours come in by the front', () => {
  assert.ok(imports.length > 1500, `only ${imports.length} imports were found`)
  assert.deepEqual(problemsOf(imports, hasFront), [])
})

test('every file of main stands on a floor', () => {
  const files = globSync('main/**/*.{ts,cts}', { cwd: ROOT })
  const nowhere = files.filter(file => Number.isNaN(floorOf(file.replaceAll(path.sep, '/'))))
  assert.deepEqual(nowhere, [])
})

test('every room has a front, and no front shows what no neighbour uses', () => {
  const rooms = new Set(
    globSync('main/**/*.{ts,cts}', { cwd: ROOT })
      .map(file => path.posix.dirname(file.replaceAll(path.sep, '/')))
      .filter(room => HAS_FRONTS.test(room)),
  )
  assert.ok(rooms.size > 30)
  assert.deepEqual(
    [...rooms].filter(room => !hasFront(room)),
    [],
  )
  const shown = imports.filter(
    ({ from }) => path.posix.basename(from) === FRONT && HAS_FRONTS.test(roomOf(from)),
  )
  const used = new Set(
    imports.flatMap(({ from, to, names }) =>
      path.posix.basename(to) === FRONT && roomOf(from) !== roomOf(to)
        ? names.map(name => `${to} ${name}`)
        : [],
    ),
  )
  const idle = shown.flatMap(({ from, names }) =>
    names.map(name => `${from} ${name}`).filter(entry => !used.has(entry)),
  )
  assert.deepEqual(idle, [])
})

/** `| room | … | neighbours |`, as ARCHITECTURE has it of the rooms below one folder. */
function neighboursOf(base: string): Map<string, string> {
  const below = (file: string): string | null => {
    const room = roomOf(file)
    return room.startsWith(`${base}/`) && !room.endsWith('.ts') ? room.slice(base.length + 1) : null
  }
  const found = new Map<string, Set<string>>()
  for (const file of globSync(`${base}/*/**/*.ts`, { cwd: ROOT })) {
    const room = below(file.replaceAll(path.sep, '/'))
    if (room !== null) found.set(room, new Set())
  }
  for (const { from, to } of imports) {
    const [room, other] = [below(from), below(to)]
    if (room !== null && other !== null && other !== room) found.get(room)?.add(other)
  }
  return new Map([...found].map(([room, others]) => [room, [...others].sort().join(', ')]))
}

test('the map in ARCHITECTURE is the house', () => {
  const page = readFileSync(path.join(ROOT, 'docs/ARCHITECTURE.md'), 'utf8')
  for (const base of ['main/core', 'main/services']) {
    const [, part = ''] = page.split(`### Rooms of ${base}\n`)
    const [section = ''] = part.split(/^##/m)
    const rows = [...section.matchAll(/^\| `([^`]+)` \| [^|]+ \| ([^|]*)\|$/gm)]
    const drawn = new Map(rows.map(([, room = '', others = '']) => [room, others.trim()]))
    assert.deepEqual(
      Object.fromEntries([...drawn].sort()),
      Object.fromEntries([...neighboursOf(base)].sort()),
      `the table of ${base} in docs/ARCHITECTURE.md`,
    )
  }
})

let folder = ''
before(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'keyclave-house-'))
})
after(() => rmSync(folder, { recursive: true, force: true }))

/** The problems of a small house, given as its files and the modules that each names. */
function problemsIn(files: { readonly [file: string]: readonly string[] }): string {
  rmSync(folder, { recursive: true, force: true })
  for (const [file, named] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
    const text = named.map((module, at) => `import { thing${at} } from '${module}'\n`).join('')
    writeFileSync(path.join(folder, file), `${text}export const thing0 = 1\n`)
  }
  const front = (room: string): boolean => existsSync(path.join(folder, room, FRONT))
  return problemsOf(importsOf(folder, ROOMS), front).join('\n')
}

const BAD = [
  [
    'a ring of folders',
    {
      'main/services/a/index.ts': ['../b/index.ts'],
      'main/services/b/index.ts': ['../c/index.ts'],
      'main/services/c/index.ts': ['../a/index.ts'],
    },
    /a ring of folders: main\/services\/a, main\/services\/b, main\/services\/c/,
  ],
  [
    'a ring of files',
    { 'main/core/a/x.ts': ['./y.ts'], 'main/core/a/y.ts': ['./x.ts'] },
    /a ring of files: main\/core\/a\/x\.ts, main\/core\/a\/y\.ts/,
  ],
  [
    'a way in beside the front',
    {
      'main/core/a/index.ts': [],
      'main/core/a/x.ts': [],
      'main/core/b/index.ts': ['../a/x.ts'],
    },
    /from a neighbour only its front file.*main\/core\/a\/index\.ts/,
  ],
  [
    'the front for threads, from the main thread',
    {
      'main/core/a/index.ts': [],
      'main/core/a/in-worker.ts': [],
      'main/core/b/x.ts': ['../a/in-worker.ts'],
    },
    /from a neighbour only its front file/,
  ],
  [
    'a room that goes out to come in',
    { 'main/core/a/index.ts': [], 'main/core/a/x.ts': ['./index.ts'] },
    /not their front/,
  ],
  [
    'a way upwards',
    { 'main/core/a/x.ts': ['../../services/b/index.ts'], 'main/services/b/index.ts': [] },
    /upwards\. One way only/,
  ],
  [
    'a window that knows the main side',
    { 'renderer/a.ts': ['../main/app.ts'], 'main/app.ts': [] },
    /sees shared/,
  ],
  [
    'a service that makes a sentence',
    {
      'main/services/a/index.ts': ['../../../shared/messages/index.ts'],
      'shared/messages/index.ts': [],
    },
    /only a desk makes sentences/,
  ],
  [
    'a shared room that knows the window',
    { 'shared/a.ts': ['../renderer/b.ts'], 'renderer/b.ts': [] },
    /knows nobody/,
  ],
] as const

for (const [what, files, message] of BAD) {
  test(`${what} is found, and the message says where the import belongs`, () => {
    assert.match(problemsIn(files), message)
  })
}

test('a worker thread may come in by the front for threads', () => {
  const files = {
    'main/core/a/index.ts': [],
    'main/core/a/in-worker.ts': [],
    'main/core/b/x.worker.ts': ['../a/in-worker.ts'],
  }
  assert.equal(problemsIn(files), '')
})

test('what could not be removed again is never dropped: every discard is answered for', () => {
  const dropped = globSync('main/**/*.ts', { cwd: ROOT }).filter(file =>
    /^\s*(?:void |await )?(?:[\w.#]+\.discard|folder\.remove)\([^)\n]*\)$/m.test(
      readFileSync(path.join(ROOT, file), 'utf8'),
    ),
  )
  assert.deepEqual(dropped, [])
})
