/** A ceremony and a recovery by whoever has nothing but a keyboard, step by step: in a window of a test, or in a machine. */
import { bundleName } from '../../main/core/bundle/index.ts'
import type { Typist, WrittenCard } from './typist.ts'

export interface TypedPlan {
  readonly title: string
  readonly organisation: string
  readonly custodians: readonly string[]
  /** The label of the one key that is made; null: none is. */
  readonly key: string | null
  readonly passphrase: string
  /** Folders for what the close writes. */
  readonly places: readonly [string, string]
}

const nameOf = (folder: string): string => folder.slice(folder.lastIndexOf('/') + 1)

/** Types a card as its holder would: four letters of each word, and Enter behind the last. */
export async function typeCard(hands: Typist, { words }: WrittenCard): Promise<void> {
  await hands.isAt(/^Word 1$/)
  await hands.type(words.map(word => word.slice(0, 4)).join(' '))
  await hands.key('Return')
}

/** In the picker: goes to a folder. */
async function goToFolder(hands: Typist, folder: string): Promise<void> {
  await hands.isInPicker()
  await hands.fill(/^Folder$/, folder)
  await hands.key('Return')
}

/** In the picker: takes a folder. */
export async function takeFolder(hands: Typist, folder: string): Promise<void> {
  await goToFolder(hands, folder)
  await hands.strike(new RegExp(`^Use “${nameOf(folder)}”$`))
}

/** In the picker: names what is to be made. */
export async function nameNew(hands: Typist, folder: string, name: string): Promise<void> {
  await goToFolder(hands, folder)
  await hands.fill(/^Name$/, name)
  await hands.strike(/^Use this name$/)
}

/** In the picker: takes what lies in a folder. */
export async function take(
  hands: Typist,
  folder: string,
  name: string,
  done: RegExp,
): Promise<void> {
  await goToFolder(hands, folder)
  await hands.go(new RegExp(`^Choose ${name}`))
  await hands.key('space')
  await hands.strike(done)
}

/** What a plan is called, and by whom it is made. */
export async function nameThePlan(hands: Typist, plan: TypedPlan): Promise<void> {
  await hands.hears('Say what this ceremony is for')
  await hands.fill(/^Title$/, plan.title)
  await hands.fill(/^Organisation$/, plan.organisation)
}

/** The rest of the smallest plan: two custodians, both of whom are needed, one key at most, and the least of the KDF's profiles. */
export async function agreeOnThePlan(hands: Typist, plan: TypedPlan): Promise<void> {
  for (const [i, name] of plan.custodians.entries()) {
    await hands.fill(new RegExp(`^Custodian ${i + 1}$`), name)
  }
  while ((await hands.fields(/^Custodian \d/)) > plan.custodians.length) {
    await hands.strike(new RegExp(`^Remove custodian ${plan.custodians.length + 1}\\b`, 'i'))
  }
  await hands.fill(/^How many of them are enough$/, '2')
  if (plan.key === null) {
    await hands.strike(/^Remove key 1/i)
  } else {
    await hands.fill(/^Label$/, plan.key)
    await hands.fill(/^Purpose$/, 'content encryption')
  }
  await hands.go(/^KDF profile 3/)
  await hands.key('Down')
  await hands.key('Down')
  await hands.isAt(/^KDF profile 1/)
  await hands.strike(/^Check the plan$/)
  await hands.hears('Does everybody in this room agree')
  await hands.strike(/^We agree: begin$/)
}

/** Nothing in a test machine is fit for a ceremony; the reasons say so. */
export async function goOnInThisRoom(hands: Typist): Promise<void> {
  await hands.hears(/did not pass|passed every check/)
  const reasons = await hands.fields(/^Why go on/)
  for (let i = 0; i < reasons; i += 1) {
    await hands.fill(/^Why go on/, 'a test machine')
    await hands.key('Tab') // out of it, to the next one
  }
  await hands.strike(/^Go on/)
}

export async function makeTheKeys(hands: Typist, passphrase: string): Promise<void> {
  await hands.hears('The recovery officer chooses the passphrase')
  await hands.fill(/^Passphrase$/, passphrase)
  await hands.fill(/^Passphrase, once more$/, passphrase)
  await hands.strike(/^Make the keys$/)
  await hands.hears('The keys are made and sealed')
  await hands.strike(/^They are written down$/)
}

/** Each sees the share, copies it, and reads it back. @returns the cards */
export async function takeTheCards(
  hands: Typist,
  custodians: readonly string[],
): Promise<readonly WrittenCard[]> {
  const cards: WrittenCard[] = []
  for (const custodian of custodians) {
    await hands.hears(`Only ${custodian} looks at the screen now.`)
    await hands.strike(/^Show my share$/)
    const card = await hands.readCard()
    await hands.strike(/^The card is written: read it back$/)
    await typeCard(hands, card)
    cards.push(card)
  }
  await hands.hears('Every card has been read back')
  return cards
}

export async function proveAndClose(hands: Typist, plan: TypedPlan): Promise<void> {
  await hands.isAt(/^Passphrase$/)
  await hands.type(plan.passphrase)
  await hands.key('Return')
  await hands.hears('Recovery works')
  await hands.strike(/^Go on to the close$/)
  for (const [i, which] of (['first', 'second'] as const).entries()) {
    await hands.strike(new RegExp(`^Choose the ${which} place`))
    await takeFolder(hands, plan.places[i] as string)
  }
  await hands.strike(/^Close the ceremony$/)
  await hands.hears('The ceremony is closed')
}

/** A whole ceremony, from the front door until it is closed. @returns the cards */
export async function holdCeremony(
  hands: Typist,
  plan: TypedPlan,
): Promise<readonly WrittenCard[]> {
  await hands.strike(/^Start a ceremony$/)
  await nameThePlan(hands, plan)
  await agreeOnThePlan(hands, plan)
  await goOnInThisRoom(hands)
  await hands.hears('The computer makes the randomness')
  await hands.strike(/^Go on/)
  await makeTheKeys(hands, plan.passphrase)
  const cards = await takeTheCards(hands, plan.custodians)
  await hands.strike(/^Go on to the proof$/)
  await proveAndClose(hands, plan)
  return cards
}

/**
 * Opens the quorum, from the front door on: the kit of the bundle in the second place, every card, the passphrase.
 */
export async function openTheQuorum(
  hands: Typist,
  plan: Pick<TypedPlan, 'custodians' | 'passphrase' | 'places'>,
  cards: readonly WrittenCard[],
): Promise<void> {
  await hands.strike(/^Recover now$/)
  await hands.hears('Do you have the recovery kit?')
  await hands.strike(/^Choose Kit file$/)
  const bundle = `${plan.places[1]}/${bundleName(cards[0]?.setId ?? '')}`
  await take(hands, bundle, 'kit.json', /^Choose$/)
  await hands.fill(/^Kit fingerprint on a share card$/, cards[0]?.fingerprint ?? '')
  await hands.strike(/^Go on with this kit$/)
  for (const [i, card] of cards.entries()) {
    await typeCard(hands, card)
    await hands.sees(`${plan.custodians[i]} is here`)
  }
  await hands.strike(/^Go on to the passphrase$/)
  await hands.isAt(/^Passphrase$/)
  await hands.type(plan.passphrase)
  await hands.key('Return')
  await hands.hears('The quorum is open')
}

/** With the quorum open: restores a backup into a new folder of another. */
export async function restoreBackup(
  hands: Typist,
  backup: { readonly folder: string; readonly name: string },
  into: { readonly folder: string; readonly name: string },
): Promise<void> {
  await hands.strike(/^Choose Backup file$/)
  await take(hands, backup.folder, backup.name, /^Choose$/)
  await hands.strike(/^Choose New folder to restore into$/)
  await nameNew(hands, into.folder, into.name)
  await hands.strike(/^Restore$/)
  await hands.sees('Every file agrees with the manifest')
}

/** With the quorum open: writes a key into a new file of a folder. */
export async function exportKey(hands: Typist, folder: string, key: string): Promise<void> {
  await hands.go(/^Restore a backup/)
  for (let way = 0; way < MOST_WAYS && !/^Export a key/.test(await hands.heard()); way += 1) {
    await hands.key('Down')
  }
  await hands.strike(/^Choose New file for the key$/)
  await nameNew(hands, folder, `${key}.key`)
  await hands.strike(/^Export the key…$/)
  await hands.fill(/^Type/, 'export')
  await hands.strike(/^Export the key$/)
  await hands.sees('Whoever has that file has the key')
}
const MOST_WAYS = 8

export async function endTheSession(hands: Typist): Promise<void> {
  await hands.strike(/^End the session$/)
  await hands.hears('The recovery is over')
  await hands.strike(/^Leave$/)
}

/** A whole recovery, from the front door until the session is over: of the key, into a new file in the first place. */
export async function recoverKey(
  hands: Typist,
  plan: TypedPlan,
  cards: readonly WrittenCard[],
): Promise<void> {
  await openTheQuorum(hands, plan, cards)
  await exportKey(hands, plan.places[0], plan.key ?? '')
  await endTheSession(hands)
}
