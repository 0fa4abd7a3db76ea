import type { KeyReason } from '../../../key-life.ts'
import { idIn, shareIn } from '../../../log-subjects.ts'
import type { Wording } from '../../wording/wording.ts'
import { OUTCOMES } from './deliveries.ts'
import { keys } from './keys.ts'
import { listOf } from './listing.ts'
import { policy } from './policy.ts'
import { day } from './times.ts'

/** "video-root@2, audio-root@2 and 38 more". */
const named = (names: readonly string[]): string =>
  names.length <= 3 ? listOf(names) : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`

/** "at the bank, in bag A-0007". */
const whereabouts = (place: string | null, bag: string | null): string =>
  [place && `at ${place}`, bag && `in bag ${bag}`].filter(part => part !== null).join(', ')

const changed =
  (verb: string) =>
  ({ reason }: { readonly reason: keyof typeof policy.reasons }, name: string): string =>
    `${verb} ${name}. The reason: ${policy.reasons[reason]}`

/** "video-root@2, because it was superseded". */
const ofKey =
  (what: (key: string) => string) =>
  ({ subject, label, reason }: { subject: string; label: string; reason: KeyReason }): string =>
    `${what(`${label}@${idIn(subject).split('/')[1]}`)}. The reason: ${keys.reasons[reason]}`

/** "backup key 2 of quorum 0123456789". */
const backupKeyOf = (subject: string): string => {
  const [set, generation] = idIn(subject).split('/')
  return `backup key ${generation} of quorum ${set}`
}

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
    what: ({ subject, destination, although }, name) =>
      `Write the key ${name === '' ? idIn(subject) : name} to ${destination}${although === undefined ? '' : `, although ${keys.exceptions[although]}`}`,
    verb: 'Write the key',
    done: 'Key exported',
  },
  'backup-key.open': {
    title: 'Take out a backup key',
    what: ({ subject, destination, although }) =>
      `Write ${backupKeyOf(subject)}, which opens every backup made with it, to ${destination}${although === undefined ? '' : `, although ${keys.exceptions[although]}`}`,
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
  'key.deliver': {
    title: 'Deliver a key',
    what: ({ subject, label, use, destination, target, wrappingKey, plain, others }) =>
      [
        `Hand ${listOf([`${label}@${idIn(subject).split('/').at(-1)}`, ...others.map(other => `${other.label}@${other.version}`)])} to ${destination}`,
        ...(target === null ? [] : [` (${target})`]),
        ...(wrappingKey === null
          ? []
          : [`, wrapped under the key with the fingerprint ${wrappingKey}`]),
        ...(use === 'protect' ? [] : [', to read what it protected']),
        ...(plain === null ? [] : [`, in the clear, because: ${plain}`]),
      ].join(''),
    verb: 'Deliver the key',
    done: 'Key delivered',
  },
  'delivery.confirm': {
    title: 'Note what became of a delivery',
    what: ({ subject, outcome, others }) =>
      `Note that delivery ${idIn(subject)} ${OUTCOMES[outcome]}${others.length === 0 ? '' : `, and so for ${others.length === 1 ? 'the other key' : `the ${others.length} other keys`} of its package`}`,
    verb: 'Note it',
    done: 'Delivery noted',
  },
  'kit.renew': {
    title: 'Have a kit name the people of today',
    what: ({ subject, people }) =>
      `From now on ${listOf(people.map(({ name }) => name))} may change the kit of quorum ${idIn(subject)}, and nobody else`,
    verb: 'Renew the kit',
    done: 'Kit renewed',
  },
  'key.add': {
    title: 'Add a key',
    what: ({ label, purpose, set, fingerprint }) =>
      `Add the key ${label}, ${purpose}, to quorum ${set}, ${fingerprint === null ? 'a secret without a fingerprint' : `with the fingerprint ${fingerprint}`}`,
    verb: 'Add the key',
    done: 'Key added',
  },
  'key.rotate': {
    title: 'Make the next versions of keys',
    what: ({ subject, keys: next, retired }) =>
      `Make for quorum ${idIn(subject)} ${named(next.map(({ label, version }) => `${label}@${version}`))}, and retire ${retired.length === 0 ? 'none' : retired.length} of the versions before`,
    verb: 'Make the next versions',
    done: 'Keys rotated',
  },
  'key.activate': {
    title: 'Put a key into use before its first day',
    what: ofKey(key => `Put the key ${key} into use`),
    verb: 'Put the key into use',
    done: 'Key put into use',
  },
  'key.suspend': {
    title: 'Suspend a key',
    what: ofKey(key => `Suspend the key ${key}: nothing is protected with it until it is resumed`),
    verb: 'Suspend the key',
    done: 'Key suspended',
  },
  'key.resume': {
    title: 'Resume a key',
    what: ofKey(key => `Put the key ${key}, which was suspended, into use again`),
    verb: 'Resume the key',
    done: 'Key resumed',
  },
  'key.retire': {
    title: 'Retire a key',
    what: ofKey(key => `Retire the key ${key} for ever: what it protected stays readable`),
    verb: 'Retire the key',
    done: 'Key retired',
  },
  'key.compromise': {
    title: 'Mark a key compromised',
    what: ({ occurred, ...change }) =>
      ofKey(
        key =>
          `Mark the key ${key} compromised for ever: what it protected is suspect since ${day(occurred)}`,
      )(change),
    verb: 'Mark the key compromised',
    done: 'Key marked compromised',
  },
  'key.destroy': {
    title: 'Destroy a key',
    what: ({ subject, label, recipient, reason }) =>
      `Destroy ${recipient === null ? `the key “${label}”, version ${idIn(subject).split('/').at(-1)}` : backupKeyOf(subject)}, for ever: ${keys.reasons[reason]}`,
    verb: 'Destroy the key',
    done: 'Key destroyed',
  },
  'quorum.compromise': {
    title: 'Mark a quorum as compromised',
    what: ({ subject, occurred, keys: all, backupKeys, reason }) =>
      `Mark everything that was sealed to the quorum ${idIn(subject)} as compromised, for ever, suspect since ${day(occurred)}: ${[
        ...all.map(({ label, version }) => `${label}@${version}`),
        ...backupKeys.map(({ generation }) => `backup key ${generation}`),
      ].join(', ')}. ${keys.reasons[reason]}`,
    verb: 'Mark all of it as compromised',
    done: 'Quorum marked as compromised',
  },
  'share.acknowledge': {
    title: 'Sealed share acknowledged',
    what: ({ subject, acknowledgement }) => {
      const { setId, index } = shareIn(subject)
      return `Record that the holder of share ${index} of quorum ${setId} has opened it, and said ${acknowledgement.slice(0, 16)}…`
    },
    verb: 'Record the acknowledgement',
    done: 'Acknowledgement of a sealed share recorded',
  },
  'share.destroy': {
    title: 'Cards destroyed',
    what: ({ subject, cards, passphraseCard, method }) =>
      `Record that you have seen ${[
        ...(cards.length === 0
          ? []
          : [`${cards.length === 1 ? 'card' : 'cards'} ${cards.join(', ')}`]),
        ...(passphraseCard ? ['the card with the passphrase'] : []),
      ].join(' and ')} of the quorum ${idIn(subject)} destroyed: ${keys.cardEnds[method]}`,
    verb: 'Record the cards as destroyed',
    done: 'Cards recorded as destroyed',
  },
  'destruction.account': {
    title: 'Copies elsewhere',
    what: ({ subject, copies }) =>
      `Record what became of ${copies.length === 1 ? 'a copy' : `${copies.length} copies`} of ${idIn(subject)}`,
    verb: 'Record what became of the copies',
    done: 'Copies recorded',
  },
  'destruction.certify': {
    title: 'Certificate of destruction',
    what: ({ subject, certificate }) =>
      `Sign the certificate of destruction of ${idIn(subject)}, which begins ${certificate.slice(0, 16)}`,
    verb: 'Sign the certificate',
    done: 'Certificate signed',
  },
  'backup-key.rotate': {
    title: 'Make a new backup key',
    what: ({ subject }) =>
      `Make the backup key ${idIn(subject)}, to which every new backup is encrypted from then on`,
    verb: 'Make the backup key',
    done: 'New backup key',
  },
  'backup-key.suspend': {
    title: 'Suspend a backup key',
    what: ({ subject, reason }) =>
      `Suspend ${backupKeyOf(subject)}: no backup is made with it until it is resumed. The reason: ${keys.reasons[reason]}`,
    verb: 'Suspend the backup key',
    done: 'Backup key suspended',
  },
  'backup-key.resume': {
    title: 'Resume a backup key',
    what: ({ subject, reason }) =>
      `Put ${backupKeyOf(subject)}, which was suspended, into use again. The reason: ${keys.reasons[reason]}`,
    verb: 'Resume the backup key',
    done: 'Backup key resumed',
  },
  'backup-key.compromise': {
    title: 'Mark a backup key compromised',
    what: ({ subject, occurred, reason }) =>
      `Mark ${backupKeyOf(subject)} compromised for ever: whoever has it may have read every backup that it opens, since ${day(occurred)}. The reason: ${keys.reasons[reason]}`,
    verb: 'Mark the backup key compromised',
    done: 'Backup key marked compromised',
  },
  'backup.reencrypt': {
    title: 'Encrypt backups again',
    what: ({ subject, generation, backups }) =>
      `Open ${named(backups.map(({ name }) => name))} with quorum ${idIn(subject)}, and encrypt what is in them again, for backup key ${generation}`,
    verb: 'Encrypt the backups again',
    done: 'Backups encrypted again',
  },
  'backup.scan': {
    title: 'Look for backups',
    what: ({ subject, places }) =>
      `Try with quorum ${idIn(subject)} which backups in ${named(places)} it opens; nothing in them is read`,
    verb: 'Look for backups',
    done: 'Backups looked for',
  },
  'status.publish': {
    title: 'Publish a status list',
    what: ({ subject, list, nextIssue }) =>
      `Publish status list ${idIn(subject)}, with the hash ${list}, which counts until ${day(nextIssue.slice(0, 10))}`,
    verb: 'Publish the list',
    done: 'Status list published',
  },
  'cryptoperiod.set': {
    title: 'Agree on how long keys of a purpose are used',
    what: terms =>
      terms.protect === null
        ? `Take back what was agreed on for keys whose purpose is ${terms.purpose}`
        : `Use keys whose purpose is ${terms.purpose} ${keys.period({ protect: terms.protect, process: terms.process ?? 0, rotate: terms.rotate ?? 0, warn: terms.warn ?? 0 })}`,
    verb: 'Agree on this',
    done: 'Cryptoperiod chosen',
  },
  'backup.create': {
    title: 'Record a backup',
    what: ({ set }) => `Record a backup for quorum ${set}`,
    verb: 'Make the backup',
    done: 'Backup made',
  },
}
