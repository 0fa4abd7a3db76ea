import { Download, FileText, HardDrive, History, House, Monitor, Usb } from 'lucide-react'
import type { Output } from '../../../shared/contract.ts'
import { formatBytes } from '../../design/quantity.ts'
import classes from './picker.module.css'

type Place = Output<'picker.places'>['places'][number]

const ICONS = {
  removable: Usb,
  home: House,
  desktop: Monitor,
  documents: FileText,
  downloads: Download,
  recent: History,
  disk: HardDrive,
} as const satisfies { readonly [kind in Place['kind']]: unknown }
const KINDS = {
  removable: 'Removable drive',
  home: 'Home folder',
  desktop: 'Desktop',
  documents: 'Documents',
  downloads: 'Downloads',
  recent: 'Used a moment ago',
  disk: 'Built-in drive',
} as const satisfies { readonly [kind in Place['kind']]: string }

/** Where files can be: drives that can be carried away come first. */
export function Places({
  places,
  folder,
  onGo,
}: {
  places: readonly Place[]
  folder: string | null
  onGo: (folder: string) => void
}) {
  return (
    <nav className={classes.places} aria-label="Places">
      {places.map(place => {
        const Icon = ICONS[place.kind]
        return (
          <button
            key={place.path}
            type="button"
            className={classes.place}
            aria-current={folder === place.path || undefined}
            onClick={() => onGo(place.path)}
          >
            <Icon size={20} aria-hidden="true" />
            <span>{place.name}</span>
            <span className={classes.placeKind}>
              {KINDS[place.kind]}
              {place.readOnly && ', read only'}
              {place.inMemory && ', in memory: gone when this machine is switched off'}
              {place.free !== null && ` · ${formatBytes(place.free)} free`}
            </span>
          </button>
        )
      })}
    </nav>
  )
}
