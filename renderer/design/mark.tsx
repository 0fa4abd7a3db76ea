/** Keyclave's mark: five people in a circle, three of whom turn the key. */
export function Mark({ size = 40 }: { size?: number }) {
  const at = (i: number): readonly [number, number] => {
    const angle = (i / 5) * 2 * Math.PI - Math.PI / 2
    return [24 + 18 * Math.cos(angle), 24 + 18 * Math.sin(angle)]
  }
  return (
    <svg width={size} height={size} viewBox="0 0 48 48" aria-hidden="true">
      {[0, 1, 2, 3, 4].map(i => {
        const [x, y] = at(i)
        const present = i === 0 || i === 2 || i === 3
        return (
          <circle
            key={i}
            cx={x}
            cy={y}
            r="4.4"
            fill={present ? 'var(--accent)' : 'none'}
            stroke="var(--accent)"
            strokeWidth="1.8"
          />
        )
      })}
      <path
        d="M24 16.5a5.6 5.6 0 0 1 2.9 10.4l1.7 6.6h-9.2l1.7-6.6A5.6 5.6 0 0 1 24 16.5Z"
        fill="var(--ink)"
      />
    </svg>
  )
}
