// Before everything that takes functions from node:fs.
import '../fixtures/failing-drive.ts'

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { findLeftovers, removeLeftover } from '../../main/services/files/leftovers.ts'
import { KeyclaveError } from '../../shared/errors.ts'
import { sentenceOf } from '../../shared/messages/index.ts'
import { type Drive, type DriveKind, mountDrive } from '../fixtures/drive.ts'
import {
  type Inputs,
  JOB_NAMES,
  JOBS,
  type JobName,
  prepareInputs,
} from '../fixtures/drive-jobs.ts'
import { leaveDrive, watchDrive } from '../fixtures/failing-drive.ts'

/** What backups go to and come from: real file systems, by their own drivers; as root. */

const folder = mkdtempSync(path.join(tmpdir(), 'real-drives-'))
const drives: Drive[] = []
let inputs: Inputs

before(async () => {
  inputs = await prepareInputs(path.join(folder, 'made'), {
    ...{ files: 12, most: 1_000_000, volumeSize: 300_000, parity: 40 },
  })
})
after(async () => {
  for (const drive of drives) await drive.unmount()
  rmSync(folder, { recursive: true, force: true })
})

async function mounted(kind: DriveKind): Promise<string> {
  const drive = await mountDrive(kind, mkdtempSync(path.join(folder, `${kind}-`)))
  drives.push(drive)
  return drive.path
}

const withoutOwn = (at: string): string[] => readdirSync(at).filter(name => name !== 'lost+found')

async function refusalOf(work: Promise<unknown>): Promise<KeyclaveError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof KeyclaveError, String(error))
  return error
}

for (const kind of ['exfat', 'ntfs', 'ext4'] as const) {
  describe(`on a drive of ${kind}`, { concurrency: false }, () => {
    let at = ''
    before(async () => {
      at = await mounted(kind)
    })
    for (const job of JOB_NAMES) {
      it(`${job} makes what it makes anywhere`, async () => {
        const out = path.join(at, job.replaceAll(' ', '-'))
        mkdirSync(out)
        await JOBS[job].run(inputs, out)
        const looked = kind === 'ext4' || !['restore', 'salvage'].includes(job)
        // Drives without permissions have other modes; what is in the files is compared below.
        if (looked) await JOBS[job].check(inputs, out)
        else requireContents(path.join(out, 'out', 'files'), job)
        assert.deepEqual(await findLeftovers(out), [])
      })
    }
    it('a backup and its volumes are read from it', async () => {
      const made = { ...inputs, top: path.join(at, 'read') }
      mkdirSync(made.top)
      for (const name of ['one', 'two', 'lacking', 'whole', 'volumes'])
        execFileSync('cp', ['-r', path.join(inputs.top, name), made.top])
      const out = path.join(folder, `from-${kind}`)
      for (const job of ['restore', 'salvage', 'repair', 'repair in volumes'] as const) {
        mkdirSync(out)
        await JOBS[job].run(made, out)
        await JOBS[job].check({ ...inputs }, out)
        rmSync(out, { recursive: true })
      }
    })
  })
}

function requireContents(saved: string, job: JobName): void {
  const names = readdirSync(saved, { recursive: true, encoding: 'utf8' })
  let compared = 0
  for (const name of names) {
    const original = path.join(inputs.top, 'files', name)
    if (name.endsWith('.damaged') || name === 'inner') continue
    assert.ok(readFileSync(path.join(saved, name)).equals(readFileSync(original)), name)
    compared += 1
  }
  assert.ok(compared >= 12 - (job === 'salvage' ? 1 : 0))
}

describe('a drive that is full, in memory', { concurrency: false }, () => {
  const at = path.join(folder, 'small')
  before(() => {
    mkdirSync(at)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', at])
    const { bavail, bsize } = statfsSync(at)
    writeFileSync(path.join(at, 'filler'), Buffer.alloc(bavail * bsize - 700_000))
  })
  after(() => void execFileSync('umount', [at]))

  for (const job of JOB_NAMES) {
    it(`${job} says so, and leaves nothing`, async () => {
      const error = await refusalOf(JOBS[job].run(inputs, at))
      assert.ok(['FILE_FULL', 'RESTORE_UNFIT'].includes(error.code), error.message)
      assert.deepEqual(withoutOwn(at), ['filler'])
    })
  }
})

describe('a folder in which nothing may be changed (chattr +i)', { concurrency: false }, () => {
  let at = ''
  before(async () => {
    at = path.join(await mounted('ext4'), 'fixed')
    mkdirSync(at)
    execFileSync('chattr', ['+i', at])
  })
  after(() => void execFileSync('chattr', ['-i', at]))

  for (const job of JOB_NAMES) {
    it(`${job} says so, and leaves nothing`, async () => {
      assert.equal((await refusalOf(JOBS[job].run(inputs, at))).code, 'FILE_DENIED')
      assert.deepEqual(readdirSync(at), [])
    })
  }
})

describe('a folder that becomes unchangeable in the middle', { concurrency: false }, () => {
  for (const job of JOB_NAMES) {
    it(`${job}: what is left is named, and removed later`, async () => {
      const at = await mounted('ext4')
      const fixed: string[] = []
      watchDrive(at, ({ number }) => {
        if (number !== 6) return null
        fixed.push(at, ...readdirSync(at).map(name => path.join(at, name)))
        for (const place of fixed)
          if (!place.endsWith('lost+found')) execFileSync('chattr', ['+i', place])
        return null
      })
      const error = await refusalOf(JOBS[job].run(inputs, at))
      leaveDrive()
      for (const place of fixed)
        if (!place.endsWith('lost+found')) execFileSync('chattr', ['-i', place])
      assert.equal(error.code, 'FILE_DENIED', error.message)
      const left = withoutOwn(at).map(name => path.join(at, name))
      const { leftBehind = [] } = error.data as {
        leftBehind?: readonly { readonly path: string }[]
      }
      assert.deepEqual(leftBehind.map(({ path: named }) => named).sort(), left.sort())
      for (const { path: one } of await findLeftovers(at)) await removeLeftover(one)
      assert.deepEqual(withoutOwn(at), [])
    })
  }
})

/** The process that is a drive's driver. */
function driverOf(at: string): number {
  for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
    try {
      const args = readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0')
      if (args.includes(at) && /fuse|ntfs/.test(args[0] ?? '')) return Number(pid)
    } catch {
      // It has ended meanwhile.
    }
  }
  throw new Error(`nothing drives ${at}`)
}

for (const kind of ['exfat', 'ntfs'] as const) {
  describe(`a drive of ${kind} whose driver dies in the middle`, { concurrency: false }, () => {
    for (const job of JOB_NAMES) {
      it(`${job}: the drive is said to be gone, and what is left is named and removed when it is back`, async () => {
        const drive = await mountDrive(kind, mkdtempSync(path.join(folder, `${kind}-`)))
        drives.push(drive)
        const at = drive.path
        const driver = driverOf(at)
        watchDrive(at, ({ number }) => {
          if (number === 8) process.kill(driver, 'SIGKILL')
          return null
        })
        const error = await refusalOf(JOBS[job].run(inputs, at))
        leaveDrive()
        assert.equal(error.code, 'FILE_IO', error.message)
        const sentence = sentenceOf(error, 'en')
        assert.match(sentence, /is not there any more/)
        const { leftBehind = [] } = error.data as {
          leftBehind?: readonly { readonly path: string }[]
        }
        assert.ok(
          leftBehind.length > 0 && leftBehind.every(({ path: one }) => sentence.includes(one)),
        )
        await drive.again()
        const found = (await findLeftovers(at)).map(({ path: one }) => one)
        const named = leftBehind.map(({ path: one }) => one)
        assert.ok(
          found.every(one => named.includes(one)),
          `${found}`,
        )
        for (const one of found) await removeLeftover(one)
        // What has its name already is a file that is named.
        const there = withoutOwn(at).map(name => path.join(at, name))
        assert.ok(
          there.every(one => named.includes(one)),
          `${there}`,
        )
      })
    }
  })
}
