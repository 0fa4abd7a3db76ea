/** What is noted as the place of a card that somebody has seen destroyed. It stands in the log: not to be translated. */
export const DESTROYED = 'destroyed'
