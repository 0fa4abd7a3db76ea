import { refuse } from '../../../shared/errors.ts'
import { SLOW_MACHINE } from '../slow-machine.ts'

/**
 * Refuses every command-line argument. Keyclave's window has none of its own, and Chromium and Node
 * have hundreds that weaken it (`--remote-debugging-port`, `--inspect`, `--no-sandbox` …): the list of
 * the allowed ones is empty.
 *
 * @param argv      the process's whole argument vector
 * @param packaged  the app was started by its own name; otherwise as `electron APP-FOLDER`
 * @param command   what a person types for help with the commands of the terminal
 * @throws SANDBOX_OFF when the one argument is what an AppImage adds where it cannot run sandboxed;
 *         SWITCH_UNKNOWN with the position of the first argument, never its text
 */
export function refuseSwitches(argv: readonly string[], packaged: boolean, command: string): void {
  const own = packaged ? 1 : 2
  if (argv.length <= own) return
  if (packaged && argv.length === 2 && argv[1] === '--no-sandbox') throw refuse('SANDBOX_OFF', {})
  // In `electron --inspect APP-FOLDER` the switch stands before the folder: still one too many.
  throw refuse('SWITCH_UNKNOWN', { position: own, command })
}

/**
 * The switches the shell gives itself: the engine finds no name, no way out and no port to bind,
 * whatever gets past the page's policy and the session's gate; and it gives a slow machine time.
 */
export const OWN_SWITCHES = [
  ['host-resolver-rules', 'MAP * ~NOTFOUND'],
  ['proxy-server', 'http://127.0.0.1:9'], // port 9 is "discard": nobody is there
  ['proxy-bypass-list', '<-loopback>'],
  ['force-webrtc-ip-handling-policy', 'disable_non_proxied_udp'],
  ['disable-features', 'WebRtcHideLocalIpsWithMdns'], // it binds UDP port 5353
  ...SLOW_MACHINE,
] as const
