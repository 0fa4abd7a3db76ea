/** Call name → service method, one line each. A missing handler is a compile error. */
import type { About, CallName, Input, Output } from '../shared/contract.ts'
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
}

export type Handlers = {
  readonly [Name in CallName]: (input: Input<Name>) => Output<Name> | Promise<Output<Name>>
}

/** For calls that answer nothing but "done". */
async function done(work: void | Promise<void>): Promise<null> {
  await work
  return null
}

export const createHandlers = (services: Services): Handlers =>
  behindLock(services, {
    'app.about': () => services.about(),
    'app.session': () => services.session(),
    'app.lock': () => done(services.lock.lock('asked')),
    'app.unlock': () => done(services.lock.unlock()),
    'app.active': () => done(services.lock.touch()),
    'camera.open': () => done(services.camera.open()),
    'camera.close': () => done(services.camera.close()),
    'task.cancel': ({ task }) => done(services.tasks.cancel(task)),

    'files.places': async () => ({ places: await services.files.places() }),
    'files.list': ({ folder, hidden }) => services.files.list(folder, hidden),
    'files.makeFolder': async ({ parent, name }) => ({
      path: await services.files.makeFolder(parent, name),
    }),
    'files.inspect': async ({ paths }) => ({ facts: await services.files.inspect(paths) }),

    'vault.open': ({ path, readOnly }) => services.vault.open(path, readOnly),
    'vault.create': ({ path }) => services.vault.create(path),
    'vault.close': () => done(services.vault.close()),
    'vault.overview': () => services.vault.overview(),
    'vault.exportKit': ({ setId, out }) => services.vault.exportKit(setId, out),
    'kit.inspect': ({ kit }) => services.vault.inspectKit(kit),

    'audit.page': ({ before, limit }) => services.audit.page(before, limit),
    'audit.verify': () => services.audit.verify(),
    'audit.verifyFile': ({ file }) => services.audit.verifyFile(file),
    'audit.export': ({ out }) => services.audit.export(out),

    'ceremony.state': () => services.ceremony.state,
    'ceremony.checkPlan': ({ source }) => services.ceremony.checkPlan(source),
    'ceremony.begin': ({ source }) => services.ceremony.begin(source),
    'ceremony.checkRoom': () => services.ceremony.checkRoom(),
    'ceremony.acceptRoom': ({ overrides }) => services.ceremony.acceptRoom(overrides),
    'ceremony.addRolls': ({ rolls }) => services.ceremony.addRolls(rolls),
    'ceremony.clearRolls': () => services.ceremony.clearRolls(),
    'ceremony.acceptEntropy': () => services.ceremony.acceptEntropy(),
    'ceremony.back': () => services.ceremony.back(),
    'ceremony.suggestPassphrase': () => ({ words: services.ceremony.suggestPassphrase() }),
    'ceremony.judgePassphrase': ({ passphrase }) =>
      done(services.ceremony.judgePassphrase(passphrase)),
    'ceremony.found': ({ passphrase, again }) => services.ceremony.found(passphrase, again),
    'ceremony.showShare': ({ index }) => services.ceremony.showShare(index),
    'ceremony.saveCard': async ({ index, folder }) => ({
      path: await services.ceremony.saveCard(index, folder),
    }),
    'ceremony.readBackShare': ({ index, words }) => services.ceremony.readBackShare(index, words),
    'ceremony.prove': ({ passphrase }) => services.ceremony.prove(passphrase),
    'ceremony.close': ({ folders }) => services.ceremony.close(folders),
    'ceremony.abort': ({ cause }) => services.ceremony.abort(cause),
    'ceremony.leave': () => services.ceremony.leave(),

    'recovery.state': () => services.recovery.state,
    'recovery.begin': ({ kit }) => services.recovery.begin(kit),
    'recovery.addShare': ({ card }) => services.recovery.addShare(card),
    'recovery.confirmCorrections': () => services.recovery.confirmCorrections(),
    'recovery.rejectCorrections': () => services.recovery.rejectCorrections(),
    'recovery.removeShare': ({ index }) => services.recovery.removeShare(index),
    'recovery.open': ({ passphrase }) => services.recovery.open(passphrase),
    'recovery.restore': ({ file, out }) => services.recovery.restore(file, out),
    'recovery.exportKey': ({ key, out }) => services.recovery.exportKey(key, out),
    'recovery.exportIdentity': async ({ backupKey, out }) => ({
      path: await services.recovery.exportIdentity(backupKey, out),
    }),
    'recovery.end': () => services.recovery.finish(),
    'recovery.leave': () => services.recovery.leave(),

    'backup.survey': ({ paths, out }) => services.backup.survey(paths, out),
    'backup.create': ({ paths, kit, out }) => services.backup.create(paths, kit, out),
    'backup.check': ({ file, sha256 }) => services.backup.check(file, sha256),
    'backup.catalogue': () => services.backup.catalogue(),
  })

/** What a locked window is still answered. */
const WHILE_LOCKED = /^(?:app\.|camera\.close$)/
/** What the window asks by itself: it shows no person. */
const WITHOUT_PERSON = /^(?:app\.(?!active)|camera\.|files\.places$|\w+\.state$)/

/** Refuses every other call while the window is locked, and takes the rest for a sign of a person. */
function behindLock(services: Services, handlers: Handlers): Handlers {
  const guarded = Object.entries(handlers).map(([name, handle]) => [
    name,
    (input: never) => {
      if (!WHILE_LOCKED.test(name)) services.lock.requireUnlocked()
      if (!WITHOUT_PERSON.test(name)) services.lock.touch()
      return (handle as (input: never) => unknown)(input)
    },
  ])
  return Object.fromEntries(guarded) as Handlers
}
