/** Call name → service method, one line each. A missing handler is a compile error. */
import type { About, CallName, MainInput, MainOutput } from '../shared/contract.ts'
import { lookAtPlaces } from './services/ceremony/guided/index.ts'
import { policyFacts } from './services/people/index.ts'
import type { WindowServices } from './window-services.ts'

/** Whether the window may use the camera: only while a card is being scanned. */
export interface Camera {
  readonly open: () => void | Promise<void>
  readonly close: () => void | Promise<void>
}

/** What the window's calls reach: the shell's part, and the services. */
export interface Services extends WindowServices {
  readonly about: () => About | Promise<About>
  readonly camera: Camera
  /** The picker's page. */
  readonly pickerPage: string
  /** Closes the window without asking. */
  readonly close: () => void | Promise<void>
}

export type Handlers = {
  readonly [Name in CallName]: (
    input: MainInput<Name>,
  ) => MainOutput<Name> | Promise<MainOutput<Name>>
}

/** For calls that answer nothing but "done". */
async function done(work: void | Promise<void>): Promise<null> {
  await work
  return null
}

export const createHandlers = (services: Services): Handlers =>
  behindLock(services, {
    'app.about': () => services.about(),
    'app.session': () => services.session.facts(),
    'app.lock': () => done(services.session.lock.lock('asked')),
    'app.unlock': () => done(services.session.lock.unlock()),
    'app.close': () => done(services.close()),
    'app.settings': () => services.settings.standing(),
    'settings.save': changed => services.settings.save(changed),
    'app.active': () => done(services.session.lock.touch()),
    'camera.open': () => done(services.camera.open()),
    'camera.close': () => done(services.camera.close()),
    'task.cancel': ({ task }) => done(services.tasks.cancel(task)),

    'seal.offer': () => services.seals.offer(),

    'files.ask': question => ({
      asked: services.files.asking.ask(question),
      page: services.pickerPage,
    }),
    'files.withdraw': ({ asked }) => done(services.files.asking.withdraw(asked)),
    'files.leftovers': ({ beside }) => services.files.leftovers(beside),
    'files.removeLeftover': async ({ leftover }) =>
      done(await services.files.removeLeftover(leftover)),

    'picker.state': () => services.files.asking.state(),
    'picker.places': async () => ({ places: await services.files.places() }),
    'picker.list': ({ folder, hidden }) => services.files.list(folder, hidden),
    'picker.makeFolder': async ({ parent, name }) => ({
      path: await services.files.makeFolder(parent, name),
    }),
    'picker.choose': ({ paths }) => done(services.files.asking.choose(paths)),
    'picker.active': () => done(services.session.lock.touch()),
    'picker.cancel': () => done(services.files.asking.cancel()),

    'vault.recent': () => services.recent.list(),
    'vault.forgetRecent': ({ file }) => services.recent.forget(file),
    'vault.open': ({ path, readOnly }) => services.vault.open(path, readOnly),
    'vault.create': ({ path }) => services.vault.create(path),
    'vault.close': () => done(services.vault.close()),
    'vault.overview': () => services.vault.overview(),
    'vault.exportKit': ({ setId, out }) => services.vault.exportKit(setId, out),
    'quorum.show': ({ setId }) => services.vault.quorum(setId),
    'ceremony.show': ({ ceremony }) => services.vault.ceremony(ceremony),
    'ceremony.openRecord': ({ ceremony, file }) => services.records.open(ceremony, file),
    'destruction.show': about => services.destruction.show(about),
    'destruction.plan': request => services.destruction.plan(request),
    'destruction.carryOut': ({ draft, approval }) =>
      services.destruction.carryOut(draft, approval ?? null),
    'destruction.save': request => services.destruction.save(request),
    'destruction.print': ({ printer, paper }) => services.destruction.print(printer, paper),
    'deliveries.destinations': about => services.deliveries.destinations(about),
    'deliveries.check': order => services.deliveries.check(order),
    'deliveries.waiting': () => ({ waiting: services.deliveries.waiting() }),
    'deliveries.forget': () => done(services.deliveries.forget()),
    'deliveries.plan': async () => ({ draft: await services.deliveries.plan() }),
    'deliveries.make': ({ out, paper, approval = null }) =>
      services.deliveries.make(out, paper, approval),
    'deliveries.list': ({ key }) => services.deliveries.list(key),
    'deliveries.planNote': async note => ({ draft: await services.deliveries.planNote(note) }),
    'deliveries.note': ({ draft, approval = null }) =>
      done(services.deliveries.note(draft, approval)),
    'keys.list': () => services.keys.list(),
    'keys.show': ({ key }) => services.keys.show(key),
    'keys.publicHalf': ({ key, version }) => services.keys.publicHalf(key, version),
    'keys.savePublicHalf': ({ key, version, out }) =>
      services.keys.savePublicHalf(key, version, out),
    'keys.showBackupKeys': ({ setId }) => services.keys.showBackupKeys(setId),
    'keys.plan': request => services.keys.plan(request),
    'keys.carryOut': ({ draft, approval }) => services.keys.carryOut(draft, approval ?? null),
    'machine.show': () => services.machine.show(),
    'machine.setKeyboard': ({ keyboard }) => services.machine.setKeyboard(keyboard),
    'machine.setClock': ({ time }) => done(services.machine.setClock(time)),
    'machine.media': () => services.machine.media(),
    'machine.hashMedium': ({ medium }) => services.machine.hashMedium(medium),
    'machine.switchOff': () => done(services.machine.switchOff()),

    'kit.checkImport': ({ kit }) => services.kitImport.check(kit),
    'kit.import': ({ kit, approval }) => services.kitImport.take(kit, approval ?? null),
    'kit.inspect': ({ kit }) => services.vault.inspectKit(kit),

    'audit.page': ({ before, limit, filter }) => services.audit.page(before, limit, filter ?? null),
    'audit.choices': () => services.audit.choices(),
    'audit.verify': ({ head }) => services.audit.verify(head ?? null),
    'audit.verifyFile': ({ file, head }) => services.audit.verifyFile(file, head ?? null),
    'audit.export': ({ out, part }) => services.audit.export(out, part ?? null),

    'people.list': () => services.people.list(),
    'policy.show': ({ profile }) => policyFacts(profile),
    'people.judge': input => done(services.people.judge(input)),
    'people.found': input => services.people.found(input),
    'people.draft': input => services.people.draft(input),
    'people.draftKey': input => services.people.draftKey(input),
    'people.add': input => services.people.add(input),
    'people.replaceKey': input => services.people.replaceKey(input),
    'people.changeSecret': input => services.people.changeSecret(input),
    'people.suspend': input => services.people.changeState('person.suspend', input),
    'people.reinstate': input => services.people.changeState('person.reinstate', input),
    'people.retire': input => services.people.changeState('person.retire', input),
    'policy.change': input => services.people.changeProfile(input),
    'custody.change': input => services.people.changeCustody(input),
    'signIn.list': () => services.attendance.list(),
    'signIn.in': input => services.attendance.signIn(input),
    'signIn.out': ({ person }) => services.attendance.signOut(person),
    'approval.ask': ({ deed }) => services.approvals.ask(deed),
    'approval.state': ({ approval }) => services.approvals.state(approval),
    'approval.sign': input => services.approvals.sign(input),
    'approval.withdraw': ({ approval }) => done(services.approvals.withdraw(approval)),

    'ceremony.state': () => services.ceremony.state,
    'ceremony.readPlan': ({ path, old }) => services.ceremony.readPlan(path, old ?? null),
    'ceremony.checkPlan': ({ source, old }) => services.ceremony.checkPlan(source, old ?? null),
    'ceremony.savePlan': ({ source, old, out, as, paper }) =>
      services.ceremony.savePlan(source, old ?? null, { out, as, paper }),
    'ceremony.drawPlan': ({ source, old, paper }) =>
      services.ceremony.drawPlan(source, old ?? null, paper),
    'ceremony.begin': ({ source, approval }) => services.ceremony.begin(source, approval ?? null),
    'ceremony.beginReissue': ({ source, kit, approval }) =>
      services.ceremony.beginReissue(source, kit, approval ?? null),
    'ceremony.openOld': ({ passphrase, approval }) =>
      services.ceremony.takingOver.open(passphrase, approval ?? null),
    'ceremony.checkRoom': () => services.ceremony.preparation.checkRoom(),
    'ceremony.acceptRoom': ({ overrides }) => services.ceremony.preparation.acceptRoom(overrides),
    'ceremony.addRolls': ({ rolls }) => services.ceremony.preparation.addRolls(rolls),
    'ceremony.clearRolls': () => services.ceremony.preparation.clearRolls(),
    'ceremony.acceptEntropy': () => services.ceremony.preparation.acceptEntropy(),
    'ceremony.back': () => services.ceremony.preparation.back(),
    'ceremony.suggestPassphrase': () => ({ words: services.ceremony.founding.suggestPassphrase() }),
    'ceremony.judgePassphrase': ({ passphrase }) =>
      done(services.ceremony.founding.judgePassphrase(passphrase)),
    'ceremony.found': ({ passphrase, again, keep = false }) =>
      services.ceremony.founding.found(passphrase, again, keep),
    'ceremony.showShare': ({ index }) => services.ceremony.handingOut.showShare(index),
    'ceremony.saveCard': async ({ index, folder, as }) => ({
      path: await services.ceremony.handingOut.saveCard(index, folder, as),
    }),
    'ceremony.printCard': ({ index, printer, as }) =>
      services.ceremony.printing.printCard(index, printer, as),
    'ceremony.judgePrint': ({ index, verdict }) =>
      services.ceremony.printing.judgePrint(index, verdict),
    'ceremony.printPassphrase': ({ passphrase, printer, paper }) =>
      services.ceremony.printing.printPassphrase(passphrase, printer, paper),
    'ceremony.drawCard': ({ index, as }) => services.ceremony.printing.drawCard(index, as),
    'ceremony.drawPassphrase': ({ paper }) => services.ceremony.printing.drawPassphrase(paper),
    'ceremony.readBackShare': ({ index, words }) =>
      services.ceremony.handingOut.readBackShare(index, words),
    'ceremony.readBackCode': ({ index, text }) =>
      services.ceremony.handingOut.readBackCode(index, text),
    'ceremony.readBackFile': ({ index, path }) =>
      services.ceremony.handingOut.readBackFile(index, path),
    'ceremony.sealShare': ({ index, folder }) =>
      services.ceremony.handingOut.sealShare(index, folder),
    'ceremony.readBackSealed': ({ index }) => services.ceremony.handingOut.readBackSealed(index),
    'ceremony.prove': ({ passphrase }) => services.ceremony.proving.prove(passphrase),
    'ceremony.lookAtPlaces': ({ folders }) => lookAtPlaces(folders),
    'ceremony.close': ({ folders, approval, paper = 'a4', package: file = null }) =>
      services.ceremony.conclusion.close({ folders, paper, package: file }, approval ?? null),
    'ceremony.conclude': () => services.ceremony.conclusion.conclude(),
    'ceremony.evidence': input => services.ceremony.account.noteEvidence(input),
    'ceremony.exception': input => services.ceremony.account.noteException(input),
    'ceremony.abort': ({ cause }) => services.ceremony.abort(cause),
    'ceremony.leave': () => services.ceremony.leave(),

    'printing.printers': () => services.printing.printers(),
    'printing.confirm': ({ printer }) => services.printing.confirm(printer),
    'printing.blankCard': ({ printer, paper }) => services.printing.blankCard(printer, paper),

    'page.draw': ({ of, paper }) => services.pages.draw(of, paper),
    'page.save': async ({ of, paper, out }) => ({
      path: await services.pages.save(of, paper, out),
    }),
    'page.print': ({ of, paper, printer }) => services.pages.print(of, paper, printer),

    'status.last': () => services.status.last(),
    'status.draft': ({ days }) => services.status.draft(days),
    'status.publish': order => services.status.publish(order),
    'status.page': async ({ list, out, paper }) => ({
      path: await services.status.page(list, out, paper),
    }),
    'status.check': question => services.status.check(question),

    'compliance.report': order => services.compliance.report(order),

    'clock.show': () => services.clock.show(),
    'clock.confirm': ({ day }) => done(services.clock.confirm(day)),

    'help.save': async ({ topic, out, paper }) => ({
      path: await services.help.save(topic, out, paper),
    }),
    'help.print': ({ topic, printer, paper }) => services.help.print(topic, printer, paper),

    'recovery.state': () => services.recovery.state,
    'recovery.begin': ({ kit, incident = null }) => services.recovery.begin(kit, incident),
    'recovery.chooseKit': ({ kit }) => services.recovery.chooseKit(kit),
    'recovery.keepPassphrase': ({ passphrase }) => services.recovery.keepPassphrase(passphrase),
    'recovery.open': ({ passphrase = null, backup = null, approval = null }) =>
      services.recovery.open(passphrase, backup, approval),
    'recovery.restore': ({ approval = null, ...order }) =>
      services.recovery.restore(order, approval),
    'recovery.salvage': ({ approval = null, ...order }) =>
      services.recovery.salvage(order, approval),
    'recovery.checkKey': ({ key }) => services.recovery.checkKey(key),
    'recovery.exportKey': ({ key, out, although = null, approval = null }) =>
      services.recovery.exportKey(key, out, although, approval),
    'recovery.checkIdentity': ({ backupKey }) => services.recovery.checkIdentity(backupKey),
    'recovery.exportIdentity': async ({ backupKey, out, although = null, approval = null }) => ({
      path: await services.recovery.exportIdentity(backupKey, out, although, approval),
    }),
    'recovery.end': () => services.recovery.finish(),
    'recovery.leave': () => services.recovery.leave(),

    'share.add': input => services.cards(input.for).add(input.card),
    'share.confirm': input => services.cards(input.for).confirm(),
    'share.reject': input => done(services.cards(input.for).reject()),
    'share.remove': input => done(services.cards(input.for).remove(input.index)),
    'share.check': ({ kit, card, worn }) => services.shares.check(kit, card, worn),
    'share.checks': ({ setId }) => services.shares.checks(setId),

    'register.list': () => services.register.list(),
    'register.destroy': input => services.register.destroy(input),
    'register.acknowledge': input => services.register.acknowledge(input),
    'register.note': input => services.register.note(input),
    'register.setInterval': ({ months, approval }) =>
      services.register.setInterval(months, approval ?? null),

    'drill.state': () => services.drill.state,
    'drill.begin': ({ kit }) => services.drill.begin(kit),
    'drill.run': ({ passphrase, backup, approval }) =>
      services.drill.run(passphrase, backup, approval ?? null),
    'drill.unlock': ({ person, passphrase, approval }) =>
      services.drill.unlock(person, passphrase, approval ?? null),
    'drill.leave': () => done(services.drill.leave()),

    'incident.suspects': () => services.incident.suspects(),
    'incident.report': async ({ suspect }) => ({ report: await services.incident.report(suspect) }),
    'incident.saveSheet': async ({ suspect, out, paper }) => ({
      path: await services.incident.saveSheet(suspect, out, paper),
    }),
    'incident.printSheet': ({ suspect, printer, paper }) =>
      services.incident.printSheet(suspect, printer, paper),
    'incident.scan': ({ places, approval = null }) => services.incident.scan(places, approval),
    'incident.planReencryption': ({ files, out }) => services.incident.planReencryption(files, out),
    'incident.reencrypt': ({ draft, again, approval = null }) =>
      services.incident.reencrypt(draft, again, approval),
    'backup.survey': ({ paths, out, leaveOut }) =>
      services.backup.survey(paths, out, leaveOut ?? []),
    'backup.create': ({ leaveOut = [], approval = null, ...order }) =>
      services.backup.create({ ...order, leaveOut }, approval),
    'backup.check': ({ file, sha256 }) => services.backup.check(file, sha256),
    'backup.recoveryFiles': async ({ file }) => ({
      count: await services.backup.recoveryFiles(file),
    }),
    'backup.repair': ({ file, out }) => services.backup.repair(file, out),
    'backup.volumes': async ({ file }) => ({ volumes: await services.backup.volumes(file) }),
    'backup.gather': order => services.backup.gather(order),
    'backup.catalogue': () => services.backup.catalogue(),
    'backup.saveLabel': async ({ backup, out, paper }) => ({
      path: await services.backup.saveLabel(backup, out, paper),
    }),
    'backup.printLabel': ({ backup, printer, paper }) =>
      services.backup.printLabel(backup, printer, paper),
  })

/** What a locked window is still answered. */
const WHILE_LOCKED = /^(?:app\.|seal\.|camera\.close$)/
/** What the window asks by itself: it shows no person. */
const WITHOUT_PERSON =
  /^(?:app\.(?!active)|seal\.|camera\.|machine\.show$|picker\.(?:places|list)$|\w+\.state$)/

/** Refuses every other call while the window is locked, and takes the rest for a sign of a person. */
function behindLock(services: Services, handlers: Handlers): Handlers {
  const guarded = Object.entries(handlers).map(([name, handle]) => [
    name,
    (input: never) => {
      if (!WHILE_LOCKED.test(name)) services.session.lock.requireUnlocked()
      if (!WITHOUT_PERSON.test(name)) services.session.lock.touch()
      return (handle as (input: never) => unknown)(input)
    },
  ])
  return Object.fromEntries(guarded) as Handlers
}
