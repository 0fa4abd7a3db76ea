import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, it } from 'node:test'
import { type Block, type Blocks, linesOf, type Text } from '../../shared/help/document.ts'
import { readMarkdown } from '../../shared/help/markdown.ts'
import { placeOfReason, REASONS, type Reason } from '../../shared/help/reasons.ts'
import { headingsOf, helpDocument, searchHelp } from '../../shared/help/sections.ts'
import { shortcutsDocument } from '../../shared/help/shortcuts-document.ts'
import { type Place, placeOfLink, TOPICS } from '../../shared/help/topics.ts'
import { messagesIn } from '../../shared/messages/index.ts'
import { isOwnKey, SHORTCUTS } from '../../shared/shortcuts.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const words = messagesIn('en')
const sourceOf = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8')
const documents = TOPICS.map(({ id, file }) =>
  file === null
    ? shortcutsDocument(words.help.shortcuts)
    : helpDocument(id, readMarkdown(sourceOf(file))),
)

const isThere = ({ topic, slug }: Place): boolean =>
  documents.some(
    document =>
      document.topic === topic &&
      (slug === null || headingsOf(document).some(heading => heading.slug === slug)),
  )

describe('the documents of the help', () => {
  it('are read whole: every word of them is there, in its order', () => {
    for (const { id, file } of TOPICS) {
      if (file === null) continue
      const blocks = documents.find(({ topic }) => topic === id)?.blocks ?? []
      const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}]+/gu) ?? []
      const read = wordsOf(linesOf(blocks).join('\n'))
      assert.deepEqual(read, wordsOf(withoutMarks(sourceOf(file))), file)
    }
  })

  it('show no mark-up', () => {
    for (const { topic, blocks } of documents) {
      for (const text of textsIn(blocks)) {
        const plain = text.filter(part => typeof part === 'string').join('')
        assert.doesNotMatch(plain, /\*\*|\x60|\]\(|^#+ |^- /, topic)
      }
    }
  })

  it('are all guides that there are', () => {
    const guides = globSync('docs/guides/*.md', { cwd: ROOT }).map(file =>
      file.replaceAll('\\', '/'),
    )
    assert.deepEqual(
      guides.filter(guide => !TOPICS.some(({ file }) => file === guide)),
      [],
    )
  })

  it('lead from one to the other, and never to a heading that is not there', () => {
    let followed = 0
    for (const { topic, blocks } of documents) {
      for (const to of textsIn(blocks).flatMap(linksIn)) {
        const place = placeOfLink(topic, to)
        if (place === null) continue
        followed += 1
        assert.ok(isThere(place), `${topic} links to ${to}`)
      }
    }
    assert.ok(followed > 10, `${followed} links`)
  })

  it('give a role one page', () => {
    for (const { id, file, group } of TOPICS) {
      if (group !== 'roles' || file === null) continue
      const count = sourceOf(file).split(/\s+/).length
      assert.ok(count < 550, `${id} has ${count} words`)
    }
  })
})

describe('why each step is there', () => {
  it('stands under a heading of its own, where the step leads', () => {
    for (const reason of Object.keys(REASONS) as Reason[]) {
      assert.ok(isThere(placeOfReason(reason)), reason)
    }
  })

  it('is linked from a step, heading for heading', () => {
    const steps = documents.find(({ topic }) => topic === 'steps')
    assert.ok(steps !== undefined)
    const linked = new Set<string>(Object.values(REASONS))
    const reasons = headingsOf(steps).filter(({ level }) => level === 3)
    assert.deepEqual(
      reasons.map(({ slug }) => slug).filter(slug => !linked.has(slug)),
      [],
    )
  })
})

describe('a search of the help', () => {
  const topicsOf = (asked: string): string[] =>
    searchHelp(documents, asked).map(({ place, heading }) => `${place.topic}: ${heading}`)

  it('finds sections with every word, those that are called so first', () => {
    assert.equal(topicsOf('recovery kit')[0], 'format: 7. Recovery kit')
    assert.ok(topicsOf('REHEARSAL void').includes('heir: If a card says REHEARSAL, VOID'))
    assert.ok(
      topicsOf('wrong passphrase')[0]?.startsWith('recovery-officer'),
      'a line that says so',
    )
    assert.deepEqual(topicsOf('zebra crossing'), [])
    assert.deepEqual(topicsOf('  '), [])
  })

  it('shows the line, short enough to be read', () => {
    const hits = searchHelp(documents, 'passphrase')
    assert.ok(hits.length > 20)
    for (const { line } of hits) assert.ok(line.length < 220, line)
    const [hit] = searchHelp(documents, 'caps lock')
    assert.match(hit?.line ?? '', /Caps Lock/)
  })
})

describe('the page of shortcuts', () => {
  it('has every key of the table that keys are judged by', () => {
    const page = linesOf(shortcutsDocument(words.help.shortcuts).blocks).join('\n')
    for (const { keys, use, control, shift } of SHORTCUTS) {
      assert.ok(page.includes(words.help.shortcuts.uses[use]), use)
      for (const key of keys) {
        assert.ok(page.includes(words.help.shortcuts.key(key)), key)
        const held = { ctrlKey: control, shiftKey: shift, altKey: false, metaKey: false }
        assert.ok(isOwnKey({ key, ...held, getModifierState: () => false }), `${use}: ${key}`)
      }
    }
  })
})

describe('Markdown', () => {
  const read = (text: string): Blocks => readMarkdown(text)

  it('is read as blocks', () => {
    assert.deepEqual(read('# A *b* `c|d`\n\none\ntwo [x](y.md#z)\n\n- p\n  q\n\n  r\n- s\n'), [
      {
        ...{ kind: 'heading', level: 1, slug: 'a-b-cd' },
        text: ['A ', { emphasis: ['b'] }, ' ', { code: 'c|d' }],
      },
      { kind: 'paragraph', text: ['one two ', { link: ['x'], to: 'y.md#z' }] },
      {
        ...{ kind: 'list', ordered: false },
        items: [
          [
            { kind: 'paragraph', text: ['p q'] },
            { kind: 'paragraph', text: ['r'] },
          ],
          [{ kind: 'paragraph', text: ['s'] }],
        ],
      },
    ])
    assert.deepEqual(
      read('| a | b |\n| --- | ---: |\n| **c** | d \\| e |\n\n```sh run\n# x\n```\n'),
      [
        {
          ...{ kind: 'table', head: [['a'], ['b']] },
          rows: [[[{ strong: ['c'] }], ['d | e']]],
        },
        { kind: 'code', text: '# x' },
      ],
    )
  })

  it('that could be something else is refused', () => {
    for (const text of ['<b>x</b>', '> said', '![x](y.png)', '---', '```\nx', '| a |', '* x']) {
      assert.throws(() => read(text), Error, text)
    }
  })

  it('gives headings of one name different places', () => {
    const slugs = read('# A\n\n## B\n\n## B\n').map(block => block.kind === 'heading' && block.slug)
    assert.deepEqual(slugs, ['a', 'b', 'b-1'])
  })
})

/** A source without what only marks it up: links' targets, languages of code, numbers of points. */
const withoutMarks = (source: string): string =>
  source
    .replaceAll(/^ *```.*$/gm, '')
    .replaceAll(/\]\([^()\s]+\)/g, ']')
    .replaceAll(/^\s*\d+\. /gm, '')

const textsIn = (blocks: Blocks): Text[] => blocks.flatMap(textsOf)

function textsOf(block: Block): Text[] {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return [block.text]
    case 'list':
      return block.items.flatMap(textsIn)
    case 'table':
      return [block.head, ...block.rows].flat()
    case 'code':
      return []
  }
}

function linksIn(text: Text): string[] {
  return text.flatMap(part => {
    if (typeof part === 'string' || 'code' in part) return []
    if ('to' in part) return [part.to]
    return linksIn('strong' in part ? part.strong : part.emphasis)
  })
}
