import assert from 'node:assert/strict'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { type Office, openOffice } from '../fixtures/office.ts'
import { done, doneJson, keyclave, refused, wordsOf } from './command-line.ts'

/** What opens a quorum from the command line, and what does not: damaged cards, too few, a wrong word. */

describe('opening a quorum', { concurrency: 2 }, () => {
  let office: Office
  const at = (name: string): string => office.desk.at(name)
  before(async () => {
    office = await openOffice('classic', false)
  })
  after(() => office.desk.remove())
  const wordsOfAda = (): readonly string[] => wordsOf(office.cards[0] ?? '')

  describe('a damaged card', { concurrency: 2 }, () => {
    /** Ada's card as it was read, with these words at these places (from 1). */
    const damaged = (name: string, changes: { readonly [place: number]: string }): string => {
      const words = wordsOfAda().map((word, i) => changes[i + 1] ?? word)
      return office.desk.write(name, words.join(' '))
    }
    const changedAt = (places: readonly number[], word: (right: string) => string) =>
      Object.fromEntries(places.map(place => [place, word(wordsOfAda()[place - 1] ?? '')]))
    const wrong = (...places: readonly number[]) =>
      changedAt(places, right => (right === 'zebra' ? 'zero' : 'zebra'))
    const unreadable = (...places: readonly number[]) => changedAt(places, () => '?')
    const recover = (file: string, name: string): readonly string[] => [
      ...['recover', 'key', 'video-root', '--kit', office.kit],
      ...[...office.opening(file, office.share(2), office.share(3)), '--out', at(name)],
    ]

    it('with four wrong words is refused by place, and accepted when a person agrees', async () => {
      const file = damaged('four.txt', wrong(2, 17, 33, 40))
      const sentence = await refused(recover(file, 'four.key'), 2, 'SHARE_CORRECTABLE')
      assert.match(sentence, /: Words 2, 17, 33, 40 /)
      assert.ok(sentence.includes(file), 'the sentence names the file')
      assert.doesNotMatch(sentence, /zebra|zero/, 'and no word')
      assert.ok(!existsSync(at('four.key')))
      await done([...recover(file, 'four.key'), '--accept-corrections'])
      assert.equal(statSync(at('four.key')).size, 32)
      const facts = await doneJson<{ wrongWords: number[]; corrections: unknown[] }>([
        ...['share', 'inspect', file, '--kit', office.kit],
      ])
      assert.deepEqual([facts.wrongWords, facts.corrections], [[2, 17, 33, 40], []])
      const shown = await doneJson<{ corrections: { word: number; to: string }[] }>([
        ...['share', 'inspect', file, '--show-corrections'],
      ])
      assert.deepEqual(
        shown.corrections.map(({ word, to }) => [word, to]),
        [2, 17, 33, 40].map(word => [word, wordsOfAda()[word - 1]]),
      )
    })

    it('with eight unreadable words is accepted when a person agrees', async () => {
      const places = [1, 2, 3, 4, 20, 21, 39, 40]
      const file = damaged('eight.txt', unreadable(...places))
      const sentence = await refused(recover(file, 'eight.key'), 2, 'SHARE_CORRECTABLE')
      assert.ok(sentence.includes(`: Words ${places.join(', ')} `))
      await done([...recover(file, 'eight.key'), '--accept-corrections'])
    })

    it('with five wrong words, or nine unreadable ones, is never guessed', async () => {
      const nine = unreadable(5, 6, 7, 8, 9, 10, 11, 12, 13)
      for (const file of [
        damaged('five.txt', wrong(1, 9, 17, 25, 33)),
        damaged('nine.txt', nine),
      ]) {
        const args = [...recover(file, 'guessed.key'), '--accept-corrections']
        await refused(args, 5, 'SHARE_DAMAGED')
        await refused(['share', 'inspect', file], 5, 'SHARE_DAMAGED')
      }
      assert.ok(!existsSync(at('guessed.key')))
    })

    it('with words missing says how many there are', async () => {
      const short = wordsOfAda().slice(0, 39)
      const file = office.desk.write('short.txt', short.join(' '))
      assert.match(await refused(recover(file, 'x'), 2, 'SHARE_WORD_COUNT'), /here are 39/)
    })
  })

  it('opens nothing with fewer shares than the quorum needs', async () => {
    const few = office.opening(office.share(1), office.share(5))
    const backup = ['recover', 'backup', office.backup, ...few, '--out', at('few')]
    const sentence = await refused([...backup, '--kit', office.kit], 3, 'QUORUM_SHORT')
    assert.match(sentence, /needs 3 shares, here are 2\. Bring in 1 more/)
    await refused(backup, 3, 'QUORUM_SHORT')
    await refused(['recover', 'identity', ...office.opening(office.share(1))], 3, 'QUORUM_SHORT')
    const key = ['recover', 'key', 'video-root', '--kit', office.kit, ...few, '--out', at('few')]
    await refused(key, 3, 'QUORUM_SHORT')
    const twice = office.opening(office.share(1), office.share(1), office.share(2))
    await refused(['recover', 'identity', ...twice], 2, 'SHARE_DUPLICATE')
    assert.ok(!existsSync(at('few')))
  })

  it('opens nothing with another passphrase', async () => {
    const right = readFileSync(at('pass.txt'), 'utf8')
    const wrong = office.desk.write('wrong.txt', right.toUpperCase())
    const shares = [
      '--share',
      office.share(1),
      office.share(2),
      office.share(3),
      '--passphrase-file',
      wrong,
    ]
    const backup = ['recover', 'backup', office.backup, ...shares, '--out', at('no')]
    await refused([...backup, '--kit', office.kit], 4, 'PASSPHRASE_WRONG')
    await refused(backup, 4, 'PASSPHRASE_WRONG')
    const key = ['recover', 'key', 'video-root', '--kit', office.kit, ...shares, '--out', at('no')]
    await refused(key, 4, 'PASSPHRASE_WRONG')
    await refused(['recover', 'identity', '--kit', office.kit, ...shares], 4, 'PASSPHRASE_WRONG')
    assert.ok(!existsSync(at('no')))
  })

  it('takes the passphrase from standard input, with either line end or none', async () => {
    const right = readFileSync(at('pass.txt'), 'utf8').trimEnd()
    const args = [
      'recover',
      'identity',
      '--kit',
      office.kit,
      '--share',
      office.share(1),
      office.share(2),
      office.share(3),
    ]
    const answers = new Set<string>()
    for (const end of ['', '\n', '\r\n']) {
      answers.add(await done([...args, '--passphrase-file', '-'], { input: right + end }))
    }
    assert.equal(answers.size, 1)
  })

  it('answers a refusal as JSON too, when asked', async () => {
    const args = [
      'recover',
      'identity',
      ...office.opening(office.share(1), office.share(2)),
      '--json',
    ]
    const { code, out, err } = await keyclave(args)
    assert.equal(code, 3)
    const { error } = JSON.parse(out) as {
      error: { code: string; data: object; message: string }
    }
    assert.equal(error.code, 'QUORUM_SHORT')
    assert.deepEqual(error.data, { have: 2, need: 3 })
    assert.equal(err, `error[QUORUM_SHORT]: ${error.message}\n`)
  })
})
