/**
 * Makes docs/images/share-card.png: the card of the share that FORMAT prints, of made-up people.
 *
 *   node test/paper/make-sample.ts
 */
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { printShareCards } from '../../main/paper/pages.ts'
import { choose, FACTS, STANDARD } from './printed.ts'

const share = Buffer.from(
  '2335bd1e83280301f7575b587406b719c0fb1382c5c16a95a307bc6c68ef60604cd26b49db4fd3226b4167f4',
  'hex',
)
const facts = {
  ...FACTS,
  title: 'Sample ceremony (this share is printed in FORMAT.md)',
  organisation: 'Sample Ltd',
  custodians: ['Sam Sample', 'B', 'C', 'D', 'E'],
}
const [pdf] = await printShareCards([share], facts, STANDARD, choose)
const target = path.join(import.meta.dirname, '../../docs/images/share-card')
const { status } = spawnSync(
  'pdftoppm',
  ['-r', '96', '-gray', '-png', '-singlefile', '-', target],
  { input: pdf ?? Buffer.alloc(0) },
)
process.exitCode = status ?? 1
