/**
 * The passphrase of the ceremonies that are searched for secrets. No piece of it may stand in the program
 * itself: the known answers of the self-test (main/core/self-test.ts) have a published one, "unmixed tarantula
 * yo-yo gumdrop", in every process that loads them.
 */
export const PASSPHRASE = 'crayfish plywood vests hazelnut gondola'
