import type { About } from '../../../shared/contract.ts'
import { Tag } from '../../design/tag.tsx'

/** What the air gap is, measured: this program's own network, then the machine's. */
export function AirGap({ about: { airGap } }: { about: About }) {
  const { isolated, interfaces } = airGap
  if (interfaces.length === 0) return <Tag kind="good">No network on this machine</Tag>
  const machine = `machine on ${interfaces.join(', ')}`
  return isolated ? (
    <Tag kind="caution">Keyclave has no network · {machine}</Tag>
  ) : (
    <Tag kind="bad">No air gap: {machine}</Tag>
  )
}
