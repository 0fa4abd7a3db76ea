import { readdir, readFile, stat, statfs } from 'node:fs/promises'
import path from 'node:path'
import type { Output } from '../../../shared/contract.ts'
import { isInMemory, type Mounted, mountedHere } from './mounts.ts'

/** Where the file picker begins: removable drives, the home folder, the other drives. */

type Place = Output<'picker.places'>['places'][number]
/** Before it is known whether it lies in memory. */
type Found = Omit<Place, 'inMemory'>

export interface PlaceSources {
  readonly platform: NodeJS.Platform
  readonly homeFolder: string
  /** `/` on a real system: where proc/ and sys/ are. */
  readonly systemRoot: string
}

/** A mounted file system. */
interface Mount {
  readonly device: string
  readonly path: string
  readonly readOnly: boolean
}

/**
 * Removable drives first, then home with the folders that desktops put there, where something was lately chosen, and
 * the other drives.
 *
 * @param recent folders, the latest first
 */
export async function listPlaces(
  sources: PlaceSources,
  recent: readonly string[] = [],
): Promise<Place[]> {
  const mounted = await mountedOn(sources)
  const mounts = await mountsOf(sources, mounted)
  const drives: Found[] = []
  for (const { device, path: at, readOnly } of mounts) {
    const kind = (await isRemovable(device, at, sources.systemRoot)) ? 'removable' : 'disk'
    drives.push({ kind, name: path.basename(at) || at, path: at, readOnly, ...(await space(at)) })
  }
  const home = sources.homeFolder
  const homePlace = await folderPlace('home', home)
  const fixed = [
    ...drives.filter(drive => drive.kind === 'removable'),
    homePlace,
    ...(await ownFolders(home)),
  ]
  const disks = drives.filter(drive => drive.kind === 'disk')
  const named = new Set([...fixed, ...disks].map(place => place.path))
  const lately = recent.filter(at => !named.has(at)).map(at => folderPlace('recent', at))
  const all = [...fixed, ...(await Promise.all(lately)), ...disks]
  return all.map(place => ({ ...place, inMemory: isInMemory(place.path, mounted) }))
}

async function mountedOn({ platform, systemRoot }: PlaceSources): Promise<readonly Mounted[]> {
  if (platform !== 'linux') return []
  return await mountedHere(path.join(systemRoot, 'proc/self/mounts'))
}

const OWN_FOLDERS = [
  ['desktop', 'Desktop'],
  ['documents', 'Documents'],
  ['downloads', 'Downloads'],
] as const

/** What desktops put into the home folder, by the names that its owner's settings give (xdg-user-dirs). */
async function ownFolders(home: string): Promise<Found[]> {
  const settings = await readFile(path.join(home, '.config/user-dirs.dirs'), 'utf8').catch(() => '')
  const found: Found[] = []
  for (const [kind, usual] of OWN_FOLDERS) {
    const name = usual.slice(0, usual === 'Downloads' ? -1 : undefined).toUpperCase()
    const given = new RegExp(`^XDG_${name}_DIR="\\$HOME/([^"/]+)"`, 'm').exec(settings)?.[1]
    const at = path.join(home, given ?? usual)
    const isFolder = await stat(at).then(
      it => it.isDirectory(),
      () => false,
    )
    if (isFolder) found.push(await folderPlace(kind, at))
  }
  return found
}

const folderPlace = async (kind: Place['kind'], at: string): Promise<Found> => ({
  ...{ kind, name: path.basename(at) || at, path: at, readOnly: false },
  ...(await space(at)),
})

async function mountsOf(
  { platform }: PlaceSources,
  mounted: readonly Mounted[],
): Promise<readonly Mount[]> {
  if (platform === 'linux') return linuxMounts(mounted)
  if (platform === 'darwin') {
    const volumes = await readdir('/Volumes').catch(() => [])
    return volumes.map(name => ({ device: name, path: `/Volumes/${name}`, readOnly: false }))
  }
  const letters = platform === 'win32' ? [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'] : []
  const found: Mount[] = []
  for (const letter of letters) {
    const at = `${letter}:\\`
    if ((await space(at)).total !== null) found.push({ device: at, path: at, readOnly: false })
  }
  return found
}

/** Where desktops mount what was plugged in. */
const PLUGGED_IN = /^\/(?:run\/)?media\//
/** Where nobody keeps files, and what is another view of a drive (snaps, containers, the medium of a live system). */
const OF_THE_SYSTEM =
  /^\/(?:boot|efi|proc|sys|dev|run(?!\/media\/)|snap|usr|var\/lib|mnt\/wslg)(?:\/|$)/
const NETWORK = /^(?:nfs|cifs|smb|fuse\.sshfs|9p)/

function linuxMounts(mounted: readonly Mounted[]): readonly Mount[] {
  const mounts = mounted.flatMap(({ device, path: at, type, options }): Mount[] => {
    const isDrive = device.startsWith('/dev/') && !device.startsWith('/dev/loop')
    if (!(isDrive || PLUGGED_IN.test(at))) return []
    if (OF_THE_SYSTEM.test(at) || NETWORK.test(type)) return []
    return [{ device, path: at, readOnly: options.includes('ro') }]
  })
  return [...new Map(mounts.map(mount => [mount.path, mount])).values()]
}

/** The kernel calls USB sticks removable, but not USB disks: those show by where they are mounted. */
async function isRemovable(device: string, at: string, systemRoot: string): Promise<boolean> {
  if (PLUGGED_IN.test(at) || at.startsWith('/Volumes/')) return true
  const drive = /^\/dev\/((?:nvme|mmcblk)\d+(?:n\d+)?|[a-z]+)/.exec(device)?.[1]
  if (drive === undefined) return false
  const flag = path.join(systemRoot, 'sys/block', drive, 'removable')
  return (await readFile(flag, 'utf8').catch(() => '0')).trim() === '1'
}

async function space(
  at: string,
): Promise<{ readonly free: number | null; readonly total: number | null }> {
  try {
    const { bavail, blocks, bsize } = await statfs(at)
    return { free: bavail * bsize, total: blocks * bsize }
  } catch {
    return { free: null, total: null }
  }
}
