/** A card as a scanned code, a picture or a PDF: in a ceremony, in a recovery, and for a health check. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import {
  cardEntries,
  parseWord,
  shareToQr,
  shareToWords,
  wordsToShare,
} from '../../shared/share-text.ts'
import { drawCodes, pdfOf, pngOf } from '../paper/reading/card-files.ts'
import { type Brought, bringQuorum } from './cards.ts'
import { folderFor, openWindow, PLAN, toShares, wholeCeremony } from './window.ts'

let folder = ''
let brought: Brought

before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'keyclave-cards-'))
  brought = await bringQuorum(folder, 'classic')
})
after(() => rmSync(folder, { recursive: true, force: true }))

const qrOf = (words: readonly string[]): string =>
  shareToQr(wordsToShare(cardEntries(words.map(parseWord))))

function pictureOf(...texts: string[]): string {
  const file = path.join(folder, `${texts.length}-${texts[0]?.slice(-6).replaceAll('/', '-')}.png`)
  writeFileSync(file, pngOf(drawCodes(texts), { colourType: 0, depth: 1, filter: 0 }))
  return file
}

async function pdfWith(words: readonly string[]): Promise<string> {
  const file = path.join(folder, `${words.slice(0, 2).join('-')}.pdf`)
  writeFileSync(file, await pdfOf([{ words }]))
  return file
}

test('a ceremony takes a scanned code, and no picture', async context => {
  const window = openWindow(context)
  const { call } = window
  await toShares(window)
  await window.refused('ceremony.readBackCode', { index: 1, text: 'x' }, 'CEREMONY_TURN')
  const { words } = await call('ceremony.showShare', { index: 1 })
  const text = qrOf(words)
  const code = (scanned: string) => ({ index: 1, text: scanned })
  const last = text.endsWith('0') ? '1' : '0'
  const refusals = [
    ['https://example.org', 'CODE_NOT_SHARE'],
    [`KEYCLAVE:S3:${text.slice(12)}`, 'SHARE_VERSION'],
    [text.slice(0, -1) + last, 'SHARE_QR_CHECKSUM'],
    [qrOf(brought.cards[0] ?? []), 'SHARE_FOREIGN'],
  ] as const
  for (const [scanned, refusal] of refusals) {
    await window.refused('ceremony.readBackCode', code(scanned), refusal)
  }
  const file = { index: 1, path: pictureOf(text) }
  await window.refused('ceremony.readBackFile', file, 'PICTURE_FORBIDDEN')
  const state = await call('ceremony.readBackCode', code(text))
  assert.ok(state.step === 'shares' && state.shares[0]?.state === 'read-back')
})

test('a ceremony whose plan allows pictures takes them, and its record names each way', async context => {
  const own = folderFor(context, 'one', 'two')
  const window = openWindow(context)
  const { call } = window
  const plan = { ...PLAN, options: { pictures: true } }
  const checked = await call('ceremony.checkPlan', { source: { kind: 'form', plan } })
  assert.deepEqual(checked.plan, plan)
  assert.ok(checked.warnings.some(warning => warning.kind === 'pictures'))

  await toShares(window, plan)
  const cards = []
  for (const index of [1, 2, 3]) {
    const { words } = await call('ceremony.showShare', { index })
    cards.push(words)
    const foreign = { index, path: pictureOf(qrOf(brought.cards[0] ?? [])) }
    await window.refused('ceremony.readBackFile', foreign, 'SHARE_FOREIGN')
    if (index === 1) await call('ceremony.readBackFile', { index, path: pictureOf(qrOf(words)) })
    if (index === 2) await call('ceremony.readBackFile', { index, path: await pdfWith(words) })
    if (index === 3) await call('ceremony.readBackShare', { index, words })
  }
  await call('ceremony.prove', { passphrase: 'unmixed tarantula yo-yo gumdrop' })
  const folders = [path.join(own, 'one'), path.join(own, 'two')]
  const closed = await call('ceremony.close', { folders })
  assert.ok(closed.step === 'closed')
  const ways = closed.record
    .filter(({ step }) => step === 'share read back')
    .map(({ facts }) => facts.find(({ name }) => name === 'by')?.value)
  assert.deepEqual(ways, ['picture', 'PDF', 'words'])
})

test('a recovery takes cards from pictures and PDFs, exactly one share from each', async context => {
  const window = openWindow(context)
  const { call } = window
  await call('recovery.begin', { kit: { kind: 'file', path: brought.kitFile } })
  const [first = [], second = []] = brought.cards
  const both = {
    for: 'recovery',
    card: { kind: 'file', path: pictureOf(qrOf(first), qrOf(second)) },
  } as const
  await window.refused('share.add', both, 'PICTURE_SEVERAL')
  const one = { for: 'recovery', card: { kind: 'file', path: pictureOf(qrOf(first)) } } as const
  assert.equal((await call('share.add', one)).kind, 'accepted')
  await window.refused('share.add', one, 'SHARE_DUPLICATE')
  const other = { for: 'recovery', card: { kind: 'file', path: await pdfWith(second) } } as const
  assert.equal((await call('share.add', other)).kind, 'accepted')
  const large = path.join(folder, 'large.txt')
  writeFileSync(large, 'word '.repeat(10_000))
  const text = { for: 'recovery', card: { kind: 'file', path: large } } as const
  await window.refused('share.add', text, 'FILE_TOO_LARGE')
})

test('a health check tells sound, worn and forged apart, and puts each into the register', async context => {
  const own = folderFor(context, 'vault')
  const window = openWindow(context)
  const { call } = window
  await call('vault.create', { path: path.join(own, 'vault', 'office.vault') })
  const { cards, state } = await wholeCeremony(window, own)
  const { setId } = state.made
  const kit = { kind: 'vault', setId } as const
  const words = (card: readonly string[]) => ({ kind: 'words' as const, words: [...card] })
  const [first = [], second = []] = cards

  const sound = await call('share.check', { kit, card: words(first), worn: false })
  assert.deepEqual([sound.custodian, sound.index, sound.result], ['Ada', 1, 'sound'])
  assert.ok(sound.recorded)

  const slip = { kit, card: words(second.with(16, '?')), worn: false }
  await window.refused('share.check', slip, 'SHARE_WORDS_WRONG', { words: [17] })
  const worn = await call('share.check', { ...slip, worn: true })
  assert.deepEqual([worn.custodian, worn.result], ['Grace', 'worn'])

  const bytes = wordsToShare(cardEntries(first.map(parseWord)))
  bytes[20] = (bytes[20] ?? 0) ^ 1
  const forged = { kit, card: words(shareToWords(bytes)), worn: false }
  await window.refused('share.check', forged, 'SHARE_FORGED', {
    index: 1,
    custodian: 'Ada',
  })
  const foreign = { kit, card: words(brought.cards[0] ?? []), worn: false }
  await window.refused('share.check', foreign, 'SHARE_FOREIGN')

  const { checks } = await call('share.checks', { setId })
  assert.deepEqual(
    checks.map(({ index, result }) => [index, result]),
    [
      [1, 'sound'],
      [2, 'worn'],
      [1, 'forged'],
    ],
  )
  await call('vault.close', {})
  // Below a folder that is called like a word of the card: the refusal names the path as it was given.
  const file = { kind: 'file', path: path.join(own, first[0] ?? '', 'x') } as const
  const unknown = { kit: file, card: words(first), worn: false }
  await window.refused('share.check', unknown, 'FILE_MISSING')
  const alone = { kit: { kind: 'file', path: brought.kitFile } as const, worn: false }
  const unrecorded = await call('share.check', { ...alone, card: words(brought.cards[1] ?? []) })
  assert.equal(unrecorded.recorded, null)
})
