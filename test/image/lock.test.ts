/** What goes into the image: the packages of the lock, by their hashes, and nothing else. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'
import {
  fileNameOf,
  formatLock,
  lockOf,
  requireLocked,
  wantedPackages,
} from '../../main/build/image/lock.ts'
import { type LockedDeb, parseLock } from '../../main/build/locked-debs.ts'
import { sha256 } from '../../main/shells/manifest.ts'

const root = path.resolve(import.meta.dirname, '../..')
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8')

describe('a folder of packages', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'keyclave-debs-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const deb = (name: string, version: string, content: string): LockedDeb => ({
    ...{ name, version, architecture: 'amd64' },
    sha256: sha256(Buffer.from(content)),
  })
  const age = deb('age', '1.1.1-1+b4', 'age')
  const fonts = deb('fonts-droid-fallback', '1:6.0.1r16-1.1', 'fonts')
  const put = (one: LockedDeb, content: string): void =>
    writeFileSync(path.join(folder, fileNameOf(one)), content)

  test('is the lock’s when every package is there with its bytes, and makes that lock', () => {
    put(age, 'age')
    put(fonts, 'fonts')
    requireLocked(folder, [age, fonts])
    assert.deepEqual(parseLock(formatLock(lockOf(folder))), [age, fonts])
  })

  test('is refused for what is missing, has other bytes, or is not in the lock: all of it, by name', () => {
    put(age, 'agE')
    put(deb('curl', '8', ''), '')
    assert.throws(() => requireLocked(folder, [age, fonts]), {
      message: [
        `${folder} is not what image/packages.lock names:`,
        'fonts-droid-fallback_1%3a6.0.1r16-1.1_amd64.deb is missing',
        'age_1.1.1-1+b4_amd64.deb is not the one of the lock: it has another SHA-256',
        'curl_8_amd64.deb is not in the lock',
      ].join('\n  '),
    })
  })
})

test('a lock that names no package in a line, or one twice, is refused', () => {
  const line = `age 1.1.1-1 amd64 ${'0'.repeat(64)}`
  assert.equal(parseLock(`${line}\n`).length, 1)
  for (const wrong of [
    'age 1.1.1-1 amd64',
    `../age 1 amd64 ${'0'.repeat(64)}`,
    `age 1/2 all ${'0'.repeat(64)}`,
  ]) {
    assert.throws(() => parseLock(`${wrong}\n`), /no package is named by/)
  }
  assert.throws(() => parseLock(`${line}\n${line}\n`), /age stands there twice/)
})

describe('the lock of this image', () => {
  const names = parseLock(read('image/packages.lock')).map(({ name }) => name)

  test('has everything that is wanted', () => {
    const wanted = wantedPackages(read('image/packages.txt'))
    assert.ok(wanted.includes('chromium'))
    assert.deepEqual(
      wanted.filter(name => !names.includes(name)),
      [],
    )
  })

  test('has nothing that brings a network up, speaks over one, or updates the machine from one', () => {
    const network =
      /^(network-manager|ifupdown|isc-dhcp|dhcpcd|wpasupplicant|iwd|connman|modemmanager|ppp|openssh|curl|wget|netcat|rsync|nfs-common|samba|systemd-timesyncd|ntp|chrony|unattended-upgrades|apt$|sudo|firmware-)/
    assert.deepEqual(
      names.filter(name => network.test(name)),
      [],
    )
  })
})
