import { useEffect, useRef } from 'react'
import classes from './dice.module.css'

const PIPS: readonly (readonly number[])[] = [
  [4],
  [0, 8],
  [0, 4, 8],
  [0, 2, 6, 8],
  [0, 2, 4, 6, 8],
  [0, 2, 3, 5, 6, 8],
]

/** Six faces to press; the number keys do the same, from the moment they are shown. */
export function Dice({ onRoll }: { onRoll: (roll: number) => void }) {
  const faces = useRef<HTMLFieldSetElement>(null)
  useEffect(() => faces.current?.focus(), [])
  return (
    <fieldset
      ref={faces}
      tabIndex={-1}
      className={classes.dice}
      aria-label="Dice"
      onKeyDown={event => {
        if (/^[1-6]$/.test(event.key)) onRoll(Number(event.key))
      }}
    >
      {PIPS.map((pips, i) => (
        <button
          key={pips.join()}
          type="button"
          className={classes.face}
          aria-label={`Rolled ${i + 1}`}
          onClick={() => onRoll(i + 1)}
        >
          <svg viewBox="0 0 48 48" width="48" height="48" aria-hidden="true">
            {pips.map(pip => (
              <circle
                key={pip}
                cx={12 + 12 * (pip % 3)}
                cy={12 + 12 * Math.floor(pip / 3)}
                r="4.5"
                fill="currentColor"
              />
            ))}
          </svg>
        </button>
      ))}
    </fieldset>
  )
}
