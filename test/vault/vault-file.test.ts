import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import Database from 'better-sqlite3'
import { MIGRATIONS } from '../../main/vault/migrations.ts'
import { openVault } from '../../main/vault/vault.ts'
import { APPLICATION_ID } from '../../main/vault/vault-file.ts'
import { KeyclaveError } from '../../shared/errors.ts'
import {
  ceremonyUntilClose,
  everythingIn,
  optionsFor,
  refusal,
  seededRandom,
  setIdOf,
  tamper,
  temporaryFolder,
  wholeCeremony,
  withVault,
} from './vault-fixture.ts'

const MODES = ['read', 'write'] as const
const random = seededRandom('vault-file')

/** A closed vault with a ceremony in it. */
async function someVault(t: TestContext): Promise<string> {
  const file = path.join(temporaryFolder(t), 'some.vault')
  await withVault(file, vault => wholeCeremony(vault, 'a'))
  return file
}

/** Every file of a folder with its bytes. */
const contents = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder).map(name => {
      const file = path.join(folder, name)
      const bytes = statSync(file).isFile() ? readFileSync(file) : Buffer.from('folder')
      return [name, createHash('sha256').update(bytes).digest('hex')]
    }),
  )

/** Both modes refuse it, and leave the whole folder as it was to the byte. */
async function refusedUntouched(file: string, code: string, data = {}): Promise<void> {
  const before = contents(path.dirname(file))
  for (const mode of MODES) {
    // One that opens against all expectation is closed: its file's number may come back in the next test.
    const opening = withVault(file, () => {}, { mode })
    await assert.rejects(opening, refusal(code, data), `${mode} ${file}`)
    assert.deepEqual(contents(path.dirname(file)), before, mode)
  }
}

/** Runs TypeScript in a process of its own, in `wrapper` if given; returns what it prints. */
function inAnotherProcess(source: string, wrapper: readonly string[] = []): string {
  const [command, ...args] = [...wrapper, process.execPath, '--input-type=module-typescript', '-e']
  const { stdout, stderr, status } = spawnSync(command as string, [...args, source], {
    encoding: 'utf8',
    cwd: import.meta.dirname,
  })
  assert.equal(status, 0, stderr)
  return stdout.trim()
}

/** Opens a vault in another process and says the code of the refusal, or `opened`. */
const openElsewhere = (file: string, mode: string, wrapper: readonly string[] = []): string =>
  inAnotherProcess(
    `import { withVault } from './vault-fixture.ts'
     await withVault(${JSON.stringify(file)}, () => console.log('opened'), { mode: '${mode}' })
       .catch(error => console.log(error.code))`,
    wrapper,
  )

test('a new vault is whole from the first moment: WAL, our format, its log begun', async t => {
  const folder = temporaryFolder(t)
  const file = path.join(folder, 'new.vault')
  await withVault(file, vault => {
    assert.equal(vault.audit.head().size, 1)
    vault.audit.verify()
  })
  assert.deepEqual(readdirSync(folder), ['new.vault'])
  assert.equal(statSync(file).mode & 0o777, 0o600)
  const db = new Database(file, { readonly: true })
  t.after(() => db.close())
  assert.equal(db.pragma('application_id', { simple: true }), APPLICATION_ID)
  assert.equal(db.pragma('user_version', { simple: true }), MIGRATIONS.length)
  assert.equal(db.pragma('journal_mode', { simple: true }), 'wal')
  const loose = db.prepare(`SELECT name FROM pragma_table_list WHERE schema = 'main' AND NOT strict
                            AND name NOT LIKE 'sqlite_%'`)
  assert.deepEqual(loose.all(), [])
})

test('the first entries of two vaults differ', async t => {
  const folder = temporaryFolder(t)
  const now = (): Date => new Date(0)
  const heads = await Promise.all(
    ['a', 'b'].map(name =>
      withVault(path.join(folder, name), vault => vault.audit.head().hash, { now }),
    ),
  )
  assert.notEqual(heads[0], heads[1])
})

test('reading leaves the file and its folder as they are', async t => {
  const file = await someVault(t)
  const before = contents(path.dirname(file))
  await withVault(file, everythingIn, { mode: 'read' })
  assert.deepEqual(contents(path.dirname(file)), before)
})

test('a missing vault is created for writing only, and only in a folder that is there', async t => {
  const folder = temporaryFolder(t)
  const file = path.join(folder, 'none.vault')
  await assert.rejects(
    openVault(optionsFor(file, 'read')),
    refusal('VAULT_MISSING', { path: file }),
  )
  const nowhere = path.join(folder, 'no folder', 'x.vault')
  await assert.rejects(openVault(optionsFor(nowhere)), refusal('VAULT_MISSING', { path: nowhere }))
  await assert.rejects(openVault(optionsFor(`${file} `)), refusal('VAULT_NAME'))
  assert.deepEqual(readdirSync(folder), [])
})

test('what was never a vault is refused and left alone', async t => {
  const folder = temporaryFolder(t)
  const place = (name: string): string => path.join(mkdtempSync(path.join(folder, 'place-')), name)
  const written = (name: string, bytes: Uint8Array | string): string => {
    const file = place(name)
    writeFileSync(file, bytes)
    return file
  }
  const otherProgram = place('other.db')
  const db = new Database(otherProgram)
  db.pragma('journal_mode = WAL')
  db.exec('CREATE TABLE notes (text)')
  db.close()
  const folderItself = place('folder.vault')
  mkdirSync(folderItself)
  const brokenLink = place('link.vault')
  symlinkSync('nowhere', brokenLink)
  const fifo = place('fifo.vault')
  spawnSync('mkfifo', [fifo])

  const problems: [string, string][] = [
    [written('empty.vault', ''), 'empty'],
    [written('text.vault', 'quorum: { threshold: 3 }\n'.repeat(100)), 'no-database'],
    [written('random.vault', random(100_000)), 'no-database'],
    [written('short.vault', 'SQL'), 'no-database'],
    [otherProgram, 'other-database'],
    [folderItself, 'folder'],
  ]
  for (const [file, problem] of problems) {
    await refusedUntouched(file, 'VAULT_FOREIGN', { path: file, problem })
  }
  for (const file of [brokenLink, fifo]) {
    for (const mode of MODES) {
      await assert.rejects(openVault(optionsFor(file, mode)), refusal('VAULT_FOREIGN'), file)
    }
  }
})

test('a vault of a newer Keyclave is refused and left alone', async t => {
  const file = await someVault(t)
  const known = MIGRATIONS.length
  const have = known + 1
  tamper(file, 'CREATE TABLE later (x TEXT) STRICT', [`user_version = ${have}`])
  await refusedUntouched(file, 'VAULT_NEWER', { have, known })
})

test('a truncated vault is refused at any length', async t => {
  const whole = await someVault(t)
  const { size } = statSync(whole)
  const folder = temporaryFolder(t)
  const file = path.join(folder, 'cut.vault')
  const lengths = [1, 15, 16, 50, 99, 100, 101, 511, 512, 4095, 4096, 4097, size >> 1, size - 1]
  // Within the last page, which may be of a table without rows: zeros to its end, and nothing is missed.
  lengths.push(size - 2, size - 100, size - 2048, size - 4095)
  for (let pages = 2; pages * 4096 < size; pages += 1) lengths.push(pages * 4096)
  for (const length of lengths) {
    cpSync(whole, file)
    truncateSync(file, length)
    await refusedUntouched(file, length < 16 ? 'VAULT_FOREIGN' : 'VAULT_DAMAGED')
  }
})

test('a flipped bit is refused by a code of ours, and never changes the audit log unnoticed', async t => {
  const whole = await someVault(t)
  const file = path.join(temporaryFolder(t), 'flipped.vault')
  const bytes = readFileSync(whole)
  const { head, lines } = await withVault(
    whole,
    vault => ({ head: vault.audit.head(), lines: [...vault.audit.exportAudit()] }),
    { mode: 'read' },
  )
  const inLog = [bytes.indexOf('ceremony.opened'), 'ceremony.opened'.length] as const
  assert.ok(inLog[0] > 0)
  const codes = new Map<string, number>()
  for (let round = 0; round < 200; round += 1) {
    const flipped = Buffer.from(bytes)
    // Anywhere, and each fifth time in the log, which is a small part of the file.
    const [from, length] = round % 5 === 0 ? inLog : [0, bytes.length]
    const bit = 8 * from + (random(4).readUInt32BE() % (8 * length))
    flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7))
    writeFileSync(file, flipped)
    const outcome = await withVault(
      file,
      vault => {
        vault.audit.verify(head)
        assert.deepEqual([...vault.audit.exportAudit()], lines)
        return 'no effect on the log'
      },
      { mode: 'read' },
    ).catch(error => {
      assert.ok(error instanceof KeyclaveError, `bit ${bit}: ${error}`)
      return error.code
    })
    codes.set(outcome, 1 + (codes.get(outcome) ?? 0))
  }
  const possible = /^(VAULT_(DAMAGED|FOREIGN|NEWER|TABLES)|AUDIT_BROKEN|no effect on the log)$/
  for (const outcome of codes.keys()) assert.match(outcome, possible)
  assert.ok((codes.get('AUDIT_BROKEN') ?? 0) > 0 && (codes.get('VAULT_DAMAGED') ?? 0) > 0)
})

test('a flipped bit in a rule of a table is damage, whatever the rule would call then', async t => {
  const whole = await someVault(t)
  const file = path.join(temporaryFolder(t), 'rule.vault')
  const bytes = readFileSync(whole)
  // A function, a column, a table that is referred to, a number.
  for (const text of ['json_valid(', 'length(set_id)', 'REFERENCES quorums', "'in-force'"]) {
    let tried = 0
    for (let at = bytes.indexOf(text); at !== -1; at = bytes.indexOf(text, at + 1)) {
      const flipped = Buffer.from(bytes)
      flipped[at + text.length - 2] = (flipped[at + text.length - 2] as number) ^ 1
      writeFileSync(file, flipped)
      const outcome = await withVault(file, () => 'no effect', { mode: 'read' }).catch(error => {
        assert.ok(error instanceof KeyclaveError, `${text} at ${at}: ${error}`)
        return error.code
      })
      // What a table that was rebuilt has left in free space has no effect.
      if (outcome === 'no effect') continue
      assert.equal(outcome, 'VAULT_DAMAGED', text)
      tried += 1
    }
    assert.ok(tried > 0, text)
  }
})

test('a flipped bit that SQLite has no answer to is damage', async t => {
  const whole = await someVault(t)
  const file = path.join(temporaryFolder(t), 'unanswered.vault')
  const bytes = readFileSync(whole)
  const codeWith = (at: number, bit: number): Promise<string> => {
    const flipped = Buffer.from(bytes)
    flipped[at] = (flipped[at] as number) ^ bit
    writeFileSync(file, flipped)
    return withVault(file, () => 'no effect', { mode: 'read' }).catch(error => {
      assert.ok(error instanceof KeyclaveError, `bit ${bit} of ${at}: ${error}`)
      return error.code
    })
  }
  // The number of the schema's format in the header: SQLite knows 1 to 4, of which 0 means 1.
  const codes = new Set<string>()
  for (let bit = 1; bit < 256; bit *= 2) codes.add(await codeWith(47, bit))
  assert.deepEqual([...codes].toSorted(), ['VAULT_DAMAGED', 'no effect'])
  // Details of an entry that are no JSON: their rule asks for the type of it.
  let tried = 0
  for (const text of ['"title":', '"plan":', '"unsigned":']) {
    for (let at = bytes.indexOf(text); at !== -1; at = bytes.indexOf(text, at + 1)) {
      const outcome = await codeWith(at + text.length - 1, 1)
      // In free space it has none.
      if (outcome === 'no effect') continue
      assert.equal(outcome, 'VAULT_DAMAGED', `${text} at ${at}`)
      tried += 1
    }
  }
  assert.ok(tried > 0)
})

test('tampering with the schema or its rows shows when the vault is opened', async t => {
  const whole = await someVault(t)
  const file = path.join(temporaryFolder(t), 'tampered.vault')
  const cases: [string, string, string[]?][] = [
    ['a trigger taken away', 'DROP TRIGGER audit_log_stays'],
    ['a trigger added', 'CREATE TRIGGER eve AFTER INSERT ON kits BEGIN SELECT 1; END'],
    ['a table added', 'CREATE TABLE secrets (passphrase TEXT)'],
    ['a view added', 'CREATE VIEW eve AS SELECT * FROM quorums'],
    ['an index taken away', 'DROP INDEX one_open_ceremony'],
    [
      'a reference to nothing',
      `INSERT INTO quorums SELECT 'aaaaaaaaaa', threshold, count, identity, kdf, 'age1x',
         '${'a'.repeat(64)}', '${'a'.repeat(64)}', 'aaaaaaaaaaaaaaaa', 'pending' FROM quorums`,
      ['foreign_keys = OFF'],
    ],
  ]
  for (const [what, sql, pragmas] of cases) {
    cpSync(whole, file)
    if (sql.startsWith('INSERT')) {
      // The trigger that would refuse it is put back, so that only the reference is wrong.
      const db = new Database(whole, { readonly: true })
      const trigger = db
        .prepare(`SELECT sql FROM sqlite_schema WHERE name = 'quorums_begin_pending'`)
        .pluck()
        .get()
      db.close()
      tamper(file, `DROP TRIGGER quorums_begin_pending; ${sql}; ${trigger}`, pragmas)
    } else {
      tamper(file, sql, pragmas)
    }
    await refusedUntouchedFile(file, what)
  }
})

async function refusedUntouchedFile(file: string, what: string): Promise<void> {
  const before = readFileSync(file)
  for (const mode of MODES) {
    await assert.rejects(openVault(optionsFor(file, mode)), refusal('VAULT_DAMAGED'), what)
    assert.deepEqual(readFileSync(file), before, what)
  }
}

test('one writer at a time, in this process and in others', async t => {
  const file = await someVault(t)
  const busy = refusal('VAULT_BUSY', { path: file })
  await withVault(file, async vault => {
    for (const step of ['before writing', 'after writing']) {
      await assert.rejects(openVault(optionsFor(file)), busy)
      await assert.rejects(openVault(optionsFor(file, 'read')), busy)
      // After the refusals above the lock must still be there.
      assert.equal(openElsewhere(file, 'write'), 'VAULT_BUSY', step)
      ceremonyUntilClose(vault, step)
      vault.ceremonies.void(vault.ceremonies.current()?.id ?? '', 'Admin', 'cancelled')
    }
    assert.equal(openElsewhere(file, 'read'), 'VAULT_BUSY')
  })
  assert.equal(openElsewhere(file, 'write'), 'opened')
  await withVault(file, () => {})
})

test('a link to a vault is that vault', async t => {
  const file = await someVault(t)
  const link = path.join(path.dirname(file), 'link.vault')
  symlinkSync(file, link)
  await withVault(link, async vault => {
    assert.equal(vault.quorums.get(setIdOf('a')).state, 'in-force')
    await assert.rejects(openVault(optionsFor(file)), refusal('VAULT_BUSY'))
    assert.equal(openElsewhere(file, 'write'), 'VAULT_BUSY')
  })
})

test('a vault on a write-protected medium can be read, and nothing else', async t => {
  const file = await someVault(t)
  const folder = path.dirname(file)
  const protectedMedium = [
    'bwrap',
    '--bind',
    '/',
    '/',
    '--dev',
    '/dev',
    '--ro-bind',
    folder,
    folder,
  ]
  assert.equal(openElsewhere(file, 'read', protectedMedium), 'opened')
  assert.equal(openElsewhere(file, 'write', protectedMedium), 'VAULT_DENIED')
  const fresh = path.join(folder, 'fresh.vault')
  assert.equal(openElsewhere(fresh, 'write', protectedMedium), 'VAULT_DENIED')
})

test('a full disk refuses the verb and leaves the old state', async t => {
  const folder = temporaryFolder(t)
  const said = inAnotherProcess(
    `import assert from 'node:assert/strict'
     import { rmSync, writeFileSync } from 'node:fs'
     import { backup, refusal, withVault } from './vault-fixture.ts'
     const file = '${folder}/full.vault'
     writeFileSync('${folder}/filler', Buffer.alloc(100_000))
     let before = []
     const logIsAsBefore = vault => {
       assert.deepEqual([...vault.audit.exportAudit()], before)
       vault.audit.verify()
     }
     await withVault(file, vault => {
       const fill = () => {
         for (let round = 0; ; round += 1) {
           before = [...vault.audit.exportAudit()]
           vault.backups.add('Admin', backup(String(round), { fileName: 'x'.repeat(20_000) }))
         }
       }
       assert.throws(fill, refusal('VAULT_FULL'))
       logIsAsBefore(vault)
     })
     // Closing could not empty the write-ahead log, and its index has no place either.
     await assert.rejects(withVault(file, () => {}), refusal('VAULT_FULL'))
     rmSync('${folder}/filler')
     await withVault(file, logIsAsBefore, { mode: 'read' })
     await withVault(file, logIsAsBefore)
     console.log(before.length)`,
    ['bwrap', '--bind', '/', '/', '--dev', '/dev', '--size', '1100000', '--tmpfs', folder],
  )
  assert.ok(Number(said) > 1)
})

test('a disk that is too full for a new vault gets none, whatever of it had place', async t => {
  const folder = temporaryFolder(t)
  for (const size of [40_000, 120_000, 200_000, 280_000]) {
    const said = inAnotherProcess(
      `import { readdirSync } from 'node:fs'
       import { withVault } from './vault-fixture.ts'
       const file = '${folder}/new.vault'
       const code = await withVault(file, () => 'made').catch(error => error.code)
       console.log(code, readdirSync('${folder}').join())`,
      ['bwrap', '--bind', '/', '/', '--dev', '/dev', '--size', String(size), '--tmpfs', folder],
    )
    assert.match(said, /^(VAULT_FULL|made new\.vault)$/, `${size} bytes`)
  }
})
