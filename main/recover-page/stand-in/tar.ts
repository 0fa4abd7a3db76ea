/** In the place of the package `tar`: its headers alone, without what reads and writes files. */
export { Header } from 'tar/header'
export { Pax } from 'tar/pax'
