import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** The newest glibc that something native in a folder asks for, as `2.34`: each binary names the versions it needs. */
export function neededGlibc(folder: string): string {
  const minors = globSync(['**/*.node', 'bin/node'], { cwd: folder }).flatMap(file => {
    const names = readFileSync(path.join(folder, file), 'latin1').matchAll(/GLIBC_2\.(\d+)\0/g)
    return Array.from(names, ([, minor]) => Number(minor))
  })
  if (minors.length === 0) throw new Error(`nothing native is in ${folder}`)
  return `2.${Math.max(...minors)}`
}
