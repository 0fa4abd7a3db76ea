import type { Output } from '../../../shared/contract.ts'
import {
  INSTRUCTION_PARTS,
  type InstructionPart,
  type Step,
} from '../../../shared/delivery-steps.ts'
import { sayStep } from '../../../shared/messages/delivery-instructions.ts'
import { CodeBlock } from '../../design/code-block.tsx'
import { Stack } from '../../design/layout.tsx'
import { words } from '../../words.ts'
import classes from './instructions.module.css'

interface InstructionsProps {
  readonly of: Output<'deliveries.check'>['instructions']
  readonly parts?: readonly InstructionPart[]
}

type Said = Output<'deliveries.check'>['instructions'][InstructionPart][number]['says']

const stepOf = ({ step: code, facts }: Said): Step =>
  ({
    says: { code, facts: Object.fromEntries(facts.map(({ name, value }) => [name, value])) },
    commands: [],
  }) as unknown as Step

/** What is done on the other side: what each step is for, and its commands below it. */
export const Instructions = ({ of, parts = INSTRUCTION_PARTS }: InstructionsProps) => (
  <Stack>
    {parts
      .filter(part => of[part].length > 0)
      .map(part => (
        <section key={part} aria-label={words.deliveries.parts[part]}>
          <Stack>
            <h3>{words.deliveries.parts[part]}</h3>
            {of[part].map(({ says, commands }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
              <Stack key={i}>
                <p className={classes.said}>{sayStep(words, stepOf(says))}</p>
                {commands.length > 0 && <CodeBlock>{commands.join('\n')}</CodeBlock>}
              </Stack>
            ))}
          </Stack>
        </section>
      ))}
  </Stack>
)
