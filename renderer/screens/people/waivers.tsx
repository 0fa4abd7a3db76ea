import type { Output } from '../../../shared/contract.ts'
import classes from './waivers.module.css'

/** What a profile does without, each with what it costs. */
export const Waivers = ({ of }: { of: Output<'policy.show'>['waivers'] }) => (
  <ul className={classes.waivers} aria-label="Waivers">
    {of.map(({ waiver, title, why }) => (
      <li key={waiver}>
        <strong>{title}.</strong> {why}
      </li>
    ))}
  </ul>
)
