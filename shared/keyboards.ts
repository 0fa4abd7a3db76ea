/** Keyboards that the ceremony machine can be told it has: those of image/grub.cfg, named in their own language. */
export const KEYBOARDS = {
  us: 'English (US)',
  gb: 'English (UK)',
  de: 'Deutsch',
  ch: 'Deutsch (Schweiz)',
  es: 'Español',
  fr: 'Français',
  it: 'Italiano',
  jp: '日本語',
  pl: 'Polski',
  pt: 'Português',
  br: 'Português (Brasil)',
} as const

/** As X11 names a layout (xkeyboard-config). */
export type Keyboard = keyof typeof KEYBOARDS
