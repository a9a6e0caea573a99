// What lies over the story: the menu and everything in it.

import { at, entryButton, entryList, make, paragraphElement } from "./dom.js";
import { aboutOf } from "./player.js";
import { decode } from "./saves.js";

/** @typedef {import("./dom.js").Entry} Entry */
/** @typedef {import("./page.js").Game} Game */
/** @typedef {{key: string, label: string, act: () => void, aside?: string}} Command */

const dialog = () => /** @type {HTMLDialogElement} */ (at("dialog"));

/** Show a screen over the story. @param {string} title @param {import("./dom.js").Child[]} body @param {(() => void) | null} back what the way back leads to, if not to the story */
function open(title, body, back = null) {
  const heading = make("h2", { id: "heading", tabindex: -1 }, title);
  dialog().replaceChildren(
    make(
      "div",
      { class: "bar" },
      back && plain("Back", back),
      heading,
      plain("Close", close, { "aria-keyshortcuts": "Escape" }),
    ),
    make("div", { class: "body" }, ...body),
  );
  if (!dialog().open) dialog().showModal();
  dialog().scrollTop = 0;
  heading.focus();
}

/** Make a button of the page's own. @param {string} label @param {() => void} act @param {Record<string, string>} more attributes */
const plain = (label, act, more = {}) => make("button", { type: "button", class: "plain", onclick: act, ...more }, label);

/** Go back to the story. */
export function close() {
  if (dialog().open) dialog().close();
}

/** Whether a screen lies over the story. */
export const isOpen = () => dialog().open;

/** Show everything that keys do. @param {Game} game */
export function menu(game) {
  const entries = commands(game)
    .filter(({ label }) => (label !== "Undo" || game.canUndo) && (label !== "Redo" || game.canRedo))
    .map(({ label, key, aside }) => ({ text: label, key, aside, act: () => game.command(key) }));
  open("Menu", [entryList(entries)]);
}

/** Give what can be done besides choosing: the menu, the keys and their help are made from this. @param {Game} game @returns {Command[]} */
export function commands(game) {
  const { play, shelf } = game;
  const always = [
    { key: "c", label: "Chapters", act: () => chapters(game), aside: `${game.reached.length} of ${game.program.chapters.length} reached` },
    { key: "l", label: "Runs and saves", act: () => saves(game), aside: counted(shelf.runs().length, "run") },
    { key: "e", label: "Endings found", act: () => endings(game), aside: `${game.endings.size} of ${game.allEndings}` },
    { key: ",", label: "Settings", act: () => settings(game) },
    { key: "?", label: "Keys", act: () => keys(game) },
    { key: "a", label: ABOUT, act: () => about(game) },
  ];
  if (!play) return always;
  const pages = play.pages.map((page) => ({
    key: page.key,
    label: page.title,
    act: () => showPage(game, page.id),
    aside: game.fresh.has(page.id) ? "new" : "",
  }));
  return [
    { key: "u", label: "Undo", act: () => game.undo(), aside: play.passage.choice ?? "" },
    { key: "r", label: "Redo", act: () => game.redo() },
    ...pages,
    { key: "i", label: "How things stand", act: () => standing(game) },
    { key: "h", label: "History", act: () => history(game), aside: counted(play.log.length, "choice") },
    { key: "s", label: "Save under a name", act: () => save(game) },
    ...always,
    { key: "t", label: "To the title", act: () => game.toTitle(), aside: shelf.works ? "this run is kept" : "this run is lost" },
  ];
}

/** @param {number} number @param {string} what */
const counted = (number, what) => `${number.toLocaleString("en")} ${what}${number === 1 ? "" : "s"}`;

// --- pages and how things stand ---------------------------------------------------------------------

/** @param {Game} game @param {string} id */
export function showPage(game, id) {
  const page = game.play?.pages.find((one) => one.id === id);
  if (!page) return;
  game.fresh.delete(id);
  game.showNews();
  open(page.title, page.parts.map(({ paragraph }) => paragraphElement(paragraph)));
}

/** @param {Game} game */
function standing(game) {
  if (!game.play) return;
  const { status, place, chapter, carried } = game.play;
  const items = carried.map((item) => make("li", {}, make("b", {}, item.title), item.about && `: ${item.about}`));
  open("How things stand", [
    make("p", {}, game.chapterName(chapter), place && ` · ${place}`),
    status && make("p", {}, status),
    make("h3", {}, "You carry"),
    items.length ? make("ul", {}, ...items) : make("p", { class: "faint" }, "Nothing."),
  ]);
}

/** Show the choices taken, each a way to its words. @param {Game} game */
function history(game) {
  const { play } = game;
  if (!play) return;
  const taken = game.told.map((passage, number) => ({ text: passage.choice ?? "The beginning", number }));
  const rows = taken.map(({ text, number }) => ({ text, act: () => (close(), game.lookAt(number)) }));
  open("History", [
    make("p", { class: "faint" }, "Choose a place to read again."),
    make("p", {}, plain(WORDS, () => game.saveWords())),
    entryList(rows),
  ]);
}

/** @param {Game} game */
function chapters(game) {
  const rows = game.program.chapters.map((/** @type {any} */ chapter) =>
    game.reached.includes(chapter.id)
      ? { text: game.chapterName(chapter), aside: "Begin a run here", act: () => game.beginChapter(chapter.id) }
      : { text: "· · ·", locked: true, act: () => {}, reason: "not reached yet" },
  );
  open("Chapters", [make("p", { class: "faint" }, "The run you play now is kept."), entryList(rows)]);
}

/** @param {Game} game */
function endings(game) {
  const found = [...game.endings.values()].map((title) => make("li", {}, title));
  open("Endings found", [make("p", {}, `${found.length} of ${game.allEndings}.`), found.length > 0 && make("ul", {}, ...found)]);
}

// --- runs and saves ---------------------------------------------------------------------------------

export const WORDS = "Save all the words to a file";
export const ABOUT = "What it is, and what is in it";

/** What is said where the browser refuses to keep anything. */
export const REFUSED = "This browser keeps nothing: save to a file before you leave.";

/** @param {Game} game */
function save(game) {
  const field = make("input", { type: "text", name: "name", maxlength: 60, required: true, autocomplete: "off", value: game.play?.place || game.play?.chapter.title || "" });
  const said = make("p", { role: "alert" });
  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    const name = field.value.trim();
    if (!name) return;
    if (game.shelf.saves().some((one) => one.name === name) && said.dataset.asked !== name) {
      said.dataset.asked = name;
      said.textContent = "There is a save of that name. Save again to replace it.";
      return;
    }
    if (!game.shelf.keepSave(name, game.saveText(name))) {
      said.textContent = REFUSED;
      return;
    }
    close();
    game.say(`Saved as “${name}”.`);
  };
  open("Save under a name", [
    make("form", { onsubmit: submit }, make("label", {}, "Name", field), make("button", { type: "submit", class: "plain" }, "Save")),
    said,
    make("p", { class: "faint" }, "The run keeps itself too. A file can go to another browser, or to the terminal."),
    plain("Save to a file", () => game.saveToFile()),
  ]);
  field.select();
}

/** @param {Game} game */
export function saves(game) {
  const file = make("input", { type: "file", accept: ".json,application/json", id: "file", onchange: () => loadFile(game, file) });
  open("Runs and saves", [
    !game.shelf.works && make("p", { role: "note" }, REFUSED),
    make("h3", {}, "Runs keep themselves"),
    ...game.shelf.runs().map((run) =>
      saveRow(run.save, run.when, `Run ${run.number}`, run.number === game.run ? "you are here" : "", {
        load: () => game.goOn(run),
        remove: run.number !== game.run && (() => (game.shelf.remove(`run/${run.number}`), saves(game))),
      }),
    ),
    make("h3", {}, "Saves"),
    !game.shelf.saves().length && make("p", { class: "faint" }, "None yet."),
    ...game.shelf.saves().map((one) =>
      saveRow(one.save, one.when, one.name, "", {
        load: () => game.loadSave(one.save),
        remove: () => (game.shelf.remove(`save/${one.name}`), saves(game)),
      }),
    ),
    game.play && make("p", {}, plain("Save to a file", () => game.saveToFile())),
    make("form", {}, make("label", { for: "file" }, "Load from a file", file)),
    make("p", { id: "file-said", role: "alert" }),
  ]);
}

/** Make the row of a run or a save. @param {string} text @param {number} when @param {string} name @param {string} note @param {{load: () => void, remove: (() => void) | false}} acts */
function saveRow(text, when, name, note, { load, remove }) {
  const aside = [note, whereOf(text), new Date(when).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" })].filter(Boolean).join(" · ");
  const button = remove && plain("Delete", () => sure(button, remove), { "aria-label": `Delete ${name}` });
  return make("div", { class: "row" }, entryButton({ text: name, aside, act: () => attempt(load) }), button);
}

/** Ask once more before something is deleted. @param {HTMLButtonElement | false} button @param {() => void} act */
function sure(button, act) {
  if (!button) return;
  if (button.dataset.asked) act();
  button.dataset.asked = "true";
  button.textContent = "Really delete?";
}

/** Say where a save stands. @param {string} text */
function whereOf(text) {
  try {
    const { chapter, place, log } = decode(text);
    return [chapter, place, counted(log.length, "choice")].filter(Boolean).join(" · ");
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
}

/** @param {() => void} load */
function attempt(load) {
  try {
    load();
  } catch (error) {
    at("file-said").textContent = error instanceof Error ? error.message : String(error);
    at("file-said").scrollIntoView({ block: "nearest" });
  }
}

/** @param {Game} game @param {HTMLInputElement} input */
async function loadFile(game, input) {
  const file = input.files?.[0];
  if (!file) return;
  const text = file.size > 4 * 1024 * 1024 ? "" : await file.text();
  attempt(() => game.loadSave(text));
}

// --- the rest ---------------------------------------------------------------------------------------

/** @type {[string, string, [string, string][]][]} name, legend, values with their words */
const SETTINGS = [
  ["size", "Size of letters", [["0", "Small"], ["1", "Normal"], ["2", "Large"], ["3", "Larger"], ["4", "Largest"]]],
  ["width", "Width of the column", [["narrow", "Narrow"], ["normal", "Normal"], ["wide", "Wide"]]],
  ["theme", "Colours", [["system", "System"], ["light", "Light"], ["dark", "Dark"]]],
  ["motion", "Motion", [["system", "System"], ["still", "None"]]],
  ["keys", "Single keys", [["on", "On"], ["off", "Off"]]],
];

/** What is set where nothing was set yet. */
export const FIRST_SETTINGS = { size: "1", width: "normal", theme: "system", motion: "system", keys: "on" };

/** @param {Game} game */
export function settings(game) {
  const rows = SETTINGS.map(([name, legend, values]) =>
    make(
      "fieldset",
      {},
      make("legend", {}, legend),
      make(
        "div",
        { class: "options" },
        ...values.map(([value, words]) =>
          make("label", {}, make("input", { type: "radio", name, value, checked: game.settings[name] === value, onchange: () => game.set(name, value) }), words),
        ),
      ),
    ),
  );
  open("Settings", rows);
}

/** @param {Game} game */
export function about(game) {
  const { program } = game;
  const notes = program.contentNotes ?? [];
  open(ABOUT, [
    make("p", {}, make("b", {}, program.title), program.byline && `, ${program.byline}`, program.edition && `. Version ${program.edition}.`),
    ...aboutOf(program).map(paragraphElement),
    notes.length > 0 && make("h3", {}, "Content notes"),
    notes.length > 0 && make("ul", {}, ...notes.map((/** @type {string} */ note) => make("li", {}, note))),
    make("p", { class: "faint" }, "Made with ESCAPE. Nothing leaves this page; what it keeps is in this browser."),
  ]);
}

/** @param {Game} game */
function keys(game) {
  const rows = [
    ["1 – 9", "take that choice"],
    ["Tab, Enter", "go to a choice, take it"],
    ["Space", "read on"],
    ["m, Esc", "menu, close"],
    ...commands(game).map(({ key, label }) => [key, label]),
  ];
  open("Keys", [make("dl", {}, ...rows.flatMap(([key, what]) => [make("dt", {}, make("kbd", {}, key)), make("dd", {}, what)]))]);
}
