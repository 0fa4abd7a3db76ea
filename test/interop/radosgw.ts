/** A real S3 server on the loopback address: a Ceph cluster of one monitor and one storage daemon in memory, and its gateway. */

import { execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'

const execute = promisify(execFile)
/** For one command of the cluster. */
const PATIENCE = 120_000

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** SSE-C over plain HTTP is allowed here, since nothing leaves the machine; a gateway refuses it as it comes. */
const configuration = (
  folder: string,
  id: string,
  monitor: number,
  gateway: number,
): string => `[global]
fsid = ${id}
mon host = v1:127.0.0.1:${monitor}
public addr = 127.0.0.1
ms bind msgr2 = false
run dir = ${folder}
admin socket = ${folder}/$name.asok
log file = ${folder}/$name.log
keyring = ${folder}/keyring
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
[mon.a]
mon data = ${folder}/mon
mon data avail crit = 1
[osd]
osd data = ${folder}/osd
osd objectstore = memstore
memstore device bytes = 268435456
[client.rgw]
rgw frontends = beast endpoint=127.0.0.1:${gateway}
rgw crypt require ssl = false
rgw enable apis = s3
`

/** @param folder empty; what the cluster writes stays in it. Its names must be short: sockets are in it. */
export async function startRadosgw(folder: string) {
  for (const name of ['mon', 'osd']) mkdirSync(path.join(folder, name))
  const [id, monitor, gateway] = [randomUUID(), await freePort(), await freePort()]
  const file = path.join(folder, 'ceph.conf')
  writeFileSync(file, configuration(folder, id, monitor, gateway))
  const env = { ...process.env, CEPH_CONF: file }
  const run = async (program: string, ...args: readonly string[]): Promise<void> => {
    await execute(program, args, { cwd: folder, env, timeout: PATIENCE })
  }
  const daemons: ReturnType<typeof spawn>[] = []
  const start = (program: string, ...args: readonly string[]): void => {
    daemons.push(spawn(program, ['-f', ...args], { cwd: folder, env, stdio: 'ignore' }))
  }
  const close = async (): Promise<void> => {
    for (const daemon of daemons.toReversed()) {
      if (daemon.exitCode !== null || daemon.signalCode !== null) continue
      daemon.kill('SIGKILL')
      await once(daemon, 'exit')
    }
  }
  try {
    const all = ['--cap', 'mon', 'allow *', '--cap', 'osd', 'allow *', '--cap', 'mgr', 'allow *']
    await run('ceph-authtool', '--create-keyring', 'keyring', '--gen-key', '-n', 'mon.', ...all)
    for (const name of ['client.admin', 'client.rgw', 'osd.0']) {
      await run('ceph-authtool', 'keyring', '--gen-key', '-n', name, ...all)
    }
    const map = ['--create', '--addv', 'a', `[v1:127.0.0.1:${monitor}]`, '--fsid', id, 'monmap']
    await run('monmaptool', ...map)
    await run('ceph-mon', '--mkfs', '-i', 'a', '--monmap', 'monmap', '--keyring', 'keyring')
    start('ceph-mon', '-i', 'a')
    const osd = randomUUID()
    await run('ceph', 'osd', 'new', osd)
    await run('ceph', 'auth', 'import', '-i', 'keyring')
    await run('ceph-osd', '-i', '0', '--mkfs', '--osd-uuid', osd)
    start('ceph-osd', '-i', '0')
    await run('ceph', 'osd', 'crush', 'add', 'osd.0', '1', 'root=default', 'host=here')
    const user = [
      '--uid',
      'test',
      '--display-name',
      'test',
      '--access-key',
      'test',
      '--secret-key',
      'test',
    ]
    await run('radosgw-admin', 'user', 'create', ...user, '-n', 'client.rgw')
    start('radosgw', '-n', 'client.rgw')
    const url = `http://127.0.0.1:${gateway}`
    for (let tries = 0; ; tries += 1) {
      const answer = await fetch(url).catch(() => null)
      if (answer !== null) break
      if (tries > PATIENCE / 500) throw new Error('radosgw does not answer')
      await setTimeout(500)
    }
    return { url, close }
  } catch (error) {
    await close()
    throw error
  }
}
