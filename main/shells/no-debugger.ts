/**
 * At this signal Node opens its debugger on a port of the machine, through which everything in memory can be
 * read. Every way in which Keyclave starts passes the switch against it; where somebody starts its
 * files by hand, this takes the signal away from Node.
 */
export const refuseDebugger = (): void => void process.on('SIGUSR1', () => {})

/** For every Node process that Keyclave starts. */
export const NO_DEBUGGER = '--disable-sigusr1'
