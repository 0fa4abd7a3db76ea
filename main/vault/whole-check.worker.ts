import { Buffer } from 'node:buffer'
import { serveOnce } from '../core/bytes/index.ts'
import type { WholeCheck } from './checked-reading.ts'
import { openCopy, openFileReadOnly } from './connection.ts'
import { checkWhole } from './migrations.ts'

/** Checks a large vault; see checked-reading.ts. */
serveOnce<WholeCheck, null>(async ({ path, bytes, migrations }) => {
  const connection = bytes === null ? openFileReadOnly(path) : openCopy(path, Buffer.from(bytes))
  try {
    checkWhole(connection, migrations)
  } finally {
    connection.close()
  }
  return { output: null }
})
