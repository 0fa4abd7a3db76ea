import { SLOW_MACHINE } from '../slow-machine.ts'

/** Where a window stands on the screen, in pixels. */
export interface Bounds {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly maximized: boolean
}

export interface ChromiumOptions {
  /** The profile folder, empty and ours alone. */
  readonly profile: string
  /** Where a crash would be written, if something wrote one. */
  readonly crashes: string
  /** Null: a size of ours, wherever the system puts it. */
  readonly bounds: Bounds | null
  /** The sandbox cannot run as root; for everyone else it is on. */
  readonly root: boolean
  /** Without a window, for tests. */
  readonly headless: boolean
}

/** Parts of Chromium that talk to the network, or listen on it, by themselves. */
const FEATURES_OFF = [
  'AimEnabled',
  'AutofillServerCommunication',
  'CertificateTransparencyComponentUpdater',
  'DialMediaRouteProvider',
  'InterestFeedContentSuggestions',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PreconnectToSearch',
  'Translate',
  'WebRtcHideLocalIpsWithMdns', // would bind UDP port 5353 as soon as a page asks for WebRTC
]

/** What stands in the window until its page is there, which takes minutes on a slow machine. In the colours of the page. */
const STARTING_PAGE = `data:text/html,${encodeURIComponent(
  '<title>Keyclave</title><body style="background:#f5f4f0;color:#1b1f23;font:20px sans-serif;margin:3em">' +
    '<p>Keyclave is starting. On a slow machine this takes some minutes.',
)}`

/**
 * Every argument Chromium gets: none of the driver's own list, which is made for testing web sites and
 * weakens (popups let through, throttling of floods off, site isolation tuned down …).
 */
export const chromiumArguments = ({
  profile,
  crashes,
  bounds,
  root,
  headless,
}: ChromiumOptions): string[] => [
  '--remote-debugging-pipe', // the only way in: two inherited descriptors, no port
  `--user-data-dir=${profile}`,
  `--app=${STARTING_PAGE}`, // a window without tabs and address bar
  ...placed(bounds),
  '--class=Keyclave',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-pings',
  '--no-service-autorun',
  '--password-store=basic', // do not touch the session's keyring
  '--use-mock-keychain',
  ...SLOW_MACHINE.map(([name, value]) => (value === '' ? `--${name}` : `--${name}=${value}`)),
  '--disable-background-networking',
  '--disable-breakpad',
  '--disable-crash-reporter',
  `--crash-dumps-dir=${crashes}`, // where nothing can be, for whatever writes one in spite of both
  '--disable-client-side-phishing-detection',
  '--disable-component-extensions-with-background-pages',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-extensions',
  '--disable-notifications',
  '--disable-quic',
  '--disable-search-engine-choice-screen',
  '--disable-speech-api',
  '--disable-sync',
  `--disable-features=${FEATURES_OFF.join(',')}`,
  '--metrics-recording-only',
  // Whatever gets past the page's policy and the route ends at a proxy that is not there: port 9 is
  // "discard". No name is resolved, and no UDP is sent.
  '--proxy-server=http://127.0.0.1:9',
  '--proxy-bypass-list=<-loopback>',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  ...(root ? ['--no-sandbox'] : []),
  ...(headless ? ['--headless'] : []),
]

const placed = (bounds: Bounds | null): readonly string[] =>
  bounds === null
    ? ['--window-size=1180,800']
    : [
        `--window-size=${bounds.width},${bounds.height}`,
        `--window-position=${bounds.left},${bounds.top}`,
        ...(bounds.maximized ? ['--start-maximized'] : []),
      ]
