import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Settings for which Chromium has no switch. */
const PREFERENCES = {
  alternate_error_pages: { enabled: false },
  autofill: { credit_card_enabled: false, profile_enabled: false },
  browser: { enable_spellchecking: false },
  credentials_enable_service: false,
  // Guessing which names a page will need next, and asking for them.
  net: { network_prediction_options: 2 },
  // A page of the window is printed by Keyclave alone, which notes it.
  printing: { enabled: false },
  profile: { password_manager_enabled: false },
  safebrowsing: { enabled: false },
  search: { suggest_enabled: false },
  translate: { enabled: false },
  webrtc: { ip_handling_policy: 'disable_non_proxied_udp' },
} as const

/**
 * Settings of the whole browser. Names are asked of one server over HTTPS or not at all, and there is
 * no such server: a host name in a page (of a TURN server, say) cannot carry anything out by DNS. The
 * switch for the same, `--host-resolver-rules`, puts a warning across the window.
 */
const LOCAL_STATE = {
  dns_over_https: { mode: 'secure', templates: 'https://127.0.0.1:9/dns-query' },
} as const

/** Writes the settings into a new profile. */
export function writePreferences(profile: string): void {
  const folder = path.join(profile, 'Default')
  mkdirSync(folder, { mode: 0o700 })
  writeFileSync(path.join(folder, 'Preferences'), JSON.stringify(PREFERENCES))
  writeFileSync(path.join(profile, 'Local State'), JSON.stringify(LOCAL_STATE))
}
