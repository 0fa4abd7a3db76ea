/**
 * A CUPS scheduler of the test's own: configuration, spool, cache, logs and socket in a temporary folder,
 * no port, and a backend for USB that writes what would go through the cable into a folder.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
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
  /** How the printer behaves from now on. */
  readonly behave: (how: 'well' | 'slowly' | 'brokenly') => void
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
[ "$how" = slowly ] && sleep 2
[ "$how" = brokenly ] && { echo 'ERROR: paper jam' >&2; exit 4; }
if [ -n "$6" ]; then cat "$6"; else cat; fi > ${folder}/out/$(printf %05d "$1")
`

export interface SchedulerSettings {
  /** A line of cupsd.conf(5) about what is kept of jobs. */
  readonly keeps?: string
}

export async function startScheduler({ keeps = '' }: SchedulerSettings = {}): Promise<Scheduler> {
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
  const log = (): string =>
    existsSync(at('log/error')) ? readFileSync(at('log/error'), 'utf8') : ''
  await answering(socket, program, log)

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
    behave: how => writeFileSync(at('how'), how),
    stop: async () => {
      const ended = new Promise(resolve => program.once('exit', resolve))
      program.kill()
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function answering(socket: string, program: ChildProcess, log: () => string): Promise<void> {
  for (let i = 0; i < 400; i += 1) {
    if (program.exitCode !== null) break
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const connection = connect(socket, () => resolve(true)).on('error', () => resolve(false))
    const answers = await promise
    connection.destroy()
    if (answers) return
    await pause(50)
  }
  throw new Error(`cupsd does not answer: ${log()}`)
}
