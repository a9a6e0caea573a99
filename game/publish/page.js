// The page: it shows what a playthrough says, and takes what the reader chooses. Of the story it knows only the
// public names of player.js.

import { Playthrough, StoryError, wordsOf } from "./player.js";
import { decode, encode, recordOf, resume, transcriptOf } from "./saves.js";
import { Shelf } from "./storage.js";
import { at, entryList, make, paragraphElement, styled } from "./dom.js";
import { FIRST_SETTINGS, LABELS, about, close, commands, isOpen, menu, refused, saves, settings, showPage } from "./dialogs.js";
import { choicesOf, ntr, speak, tr } from "./words.js";

/** @typedef {import("./player.js").Passage} Passage */
/** @typedef {import("./player.js").Step} Step */
/** @typedef {import("./dom.js").Entry} Entry */

const LESSONS = 3; // how often a page's news has a line of its own; afterwards the menu says it

/** @typedef {{program: any, words: import("./words.js").Words}} Language the story told in it, and the page's own words */

/** A story in front of a reader: the run being played, what is on show of it, and what the browser keeps. */
export class Game {
  /** @param {Map<string, Language>} languages by their codes, the one first that the page is in if nobody says another */
  constructor(languages) {
    this.languages = languages;
    this.program = [...languages.values()][0].program;
    this.shelf = new Shelf(this.program.id, () => window.localStorage);
    /** @type {Playthrough | null} */
    this.play = null;
    this.run = 0;
    /** @type {Passage[]} */
    this.told = []; // on show, each in an element of its own in the log
    /** @type {Set<string>} */
    this.fresh = new Set(); // pages with something in them that was not looked at
    /** @type {Entry[]} */
    this.entries = [];
    /** @type {Record<string, string>} */
    this.settings = { ...FIRST_SETTINGS, ...this.shelf.read("settings") };
    /** @type {Map<string, string>} */
    this.endings = new Map(Object.entries(this.shelf.read("endings") ?? {}));
    /** @type {Record<string, Step[]>} */
    this.ways = this.shelf.read("chapters") ?? {}; // the choices that led to each chapter's start
    /** @type {Record<string, number>} */
    this.lessons = this.shelf.read("lessons") ?? {};
    this.opener = ""; // the key of the screen that lies over the story
    this.lastKey = ""; // what was pressed last; empty after a click
    this.canRedo = false;
    this.trouble = false; // that nothing is kept was said
  }

  get canUndo() {
    return (this.play?.log.length ?? 0) > 0;
  }

  get allEndings() {
    return Object.values(this.program.scenes).filter((/** @type {any} */ scene) => scene.ending).length;
  }

  /** The chapters that were come to, in the story's order. @returns {string[]} */
  get reached() {
    return this.program.chapters.map((/** @type {any} */ one) => one.id).filter((/** @type {string} */ id) => Array.isArray(this.ways[id]));
  }

  /** Give a chapter's title, with its number if its folder has one. @param {{id: string, title: string}} chapter */
  chapterName({ id, title }) {
    const number = /^\d+/u.exec(id);
    return number ? `${number[0]} ${title}` : title;
  }

  // --- the title

  toTitle() {
    close();
    this.play = null;
    this.told = [];
    this.#showPlaying(false);
    const runs = this.shelf.runs();
    at("log").replaceChildren(make("p", { class: "byline" }, this.program.byline ?? ""));
    this.offer("", [
      runs.length > 0 && { text: tr("Continue"), aside: placeOf(runs[0].save), act: () => this.#attempt(() => this.goOn(runs[0])) },
      { text: runs.length ? tr("New game") : tr("Begin"), act: () => this.begin() },
      { text: LABELS.about(), act: () => about(this) },
      { text: runs.length ? tr("Runs and saves") : tr("Load from a file"), act: () => saves(this) },
      { text: tr("Settings"), act: () => settings(this) },
    ]);
    const notes = this.program.contentNotes ?? [];
    if (notes.length) at("now").append(make("p", { class: "contents" }, tr("In it: {notes}.", { notes: notes.join(", ") })));
    this.room();
    window.scrollTo(0, 0);
  }

  // --- beginning and going on

  /** Begin another run, with these choices taken. @param {readonly Step[]} log */
  begin(log = []) {
    this.#attempt(() => {
      const play = new Playthrough(this.program, log, { seed: Math.floor(Math.random() * 2 ** 31) });
      this.run = this.shelf.newRun();
      this.#takeUp(play, "");
    });
  }

  /** @param {string} chapter */
  beginChapter(chapter) {
    close();
    this.begin(this.ways[chapter]);
  }

  /** Go on with a run that was kept, or from a save, in another run. Throws SaveError. @param {{save: string, number?: number}} kept */
  goOn({ save, number }) {
    const { play, notice } = resume(this.program, decode(save));
    this.run = (!notice && number) || this.shelf.newRun(); // of a story that has changed the old run is kept
    this.#takeUp(play, notice);
  }

  /** @param {Playthrough} play @param {string} notice */
  #takeUp(play, notice) {
    close();
    this.play = play;
    this.canRedo = false;
    this.fresh.clear();
    this.told = play.transcript();
    this.#showPlaying(true);
    const log = at("log");
    log.setAttribute("aria-live", "off"); // what was read before is not read out again
    const words = play.earlier ? play.earlier.split("\n\n").map((part) => make("p", { class: "earlier" }, part)) : [];
    log.replaceChildren(...(words.length ? [make("section", { class: "passage read" }, ...words)] : []), ...this.#sections());
    log.setAttribute("aria-live", "polite");
    this.#keep();
    this.#arrive();
    this.say(notice);
  }

  /** @param {boolean} isPlaying */
  #showPlaying(isPlaying) {
    at("name").classList.toggle("unseen", isPlaying);
    at("header").hidden = !isPlaying;
  }

  // --- playing

  /** Take an open choice. @param {string} key */
  choose(key) {
    const { play } = this;
    if (!play) return;
    this.#attempt(() => {
      const before = standingOf(play);
      const passage = play.choose(key);
      this.canRedo = false;
      this.#add(passage, before);
    });
  }

  undo() {
    const taken = this.play?.passage.choice;
    if (!this.play?.undo()) {
      this.say(this.play?.start ? tr("Here an earlier account ends: it can't be undone.") : tr("There is nothing to undo."));
      return;
    }
    this.canRedo = true;
    this.told.pop();
    at("log").lastElementChild?.remove();
    this.#keep();
    this.#arrive();
    this.say(tr("Undone: {choice}", { choice: taken }));
  }

  redo() {
    const { play } = this;
    const before = play && standingOf(play);
    if (!play || !before || !this.canRedo) return this.say(tr("There is nothing to redo."));
    this.#attempt(() => {
      if (play.redo()) this.#add(play.passage, before);
      else this.canRedo = false;
    });
  }

  /** Show what answers a choice. @param {Passage} passage @param {ReturnType<typeof standingOf>} before */
  #add(passage, before) {
    this.told.push(passage);
    this.#keep();
    this.say("");
    const section = this.#section(passage, before.chapter);
    section.append(...this.#news(before));
    at("log").append(section);
    this.#arrive();
  }

  /** Keep the run and what was found in it; where that can't be done, say so once. */
  #keep() {
    const { play, program } = this;
    if (!play) return;
    const { ending, chapter } = play;
    if (ending) this.endings.set(ending.id, ending.title);
    const isFirst = !play.start && play.log.every(({ scene }) => program.scenes[scene].chapter !== chapter.id);
    if (isFirst) this.ways[chapter.id] = play.log;
    if (ending) this.shelf.write("endings", Object.fromEntries(this.endings));
    if (isFirst) this.shelf.write("chapters", this.ways);
    const kept = this.shelf.keepRun(this.run, this.saveText());
    if (!kept && !this.trouble) queueMicrotask(() => this.say(refused()));
    this.trouble = !kept;
  }

  // --- what is on show

  /** Show where one is and what can be done, and bring the reader to the beginning of what is new. */
  #arrive() {
    const { play } = this;
    if (!play) return;
    const { chapter, place, status, ending } = play;
    at("where").replaceChildren(make("b", {}, this.chapterName(chapter)), place ? ` · ${place}` : "");
    at("status").textContent = status;
    const sections = [...at("log").children];
    for (const section of sections) section.classList.toggle("read", section !== sections.at(-1));
    for (const old of at("log").querySelectorAll(".read .news")) old.remove();
    this.showNews();
    if (ending) this.#offerEnd();
    else this.#offerChoices();
    this.room();
    this.lookAt(this.told.length - 1);
    at("now").focus({ preventScroll: true });
  }

  #offerChoices() {
    const offers = this.play?.offers ?? [];
    const open = offers.filter((offer) => offer.open).length;
    const words = choicesOf(open);
    this.offer(words, offers.map(({ key, text, open, reason }) => ({ text, reason, locked: !open, act: (clicks) => clicks > 1 || this.choose(key) })));
    if (!offers.length) at("now").append(make("p", {}, tr("There is nothing to choose here. The menu has undo.")));
  }

  #offerEnd() {
    const words = this.allEndings > 1 ? tr("The end, one of {number}. You have found {found}.", { number: this.allEndings, found: this.endings.size }) : tr("The end.");
    this.offer(words, [
      this.canUndo && { text: tr("Undo the last choice"), act: () => this.undo() },
      { text: tr("Chapters: begin a run from one of them"), act: () => this.command("c") },
      { text: LABELS.words(), act: () => this.saveWords() },
      { text: tr("Endings found"), act: () => this.command("e") },
      { text: tr("To the title"), act: () => this.toTitle() },
    ]);
    at("now").prepend(make("p", {}, words));
  }

  /** Show what can be done. @param {string} label @param {(Entry | false)[]} entries */
  offer(label, entries) {
    this.entries = /** @type {Entry[]} */ (entries.filter(Boolean));
    const now = at("now");
    now.setAttribute("aria-label", label || tr("What to do"));
    now.replaceChildren(entryList(this.entries, true));
  }

  /** @returns {HTMLElement[]} */
  #sections() {
    let before = "";
    const { play } = this;
    if (!play) return [];
    const along = new Map(play.log.map(({ scene }, number) => [number, this.program.scenes[scene].chapter]));
    return this.told.map((passage, number) => {
      const section = this.#section(passage, before, along.get(number) ?? play.chapter.id);
      before = along.get(number) ?? play.chapter.id;
      return section;
    });
  }

  /** Make the element of a passage; a chapter that begins in it has its heading there. @param {Passage} passage @param {string} before @param {string} [after] */
  #section(passage, before, after = this.play?.chapter.id) {
    const section = make("section", { class: "passage" });
    if (passage.choice !== null) section.append(make("p", { class: "taken" }, make("span", { class: "unseen" }, tr("You chose: ")), passage.choice));
    const heading = before === after ? null : this.#chapterHeading(after);
    for (const { kind, paragraph } of passage.parts) {
      if (heading && !heading.parentNode && kind !== "say") section.append(heading);
      if (kind === "title" && heading?.lastChild?.textContent === String(paragraph)) continue; // both say it
      const words = kind === "text" || kind === "say";
      section.append(words ? paragraphElement(paragraph) : make("h3", { class: kind }, ...styled(paragraph)));
    }
    return section;
  }

  /** @param {string | undefined} id */
  #chapterHeading(id) {
    const chapter = this.program.chapters.find((/** @type {any} */ one) => one.id === id);
    const number = /^\d+/u.exec(chapter.id);
    return make("h2", {}, number && make("small", {}, tr("Chapter {number}", { number: number[0] })), chapter.title);
  }

  /** Say what a choice has changed besides the words: pages, what is carried, how things stand. @param {ReturnType<typeof standingOf>} before */
  #news(before) {
    const { play } = this;
    if (!play) return [];
    const now = standingOf(play);
    const changed = play.pages.filter((page) => before.pages.get(page.id) !== now.pages.get(page.id));
    for (const page of changed) this.fresh.add(page.id);
    const told = changed.filter((page) => (this.lessons[page.id] ?? 0) < LESSONS);
    for (const page of told) this.lessons[page.id] = (this.lessons[page.id] ?? 0) + 1;
    if (told.length) this.shelf.write("lessons", this.lessons);
    const carried = play.ending ? [] : [...missing("+", now.carried, before.carried), ...missing("−", before.carried, now.carried)];
    const links = told.flatMap((page) => [" ", make("button", { type: "button", class: "link", onclick: () => showPage(this, page.id) }, page.title), ` (${page.key})`]);
    return [
      told.length > 0 && make("p", { class: "news" }, tr("Noted:"), ...links),
      carried.length > 0 && make("p", { class: "news" }, tr("Carried: {things}", { things: carried.join(", ") })),
      now.status !== before.status && make("p", { class: "news unseen" }, now.status),
    ].filter((one) => one !== false);
  }

  /** Show at the menu whether a page has news. */
  showNews() {
    const count = this.fresh.size;
    at("menu").replaceChildren(tr("Menu"), count ? make("span", { "aria-hidden": "true" }, " •") : "", make("span", { class: "unseen" }, count ? `: ${ntr("{number} page has news", "{number} pages have news", count)}` : ""));
  }

  /** Say a sentence besides the story, until the next choice. @param {string} sentence */
  say(sentence) {
    at("notice").textContent = sentence;
  }

  /** Bring a passage to the top of the window. @param {number} number */
  lookAt(number) {
    const sections = [...at("log").querySelectorAll(".passage")].slice(-this.told.length);
    sections[number]?.scrollIntoView({ block: "start" });
  }

  /** Leave as much room below the choices as lets the newest words stand on top. */
  room() {
    const main = at("main");
    main.style.paddingBottom = "";
    const last = at("log").lastElementChild;
    if (!this.play || !last) return;
    const header = getComputedStyle(at("header")).position === "sticky" ? at("header").offsetHeight : 0;
    const height = at("now").getBoundingClientRect().bottom - last.getBoundingClientRect().top + header;
    main.style.paddingBottom = `${Math.max(48, window.innerHeight - height - 8)}px`;
  }

  /** Go on as another run where another window goes on with this one: no run writes over another. */
  part() {
    this.run = this.shelf.newRun();
    this.say(tr("This run is played in another window: here it goes on as run {number}.", { number: this.run }));
  }

  // --- saves

  /** Give the text of a save of what is being played. */
  saveText(title = "") {
    return this.play ? encode(recordOf(this.play, title)) : "";
  }

  saveToFile() {
    download(`${this.program.id}.json`, "application/json", this.saveText());
  }

  saveWords() {
    if (!this.play) return;
    const { title, byline } = this.program;
    const words = [title, byline, this.play.earlier, transcriptOf(this.play)].filter(Boolean).join("\n\n");
    download(`${this.program.id}.txt`, "text/plain;charset=utf-8", `${words}\n`);
  }

  // --- settings

  /** @param {string} name @param {string} value */
  set(name, value) {
    this.settings[name] = value;
    this.shelf.write("settings", this.settings);
    this.apply();
    if (name !== "lang") return;
    this.#retell();
    settings(this); // in its own words
  }

  /** Show the page as it is set. */
  apply() {
    Object.assign(document.documentElement.dataset, this.settings);
    this.room();
  }

  // --- languages

  /** Give the code of the language that the reader wants: set here before, or of the browser, or the page's first. */
  get language() {
    const wanted = [this.settings.lang, ...navigator.languages.map((one) => one.replace("-", "_")), ...navigator.languages.map((one) => one.split("-")[0])];
    return wanted.find((code) => this.languages.has(code)) ?? [...this.languages.keys()][0];
  }

  /** Speak the language that the reader wants. */
  speak() {
    const code = this.language;
    const { program, words } = /** @type {Language} */ (this.languages.get(code));
    this.settings.lang = code;
    this.program = program;
    speak(words);
    document.documentElement.lang = code.replace("_", "-");
    document.title = program.title;
    at("name").textContent = program.title;
    at("log").setAttribute("aria-label", tr("The story"));
    this.showNews();
  }

  /** Tell the same run in another language: its choices are the same in each. */
  #retell() {
    const { play, run } = this;
    this.speak();
    if (!play) return this.toTitle();
    const { log, start, earlier, seed } = play;
    this.run = run;
    this.#takeUp(new Playthrough(this.program, log, { start, earlier, seed }), "");
  }

  // --- keys

  /** Do what a key does; false if it does nothing. In a screen its own key closes it, and another goes over. @param {string} key */
  press(key) {
    const again = key === this.lastKey;
    this.lastKey = key;
    if (isOpen() && (key === this.opener || key === "q")) return close(), true;
    if (key === "m" || (key === "Escape" && !isOpen())) {
      this.opener = "m";
      return menu(this), true;
    }
    if (/^[1-9]$/u.test(key) && !isOpen()) return this.takeNumber(Number(key), again), true;
    return this.command(key);
  }

  /** Do what a key stands for in the menu; false if it is not there. @param {string} key */
  command(key) {
    const command = commands(this).find((one) => one.key === key);
    if (!command) return false;
    close();
    this.opener = key;
    command.act();
    return true;
  }

  /**
   * Take the entry that is shown with this number. One that is not in sight is only brought there, and one whose
   * number is pressed again is only marked: it may be the second half of a double tap, for the words before.
   * @param {number} number @param {boolean} again
   */
  takeNumber(number, again) {
    const open = this.entries.filter((entry) => !entry.locked);
    const entry = open[number - 1];
    if (!entry) return;
    const button = /** @type {HTMLElement} */ ([...at("now").querySelectorAll(".choice:not([aria-disabled])")][number - 1]);
    if (again) return button.focus(), this.say(tr("Pressed twice: Enter takes what is marked."));
    const { top, height } = button.getBoundingClientRect();
    if (top >= 0 && top + Math.min(height, 40) <= window.innerHeight + 1) return entry.act(0);
    button.scrollIntoView({ block: "nearest" });
    this.say(tr("The choices come after the words: read on first."));
  }

  /** Try something; what keeps it from being done is said, and nothing has happened then. @param {() => void} act */
  #attempt(act) {
    try {
      act();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.say(error instanceof StoryError ? tr("{reason}: a mistake of the story. You stand where you stood.", { reason: error.message }) : error.message);
    }
  }
}

/** Give those of some things that are not there; none where either is not shown. @param {string} sign @param {string[]} [things] @param {string[]} [there] */
function missing(sign, things = [], there = things) {
  return things.filter((item) => !there.includes(item)).map((item) => `${sign} ${item}`);
}

/** What may change with a choice besides the words. @param {Playthrough} play */
function standingOf(play) {
  return {
    pages: new Map(play.pages.map((page) => [page.id, wordsOf(page.parts)])),
    carried: play.carried?.map((item) => item.title),
    status: play.status,
    chapter: play.chapter.id,
  };
}

/** @param {string} save */
function placeOf(save) {
  try {
    const { chapter, place } = decode(save);
    return [chapter, place].filter(Boolean).join(" · ");
  } catch {
    return "";
  }
}

/** Give the reader a file. @param {string} name @param {string} type @param {string} text */
function download(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = make("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Whether a key is meant for something else: a field, the browser. @param {KeyboardEvent} event */
function isElsewhere(event) {
  const { target } = event;
  return event.ctrlKey || event.altKey || event.metaKey || event.isComposing || (target instanceof HTMLInputElement && target.type === "text");
}

/** Give the languages of the page, each in an element of its own. @param {Document} page @returns {Map<string, Language>} */
function languagesIn(page) {
  const programs = [.../** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll("script[type='application/json'][lang]"))];
  return new Map(
    programs.map((element) => {
      const words = JSON.parse(element.dataset.words ?? "{}");
      return [element.lang.replace("-", "_"), { program: JSON.parse(element.textContent ?? ""), words }];
    }),
  );
}

/** Begin. */
function start() {
  const game = new Game(languagesIn(document));
  game.speak();
  game.apply();
  game.toTitle();
  at("menu").addEventListener("click", () => menu(game));
  window.addEventListener("resize", () => game.room());
  window.addEventListener("storage", ({ key }) => game.play && key === game.shelf.prefix + `run/${game.run}` && game.part());
  document.addEventListener("pointerdown", () => (game.lastKey = ""));
  document.addEventListener("keydown", (event) => {
    if (game.settings.keys === "off" || isElsewhere(event)) return;
    if (game.press(event.key)) event.preventDefault();
  });
}

start();
