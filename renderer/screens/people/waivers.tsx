import type { Output } from '../../../shared/contract.ts'
import { words } from '../../words.ts'
import classes from './waivers.module.css'

/** What a profile does without, each with what it costs. */
export const Waivers = ({ of }: { of: Output<'policy.show'>['waivers'] }) => (
  <ul className={classes.waivers} aria-label="Waivers">
    {of.map(waiver => (
      <li key={waiver}>
        <strong>{words.policy.waivers[waiver].title}.</strong> {words.policy.waivers[waiver].why}
      </li>
    ))}
  </ul>
)
