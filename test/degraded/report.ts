/**
 * The table of docs/SCANNING.md, measured anew; a minute per ten pictures of each kind:
 *
 *   node test/degraded/report.ts [PICTURES OF EACH KIND]
 */
import { decodeRates } from './decode-rates.ts'
import { DECODERS, type DecoderName } from './decoders.ts'
import { KINDS } from './degraded-set.ts'

const names = Object.keys(DECODERS) as DecoderName[]
const count = Number(process.argv[2] ?? 40)

console.log(`| kind | what was done | ${names.join(' | ')} |`)
console.log(`| --- | --- |${' ---: |'.repeat(names.length)}`)
for await (const { kind, read, misread } of decodeRates(count, names)) {
  const rates = names.map(name => `${Math.round((100 * read[name]) / count)} %`)
  console.log(`| ${kind} | ${KINDS[kind].title} | ${rates.join(' | ')} |`)
  if (misread > 0) console.log(`misread: ${misread}`)
}
