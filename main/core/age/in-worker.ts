/**
 * The front of this room for worker threads of its neighbours: what loads the age library, which turns
 * secrets into strings that only the end of a thread takes away.
 */

export { unwrapWith, wrapFileKey } from './file-key.ts'
