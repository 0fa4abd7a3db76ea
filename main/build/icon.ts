/**
 * Draws the application's icon from the mark, in the system's Chromium: `node main/build/icon.ts`.
 * electron-builder makes the other sizes and formats of it. To be run again when the mark changes
 * (renderer/design/mark.tsx has the same numbers).
 */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { chromium } from 'playwright-core'
import { findChromium } from '../shells/chromium/find.ts'

const SIZE = 1024

/** Five people in a circle, three of whom turn the key, on a tile with the margin that macOS wants. */
function icon(): string {
  const people = [0, 1, 2, 3, 4].map(i => {
    const angle = (i / 5) * 2 * Math.PI - Math.PI / 2
    const present = i === 0 || i === 2 || i === 3
    return `<circle cx="${24 + 18 * Math.cos(angle)}" cy="${24 + 18 * Math.sin(angle)}" r="4.4"
      fill="${present ? '#84d1c8' : 'none'}" stroke="#84d1c8" stroke-width="1.8" />`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE}" height="${SIZE}" viewBox="0 0 1024 1024">
    <rect x="100" y="100" width="824" height="824" rx="185" fill="#0b4745" />
    <g transform="translate(512 512) scale(12.5) translate(-24 -24)">
      ${people.join('')}
      <path d="M24 16.5a5.6 5.6 0 0 1 2.9 10.4l1.7 6.6h-9.2l1.7-6.6A5.6 5.6 0 0 1 24 16.5Z" fill="#fffefc" />
    </g>
  </svg>`
}

const executablePath = findChromium()
if (executablePath === null) throw new Error('drawing the icon needs Chromium')
const browser = await chromium.launch({
  executablePath,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
const page = await browser.newPage({ viewport: { width: SIZE, height: SIZE } })
await page.setContent(`<style>body { margin: 0 }</style>${icon()}`)
const picture = await page.screenshot({ omitBackground: true })
await browser.close()
writeFileSync(path.join(import.meta.dirname, `icon-${SIZE}x${SIZE}.png`), picture)
