import { idIn, shareIn } from '../../../log-subjects.ts'
import type { Wording } from '../../wording/wording.ts'
import { policy } from './policy.ts'

/** "at the bank, in bag A-0007". */
const whereabouts = (place: string | null, bag: string | null): string =>
  [place && `at ${place}`, bag && `in bag ${bag}`].filter(part => part !== null).join(', ')

const changed =
  (verb: string) =>
  ({ reason }: { readonly reason: keyof typeof policy.reasons }, name: string): string =>
    `${verb} ${name}. The reason: ${policy.reasons[reason]}`

export const deeds: Wording['deeds'] = {
  'people.found': {
    title: 'Name the first people of a vault',
    what: ({ people }) => `Name the first ${people.length} people of the vault`,
    verb: 'Name these people',
    done: 'First people named',
  },
  'person.add': {
    title: 'Add a person',
    what: ({ name, roles }) => `Add ${name} as ${policy.rolesTogether(roles)}`,
    verb: 'Add this person',
    done: 'Person added',
  },
  'person.suspend': {
    title: 'Suspend a person',
    what: changed('Suspend'),
    verb: 'Suspend this person',
    done: 'Person suspended',
  },
  'person.reinstate': {
    title: 'Reinstate a person',
    what: changed('Reinstate'),
    verb: 'Reinstate this person',
    done: 'Person reinstated',
  },
  'person.retire': {
    title: 'Retire a person',
    what: changed('Retire'),
    verb: 'Retire this person',
    done: 'Person retired',
  },
  'person.replace-key': {
    title: "Replace a person's sign-in key",
    what: (_, name) => `Give ${name} a new sign-in key`,
    verb: 'Give them the new key',
    done: 'New key for a person',
  },
  'person.unlock': {
    title: 'Unlock a key by a quorum',
    what: ({ set }, name) =>
      `Let ${name} try again, whose key is locked, by opening quorum ${set} and nothing else`,
    verb: 'Unlock the key',
    done: 'Key unlocked by a quorum',
  },
  'policy.change': {
    title: 'Change the profile',
    what: ({ profile }) =>
      `Choose the ${profile === 'strict' ? 'strict profile' : 'profile for a small team'}`,
    verb: 'Change the profile',
    done: 'Policy changed',
  },
  'ceremony.run': {
    title: 'Run a ceremony',
    what: () => 'Run a ceremony by the plan with this hash',
    verb: 'Begin the ceremony',
    done: 'Ceremony begun',
  },
  'ceremony.close': {
    title: 'Close a ceremony',
    what: (_, name) => `Close the ceremony "${name}" by the record with this hash`,
    verb: 'Close the ceremony',
    done: 'Ceremony closed',
  },
  'quorum.open': {
    title: 'Open a quorum',
    what: ({ subject }) =>
      `Open quorum ${idIn(subject)}; what is then taken out is signed for by itself`,
    verb: 'Open the quorum',
    done: 'Quorum opened',
  },
  'key.open': {
    title: 'Take out a key',
    what: ({ subject, destination }) => `Write the key ${idIn(subject)} to ${destination}`,
    verb: 'Write the key',
    done: 'Key exported',
  },
  'backup-key.open': {
    title: 'Take out a backup key',
    what: ({ subject, destination }) =>
      `Write the backup key ${idIn(subject)}, which opens every backup made with it, to ${destination}`,
    verb: 'Write the backup key',
    done: 'Backup key handed out',
  },
  'identity.open': {
    title: 'Take out the identity of a quorum',
    what: ({ subject, destination }) =>
      `Write the identity of quorum ${idIn(subject)}, which opens everything for ever, to ${destination}`,
    verb: 'Write the identity',
    done: 'Quorum identity handed out',
  },
  'backup.restore': {
    title: 'Restore a backup',
    what: ({ backup, destination }) => `Restore the backup ${backup} into ${destination}`,
    verb: 'Restore the backup',
    done: 'Backup restored',
  },
  'quorum.reissue': {
    title: 'Replace a quorum by a new one',
    what: ({ subject }) =>
      `Replace quorum ${idIn(subject)} by a new one, by the plan with this hash`,
    verb: 'Replace the quorum',
    done: 'Quorum replaced',
  },
  'drill.run': {
    title: 'Rehearse a recovery',
    what: ({ subject }) => `Rehearse a recovery with quorum ${idIn(subject)}`,
    verb: 'Rehearse the recovery',
    done: 'Drill held',
  },
  'drill.schedule': {
    title: 'Choose how often drills are held',
    what: ({ months }) => `Hold a drill every ${months === 1 ? 'month' : `${months} months`}`,
    verb: 'Choose this time',
    done: 'Time between drills chosen',
  },
  'custody.change': {
    title: 'Record where a share is kept',
    what: ({ subject, place, bag }) => {
      const { setId, index } = shareIn(subject)
      return `Record share ${index} of quorum ${setId} ${whereabouts(place ?? null, bag)}`
    },
    verb: 'Record the place',
    done: 'Place of a card noted',
  },
  'kit.take-in': {
    title: 'Take in the kit of another quorum',
    what: ({ subject, fingerprint }) =>
      `Take in the kit of quorum ${idIn(subject)} with the fingerprint ${fingerprint}`,
    verb: 'Take in the kit',
    done: 'Kit taken in',
  },
  'key.add': {
    title: 'Add a key',
    what: ({ subject }) => `Add the key ${idIn(subject)}`,
    verb: 'Add the key',
    done: 'Key added',
  },
  'key.compromise': {
    title: 'Mark a key compromised',
    what: ({ subject }) => `Mark the key ${idIn(subject)} compromised`,
    verb: 'Mark the key compromised',
    done: 'Key marked compromised',
  },
  'key.destroy': {
    title: 'Destroy a key',
    what: ({ subject }) => `Destroy the key ${idIn(subject)}`,
    verb: 'Destroy the key',
    done: 'Key destroyed',
  },
  'backup-key.rotate': {
    title: 'Make a new backup key',
    what: ({ subject }) => `Make the backup key ${idIn(subject)}`,
    verb: 'Make the backup key',
    done: 'New backup key',
  },
  'backup.create': {
    title: 'Record a backup',
    what: ({ set }) => `Record a backup for quorum ${set}`,
    verb: 'Make the backup',
    done: 'Backup made',
  },
}
