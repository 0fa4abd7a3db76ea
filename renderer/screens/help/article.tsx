import { createElement, type ReactNode, useEffect, useRef } from 'react'
import {
  type Block,
  type Blocks,
  type Heading,
  type Inline,
  plainText,
  type Text,
} from '../../../shared/help/document.ts'
import type { HelpDocument } from '../../../shared/help/sections.ts'
import { type Place, placeOfLink, type TopicId } from '../../../shared/help/topics.ts'
import { CodeBlock } from '../../design/code-block.tsx'
import { Facts } from '../../design/facts.tsx'
import { Table } from '../../design/layout.tsx'
import classes from './article.module.css'

interface ArticleProps {
  readonly document: HelpDocument
  /** Where one has come to. */
  readonly place: Place
  /** Whether the next key belongs to it. */
  readonly takesFocus: boolean
  readonly onVisit: (place: Place) => void
}

/** One document. What it says becomes elements one by one: nothing of it is taken for HTML. */
export function Article({ document, place, takesFocus, onVisit }: ArticleProps) {
  const article = useRef<HTMLElement>(null)
  useEffect(() => {
    const { slug } = place
    const heading =
      slug === null
        ? article.current?.querySelector<HTMLElement>('h1')
        : article.current?.querySelector<HTMLElement>(`#${CSS.escape(idOf(slug))}`)
    heading?.scrollIntoView()
    if (takesFocus) heading?.focus({ preventScroll: true })
  }, [place, takesFocus])
  const reading = { from: document.topic, onVisit }
  return (
    <article ref={article} className={classes.article} aria-label={document.title} tabIndex={-1}>
      <ReadBlocks of={document.blocks} reading={reading} />
    </article>
  )
}

/** A document that is none of the help: its links lead nowhere. */
export const ReadDocument = ({ of }: { of: Blocks }) => (
  <div className={classes.article}>
    <ReadBlocks of={of} reading={{ from: 'shortcuts', onVisit: () => {} }} />
  </div>
)

interface Reading {
  readonly from: TopicId
  readonly onVisit: (place: Place) => void
}

const idOf = (slug: string): string => `help-${slug}`

/** Blocks and words have no names of their own, and never change their places. */
const numbered = <Part,>(parts: readonly Part[]): readonly { part: Part; key: string }[] =>
  parts.map((part, i) => ({ part, key: String(i) }))

const ReadBlocks = ({ of, reading }: { of: Blocks; reading: Reading }) =>
  numbered(of).map(({ part, key }) => <ReadBlock key={key} of={part} reading={reading} />)

function ReadBlock({ of: block, reading }: { of: Block; reading: Reading }) {
  switch (block.kind) {
    case 'heading':
      return <ReadHeading of={block} reading={reading} />
    case 'paragraph':
      return (
        <p className={classes.text}>
          <ReadText of={block.text} reading={reading} />
        </p>
      )
    case 'list':
      return createElement(
        block.ordered ? 'ol' : 'ul',
        { className: classes.points },
        numbered(block.items).map(({ part, key }) => (
          <li key={key}>
            <ReadBlocks of={part} reading={reading} />
          </li>
        )),
      )
    case 'table':
      if (block.head.every(cell => plainText(cell) === '')) {
        return (
          <Facts
            of={block.rows.map(([name = [], ...values]) => [
              plainText(name),
              <ReadText key="value" of={values.flat()} reading={reading} />,
            ])}
          />
        )
      }
      return (
        <Table name={block.head.map(plainText).join(', ')} columns={block.head.map(plainText)}>
          {numbered(block.rows).map(row => (
            <tr key={row.key}>
              {numbered(row.part).map(cell => (
                <td key={cell.key}>
                  <ReadText of={cell.part} reading={reading} />
                </td>
              ))}
            </tr>
          ))}
        </Table>
      )
    case 'code':
      return <CodeBlock>{block.text}</CodeBlock>
  }
}

const ReadHeading = ({ of, reading }: { of: Heading; reading: Reading }) =>
  createElement(
    `h${of.level}`,
    { id: idOf(of.slug), tabIndex: -1 },
    <ReadText of={of.text} reading={reading} />,
  )

const ReadText = ({ of, reading }: { of: Text; reading: Reading }) =>
  numbered(of).map(({ part, key }) => <span key={key}>{readInline(part, reading)}</span>)

function readInline(part: Inline, reading: Reading): ReactNode {
  if (typeof part === 'string') return part
  if ('code' in part) return <code>{part.code}</code>
  if ('strong' in part) {
    return (
      <strong>
        <ReadText of={part.strong} reading={reading} />
      </strong>
    )
  }
  if ('emphasis' in part) {
    return (
      <em>
        <ReadText of={part.emphasis} reading={reading} />
      </em>
    )
  }
  const text = <ReadText of={part.link} reading={reading} />
  const place = placeOfLink(reading.from, part.to)
  if (place === null) return text
  return (
    <button type="button" className={classes.link} onClick={() => reading.onVisit(place)}>
      {text}
    </button>
  )
}
