/** Runs the commands on standard input, one after the other, and prints what became of each. */
import { text } from 'node:stream/consumers'
import { keyclave, type Ran } from './command-line.ts'

const commands = JSON.parse(await text(process.stdin)) as readonly (readonly string[])[]
const ran: Ran[] = []
for (const args of commands) ran.push(await keyclave(args))
console.log(JSON.stringify(ran))
