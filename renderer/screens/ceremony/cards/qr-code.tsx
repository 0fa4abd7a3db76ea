import classes from './share-card.module.css'

const QUIET_ZONE = 4

/** Dark modules as one path. Black on white in every appearance: cameras expect it. */
export function QrCode({ rows }: { rows: readonly string[] }) {
  const size = rows.length + 2 * QUIET_ZONE
  const path = rows
    .flatMap((row, y) =>
      [...row].map((module, x) =>
        module === '1' ? `M${x + QUIET_ZONE} ${y + QUIET_ZONE}h1v1h-1z` : '',
      ),
    )
    .join('')
  return (
    <svg
      className={classes.qr}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label="QR code of the same share"
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
