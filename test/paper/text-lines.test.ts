/** In which order and where the runs of a line stand, from left to right and from right to left. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isolate, setParagraph } from '../../main/paper/text-lines.ts'

const faceOf = (code: number): string | null =>
  code >= 0x590 && code < 0x700 ? 'rtl' : code < 0x2000 ? 'ltr' : null

/** Every letter is one point wide, and each script has a face of its own. */
const setting = (width = 100) => ({
  ...{ width, faceOf },
  holds: (face: string, code: number) => faceOf(code) === face,
  measure: (_: string, text: string) => text.length,
})

/** What an eye meets from left to right: the runs of a line by their places, each as it is read. */
function seen(text: string, width?: number): string[][] {
  return setParagraph(text, setting(width)).lines.map(({ runs, width: used }) => {
    const sorted = runs.toSorted((a, b) => a.x - b.x)
    // They stand side by side, without a gap and without an overlap.
    let x = 0
    for (const run of sorted) {
      assert.equal(run.x, x, run.text)
      x += run.text.length
    }
    assert.equal(used, x)
    return sorted.map(run => run.text).filter(run => run !== ' ')
  })
}

test('in a line from left to right, words of Hebrew are read from their right end', () => {
  assert.deepEqual(seen('Ada דוד בן and'), [['Ada ', 'בן', 'דוד', ' and']])
})

test('in a line from right to left, it begins on the right, and Latin in it runs on as ever', () => {
  assert.deepEqual(seen('דוד Ada Lovelace בן'), [['בן', 'Ada Lovelace', 'דוד']])
  assert.equal(setParagraph('דוד Ada', setting()).rightToLeft, true)
})

test('digits keep their order among Hebrew and among Arabic', () => {
  assert.deepEqual(seen('שלום 123 עולם'), [['עולם', '123', 'שלום']])
  assert.deepEqual(seen('محمد 2026 علي'), [['علي', '2026', 'محمد']])
})

test('brackets are turned around where the line runs from right to left', () => {
  const [line = []] = seen('דוד (בן)')
  assert.deepEqual(line.join('').replaceAll(' ', ''), '(בן)דוד')
})

test('a name that runs from right to left does not turn the sentence around it', () => {
  const sentence = `to ${isolate('דוד 12')}. If not`
  assert.deepEqual(seen(sentence), [['to ', '12', 'דוד', '. If not']])
})

test('runs come in the order in which they are read, wherever they stand', () => {
  const [line] = setParagraph('Ada דוד בן', setting()).lines
  const read = line?.runs.map(({ text }) => text).filter(text => text !== ' ')
  assert.deepEqual(read, ['Ada ', 'דוד', 'בן'])
})

test('each line of a paragraph begins on its own right', () => {
  assert.deepEqual(seen('אחד שתים שלוש', 9), [['שתים', 'אחד'], ['שלוש']])
})
