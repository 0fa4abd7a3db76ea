/**
 * A CUPS scheduler of the test's own: configuration, spool, cache, logs and socket in a temporary folder,
 * no port, and a backend for USB that writes what would go through the cable into a folder.
 */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { connect } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { CupsTools } from '../../../main/services/printing/cups.ts'

export interface Scheduler {
  /** How Keyclave reaches it. */
  readonly tools: CupsTools
  /** Everything that it keeps: spool, cache, state, logs, configuration. */
  readonly folder: string
  /** A queue, or a change to one, by the options of lpadmin(8). */
  readonly queue: (name: string, ...options: readonly string[]) => void
  /** Any command of CUPS. */
  readonly command: (name: string, ...args: readonly string[]) => string
  /** What went through the cable, in its order. */
  readonly printed: () => readonly Buffer[]
  /** How the printer behaves from now on; held, it prints nothing until it behaves otherwise. */
  readonly behave: (how: 'well' | 'held' | 'brokenly') => void
  /** Resolves when a page is in the hands of a printer that is held. */
  readonly holding: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** As Debian's: whoever handed a job in may cancel it; the data of finished jobs stays for a day. */
const SETTINGS = (folder: string, keeps: string): string => `
LogLevel debug
Listen ${folder}/cups.sock
Browsing No
WebInterface No
DefaultAuthType Basic
${keeps}
<Location />
  Order allow,deny
</Location>
<Policy default>
  JobPrivateAccess default
  JobPrivateValues default
  SubscriptionPrivateAccess default
  SubscriptionPrivateValues default
  <Limit Create-Job Print-Job Print-URI Validate-Job>
    Order deny,allow
  </Limit>
  <Limit Send-Document Hold-Job Release-Job Restart-Job Purge-Jobs Cancel-My-Jobs Close-Job>
    Require user @OWNER @SYSTEM
    Order deny,allow
  </Limit>
  <Limit CUPS-Add-Modify-Printer CUPS-Delete-Printer CUPS-Set-Default Pause-Printer Resume-Printer>
    AuthType Default
    Require user @SYSTEM
    Order deny,allow
  </Limit>
  <Limit Cancel-Job CUPS-Authenticate-Job>
    Require user @OWNER @SYSTEM
    Order deny,allow
  </Limit>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
`

const FILES = (folder: string): string => `
ServerRoot ${folder}/etc
ServerBin ${folder}/lib
DataDir ${folder}/etc
RequestRoot ${folder}/spool
TempDir ${folder}/spool/tmp
CacheDir ${folder}/cache
StateDir ${folder}/state
AccessLog ${folder}/log/access
ErrorLog ${folder}/log/error
PageLog ${folder}/log/page
User lp
Group lp
SystemGroup root
FileDevice Yes
`

/** The backend: job number, user, title, copies, options, and the data on standard input or in a file. */
const CABLE = (folder: string): string => `#!/bin/sh
[ $# -eq 0 ] && exit 0
how=$(cat ${folder}/how)
if [ "$how" = held ]; then
  touch ${folder}/holding
  while [ "$(cat ${folder}/how)" = held ]; do sleep 0.05; done
fi
[ "$how" = brokenly ] && { echo 'ERROR: paper jam' >&2; exit 4; }
if [ -n "$6" ]; then cat "$6"; else cat; fi > ${folder}/out/$(printf %05d "$1")
`

export interface SchedulerSettings {
  /** A line of cupsd.conf(5) about what is kept of jobs. */
  readonly keeps?: string
}

/** How long cupsd may take for anything: many times what it needs on a busy machine. */
const PATIENCE = 60_000

export async function startScheduler({ keeps = '' }: SchedulerSettings = {}): Promise<Scheduler> {
  if (userInfo().uid !== 0) {
    throw new Error('cupsd drives its backends as root: run the printing suites as root.')
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'keyclave-cups-'))
  const at = (...names: readonly string[]): string => path.join(folder, ...names)
  for (const name of ['etc/mime', 'spool/tmp', 'cache', 'state', 'log', 'out', 'lib/backend']) {
    mkdirSync(at(name), { recursive: true })
  }
  for (const name of ['daemon', 'notifier']) symlinkSync(`/usr/lib/cups/${name}`, at('lib', name))
  writeFileSync(at('etc/cupsd.conf'), SETTINGS(folder, keeps))
  writeFileSync(at('etc/cups-files.conf'), FILES(folder))
  writeFileSync(at('etc/mime/x.types'), 'application/pdf pdf string(0,%PDF)\n')
  writeFileSync(
    at('etc/mime/x.convs'),
    'application/pdf application/vnd.cups-raw 0 -\napplication/octet-stream application/vnd.cups-raw 0 -\n',
  )
  for (const backend of ['usb', 'ipp']) {
    writeFileSync(at('lib/backend', backend), CABLE(folder))
    chmodSync(at('lib/backend', backend), 0o700)
  }
  writeFileSync(at('how'), 'well')

  const socket = at('cups.sock')
  const program = spawn(
    '/usr/sbin/cupsd',
    ['-f', '-c', at('etc/cupsd.conf'), '-s', at('etc/cups-files.conf')],
    { stdio: 'ignore' },
  )
  const ended = once(program, 'exit')
  const stop = async (): Promise<void> => {
    program.kill()
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  const log = (): string =>
    existsSync(at('log/error')) ? readFileSync(at('log/error'), 'utf8') : ''
  try {
    await until(() => program.exitCode !== null || answers(socket))
    if (program.exitCode !== null) throw new Error('cupsd has ended')
  } catch (error) {
    const said = log()
    await stop()
    throw new Error(`cupsd does not answer: ${said}`, { cause: error })
  }

  const command = (name: string, ...args: readonly string[]): string => {
    const env = { PATH: '/usr/bin:/usr/sbin', CUPS_SERVER: socket, LC_ALL: 'C' }
    const { status, stdout, stderr } = spawnSync(name, args, { encoding: 'utf8', env })
    if (status !== 0) throw new Error(`${name}: ${stderr}${log()}`)
    return stdout
  }
  return {
    ...{ folder, command },
    tools: { socket, user: userInfo().username },
    queue: (name, ...options) => void command('lpadmin', '-p', name, ...options),
    printed: () =>
      readdirSync(at('out'))
        .sort()
        .map(name => readFileSync(at('out', name))),
    behave: how => {
      rmSync(at('holding'), { force: true })
      writeFileSync(at('how'), how)
    },
    holding: () => until(() => existsSync(at('holding'))),
    stop,
  }
}

/** Asks again until it is so. @throws when it is not for too long */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`not so within ${PATIENCE} ms: ${isSo}`)
    await pause(20)
  }
}

function answers(socket: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const connection = connect(socket, () => resolve(true)).on('error', () => resolve(false))
  return promise.finally(() => connection.destroy())
}
