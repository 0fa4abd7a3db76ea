/** In the place of the word list of which new passphrases are made: none is made here. */
const words: { readonly [dice: string]: string } = {}

export { words as default }
