/**
 * Switches of Chromium, with their values, for a machine on which everything takes fifty times as long (one that has just
 * started from a stick). Its processes otherwise end when they have not found each other within 15 seconds
 * (content/child/child_thread_impl.cc), and what the page was loaded by is gone before the page is there; one that draws
 * slowly is otherwise taken for one that hangs.
 */
export const SLOW_MACHINE = [
  ['ipc-connection-timeout', '3600'], // seconds
  ['disable-gpu-watchdog', ''],
] as const
