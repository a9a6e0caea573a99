// What lies over the story: the menu and everything in it.

import { at, entryButton, entryList, make, paragraphElement } from "./dom.js";
import { aboutOf } from "./player.js";
import { decode } from "./saves.js";
import { choicesOf, ntr, tr } from "./words.js";

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
      back && plain(tr("Back"), back),
      heading,
      plain(tr("Close"), close, { "aria-keyshortcuts": "Escape" }),
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
    .filter(({ key }) => (key !== "u" || game.canUndo) && (key !== "r" || game.canRedo))
    .map(({ label, key, aside }) => ({ text: label, key, aside, act: () => game.command(key) }));
  open(tr("Menu"), [entryList(entries)]);
}

/** Give what can be done besides choosing: the menu, the keys and their help are made from this. @param {Game} game @returns {Command[]} */
export function commands(game) {
  const { play, shelf } = game;
  const always = [
    { key: "c", label: tr("Chapters"), act: () => chapters(game), aside: tr("{found} of {number} reached", { found: game.reached.length, number: game.program.chapters.length }) },
    { key: "l", label: tr("Runs and saves"), act: () => saves(game), aside: ntr("{number} run", "{number} runs", shelf.runs().length) },
    { key: "e", label: tr("Endings found"), act: () => endings(game), aside: `${game.endings.size}/${game.allEndings}` },
    { key: ",", label: tr("Settings"), act: () => settings(game) },
    { key: "?", label: tr("Keys"), act: () => keys(game) },
    { key: "a", label: LABELS.about(), act: () => about(game) },
  ];
  if (!play) return always;
  const pages = play.pages.map((page) => ({
    key: page.key,
    label: page.title,
    act: () => showPage(game, page.id),
    aside: game.fresh.has(page.id) ? tr("new") : "",
  }));
  return [
    { key: "u", label: tr("Undo"), act: () => game.undo(), aside: play.passage.choice ?? "" },
    { key: "r", label: tr("Redo"), act: () => game.redo() },
    ...pages,
    { key: "i", label: tr("How things stand"), act: () => standing(game) },
    { key: "h", label: tr("History"), act: () => history(game), aside: choicesOf(play.log.length) },
    { key: "s", label: tr("Save under a name"), act: () => save(game) },
    ...always,
    { key: "t", label: tr("To the title"), act: () => game.toTitle(), aside: shelf.works ? tr("this run is kept") : tr("this run is lost") },
  ];
}

// --- pages and how things stand ---------------------------------------------------------------------

/** @param {Game} game @param {string} id */
export function showPage(game, id) {
  const page = game.play?.pages.find((one) => one.id === id);
  if (!page) return;
  game.fresh.delete(id);
  game.showNews();
  open(page.title, page.parts.map(({ paragraph }) => paragraphElement(paragraph)));
}

/** Make words beside what a window is for. @param {string} words */
const faint = (words) => make("p", { class: "faint" }, words);

/** @param {Game} game */
function standing(game) {
  if (!game.play) return;
  const { status, place, chapter, carried } = game.play;
  const items = carried?.map((item) => make("li", {}, make("b", {}, item.title), item.about && `: ${item.about}`));
  open(tr("How things stand"), [
    make("p", {}, game.chapterName(chapter), place && ` · ${place}`),
    status && make("p", {}, status),
    items && make("h3", {}, tr("You carry")),
    items && (items.length ? make("ul", {}, ...items) : faint(tr("Nothing."))),
  ]);
}

/** Show the choices taken, each a way to its words. @param {Game} game */
function history(game) {
  const { play } = game;
  if (!play) return;
  const taken = game.told.map((passage, number) => ({ text: passage.choice ?? tr("The beginning"), number }));
  const rows = taken.map(({ text, number }) => ({ text, act: () => (close(), game.lookAt(number)) }));
  open(tr("History"), [
    faint(tr("Choose a place to read again.")),
    make("p", {}, plain(LABELS.words(), () => game.saveWords())),
    entryList(rows),
  ]);
}

/** @param {Game} game */
function chapters(game) {
  const rows = game.program.chapters.map((/** @type {any} */ chapter) =>
    game.reached.includes(chapter.id)
      ? { text: game.chapterName(chapter), aside: tr("Begin a run here"), act: () => game.beginChapter(chapter.id) }
      : { text: "· · ·", locked: true, act: () => {}, reason: tr("not reached yet") },
  );
  open(tr("Chapters"), [faint(tr("The run you play now is kept.")), entryList(rows)]);
}

/** @param {Game} game */
function endings(game) {
  const found = [...game.endings.values()].map((title) => make("li", {}, title));
  open(tr("Endings found"), [make("p", {}, tr("{found} of {number}.", { found: found.length, number: game.allEndings })), found.length > 0 && make("ul", {}, ...found)]);
}

// --- runs and saves ---------------------------------------------------------------------------------

/** What some buttons say in more than one place. */
export const LABELS = {
  words: () => tr("Save all the words to a file"),
  about: () => tr("What it is, and what is in it"),
};

/** What is said where the browser refuses to keep anything. */
export const refused = () => tr("This browser keeps nothing: save to a file before you leave.");

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
      said.textContent = tr("There is a save of that name. Save again to replace it.");
      return;
    }
    if (!game.shelf.keepSave(name, game.saveText(name))) {
      said.textContent = refused();
      return;
    }
    close();
    game.say(tr("Saved as “{name}”.", { name }));
  };
  open(tr("Save under a name"), [
    make("form", { onsubmit: submit }, make("label", {}, tr("Name"), field), make("button", { type: "submit", class: "plain" }, tr("Save"))),
    said,
    faint(tr("The run keeps itself too. A file can go to another browser, or to the terminal.")),
    plain(tr("Save to a file"), () => game.saveToFile()),
  ]);
  field.select();
}

/** @param {Game} game */
export function saves(game) {
  const file = make("input", { type: "file", accept: ".json,application/json", id: "file", onchange: () => loadFile(game, file) });
  open(tr("Runs and saves"), [
    !game.shelf.works && make("p", { role: "note" }, refused()),
    make("h3", {}, tr("Runs keep themselves")),
    ...game.shelf.runs().map((run) =>
      saveRow(run.save, run.when, tr("Run {number}", { number: run.number }), run.number === game.run ? tr("you are here") : "", {
        load: () => game.goOn(run),
        remove: run.number !== game.run && (() => (game.shelf.remove(`run/${run.number}`), saves(game))),
      }),
    ),
    make("h3", {}, tr("Saves")),
    !game.shelf.saves().length && faint(tr("None yet.")),
    ...game.shelf.saves().map((one) =>
      saveRow(one.save, one.when, one.name, "", {
        load: () => game.goOn({ save: one.save }),
        remove: () => (game.shelf.remove(`save/${one.name}`), saves(game)),
      }),
    ),
    game.play && make("p", {}, plain(tr("Save to a file"), () => game.saveToFile())),
    make("form", {}, make("label", { for: "file" }, tr("Load from a file"), file)),
    make("p", { id: "file-said", role: "alert" }),
  ]);
}

/** Make the row of a run or a save. @param {string} text @param {number} when @param {string} name @param {string} note @param {{load: () => void, remove: (() => void) | false}} acts */
function saveRow(text, when, name, note, { load, remove }) {
  const aside = [note, whereOf(text), new Date(when).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" })].filter(Boolean).join(" · ");
  const button = remove && plain(tr("Delete"), () => sure(button, remove), { "aria-label": tr("Delete {name}", { name }) });
  return make("div", { class: "row" }, entryButton({ text: name, aside, act: () => attempt(load) }), button);
}

/** Ask once more before something is deleted. @param {HTMLButtonElement | false} button @param {() => void} act */
function sure(button, act) {
  if (!button) return;
  if (button.dataset.asked) act();
  button.dataset.asked = "true";
  button.textContent = tr("Really delete?");
}

/** Say where a save stands. @param {string} text */
function whereOf(text) {
  try {
    const { chapter, place, log } = decode(text);
    return [chapter, place, choicesOf(log.length)].filter(Boolean).join(" · ");
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
  attempt(() => game.goOn({ save: text }));
}

// --- the rest ---------------------------------------------------------------------------------------

/** Give what can be set: name, legend, values with their words. @param {Game} game @returns {[string, string, [string, string][]][]} */
const settable = (game) => [
  ["size", tr("Size of letters"), [["0", tr("Small")], ["1", tr("Normal")], ["2", tr("Large")], ["3", tr("Larger")], ["4", tr("Largest")]]],
  ["width", tr("Width of the column"), [["narrow", tr("Narrow")], ["normal", tr("Normal")], ["wide", tr("Wide")]]],
  ["theme", tr("Colours"), [["system", tr("System")], ["light", tr("Light")], ["dark", tr("Dark")]]],
  ["motion", tr("Motion"), [["system", tr("System")], ["still", tr("None")]]],
  ["keys", tr("Single keys"), [["on", tr("On")], ["off", tr("Off")]]],
  ...(game.languages.size > 1 ? [/** @type {[string, string, [string, string][]]} */ (["lang", tr("Language"), [...game.languages.keys()].map((code) => [code, nameOf(code.replace("_", "-"))])])] : []),
];

/** Give what a language calls itself. @param {string} code */
const nameOf = (code) => new Intl.DisplayNames([code], { type: "language" }).of(code) ?? code;

/** What is set where nothing was set yet. */
export const FIRST_SETTINGS = { size: "1", width: "normal", theme: "system", motion: "system", keys: "on" };

/** @param {Game} game */
export function settings(game) {
  const rows = settable(game).map(([name, legend, values]) =>
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
  open(tr("Settings"), rows);
}

/** @param {Game} game */
export function about(game) {
  const { program } = game;
  const notes = program.contentNotes ?? [];
  open(LABELS.about(), [
    make("p", {}, make("b", {}, program.title), program.byline && `, ${program.byline}`, program.edition && `. ${tr("Version {version}", { version: program.edition })}.`),
    ...aboutOf(program).map(paragraphElement),
    notes.length > 0 && make("h3", {}, tr("Content notes")),
    notes.length > 0 && make("ul", {}, ...notes.map((/** @type {string} */ note) => make("li", {}, note))),
    faint(tr("Made with ESCAPE. Nothing leaves this page; what it keeps is in this browser.")),
  ]);
}

/** @param {Game} game */
function keys(game) {
  const rows = [
    ["1 – 9", tr("take that choice; twice in a row only marks one")],
    ["Tab, Enter", tr("go to a choice, take it")],
    ["Space", tr("read on")],
    ["m, Esc", tr("menu, close")],
    ...commands(game).map(({ key, label }) => [key, label]),
  ];
  open(tr("Keys"), [make("dl", {}, ...rows.flatMap(([key, what]) => [make("dt", {}, make("kbd", {}, key)), make("dd", {}, what)]))]);
}
