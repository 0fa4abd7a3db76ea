import type { DestinationId } from '../deliveries.ts'
import { INSTRUCTION_PARTS, type Instructions, type Step } from '../delivery-steps.ts'
import type { Messages } from './wording/messages.ts'

/** The instructions of a delivery as they are read, and as they are run. */

/** What a step says. */
export function sayStep({ deliveries }: Messages, { says }: Step): string {
  const say = deliveries.steps[says.code] as (facts: typeof says.facts) => string
  return say(says.facts)
}

/** `commands.md`: every part with its steps, and the commands below each. */
export function instructionsAsText(
  messages: Messages,
  destination: DestinationId,
  instructions: Instructions,
): string {
  const { deliveries } = messages
  const parts = INSTRUCTION_PARTS.filter(part => instructions[part].length > 0).flatMap(part => [
    `## ${deliveries.parts[part]}`,
    ...instructions[part].flatMap(one => [
      sayStep(messages, one),
      ...(one.commands.length > 0 ? [`\`\`\`sh\n${one.commands.join('\n')}\n\`\`\``] : []),
    ]),
  ])
  return `${[`# ${deliveries.destinations[destination].name}`, ...parts].join('\n\n')}\n`
}

/** `commands.sh`: what brings the key in and shows that it arrived. The rest is for people to choose. */
export function instructionsAsScript(
  messages: Messages,
  destination: DestinationId,
  instructions: Instructions,
): string {
  const { destinations } = messages.deliveries
  const steps = (['arrive', 'proof'] as const).flatMap(part =>
    instructions[part].map(one => {
      const said = sayStep(messages, one).replaceAll(/(.{1,96})( |$)/g, '# $1\n')
      return `${said}${one.commands.join('\n')}`
    }),
  )
  return `${['#!/bin/sh', `# ${destinations[destination].name}`, 'set -eu', ...steps].join('\n\n')}\n`
}
