import { printShareCards } from '../../main/paper/pages.ts'
import { choose, FACTS, STANDARD, shareOf } from '../paper/printed.ts'

/** Twenty cards as PDFs, worker and fonts included. The aim is 3 seconds. */

const CARDS = 20
const ROUNDS = 3

export async function benchPaper(): Promise<string> {
  const custodians = Array.from({ length: CARDS }, (_, i) => `Custodian ${i + 1}`)
  const shares = custodians.map((_, i) => shareOf(i + 1))
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now()
    await printShareCards(shares, { ...FACTS, custodians }, STANDARD, choose)
    times.push(performance.now() - start)
  }
  return `${CARDS} cards as PDF: ${(Math.min(...times) / 1000).toFixed(2)} s`
}
