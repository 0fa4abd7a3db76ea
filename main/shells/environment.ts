/** What a session's programs need of the environment, and nothing that steers them. */
const KEPT = new Set([
  'DBUS_SESSION_BUS_ADDRESS',
  'DESKTOP_STARTUP_ID',
  'DISPLAY',
  'HOME',
  'LANG',
  'LANGUAGE',
  'LOGNAME',
  'PATH',
  'SHELL',
  'TERM',
  'TMPDIR',
  'TZ',
  'USER',
  'WAYLAND_DISPLAY',
  'XAUTHORITY',
  'XCURSOR_SIZE',
  'XCURSOR_THEME',
  'XDG_CURRENT_DESKTOP',
  'XDG_DATA_DIRS',
  'XDG_RUNTIME_DIR',
  'XDG_SESSION_TYPE',
])

/** Settings that only have a value on Windows, where programs do not start without them. */
const KEPT_ON_WINDOWS = new Set([
  'APPDATA',
  'LOCALAPPDATA',
  'SYSTEMROOT',
  'TEMP',
  'TMP',
  'USERPROFILE',
  'WINDIR',
])

/**
 * The value of GLIBC_TUNABLES that has glibc overwrite memory when it is freed: what libraries do not
 * wipe is gone as soon as they are done with it (THREATS: Wiped is not proven). The thread caches are off
 * because they would keep freed memory as it was.
 */
export const OVERWRITE_FREED_MEMORY = 'glibc.malloc.perturb=90:glibc.malloc.tcache_count=0'

/**
 * The environment for the shell's processes. Left out are, among others, NODE_OPTIONS, DEBUG (the
 * driver's protocol log would hold what people type), ELECTRON_RUN_AS_NODE, proxies and preloads.
 */
export function cleanEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const isKept = (name: string): boolean =>
    KEPT.has(name) || name.startsWith('LC_') || KEPT_ON_WINDOWS.has(name.toUpperCase())
  return Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && isKept(entry[0]),
    ),
  )
}
