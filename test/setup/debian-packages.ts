import { spawnSync } from 'node:child_process'

/** The Debian packages that tests use, with the reason. A missing one is an error, never a skip. */
const PACKAGES = {
  age: 'the stock age command, for interoperability both ways',
  argon2: 'the stock argon2 command, for the runbook',
  bubblewrap: 'running without a network',
  chromium: 'the window, where Electron is not installed',
  'chromium-sandbox': 'what the Debian package depends on, in a root of its own',
  'cups-client': 'setting up the queues of the test’s own print system',
  'cups-daemon': 'a print system of the test’s own',
  dosfstools: 'making a FAT32 drive',
  faketime: 'a machine whose clock is wrong',
  ffmpeg: 'encrypting and playing video under a delivered key',
  fusefat: 'mounting a FAT32 drive',
  gnupg: 'opening what is sealed to an OpenPGP key',
  iproute2: 'a network of its own in which every way leads to a trap',
  'man-db': 'the manual page, as man shows it',
  opensc: 'pkcs11-tool, which unwraps a delivered key in an HSM',
  openssl: 'the runbook, the reference speed of the bench, and unwrapping',
  par2: 'the stock par2 command, for recovery files of backups',
  'poppler-utils': 'rendering printed pages, and their text',
  python3: 'docs/recover.py',
  qpdf: 'checking the structure of PDFs',
  softhsm2: 'an HSM in software',
  strace: 'seeing what a process opens and sends',
  tar: 'reading our archives without Keyclave',
  'x11-utils': 'asking the display which windows are open',
  xdotool: 'pressing keys as a keyboard does, and not through the page',
  xvfb: 'a display for the window, where there is none',
  'zbar-tools': 'a second opinion on QR codes',
  zstd: 'reading our archives without Keyclave',
} as const

/** Those of the soaks alone: some hundred megabytes. */
const SLOW_PACKAGES = {
  awscli: 'importing a delivered key, and signing an address as CloudFront wants it',
  'ceph-common': 'the tools of the S3 server',
  'ceph-mon': 'what the S3 server stands on',
  'ceph-osd': 'what the S3 server stores in, here in memory',
  'firefox-esr': 'recover.html in a second browser',
  'exfat-fuse': 'mounting an exFAT drive',
  exfatprogs: 'making an exFAT drive',
  mmdebstrap: 'making the image',
  mtools: 'making the image, and a stick that is plugged into it',
  'ntfs-3g': 'making and mounting an NTFS drive',
  'openjdk-17-jdk-headless': 'a second unwrapper of AES-KWP that is nobody’s of ours',
  ovmf: 'starting the image by UEFI',
  'qemu-system-x86': 'starting the image',
  radosgw: 'an S3 server, which takes objects under a delivered key',
  'squashfs-tools': 'making the image',
  xorriso: 'making the image, and looking into it',
} as const

const isInstalled = (name: string): boolean => {
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', '${Status}', name], { encoding: 'utf8' })
  return stdout?.startsWith('install ok installed') ?? false
}

/**
 * Makes sure that the packages are there: as root on Debian it installs what is missing; otherwise it
 * ends the run with the one command to type.
 *
 * @param slow whether the soaks run as well
 */
export function ensureDebianPackages(slow: boolean): void {
  if (process.platform !== 'linux') return
  const needed = { ...PACKAGES, ...(slow ? SLOW_PACKAGES : {}) }
  const missing = Object.keys(needed).filter(name => !isInstalled(name))
  if (missing.length === 0) return
  const install = ['apt-get', 'install', '-y', '-q', '--no-install-recommends', ...missing]
  if (process.getuid?.() !== 0) {
    console.error(
      `The tests need Debian packages. Install them once with:\n\n  sudo ${install.join(' ')}\n`,
    )
    process.exit(1)
  }
  console.log(`installing ${missing.join(', ')}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['update', '-q'], { stdio: 'ignore', env })
  const { status } = spawnSync(install[0] as string, install.slice(1), { stdio: 'inherit', env })
  if (status !== 0) {
    console.error(`Installing failed. Run by hand: ${install.join(' ')}`)
    process.exit(1)
  }
}
