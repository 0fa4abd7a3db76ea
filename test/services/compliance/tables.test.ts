/** Tables for a spreadsheet: nothing in them is a formula, however the spreadsheet parts its columns. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { tablesOf } from '../../../main/services/compliance/tables.ts'

type Report = Parameters<typeof tablesOf>[0]

const tableOf = (label: string, purpose: string): string => {
  const key = { label, version: 1, id: '01', kind: 'master-key', purpose, transitions: [] }
  const none = {
    cryptoperiods: [],
    backupKeys: [],
    quorums: [],
    statusLists: [],
    deeds: [],
    people: [],
    drills: [],
    exceptions: [],
  }
  const { 'keys.csv': table = '' } = tablesOf({ ...none, keys: [key] } as unknown as Report)
  return table.split('\r\n')[1] ?? ''
}

it('a name that begins like a formula is text', () => {
  for (const begin of ['=', '+', '-', '@', '\t', '＝', '＋', '－', '＠', ' =', '"=', "'="]) {
    const cell = tableOf(`${begin}1+1`, 'content').split(',')[0] ?? ''
    assert.match(cell, /^"'/, begin)
  }
})

it('a name with a sign that parts columns elsewhere stands in quotes', () => {
  for (const label of ['x;=1+1', 'x\t=1+1', 'x|=1+1', 'x,=1+1', 'x\n=1+1', 'a"b']) {
    assert.ok(tableOf(label, 'content').startsWith(`"${label.replaceAll('"', '""')}",1,`), label)
  }
  assert.ok(
    tableOf('video-root', 'Катерина 2').startsWith('video-root,1,01,master-key,Катерина 2,'),
  )
})
