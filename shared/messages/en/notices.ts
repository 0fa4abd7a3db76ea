import type { Messages } from '../wording/messages.ts'
import { settingsDamaged } from './errors/settings.ts'
import { listOf } from './phrases/listing.ts'

export const cards: Messages['cards'] = {
  names: cards => listOf(cards.map(({ index, custodian }) => `card ${index} (${custodian})`)),
  destroy: issued => {
    const [first] = issued
    if (first === undefined) return 'It had issued no card: there is nothing to destroy.'
    const open = issued.length === 1 ? 'it opens' : 'they open'
    return `Destroy ${cards.names(issued)}, set ${first.setId}: ${open} nothing.`
  },
}

export const warnings: Messages['warnings'] = {
  'every-share-needed': ({ threshold }) =>
    `All ${threshold} shares are needed: if one is lost, nothing can ever be opened again. Have more custodians than are needed.`,
  'cheap-guesses': () =>
    'KDF profile 1 makes each guess at the passphrase cheap (64 MiB). Profile 3 is the default.',
  'much-memory': () => 'KDF profile 2 needs 2 GiB of free memory, here and at every recovery.',
  'classic-identity': () =>
    'A classic identity opens with every age, but a large quantum computer could open it one day. Hybrid is the default.',
  'no-keys': () => 'The plan makes no keys: the quorum will open backups only.',
  pictures: () =>
    'A picture may stand for a card when it is read back. It does not show that the paper itself can be read.',
  absent: ({ names }) =>
    `${listOf(names)} will be absent, and ${names.length === 1 ? 'a share is' : 'shares are'} sealed to ${names.length === 1 ? 'a key' : 'keys'} of theirs. Until they have acknowledged what they opened, it counts for nothing: the others have to be enough.`,
  'key-of-192-bits': ({ label }) =>
    `${label}: AWS KMS, Google Cloud KMS, OpenBao transit, S3 SSE-C and Shaka refuse 192-bit AES keys, and FFmpeg cuts them to 128 bits for HLS without a word. Use 128 or 256 bits unless the system this key is for asks for 192.`,
}

export const notices: Messages['notices'] = {
  'plan-warning': ({ warning }) => warnings[warning.kind](warning as never),
  'in-checkout': ({ path, checkout }) =>
    `${path} lies in the git checkout ${checkout}, and will hold secrets: whoever commits there may push them to others. Choose a place outside of it, best on an encrypted or temporary drive.`,
  'settings-damaged': settingsDamaged,
  'ceremony-interrupted': ({ title, opened, destroy }) =>
    `The ceremony "${title}" of ${opened} was interrupted. It is void. ${cards.destroy(destroy)} What was in force before it still is.`,
}

export const work: Messages['work'] = {
  rehearsing: 'rehearsing',
  'reading-back': 'reading back',
  'hashing-medium': 'hashing',
  'backing-up': 'backing up',
  'proving-recovery': 'proving recovery',
  'writing-shares': 'writing shares',
  restoring: 'restoring',
  'encrypting-again': 'encrypting again',
  'looking-for-backups': 'looking for backups',
  'looking-for-media': 'looking for media',
  'opening-sealed-again': 'opening what was sealed again',
  'sealing-again': 'sealing again',
}
