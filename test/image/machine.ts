/** A machine made by QEMU that an image is started on: what is on its screen, what its serial line says, its keyboard. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { createConnection, type Socket } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** How it starts: from a drive or a disc, by BIOS, by UEFI, or by UEFI with Secure Boot. */
export type Start = 'bios-drive' | 'uefi-drive' | 'secure-disc'

export interface MachineOptions {
  readonly image: string
  readonly start: Start
  /** A folder of its own, for what QEMU keeps. */
  readonly folder: string
  /** More switches of QEMU. */
  readonly more?: readonly string[]
}

/** A picture: three bytes a pixel. */
export interface Screen {
  readonly width: number
  readonly height: number
  readonly pixels: Buffer
}

export interface Machine {
  /** What is on the screen now. */
  readonly screen: () => Promise<Screen>
  /** Where the last picture of the screen lies (PPM). */
  readonly picture: string
  /** Presses keys, as QEMU names them: `tab`, `ret`, `shift-a`. */
  readonly press: (...keys: readonly string[]) => Promise<void>
  /** The socket of its second serial line, on which ears.ts answers. */
  readonly ears: string
  /** What was said on the serial line until now. */
  readonly said: () => string
  /** Settles when something stands there. @throws where it is switched off before that */
  readonly hears: (words: RegExp) => Promise<void>
  /** Settles when it has been switched off. */
  readonly off: Promise<void>
  readonly stop: () => Promise<void>
}

const OVMF = '/usr/share/OVMF'

/** Firmware, and the variables that it keeps. */
function firmware(start: Start, folder: string): readonly string[] {
  if (start === 'bios-drive') return ['-machine', 'q35']
  const [code, variables] =
    start === 'secure-disc'
      ? ['OVMF_CODE_4M.secboot.fd', 'OVMF_VARS_4M.ms.fd']
      : ['OVMF_CODE_4M.fd', 'OVMF_VARS_4M.fd']
  copyFileSync(path.join(OVMF, variables), path.join(folder, 'variables.fd'))
  const flash = 'if=pflash,format=raw'
  return [
    ...['-machine', start === 'secure-disc' ? 'q35,smm=on' : 'q35'],
    ...['-global', 'driver=cfi.pflash01,property=secure,value=on'].slice(
      0,
      start === 'secure-disc' ? 2 : 0,
    ),
    ...['-drive', `${flash},readonly=on,file=${path.join(OVMF, code)}`],
    ...['-drive', `${flash},file=${path.join(folder, 'variables.fd')}`],
  ]
}

const medium = (start: Start, image: string): readonly string[] =>
  start === 'secure-disc'
    ? ['-drive', `if=none,id=disc,media=cdrom,readonly=on,format=raw,file=${image}`].concat([
        '-device',
        'ide-cd,drive=disc,bootindex=1',
      ])
    : ['-drive', `if=none,id=stick,readonly=on,format=raw,file=${image}`].concat([
        '-device',
        'usb-storage,drive=stick,bootindex=1,removable=on',
      ])

/**
 * One for which Linux clears and copies memory by a loop (family 15 of Intel's): the instructions for that on any other
 * (`rep stos`, `rep movs`) are taken step by step by a processor that is made up, and cost it a fifth of a whole start.
 */
const CPU = 'max,-erms,-fsrm,vendor=GenuineIntel,family=15,model=6'

/** Where the processor itself has no virtualization, KVM's stand-in for it does not get through a firmware. */
const acceleration = (): readonly string[] =>
  /^flags\s*:.*\b(?:vmx|svm)\b/m.test(readFileSync('/proc/cpuinfo', 'utf8'))
    ? ['-accel', 'kvm', '-accel', 'tcg']
    : ['-accel', 'tcg']

/** Starts it, without a network. The processor of this machine where it may be used, and one that is made up otherwise. */
export async function startMachine(options: MachineOptions): Promise<Machine> {
  const { image, start, folder, more = [] } = options
  const at = (name: string): string => path.join(folder, name)
  const child = spawn(
    'qemu-system-x86_64',
    [
      ...firmware(start, folder),
      ...[...acceleration(), '-cpu', CPU, '-m', '3072', '-smp', '1'],
      ...['-nic', 'none', '-vga', 'std', '-display', 'none', '-no-reboot', '-rtc', 'base=utc'],
      ...['-device', 'qemu-xhci,p2=8,p3=8', '-device', 'usb-tablet', '-device', 'usb-kbd'],
      ...medium(start, image),
      ...['-serial', `file:${at('serial')}`, '-serial', `unix:${at('ears')},server,nowait`],
      ...['-monitor', `unix:${at('monitor')},server,nowait`],
      ...more,
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  )
  const off = once(child, 'exit').then(() => {})
  const monitor = await connect(at('monitor'), child)
  const picture = at('screen.ppm')
  const said = (): string => (existsSync(at('serial')) ? readFileSync(at('serial'), 'utf8') : '')
  return {
    picture,
    ears: at('ears'),
    screen: async () => {
      await monitor.ask(`screendump ${picture}`)
      return readPicture(picture)
    },
    press: async (...keys) => {
      for (const key of keys) await monitor.ask(`sendkey ${key}`)
    },
    said,
    hears: async words => {
      while (!words.test(said())) {
        if (child.exitCode !== null) throw new Error(`switched off before it said ${words}`)
        await sleep(1000)
      }
    },
    off,
    stop: async () => {
      child.kill('SIGKILL')
      await off
    },
  }
}

interface Monitor {
  /** Gives a command, and waits until the monitor asks for the next. */
  readonly ask: (command: string) => Promise<void>
}
const PROMPT = '(qemu) '

async function connect(file: string, child: ChildProcess): Promise<Monitor> {
  let socket: Socket | null = null
  while (socket === null) {
    if (child.exitCode !== null) throw new Error('QEMU has ended; the reason stands above')
    socket = await opened(file)
    if (socket === null) await sleep(50)
  }
  const open = socket
  let text = ''
  open.setEncoding('utf8').on('data', (part: string) => {
    text += part
  })
  const prompted = async (): Promise<void> => {
    while (!text.endsWith(PROMPT)) {
      if (child.exitCode !== null || open.destroyed) throw new Error('the machine is switched off')
      await sleep(20)
    }
  }
  await prompted()
  return {
    ask: async command => {
      text = ''
      open.write(`${command}\n`)
      await prompted()
    },
  }
}

const opened = (file: string): Promise<Socket | null> =>
  new Promise(resolve => {
    const socket = createConnection(file)
    socket.once('connect', () => resolve(socket))
    socket.once('error', () => resolve(null))
  })

/** A picture in the one form that QEMU writes (PPM, P6, 255). */
function readPicture(file: string): Screen {
  const bytes = readFileSync(file)
  const [head, width, height] =
    /^P6\n(\d+) (\d+)\n255\n/.exec(bytes.toString('latin1', 0, 64)) ?? []
  if (head === undefined) throw new Error('no picture of the screen')
  return { width: Number(width), height: Number(height), pixels: bytes.subarray(head.length) }
}

/** Which part of the screen has a colour, from 0 to 1. @param colour as #rrggbb */
export function partOf({ pixels }: Screen, colour: string): number {
  const wanted = Number.parseInt(colour.slice(1), 16)
  let found = 0
  for (let at = 0; at < pixels.length; at += 3) if (pixels.readUIntBE(at, 3) === wanted) found += 1
  return found / (pixels.length / 3)
}

/** Reads files out of an image. */
export function takeOut(image: string, names: readonly string[], folder: string): void {
  const args = names.flatMap(name => ['-extract', name, path.join(folder, path.basename(name))])
  const { status, stderr } = spawnSync('xorriso', [...['-osirrox', 'on', '-indev', image], ...args])
  if (status !== 0) throw new Error(String(stderr))
}
