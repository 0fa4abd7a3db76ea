import type { CompromiseReport } from '../../compromise.ts'
import { DESTINATION_IDS, type DestinationId } from '../../deliveries.ts'
import type { Block, Blocks } from '../../help/document.ts'
import type { KeyState } from '../../key-life.ts'
import type { Messages } from '../wording/messages.ts'
import { deliveries } from './deliveries/index.ts'
import { OUTCOMES } from './phrases/deliveries.ts'
import { keys } from './phrases/keys.ts'
import { listOf } from './phrases/listing.ts'
import { day, moment } from './phrases/times.ts'

/** The sheet of a compromise: what is affected, what to do in order, and what stays readable whatever is done. */

type Of<Kind> = Extract<CompromiseReport['of'], { readonly kind: Kind }>
interface Step {
  readonly text: string
  /** Typed as it stands. */
  readonly command?: string
}

/** More than so many are listed in the answer for programs alone. */
const MOST = 40

const heading = (level: 1 | 2, text: string): Block => ({
  ...{ kind: 'heading', level, text: [text] },
  slug: text.toLowerCase().replaceAll(/[^a-z]+/g, '-'),
})
const paragraph = (text: string): Block => ({ kind: 'paragraph', text: [text] })
const points = (texts: readonly string[]): Block => ({
  kind: 'list',
  ordered: false,
  items: texts.map(text => [paragraph(text)]),
})
const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`
const short = (hash: string): string => `${hash.slice(0, 16)}…`

const nameOf = (of: CompromiseReport['of']): string => {
  switch (of.kind) {
    case 'key':
      return `key ${of.label}@${of.version}`
    case 'backup-key':
      return `backup key ${of.generation} of quorum ${of.setId}`
    case 'quorum':
      return `quorum ${of.setId}`
  }
}

export const compromise: Messages['compromise'] = {
  name: nameOf,
  sheet: report => [
    heading(1, `Compromise of ${nameOf(report.of)}`),
    paragraph(
      `Made ${moment(report.made)}. Nothing on this sheet is secret, but it says where to look: give it to those who act on it.`,
    ),
    ...whatHappened(report),
    heading(2, 'What to do, in this order'),
    { kind: 'list', ordered: true, items: stepsFor(report).map(stepBlocks) },
    ...whereItWent(report),
    ...whatItOpens(report),
    ...whereNobodyLooked(report),
    heading(2, 'What stays readable, whatever is done'),
    points(staysReadable(report)),
    heading(2, 'Where the audit log stood'),
    paragraph(report.auditHead),
  ],
}

const stepBlocks = ({ text, command }: Step): Blocks =>
  command === undefined ? [paragraph(text)] : [paragraph(text), { kind: 'code', text: command }]

function whatHappened({ of, mark }: CompromiseReport): Blocks {
  const about: string[] = []
  if (of.kind === 'key') {
    about.push(
      `It is for ${of.purpose}. Its id is ${of.id}; it is sealed to ${listOf(of.sets.map(set => `quorum ${set}`))}.`,
    )
    if (of.newest > of.version) about.push(`Version ${of.newest} has taken its place.`)
    if (!of.inForce) {
      about.push('No quorum in force has it: a re-issue left it out. Earlier cards still open it.')
    }
  }
  if (of.kind === 'backup-key') {
    const places = of.places.map(at => `number ${at.generation} of quorum ${at.setId}`)
    about.push(`It is ${listOf(places)}; the SHA-256 of its recipient is ${of.fingerprint}.`)
    about.push(
      of.current
        ? mark?.state === 'active'
          ? 'New backups are still made for it, until the next one is made.'
          : 'No backup is made until the next one is made: it was the current one.'
        : 'New backups are made for another one.',
    )
  }
  if (of.kind === 'quorum') {
    about.push(
      `It is “${of.title}”: any ${of.threshold} of ${of.count} cards, with the passphrase, open it.`,
    )
    about.push(
      of.replacedBy === null
        ? 'No other quorum has taken its place.'
        : `Quorum ${of.replacedBy} has taken its place; the old cards still open what was sealed to it.`,
    )
  }
  if (mark?.recorded != null) {
    about.push(
      `It was marked compromised on ${moment(mark.recorded)}. The reason: ${mark.reason === null ? 'not said' : keys.reasons[mark.reason]}. Suspect is what it protected since ${day(mark.occurred ?? mark.recorded.slice(0, 10))}.`,
    )
  } else if (mark !== null) {
    about.push(`Nobody has marked it compromised: it is ${keys.states[mark.state]}.`)
  }
  if (mark?.recorded != null && mark.state === 'destroyed-compromised') {
    about.push('It is destroyed in this vault; copies elsewhere are not.')
  }
  return [paragraph(about.join(' '))]
}

function stepsFor(report: CompromiseReport): readonly Step[] {
  const { of } = report
  switch (of.kind) {
    case 'key':
      return stepsForKey(report, of)
    case 'backup-key':
      return stepsForBackupKey(report, of)
    case 'quorum':
      return stepsForQuorum(report, of)
  }
}

const toReencrypt = ({ backups }: CompromiseReport): number =>
  backups.filter(({ replacedBy, superseded }) => replacedBy === null && !superseded).length

const nothingLeft = ({ backups }: CompromiseReport): string =>
  backups.length === 0
    ? 'The catalogue knows no backup that it opens: nothing in it is to be encrypted again.'
    : 'Every backup in the catalogue that it opens has been encrypted again.'

const REENCRYPT =
  'keyclave backup reencrypt FILE… --out NEW-FOLDER --kit kit.json --vault VAULT --share … --passphrase-file …'
const SCAN =
  'keyclave backup scan FOLDER… --kit kit.json --vault VAULT --share … --passphrase-file …'
const EXPORT = 'keyclave kit export --vault VAULT --out kit.json'
const PUBLISH =
  'keyclave status publish --vault VAULT --out list.json --sign NAME=FILE --sign NAME=FILE'

/** How those outside learn of it, who have no vault. */
function toTell({ of, statusList }: CompromiseReport): Step {
  if (statusList?.saysSo === true) {
    return {
      text: `Give status list ${statusList.number}, of ${day(statusList.issued.slice(0, 10))}, to everybody outside who relies on the key: it says so. Then ask each whether it has arrived.`,
    }
  }
  const known =
    statusList === null
      ? 'None was ever published.'
      : of.kind === 'quorum'
        ? `List ${statusList.number} is out.`
        : `List ${statusList.number}, which is out, does not say it yet.`
  return {
    text: `Tell those outside: publish the next status list, and give it to everybody who relies on the key. ${known}`,
    command: PUBLISH,
  }
}

function stepsForKey(report: CompromiseReport, of: Of<'key'>): readonly Step[] {
  const { mark, takenOut, deliveries } = report
  const marked = mark?.state === 'compromised' || mark?.state === 'destroyed-compromised'
  return [
    ...(marked
      ? []
      : [
          {
            text: 'Mark it compromised; one administrator or witness signs. Say since when.',
            command: `keyclave key compromise ${of.id}@${of.version} --occurred DAY --vault VAULT --sign NAME=FILE`,
          },
        ]),
    instead(of),
    toTell(report),
    ...(deliveries.length === 0
      ? []
      : [
          {
            text: `Take it out of use in each of the ${counted(deliveries.length, 'place')} that it was delivered to, as listed below.`,
          },
        ]),
    takenOut.length === 0
      ? {
          text: 'The log knows of nobody who took it out. Ask all the same where it was used: it was sealed, so it went nowhere without the quorum, or somebody had it before.',
        }
      : {
          text: `Go to each of the ${counted(takenOut.length, 'place')} below that it was taken out to: put the new ${of.inForce ? 'version' : 'key'} there, and destroy the old file.`,
        },
    {
      text: `Protect anew, with the new ${of.inForce ? 'version' : 'key'}, what must not be read and was protected with this one. Keyclave does not know what that is: those who use the key do.`,
    },
    {
      text: 'Treat as suspect whatever this key was to vouch for since the day it was compromised.',
    },
    ...endOf(of, mark),
  ]
}

/** What is used in its place. A key that no quorum in force has gets no next version. */
function instead(of: Of<'key'>): Step {
  if (!of.inForce) {
    return {
      text: 'It gets no next version: a re-issue left it out. Where something must still be protected, make another key with a label of its own; an administrator and a witness sign. Nobody has to open the quorum.',
      command:
        'keyclave key add NEW-LABEL --purpose TEXT --vault VAULT --sign NAME=FILE --sign NAME=FILE',
    }
  }
  return of.newest > of.version
    ? { text: `Use version ${of.newest} from now on, wherever this one was used.` }
    : {
        text: 'Make its next version; an administrator and a witness sign. Nobody has to open the quorum.',
        command: `keyclave key rotate ${of.id} --vault VAULT --sign NAME=FILE --sign NAME=FILE`,
      }
}

/** What ends it, once nothing needs it any more; where it is destroyed, what is left of it. */
function endOf(of: Of<'key'>, mark: CompromiseReport['mark']): readonly Step[] {
  const cards: readonly Step[] = of.inForce
    ? []
    : [
        {
          text: 'Destroy the cards and the passphrase of each quorum that had it, under witness, and tick them off: until too few remain, they open any copy of it.',
          command:
            'keyclave share destroy --set SET --card NUMBER… --passphrase-card --vault VAULT --sign NAME=FILE --sign NAME=FILE',
        },
      ]
  if (mark?.state === 'destroyed' || mark?.state === 'destroyed-compromised') return cards
  return [
    {
      text: 'When nothing needs this version any more, let it be destroyed; two administrators and a witness sign, in a small team one administrator and a witness.',
      command: `keyclave key destroy ${of.id}@${of.version} --reason key-compromise --vault VAULT --sign NAME=FILE …`,
    },
    ...cards,
  ]
}

function stepsForBackupKey(report: CompromiseReport, of: Of<'backup-key'>): readonly Step[] {
  const state = report.mark?.state
  const marked = state === 'compromised' || state === 'destroyed-compromised'
  const left = toReencrypt(report)
  return [
    ...(marked
      ? []
      : [
          {
            text: 'Mark it compromised; one administrator or witness signs. No backup is made for it then.',
            command: `keyclave backup-key compromise ${of.generation} --set ${of.setId} --occurred DAY --vault VAULT --sign NAME=FILE`,
          },
        ]),
    ...(of.current
      ? [
          {
            text: 'Make the next backup key; an administrator and a witness sign.',
            command: 'keyclave backup-key rotate --vault VAULT --sign NAME=FILE --sign NAME=FILE',
          },
        ]
      : []),
    {
      text: 'Write the kit out again, and replace every copy that backups are made with.',
      command: EXPORT,
    },
    toTell(report),
    left === 0
      ? { text: nothingLeft(report) }
      : {
          text: `Encrypt again the ${counted(left, 'backup')} below that ${left === 1 ? 'has' : 'have'} no new one. This opens the quorum.`,
          command: REENCRYPT,
        },
    {
      text: 'Look for backups on every drive that is not listed below as looked through, and encrypt again what is found.',
      command: SCAN,
    },
    {
      text: 'Destroy each old file, and every copy of it, once its new backup is read back. Keyclave says which may be destroyed, and removes none.',
    },
    ...(report.takenOut.length === 0
      ? []
      : [
          {
            text: `Go to each of the ${counted(report.takenOut.length, 'place')} below that its identity was taken out to, and destroy it there.`,
          },
        ]),
    {
      text: 'Decide who has to be told what was in those backups: whoever had the key may have read them.',
    },
  ]
}

/** States in which nobody has said yet that somebody else may have it. */
const UNMARKED: ReadonlySet<KeyState> = new Set([
  ...(['pre-activation', 'active', 'suspended', 'deactivated'] as const),
])

function stepsForQuorum(report: CompromiseReport, of: Of<'quorum'>): readonly Step[] {
  const left = toReencrypt(report)
  const unmarked = report.items.filter(({ state }) => UNMARKED.has(state)).length
  const keysIn = report.items.filter(({ kind }) => kind === 'key').length
  return [
    of.replacedBy === null
      ? {
          text: 'Hold a re-issue at once: new cards, a new passphrase. The old quorum is opened for it one last time.',
          command:
            'keyclave ceremony reissue PLAN.yaml --kit kit.json --vault VAULT --out NEW-FOLDER --share … --passphrase-file … --new-passphrase-file …',
        }
      : {
          text: `Quorum ${of.replacedBy} has its place: use its cards, its passphrase and its kit alone.`,
        },
    ...(unmarked === 0
      ? []
      : [
          {
            text: `Mark everything that was sealed to it compromised, at once: ${counted(unmarked, 'key')} not marked yet, which a re-issue takes over, and which are known. One administrator or witness signs. Say since when.`,
            command: `keyclave quorum compromise ${of.setId} --occurred DAY --vault VAULT --sign NAME=FILE`,
          },
        ]),
    {
      text: 'Make the next backup key.',
      command: 'keyclave backup-key rotate --vault VAULT --sign NAME=FILE --sign NAME=FILE',
    },
    ...(keysIn === 0
      ? []
      : [
          {
            text: `Of the ${counted(keysIn, 'key version')} below make anew what is still in use: a re-issue seals the same keys again.`,
            command: 'keyclave key rotate KEY… --vault VAULT --sign NAME=FILE --sign NAME=FILE',
          },
        ]),
    toTell(report),
    ...(report.deliveries.length === 0
      ? []
      : [
          {
            text: `Take them out of use in each of the ${counted(report.deliveries.length, 'place')} that they were delivered to, as listed below.`,
          },
        ]),
    { text: 'Write the kit out again, and replace every copy.', command: EXPORT },
    left === 0
      ? { text: nothingLeft(report) }
      : {
          text: `Encrypt again the ${counted(left, 'backup')} below that ${left === 1 ? 'has' : 'have'} no new one.`,
          command: REENCRYPT,
        },
    {
      text: 'Look for backups on every drive that is not listed below as looked through.',
      command: SCAN,
    },
    {
      text: 'Destroy the old cards and the old passphrase under witness, every old copy of the kit, and every old backup whose new one is read back.',
    },
    {
      text: 'Find out how so many cards and the passphrase came together: the register says who had which card.',
    },
  ]
}

const WHAT = {
  key: 'key',
  'backup-key': 'identity of backup key',
  identity: 'identity of quorum',
} as const

const destinationIn = (given: string): DestinationId | undefined =>
  DESTINATION_IDS.find(id => id === given)

const placeOf = (given: string, target: string | null): string => {
  const id = destinationIn(given)
  const name = id === undefined ? given : deliveries.destinations[id].name
  return target === null ? name : `${name} (${target})`
}

/** What its package says of it as well. */
const disableAt = (given: string): string => {
  const id = destinationIn(given)
  return id === undefined ? 'commands.md of its package says how.' : deliveries.disable[id]
}

function whereItWent({ of, takenOut, deliveries: handed, openings }: CompromiseReport): Blocks {
  const out = takenOut.map(({ what, name, time, by, destination, although }) =>
    `${moment(time)}: ${by} took out the ${WHAT[what]} ${name === '' ? '' : name} ${destination === null ? '(the log does not say where to)' : `to ${destination}`}${although === null ? '' : `, although ${keys.exceptions[although]}`}.`.replaceAll(
      '  ',
      ' ',
    ),
  )
  const delivered = handed.map(
    ({ key, destination, target, delivered: time, outcome }) =>
      `${moment(time)}: ${key} was delivered to ${placeOf(destination, target)}.${outcome === null ? '' : ` It was noted that it ${OUTCOMES[outcome]}.`}${outcome === 'deleted' ? '' : ` To take it out of use there: ${disableAt(destination)}`}`,
  )
  const last = openings.at(-1)
  return [
    heading(2, 'Where it went'),
    ...(out.length + delivered.length === 0
      ? [paragraph('The log of this vault knows of nothing that was taken out.')]
      : [points(cut([...delivered, ...out]))]),
    ...(of.kind !== 'quorum'
      ? []
      : [
          paragraph(
            last === undefined
              ? 'The log of this vault knows of no opening of the quorum.'
              : `The log knows of ${counted(openings.length, 'opening')} of the quorum, the last on ${moment(last.time)} by ${last.by}.`,
          ),
        ]),
    paragraph(
      'The log knows what Keyclave did with this vault. What was done with cards, passphrase and a copy of the kit elsewhere stands in no log.',
    ),
  ]
}

const cut = (texts: readonly string[]): readonly string[] =>
  texts.length <= MOST
    ? texts
    : [
        ...texts.slice(0, MOST),
        `… and ${texts.length - MOST} more: keyclave compromise report with --json lists all.`,
      ]

function whatItOpens(report: CompromiseReport): Blocks {
  const { of, backups, items } = report
  if (of.kind === 'key') {
    return [
      heading(2, 'What it opens'),
      paragraph(
        'No backup: those are encrypted to backup keys and quorums. It opens what others protected with it, outside Keyclave.',
      ),
    ]
  }
  const listed = backups.map(backup => {
    const { fileName, created, sha256 } = backup
    return `${fileName}, of ${day(created)}, SHA-256 ${short(sha256)}: ${whatOf(backup)}.`
  })
  return [
    heading(2, 'What it opens'),
    paragraph(
      backups.length === 0
        ? 'No backup in the catalogue of this vault.'
        : `${counted(backups.length, 'backup')} in the catalogue of this vault; ${toReencrypt(report)} to be encrypted again.`,
    ),
    ...(listed.length === 0 ? [] : [points(cut(listed))]),
    ...(of.kind !== 'quorum' || items.length === 0
      ? []
      : [
          paragraph('Everything that was ever sealed to it:'),
          points(
            cut(
              items.map(
                ({ kind, name, state }) =>
                  `${kind === 'key' ? 'key' : 'backup key'} ${name}, ${keys.states[state]}.`,
              ),
            ),
          ),
        ]),
  ]
}

/** What is to be done with one backup. */
function whatOf({ replacedBy, superseded }: CompromiseReport['backups'][number]): string {
  if (replacedBy !== null) {
    return `the old file may be destroyed; its new one is ${replacedBy.fileName}, SHA-256 ${short(replacedBy.sha256)}`
  }
  return superseded
    ? 'to be destroyed; another one of this list has taken its place'
    : 'to be encrypted again'
}

function whereNobodyLooked({ of, searches }: CompromiseReport): Blocks {
  if (of.kind === 'key') return []
  const looked = searches.map(
    ({ time, by, places, files, opened, unread, unlisted }) =>
      `${moment(time)}: ${by} looked through ${counted(files, 'file')} in ${listOf(places)} and found ${counted(opened, 'backup')} that the quorum opens${unlisted === null || unlisted === 0 ? '' : `, ${unlisted} of them unknown to the catalogue`}${unread === 0 ? '' : `; ${counted(unread, 'file')} could not be read`}.`,
  )
  return [
    heading(2, 'Which drives have been looked at'),
    ...(looked.length === 0
      ? [
          paragraph(
            'None, as far as the log says. A catalogue knows the backups that were recorded in this vault, and no others.',
          ),
        ]
      : [
          points(cut(looked)),
          paragraph('No other drive has been looked at, as far as the log says.'),
        ]),
  ]
}

function staysReadable({ of, mark }: CompromiseReport): readonly string[] {
  const since = mark?.occurred == null ? '' : ` since ${day(mark.occurred)}`
  switch (of.kind) {
    case 'key':
      return [
        'What this key protected before stays readable for whoever has the key: a new version changes nothing about that.',
        'Every file that the key was taken out into is the key, until it is destroyed.',
        'Old copies of the kit keep this key sealed: the cards and the passphrase of that time open it there.',
      ]
    case 'backup-key':
      return [
        'Every copy of an old backup, on a drive that nobody looks at, stays readable for whoever has this backup key: encrypting again makes a new file, and changes no copy.',
        `What somebody has read${since} cannot be called back.`,
        'Sealing the same file key to other recipients would not help: whoever had the key may have noted it. That is why backups are encrypted again.',
      ]
    case 'quorum':
      return [
        'Old copies of the kit, with enough old cards and the old passphrase, open every key that was in them: a re-issue changes no copy.',
        'Every copy of a backup that was made for this quorum, or for a backup key that it sealed, stays readable for whoever has it open.',
        'What somebody has read, or taken out, cannot be called back.',
      ]
  }
}
