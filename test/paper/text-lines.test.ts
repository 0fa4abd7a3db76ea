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

/** The lines of a text in which every letter is one point wide. */
const linesOf = (text: string, width: number): string[] =>
  setParagraph(text, {
    ...{ width, faceOf: () => 'all', holds: () => true },
    measure: (_, run) => [...graphemes.segment(run)].length,
  }).lines.map(line => line.runs.map(run => run.text).join(''))

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

test('Thai, Lao and Khmer, which have no spaces, end a line at the end of a word', () => {
  const thai = linesOf('สวัสดีครับผมชื่อสมชายใจดี', 8)
  assert.deepEqual(thai, ['สวัสดีครับ', 'ผมชื่อ', 'สมชายใจดี'])
  assert.deepEqual(linesOf('ສະບາຍດີຂ້ອຍຊື່ສົມສັກ', 8), ['ສະບາຍດີ', 'ຂ້ອຍຊື່ສົມສັກ'])
  assert.deepEqual(linesOf('សួស្តីខ្ញុំឈ្មោះសុខា', 3), ['សួស្តីខ្ញុំ', 'ឈ្មោះសុខា'])
  assert.deepEqual(linesOf('ខ្ញុំផ្សេងៗគ្នា', 3), ['ខ្ញុំ', 'ផ្សេងៗ', 'គ្នា'])
  // A sign that ends something is never the first of a line, nor is one that repeats a word.
  for (const width of [7, 8, 9, 10, 11, 12]) {
    for (const line of linesOf('(ผมชื่อ) เด็กๆเล่น กรุงเทพฯและ ໄວໆມາ ខ្ញុំឈ្មោះ។សុខា ផ្សេងៗគ្នា', width)) {
      assert.doesNotMatch(line, /^[)ๆฯໆ។ៗ]/, line)
    }
  }
})

test('Chinese and Japanese end a line anywhere but before a stop, and never behind a bracket that opens', () => {
  assert.deepEqual(linesOf('张伟明和李娜，在北京。', 6), ['张伟明和李', '娜，在北京。'])
  assert.deepEqual(linesOf('鍵は「金庫」にある。', 3), ['鍵は', '「金', '庫」に', 'ある。'])
  assert.deepEqual(linesOf('渡辺（わたなべ）さん', 3), ['渡辺', '（わた', 'なべ）', 'さん'])
  assert.deepEqual(linesOf('キャッシュ', 3), ['キャッ', 'シュ'])
})

test('where there are spaces, a line ends at one, so that what is copied has no end of its own', () => {
  const command = 'age --decrypt -i /media/kit/key.txt yo-yo'
  const lines = ['age --decrypt -i', '/media/kit/key.txt', 'yo-yo']
  assert.deepEqual(linesOf(command, 18), lines)
  assert.deepEqual(linesOf('Anne-Marie d’Arc-Été', 12), ['Anne-Marie', 'd’Arc-Été'])
  assert.deepEqual(linesOf('김철수 이영희', 4), ['김철수', '이영희'])
  assert.deepEqual(linesOf('95bc c390 9c4a 8d1f', 9), ['95bc c390', '9c4a 8d1f'])
})

test('what is longer than a line is cut behind a slash, or between letters', () => {
  const path = linesOf('in /home/ada/vaults/2026/root.keyclave', 12)
  assert.deepEqual(path, ['in', '/home/ada/', 'vaults/2026/', 'root.keyclav', 'e'])
  const hex = '0123456789abcdef'.repeat(4)
  assert.deepEqual(linesOf(hex, 24), [hex.slice(0, 24), hex.slice(24, 48), hex.slice(48)])
  assert.deepEqual(linesOf('श्रीश्रीश्री', 2), ['श्रीश्री', 'श्री'])
})
