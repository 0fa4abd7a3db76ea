/** In the place of `node:timers/promises`. A timer of a browser waits four milliseconds; a message does not. */
const { port1, port2 } = new MessageChannel()
const waiting: (() => void)[] = []
port1.onmessage = () => waiting.shift()?.()

export const setImmediate = (): Promise<void> =>
  new Promise(resolve => {
    waiting.push(resolve)
    port2.postMessage(null)
  })
