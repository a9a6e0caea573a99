// The page's own words in the reader's language. English is what stands in the code; a catalogue for another
// language is in the page, made of the game's own when it was published.

/** @typedef {Record<string, string[]>} Words by what they are in English: as often as there are forms of the plural */

/** @type {Words} */
let spoken = {};

/** Speak a language from now on. @param {Words} words */
export const speak = (words) => void (spoken = words);

/** Give words in the language that is spoken, with values for the names in their braces. @param {string} text @param {Record<string, unknown>} [values] */
export const tr = (text, values = {}) => filled((spoken[text] ?? [text])[0], values);

/** Give words for a number of something. @param {string} one @param {string} many @param {number} number */
export function ntr(one, many, number) {
  const forms = spoken[one] ?? [one, many];
  return filled(forms[number === 1 ? 0 : forms.length - 1], { number: number.toLocaleString("en") });
}

/** Say how many choices. @param {number} number */
export const choicesOf = (number) => ntr("{number} choice", "{number} choices", number);

/** @param {string} words @param {Record<string, unknown>} values */
const filled = (words, values) => words.replace(/\{(\w+)\}/gu, (brace, name) => (name in values ? String(values[name]) : brace));
