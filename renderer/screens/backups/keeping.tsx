import { FITTING } from '../../../shared/backup-files.ts'
import { CheckField, SelectField } from '../../design/field.tsx'

/** What is made of a backup besides, and how it is cut. */
export interface Keeping {
  /** Whether a check file is made beside it. */
  readonly check?: boolean
  /** Recovery slices for each hundred slices of it. */
  readonly parity?: number
  /** Bytes of each volume. */
  readonly volumeSize?: number
}

const PERCENTS = [5, 10, 20, 30] as const
const NONE = 'none'
const ONE = 'one'

const VOLUMES = [
  { value: ONE, label: 'One file' },
  { value: 'fat32', label: 'Volumes of 4 GB, for sticks and cards with FAT32' },
  { value: 'bd-r', label: 'Volumes of 24 GB, for Blu-ray discs (BD-R)' },
] as const
type Cut = (typeof VOLUMES)[number]['value']

const cutOf = ({ volumeSize }: Keeping): Cut =>
  VOLUMES.find(({ value }) => value !== ONE && FITTING[value] === volumeSize)?.value ?? ONE

/** Everything that was chosen but one. */
function without(keeping: Keeping, name: keyof Keeping): Keeping {
  const { [name]: _, ...others } = keeping
  return others
}

/** Whether a backup gets a check file and recovery files, and whether it is cut into volumes. */
export function KeepingChoice({
  keeping,
  onChoose,
}: {
  keeping: Keeping
  onChoose: (keeping: Keeping) => void
}) {
  const { check, parity } = keeping
  return (
    <>
      <CheckField
        label="Check file"
        hint="A small file beside the backup. By it every later check finds what is damaged, block by block, and whether a volume is the right one, without a share."
        checked={check === true}
        onChange={checked =>
          onChoose({ ...without(keeping, 'check'), ...(checked && { check: true }) })
        }
      />
      <SelectField
        label="Recovery files"
        hint="They lie beside the backup. As much of it as they stand in for may be damaged or lost: it is made whole again, without a share."
        value={`${parity ?? NONE}`}
        options={[
          { value: NONE, label: 'None' },
          ...PERCENTS.map(percent => ({
            ...{ value: `${percent}`, label: `For ${percent} % of the backup` },
          })),
        ]}
        onChange={value =>
          onChoose({
            ...without(keeping, 'parity'),
            ...(value === NONE ? {} : { parity: Number(value) }),
          })
        }
      />
      <SelectField
        label="Cut into volumes"
        hint="For drives that hold no larger file, and for a backup on several discs or sticks. All volumes are needed to open it, unless recovery files stand in for one."
        value={cutOf(keeping)}
        options={VOLUMES}
        onChange={value =>
          onChoose({
            ...without(keeping, 'volumeSize'),
            ...(value === ONE ? {} : { volumeSize: FITTING[value] }),
          })
        }
      />
    </>
  )
}
