/** In the place of `node:worker_threads`, of which the page has one in all, and not by this name. */
const absent = class {
  constructor() {
    throw new Error('no thread of Node in this page')
  }
}

export { absent as MessageChannel, absent as Worker }
