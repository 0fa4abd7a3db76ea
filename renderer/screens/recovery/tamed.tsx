import { formatCount } from '../../design/quantity.ts'

/** How many files and folders did not get all the permissions that they had. */
export const Tamed = ({ of }: { of: number }) =>
  of === 0 ? null : (
    <p>
      Left out were setuid, setgid and leave for everybody to write, on {formatCount(of, 'path')}.
    </p>
  )
