import { BACKUP_TO_RECOVER, PLACES, refuseBadFiles } from './bad-places.ts'

/** Of the files that are no backup at all, these are for the soak: the header of each is refused alike. */
const LEFT_TO_SOAK = ['png', 'json', 'utf16', 'text', 'huge', 'kit']

refuseBadFiles(
  PLACES.map(place => {
    if (place.title !== BACKUP_TO_RECOVER) return place
    const bad = Object.entries(place.bad).filter(([name]) => !LEFT_TO_SOAK.includes(name))
    return { ...place, bad: Object.fromEntries(bad) }
  }),
)
