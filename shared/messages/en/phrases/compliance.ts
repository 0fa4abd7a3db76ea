import type { Wording } from '../../wording/wording.ts'

export const compliance: Wording['compliance'] = {
  applies: { serves: 'served', partly: 'in part', not: 'not by Keyclave' },
  sections: {
    keys: 'keys',
    cryptoperiods: 'cryptoperiods',
    backupKeys: 'backup keys',
    quorums: 'quorums and cards',
    deeds: 'deeds',
    people: 'people',
    drills: 'drills',
    statusLists: 'status lists',
    exceptions: 'exceptions',
  },
  clauses: {
    'sp800-57 5.2': 'Each key has one purpose, which its kit and this report name.',
    'sp800-57 5.3':
      'Each key has a last day to protect and a last day to read, or is named as an exception. A backup key has no last day: how long each was used is said, and the one in use is named as an exception.',
    'sp800-57 5.5':
      'A compromise is recorded with the day on which it occurred, and what the key protected since is suspect.',
    'sp800-57 6.1':
      'Who may do what is signed for and recorded. The protection of keys outside Keyclave is not in its records.',
    'sp800-57 7': 'States and transitions are those of this section; each is a deed with a reason.',
    'sp800-57 8.1.5':
      'Keys are made from the random generator of the operating system and of libsodium, before people; these are not validated modules.',
    'sp800-57 8.2.3': 'A next version is made, and the one before is deactivated, by deed.',
    'sp800-57 8.3.4':
      'What was destroyed is recorded. Copies outside the vault are for people to destroy.',
    'sp800-57 8.3.5': 'Status lists say outside which keys are revoked, since when, and why.',
    'sp800-57 9.1': 'Every deed names the people who signed for it, each with a key of their own.',
    'sp800-57 9.2': 'The log is chained and signed; its head at the end of the report is below.',
    'sp800-57 9.3': 'Recovery is rehearsed; the rehearsals of the period are below.',
    'sp800-88 cryptographic erase':
      'Destroying a key makes what it alone protected unreadable. Whether other copies of the key exist is for people to say.',
    'sp800-88 media': 'Drives, memory sticks and paper are sanitised by people, outside Keyclave.',
    'pci-pin 5-6':
      'Keys are made under dual control and witnessed. Keyclave is software on a computer, not a certified device.',
    'pci-pin 18-19': 'Each key has one purpose and its own id; use outside is not in the records.',
    'pci-pin 21':
      'Keys exist sealed to a quorum, whose shares different people hold; opening takes several of them.',
    'pci-pin 22': 'A key that is suspected is marked compromised, and its replacement is a deed.',
    'pci-pin 24':
      'The destruction of keys and of cards is recorded; carrying it out is for people.',
    'pci-pin 25-26': 'Access takes signatures of named people, and each access is in the log.',
    'pci-pin secure cryptographic devices':
      'The standard asks for certified hardware. Keyclave is none, and does not replace it.',
    'pci-dss 3.6.1':
      'Keys are stored sealed, custodians are few and named. Key-encrypting keys and data-encrypting keys in other systems are not in the records.',
    'pci-dss 3.7.1-3.7.3':
      'Making, handing out and storing keys are deeds of the log, as far as Keyclave does it.',
    'pci-dss 3.7.4': 'The last days of keys are recorded, and what is due is listed.',
    'pci-dss 3.7.5':
      'Retiring, replacing and marking keys compromised are deeds, each with its reason.',
    'pci-dss 3.7.6':
      'No single person can open a quorum; shares and passphrase are with different people, unless a waiver below says otherwise.',
    'pci-dss 3.7.7':
      'A key cannot be put in the place of another without signatures; what was refused is below.',
    'pci-dss 3.7.8-3.7.9':
      'That custodians accept their duties in writing, and guidance to customers, are for people.',
    'iso-27001 A.8.24':
      'The rules for the life of keys, and how they were followed. The choice of cryptography elsewhere is not in the records.',
    'fips-140-3 validated module':
      'Keyclave is not a validated cryptographic module, nor are libsodium and OpenSSL as it uses them. Where validation is asked for, this report is no evidence for it.',
  },
  exceptions: {
    'no-last-day': 'has no last day on which it may protect anything',
    'past-last-day': 'is past its last day, and nobody has retired or replaced it',
    compromised: 'is compromised',
    'opened-although': 'was opened although something spoke against it',
    'delivered-although': 'was delivered although something spoke against it',
    'delivered-plain': 'was delivered in the clear: nothing was wrapped around it',
    'not-erased': 'was destroyed, and pieces of it were found afterwards, or nobody has looked',
    unsigned: 'was done without signatures: nobody signed in this vault then',
    'small-team': 'a waiver of the small team: the strict profile does not allow it',
    'no-people': 'nobody signs in this vault',
    refused: 'was refused: not enough signatures',
    'wrong-secret': 'a wrong or foreign share, passphrase or PIN was entered',
    locked: 'a sign-in key was locked after wrong entries',
    voided: 'a ceremony was void',
    'log-damaged': 'the log was found damaged',
    'clock-set-back': 'the clock was set back before this entry',
    'clock-elsewhere': 'has a day outside the period, and stands in the log between entries of it',
    'drill-failed': 'a drill found something wrong',
    'drill-overdue': 'no drill was held in time',
    'status-list-overdue': 'the next status list was not published in time',
  },
}
