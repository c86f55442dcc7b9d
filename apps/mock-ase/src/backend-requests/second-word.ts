/**
 * Requests overtake one another, and one that fails is made again later: a second word waits at least for so
 * long, and again and again until the first one's outcome is known.
 */
export const SECOND_WORD_AFTER_MS = 100;
