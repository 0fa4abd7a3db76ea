/** Who holds which card, where. */

export { goneCustodians } from './gone-custodians.ts'
export { createRegisterScreen, quorumShares, type RegisterScreen } from './register-screen.ts'
