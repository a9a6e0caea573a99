// Elements made by hand. Words reach the page as text nodes only, whatever stands in them: nothing here, and
// nothing that uses it, ever reads words as markup.

import { tr } from "./words.js";

/** @typedef {Node | string | null | false | undefined} Child */

/**
 * Make an element. An attribute that is false, null or undefined is left out; one that begins with `on` is
 * what to do at that event.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, any>} attributes
 * @param {Child[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(.../** @type {(Node | string)[]} */ (children.filter((child) => child !== null && child !== false && child !== undefined)));
  return element;
}

/** Give the element of the page with this id. @param {string} id */
export const at = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** Make a paragraph of the story. @param {import("./player.js").Paragraph} paragraph */
export function paragraphElement(paragraph) {
  if (paragraph.drawn) return make("pre", { tabindex: 0, role: "img", "aria-label": tr("A drawing") }, String(paragraph));
  return make("p", {}, ...styled(paragraph));
}

/** Make the words of a paragraph, the stressed ones as such. @param {import("./player.js").Paragraph} paragraph @returns {Child[]} */
export function styled(paragraph) {
  return paragraph.runs.map((run) => (run.stressed ? make("em", {}, run.text) : run.text));
}

/**
 * Something to choose: its words, its number or key, a smaller line below. One that is locked is shown, can be
 * come to, and says why. `act` is told how many clicks came close together on that spot, 0 if a key did it.
 * @typedef {{text: string, act: (clicks: number) => void, sign?: string, key?: string, aside?: string, reason?: string, locked?: boolean}} Entry
 */

/** Make the button of an entry. @param {Entry} entry */
export function entryButton({ text, act, sign, key, aside, reason, locked = false }) {
  return make(
    "button",
    { type: "button", class: "choice", "aria-disabled": locked ? "true" : null, "aria-keyshortcuts": key, onclick: (/** @type {MouseEvent} */ event) => locked || act(event.detail) },
    sign !== undefined && make("span", { class: "number", "aria-hidden": "true" }, sign),
    make(
      "span",
      {},
      locked && make("span", { class: "unseen" }, tr("Not open: ")),
      text,
      aside && make("span", { class: "aside" }, aside),
      reason && make("span", { class: "reason" }, reason),
    ),
    key && make("kbd", { "aria-hidden": "true" }, key),
  );
}

/** Make a list of entries; those that are open are numbered if `numbered`. @param {Entry[]} entries @param {boolean} numbered */
export function entryList(entries, numbered = false) {
  let number = 0;
  const signOf = (/** @type {Entry} */ entry) => (entry.locked ? "–" : (number += 1) < 10 ? String(number) : "·");
  const rows = entries.map((entry) => make("li", {}, entryButton(numbered ? { ...entry, sign: signOf(entry) } : entry)));
  return make("ol", { class: "choices", role: "list" }, ...rows);
}
