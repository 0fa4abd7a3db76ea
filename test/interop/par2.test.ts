import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, describe, test } from 'node:test'
import { backup, mended, parityOf, spoiled, volumes } from '../core/parity/in-memory.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'keyclave-parity-'))
after(() => rmSync(folder, { recursive: true }))

const stock = (...args: string[]): number =>
  spawnSync('par2', args, { cwd: folder, encoding: 'utf8' }).status ?? -1
const inFolder = (name: string): string => path.join(folder, name)

describe('recovery files', () => {
  test('are what stock par2 verifies and repairs with', async () => {
    writeFileSync(inFolder('b.age'), spoiled(backup, 3, 60_000, 150_000))
    writeFileSync(inFolder('b.age.par2'), await parityOf({ 'b.age': backup }, 10))
    assert.equal(stock('verify', '-q', '-q', 'b.age.par2'), 1)
    assert.equal(stock('repair', '-q', '-q', 'b.age.par2'), 0)
    assert.deepEqual(readFileSync(inFolder('b.age')), backup)

    for (const [name, bytes] of Object.entries({ ...volumes, 'v.002': null }))
      if (bytes !== null) writeFileSync(inFolder(name), bytes)
    writeFileSync(inFolder('v.par2'), await parityOf(volumes, 50))
    assert.equal(stock('repair', '-q', '-q', 'v.par2'), 0)
    assert.deepEqual(readFileSync(inFolder('v.002')), volumes['v.002'])
  })

  test('of stock par2 are used as well, to the byte what ours are', async () => {
    for (const [name, bytes] of Object.entries(volumes)) writeFileSync(inFolder(`s${name}`), bytes)
    const names = Object.keys(volumes).map(name => `s${name}`)
    execFileSync('par2', ['create', '-q', '-q', '-s4096', '-c20', '-n2', 's.par2', ...names], {
      cwd: folder,
    })
    const made = readdirSync(folder).filter(name => /^s\..*par2$/.test(name))
    assert.ok(made.length > 1)
    const parity = made.map(name => readFileSync(inFolder(name)))
    const without = Buffer.from(backup).fill(0, 70_000, 140_000)
    assert.deepEqual(await mended(parity, [without]), backup)

    const own = await parityOf(
      Object.fromEntries(Object.entries(volumes).map(([name, bytes]) => [`s${name}`, bytes])),
      (100 * 20) / 39,
    )
    const theirs = Buffer.concat(parity)
    const packets = own.toString('latin1').split('PAR2\0PKT').slice(1)
    for (const packet of packets.filter(text => !text.includes('Creator')))
      assert.ok(theirs.includes(Buffer.from(`PAR2\0PKT${packet}`, 'latin1')))
  })
})
