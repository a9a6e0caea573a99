// The rules of a story, played from its compiled program; the forms of a program are told in compile.py.
//
// A playthrough is the list of choices taken: words, values and offers follow from it, undo is a shorter
// list, a save is the list written down. The names are those of Python's `Playthrough`, and a test plays
// both side by side. Nothing here knows of a page or a browser.
//
// The trees of a program become functions when a scene is first played: a condition is a function of
// (values, counters), a text one of the context it is told in. That is quicker than walking trees at each turn, and
// needs no code made from strings, which the page's security policy forbids.

/** @typedef {boolean | number | string} Value */
/** @typedef {{readonly scene: string, readonly values: readonly Value[], readonly counters: readonly number[]}} State */
/** @typedef {{values: readonly Value[], counters: readonly number[], turn: number, chance: Chance, choice?: string}} Context what rendering needs to know */
/** @typedef {{seed: number, step: number}} Chance what chance goes by, as chance.py has it */
/** @typedef {(values: readonly Value[], counters: readonly number[]) => any} Evaluate */
/** @typedef {(context: Context) => string} Render */
/** @typedef {(context: Context) => readonly Paragraph[]} Tell */
/** @typedef {{text: string, stressed: boolean}} Run */
/** @typedef {{scene: string, key: string}} Step */
/** @typedef {{key: string, text: string, open: boolean, reason: string}} Offer `reason` is why one is locked */
/** @typedef {{id: string, title: string, text: string}} Ending */
/** @typedef {{kind: "place" | "title" | "text" | "say" | "ending", paragraph: Paragraph}} Part */
/** @typedef {{id: string, title: string, key: string, parts: Part[]}} OpenPage */
/** @typedef {{if?: any, scene: string} | string} WayOn */
/** @typedef {{test: Evaluate | null, scene: string}} Target */
/** @typedef {{test: Evaluate | null, change: Change, say: TellBlocks, targets: Target[]}} Outcome */
/** @typedef {{key: string, text: Tell, test: Evaluate | null, counter: number | undefined, once: boolean, locked: TellBlocks | null, outcomes: Outcome[]}} Choice */
/** @typedef {(values: readonly Value[], counters: readonly number[]) => readonly Value[]} Change */
/** @typedef {(kind: Part["kind"], context: Context) => Part[]} TellBlocks */
/** @typedef {{parts: Part[], choice: string | null, offered: Chance, shown: Chance, place?: string, moves?: boolean}} Narrator gathers what a step tells, as render.py does; by `offered` it is chance how the choice was offered, by `shown` how the step is told; `place` is what was shown last, and `moves` whether it changes behind words */

const PROGRAM_VERSION = 1;
const NOWHERE = "(before the story)"; // where a playthrough is before its first scene
const MAX_MOVES = 1000; // without a choice in between: more is a loop

/** What keeps a playthrough from going on; its message is for the player. */
export class GameError extends Error {}

/** A choice that can't be taken where the playthrough stands. */
export class ChoiceError extends GameError {}

/** A story that runs in a loop. */
export class StoryError extends GameError {}

/** Runs of words that flow together; `drawn` if its lines are kept as the author drew them. */
export class Paragraph {
  /** @param {readonly Run[]} runs @param {boolean} drawn */
  constructor(runs, drawn = false) {
    this.runs = runs;
    this.drawn = drawn;
  }

  toString() {
    return this.runs.map((run) => run.text).join("");
  }
}

/** The words alone of some paragraphs. @param {readonly Part[]} parts */
export const wordsOf = (parts) => parts.map((part) => String(part.paragraph)).join("\n\n");

/** The words since the last choice. `choice` is the text of that choice, null at the start. */
export class Passage {
  /** @param {{parts: readonly Part[], choice: string | null, moves?: boolean}} told */
  constructor({ parts, choice, moves }) {
    this.parts = moves ? parts : parts.filter((part) => part.kind !== "place");
    this.choice = choice;
  }

  /** The words alone: paragraphs parted by a blank line, no headings, stress marks gone. */
  toString() {
    return wordsOf(this.parts.filter((part) => part.kind === "text" || part.kind === "say"));
  }
}

// --- expressions ------------------------------------------------------------------------------------

// Numbers are whole and, as in Python, of any size: what is too large for a double is a BigInt. Both
// compare with each other as numbers do.

/** @param {number} quick @param {() => bigint} exact @returns {any} */
function whole(quick, exact) {
  return Number.isSafeInteger(quick) ? quick : normal(exact());
}

/** @param {bigint} number @returns {number | bigint} */
function normal(number) {
  const small = Number(number);
  return Number.isSafeInteger(small) ? small : number;
}

/** @param {any} a @param {any} b */
const bothSmall = (a, b) => typeof a === "number" && typeof b === "number";

/** @param {any} a @param {any} b */
const plus = (a, b) => whole(bothSmall(a, b) ? a + b : NaN, () => BigInt(a) + BigInt(b));
/** @param {any} a @param {any} b */
const minus = (a, b) => whole(bothSmall(a, b) ? a - b : NaN, () => BigInt(a) - BigInt(b));
/** @param {any} a @param {any} b */
const times = (a, b) => whole(bothSmall(a, b) ? a * b : NaN, () => BigInt(a) * BigInt(b));
/** @param {any} a @param {any} b */
const least = (a, b) => (b < a ? b : a);
/** @param {any} a @param {any} b */
const most = (a, b) => (b > a ? b : a);

/** Make the operator of two operands that comes to this. @param {(a: any, b: any) => any} of @returns {(a: Evaluate, b: Evaluate) => Evaluate} */
const both = (of) => (a, b) => (v, c) => of(a(v, c), b(v, c));

/** @type {Record<string, (...operands: Evaluate[]) => Evaluate>} */
const OPERATORS = {
  and: (...all) => (v, c) => all.every((one) => one(v, c)),
  or: (...all) => (v, c) => all.some((one) => one(v, c)),
  not: (a) => (v, c) => !a(v, c),
  "==": both((a, b) => a === b),
  "!=": both((a, b) => a !== b),
  "<": both((a, b) => a < b),
  "<=": both((a, b) => a <= b),
  ">": both((a, b) => a > b),
  ">=": both((a, b) => a >= b),
  "+": both(plus),
  "-": both(minus),
  "*": both(times),
  neg: (a) => (v, c) => minus(0, a(v, c)),
  min: both(least),
  max: both(most),
  count: (...all) => (v, c) => all.filter((one) => one(v, c)).length,
};

/** @param {string} form @returns {never} */
function unknown(form) {
  throw new GameError(`this player knows no ${form}`);
}

/** Make the function that evaluates an expression. @param {any} tree @returns {Evaluate} */
function evaluator(tree) {
  if (!Array.isArray(tree)) return () => tree;
  const [operator, ...operands] = tree;
  if (operator === "value") return (values) => values[operands[0]];
  if (operator === "counted") return (_, counters) => counters[operands[0]];
  if (!Object.hasOwn(OPERATORS, operator)) unknown(operator);
  return OPERATORS[operator](...operands.map(evaluator));
}

/** @param {any} tree @returns {Evaluate | null} */
const condition = (tree) => (tree === undefined ? null : evaluator(tree));

/** Make the function that does effects, each seeing the ones before. @param {any[]} [effects] @returns {Change} */
function changer(effects = []) {
  if (!effects.length) return (values) => values;
  const compiled = effects.map(([index, tree, low, high]) => ({ index, evaluate: evaluator(tree), low, high }));
  return (before, counters) => {
    const values = [...before];
    for (const { index, evaluate, low, high } of compiled) {
      const value = evaluate(values, counters);
      values[index] = low === undefined ? value : most(low, least(value, high));
    }
    return values;
  };
}

// --- texts ------------------------------------------------------------------------------------------

const STRESS = /([\x02\x03]+)/u; // eslint-disable-line no-control-regex -- no text can hold one
const BLANK_LINE = /\n(?:[ \t]*\n)+/u;
const DRAWN = "    ";

/** Make the function that renders a template to words with marks. @param {any[]} template @param {any[]} variables @returns {Render} */
function renderer(template, variables) {
  const pieces = template.map((piece) => renderPiece(piece, variables));
  return (context) => pieces.map((piece) => piece(context)).join("");
}

/** @param {any} piece @param {any[]} variables @returns {Render} */
function renderPiece(piece, variables) {
  if (typeof piece === "string") return () => piece;
  if (piece.value !== undefined) return shower(piece.value, variables[piece.value]);
  if (piece.then) {
    const test = evaluator(piece.if);
    const [yes, no] = [renderer(piece.then, variables), renderer(piece.else, variables)];
    return (context) => (test(context.values, context.counters) ? yes : no)(context);
  }
  if (piece.choice) return (context) => context.choice ?? "";
  const kind = Object.keys(ALTERNATIVES).find((name) => piece[name]);
  if (!kind && !piece.of) unknown(Object.keys(piece)[0]);
  /** @type {Render[]} */
  const branches = (kind ? piece[kind] : piece.of).map((/** @type {any[]} */ one) => renderer(one, variables));
  if (!kind) {
    const { values, low } = variables[piece.select];
    const numberOf = (/** @type {any} */ value) => (values ? values.indexOf(value) : value - low);
    return (context) => branches[numberOf(context.values[piece.select])](context);
  }
  const index = ALTERNATIVES[kind], count = branches.length;
  return (context) => {
    const before = Math.max(context.turn, 1) - 1;
    return branches[index({ count, before, chance: context.chance, salt: piece.salt })](context);
  };
}

/**
 * Which of `count` alternatives is shown, from 0: ALTERNATIVES of text/alternatives.py.
 * @type {Record<string, (now: {count: number, before: number, chance: Chance, salt: number}) => number>}
 */
const ALTERNATIVES = {
  seq: ({ count, before }) => Math.min(before, count - 1),
  cycle: ({ count, before }) => before % count,
  any: ({ count, chance, salt }) => draw(chance, salt, count),
};

/** Make one number of 32 bits of several: the last step of MurmurHash3, as chance.py has it. @param {number[]} numbers */
function mix(...numbers) {
  let mixed = 0;
  for (const number of numbers) {
    mixed = (Math.imul(mixed, 31) + number) >>> 0;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    mixed ^= mixed >>> 16;
  }
  return mixed >>> 0;
}

/** @type {Chance} a playthrough with seed 0, before its first choice */
const NO_CHANCE = { seed: 0, step: 0 };

/** Pick one of `count`, from 0, by the chance of a showing and the number of a brace. @param {Chance} chance @param {number} salt @param {number} count */
const draw = ({ seed, step }, salt, count) => mix((Math.imul(seed, 0x9e3779b1) + step) >>> 0, salt) % count;

/** @param {number} index @param {any} variable @returns {Render} */
function shower(index, variable) {
  const { words, low, values } = variable;
  if (!words) return (context) => String(context.values[index]);
  return values
    ? (context) => words[values.indexOf(context.values[index])]
    : (context) => words[Number(context.values[index]) - low];
}

/** Make the function that tells a text in paragraphs. @param {any} text @param {any[]} variables @returns {Tell} */
function teller(text, variables) {
  if (text?.template) {
    const render = renderer(text.template, variables);
    return (context) => paragraphs(render(context));
  }
  const always = (typeof text === "string" ? [text] : text ?? []).map(paragraphOf);
  return () => always;
}

/** Give a paragraph that never changes. @param {any} one @returns {Paragraph} */
function paragraphOf(one) {
  if (typeof one === "string") return new Paragraph([{ text: one, stressed: false }]);
  if (Array.isArray(one)) return new Paragraph(alternately(one));
  return new Paragraph([{ text: one.drawn, stressed: false }], true);
}

/** Give runs of which every second one is stressed. @param {string[]} words @returns {Run[]} */
function alternately(words) {
  return words.map((text, number) => ({ text, stressed: number % 2 === 1 })).filter((run) => run.text);
}

/** Split rendered words at blank lines; lines flow, but drawn ones (four blanks in front) are kept. @param {string} text @returns {Paragraph[]} */
function paragraphs(text) {
  const found = [];
  let depth = 0; // how many stars are open
  for (const part of text.replace(/^\n+|\n+$/gu, "").split(BLANK_LINE)) {
    const lines = part.split("\n");
    if (part.trim() && lines.every((line) => line.startsWith(DRAWN) || !line.trim())) {
      const drawing = lines.map((line) => line.slice(DRAWN.length).trimEnd()).join("\n");
      found.push(new Paragraph([{ text: drawing.replace(/[\x02\x03]/gu, "*"), stressed: false }], true));
    } else {
      const runs = [];
      for (const piece of flowing(part).split(STRESS)) {
        if (!STRESS.test(piece)) runs.push({ text: piece, stressed: depth > 0 });
        else for (const mark of piece) depth += mark === "\x02" ? 1 : -1;
      }
      const shown = runs.filter((run) => run.text);
      if (shown.length) found.push(new Paragraph(shown));
    }
  }
  return found;
}

// Signs of scripts that put no blanks between words: Chinese characters, kana, the punctuation beside them.
const UNSPACED =
  "[\u2e80-\u30ff\u3105-\u312f\u31a0-\u31ff\u3220-\u33ff\u3400-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff9f\uffe0-\uffe6\u{20000}-\u{3ffff}]";
const LINE_END = new RegExp(`(?<=${UNSPACED})[ \t]*\n[ \t]*(?=${UNSPACED})`, "gu");

/** Let lines flow, with one blank between words whatever stands between them. @param {string} part */
function flowing(part) {
  const words = part.replace(LINE_END, "").replaceAll("\n", " ").replace(/^ +| +$/gu, "");
  return words
    .replace(/ ([\x02\x03]+) +/gu, " $1")
    .replace(/^([\x02\x03]+) +/u, "$1")
    .replace(/ +([\x02\x03]+)$/u, "$1")
    .replace(/ {2,}/gu, " ");
}

/** Make the function that tells blocks, those whose conditions hold. @param {any[]} blocks @param {any[]} variables @returns {TellBlocks} */
function blocksTeller(blocks, variables) {
  const compiled = blocks.map((block) => {
    const test = block?.if === undefined ? null : evaluator(block.if);
    return test === null
      ? { test, yes: teller(block, variables), no: teller(undefined, variables) }
      : { test, yes: teller(block.text, variables), no: teller(block.else, variables) };
  });
  return (kind, context) => {
    /** @type {Part[]} */
    const parts = [];
    for (const { test, yes, no } of compiled) {
      const tell = test === null || test(context.values, context.counters) ? yes : no;
      for (const paragraph of tell(context)) parts.push({ kind, paragraph });
    }
    return parts;
  };
}

/** Give paragraphs as words on one line. @param {readonly Paragraph[]} told */
const line = (told) => told.map(String).join(" ");

// --- rules ------------------------------------------------------------------------------------------

/** One scene: what is done on entering it, what it tells, its choices by key, and where it leads of itself. */
class Scene {
  /** @param {string} id @param {any} scene @param {any} program */
  constructor(id, scene, program) {
    const { variables = [] } = program;
    /** @type {(kind: Part["kind"], text: any) => (context: Context) => Part[]} */
    const heading = (kind, text) => {
      const tell = teller(text, variables);
      return (context) => tell(context).map((paragraph) => ({ kind, paragraph }));
    };
    this.id = id;
    this.chapter = scene.chapter;
    this.counter = scene.counter;
    this.change = changer(scene.do);
    this.title = heading("title", scene.title);
    this.text = blocksTeller(scene.text ?? [], variables);
    this.place = teller(scene.place, variables);
    this.targets = targets(scene.to);
    this.ending = scene.ending
      ? { title: heading("ending", scene.ending.title), text: blocksTeller(scene.ending.text ?? [], variables) }
      : null;
    /** @type {Map<string, Choice>} */
    this.choices = new Map((scene.choices ?? []).map((/** @type {any} */ one) => [one.key, choiceOf(one, variables)]));
  }

  /** Tell the scene, its ending too. @param {Context} context @returns {Part[]} */
  tell(context) {
    const parts = [...this.title(context), ...this.text("text", context)];
    if (this.ending) parts.push(...this.ending.title(context), ...this.ending.text("text", context));
    return parts;
  }

  /** Whether any choice is open. @param {State} state */
  hasOpen({ values, counters }) {
    for (const choice of this.choices.values()) if (outcomeOf(choice, values, counters)) return true;
    return false;
  }
}

/**
 * What rendering needs, and how often what has this counter was shown; `more` is added to the count: a choice
 * that was taken once is offered for the second time. `chance` is that of the showing.
 * @param {number | undefined} counter @param {State} state @param {Chance} chance @param {number} more @returns {Context}
 */
function contextFrom(counter, { values, counters }, chance, more = 0) {
  return { values, counters, turn: counter === undefined ? 0 : counters[counter] + more, chance };
}

/** @param {any} choice @param {any[]} variables @returns {Choice} */
function choiceOf(choice, variables) {
  return {
    key: choice.key,
    text: teller(choice.text, variables),
    test: condition(choice.condition),
    counter: choice.counter,
    once: choice.once === true,
    locked: choice.locked ? blocksTeller(choice.locked, variables) : null,
    outcomes: choice.outcomes.map((/** @type {any} */ outcome) => ({
      test: condition(outcome.condition),
      change: changer(outcome.do),
      say: blocksTeller(outcome.say ?? [], variables),
      targets: targets(outcome.to),
    })),
  };
}

/** @param {WayOn[]} [ways] @returns {Target[]} */
function targets(ways = []) {
  return ways.map((way) => (typeof way === "string" ? { test: null, scene: way } : { test: condition(way.if), scene: way.scene }));
}

/** Whether a choice that can be taken once was taken. @param {Choice} choice @param {readonly number[]} counters */
const isGone = (choice, counters) => choice.once && choice.counter !== undefined && counters[choice.counter] > 0;

/** Give the outcome that a choice would come to now; null if the choice is not open. @param {Choice} choice @param {readonly Value[]} values @param {readonly number[]} counters */
function outcomeOf(choice, values, counters) {
  if (isGone(choice, counters)) return null;
  if (choice.test && !choice.test(values, counters)) return null;
  return choice.outcomes.find((one) => !one.test || one.test(values, counters)) ?? null;
}

/** Give the first scene whose condition holds; the last one has none. @param {Target[]} ways @param {State} state */
function firstTarget(ways, { values, counters }) {
  for (const way of ways) if (!way.test || way.test(values, counters)) return way.scene;
  throw new GameError("the program has a way on that may lead nowhere");
}

/** The scenes of a program, each made ready when it is first asked for. */
class Rules {
  /** @param {any} program */
  constructor(program) {
    if (program.format !== "escape-program" || program.version > PROGRAM_VERSION) {
      throw new GameError("this player is older than the story it was given");
    }
    this.program = program;
    /** @type {Map<string, Scene>} */
    this.ready = new Map();
    const { variables = [], pages = [], status, carried } = program;
    this.shows = condition(carried);
    this.status = teller(status, variables);
    this.pages = pages.map((/** @type {any} */ page) => ({
      ...page,
      title: teller(page.title, variables),
      text: blocksTeller(page.text, variables),
    }));
  }

  /** @param {string} id @returns {Scene} */
  scene(id) {
    let found = this.ready.get(id);
    if (!found) this.ready.set(id, (found = new Scene(id, this.program.scenes[id], this.program)));
    return found;
  }

  /** @returns {State} */
  beforeStart() {
    const { variables = [], items = [], counters = [] } = this.program;
    const values = [...variables.map((/** @type {any} */ one) => one.start), ...items.map(() => false)];
    return { scene: NOWHERE, values, counters: Array(counters.length).fill(0) };
  }

  /** Begin the story. @param {Narrator} [narrator] */
  begin(narrator) {
    return this.goOn(this.enter(this.program.start, this.beforeStart(), narrator), narrator);
  }

  /** Give the state after a choice; throws ChoiceError if it is not open. @param {State} state @param {string} key @param {Narrator} [narrator] @returns {State} */
  step(state, key, narrator) {
    const choice = this.scene(state.scene).choices.get(key);
    const outcome = choice && outcomeOf(choice, state.values, state.counters);
    if (!choice || !outcome) throw new ChoiceError(`the choice \`${key}\` is not open in the scene \`${state.scene}\``);
    const counters = this.counted(state.counters, choice.counter);
    if (narrator) {
      narrator.choice = line(choice.text(contextFrom(choice.counter, state, narrator.offered, 1)));
      narrator.place = this.place(state, narrator.shown);
    }
    let after = { scene: state.scene, values: outcome.change(state.values, counters), counters };
    narrator?.parts.push(...outcome.say("say", { ...contextFrom(choice.counter, after, narrator.shown), choice: narrator.choice ?? "" }));
    if (outcome.targets.length) after = this.enter(firstTarget(outcome.targets, after), after, narrator);
    return this.goOn(after, narrator);
  }

  /** Give where a scene happens, as the story says it; empty if it doesn't. @param {State} state @param {Chance} chance */
  place(state, chance) {
    const { counter, place } = this.scene(state.scene);
    return line(place(contextFrom(counter, state, chance)));
  }

  /** Count once more what a counter counts: it runs up to `steady`, and then goes round. @param {readonly number[]} counters @param {number} [index] */
  counted(counters, index) {
    if (index === undefined) return counters;
    const { steady, around } = this.program.counters[index];
    const changed = [...counters];
    changed[index] += 1;
    if (changed[index] === steady + around) changed[index] = steady;
    return changed;
  }

  /** Enter a scene: count it, do its effects, tell it. @param {string} id @param {State} before @param {Narrator} [narrator] @returns {State} */
  enter(id, { values, counters }, narrator) {
    const scene = this.scene(id);
    counters = this.counted(counters, scene.counter);
    const state = { scene: id, values: scene.change(values, counters), counters };
    if (narrator) {
      const { parts, shown } = narrator;
      const context = contextFrom(scene.counter, state, shown), place = line(scene.place(context));
      if (place && place !== narrator.place) {
        if (parts.at(-1)?.kind === "place") parts.pop(); // nothing was told there
        narrator.moves ||= parts.length > 0;
        parts.push({ kind: "place", paragraph: paragraphOf((narrator.place = place)) });
      }
      parts.push(...scene.tell(context));
    }
    return state;
  }

  /** Follow the ways on that need no choice. @param {State} state @param {Narrator} [narrator] @returns {State} */
  goOn(state, narrator) {
    for (let moves = 0; moves < MAX_MOVES; moves += 1) {
      const scene = this.scene(state.scene);
      if (!scene.targets.length || scene.hasOpen(state)) return state;
      state = this.enter(firstTarget(scene.targets, state), state, narrator);
    }
    throw new StoryError(`the story runs in a loop through \`${state.scene}\``);
  }
}

/** @type {WeakMap<object, Rules>} */
const made = new WeakMap();

/** Give the rules of a program, the same ones for all its playthroughs. @param {any} program */
function rulesOf(program) {
  let rules = made.get(program);
  if (!rules) made.set(program, (rules = new Rules(program)));
  return rules;
}

/** Give what a story says of itself, as a new game would. @param {any} program */
export function aboutOf(program) {
  const rules = rulesOf(program);
  const state = rules.begin();
  return teller(program.about, program.variables ?? [])(contextFrom(rules.scene(state.scene).counter, state, NO_CHANCE));
}

// --- playing ----------------------------------------------------------------------------------------

/** A story being played. What stands in it now is derived from `log`, the choices taken. */
export class Playthrough {
  /** @type {Rules} */ #rules;
  /** @type {{step: Step, after: State}[]} */ #taken = [];
  /** @type {Step[]} */ #undone = [];
  /** @type {State} */ #first;
  /** @type {Passage | null} */ #passage = null;

  /**
   * Begin a story, or play a log again. Throws ChoiceError where a step of it can't be taken.
   * @param {any} program
   * @param {readonly Step[]} log
   * @param {{start?: State | null, earlier?: string, seed?: number}} from a state to go on from, whose log can't
   *   be told any more, and the words that led there; by `seed` it is decided which words chance shows
   */
  constructor(program, log = [], { start = null, earlier = "", seed = 0 } = {}) {
    this.program = program;
    this.start = start;
    this.earlier = earlier;
    this.seed = seed;
    this.#rules = rulesOf(program);
    this.#first = start ? this.#rules.goOn(start) : this.#rules.begin();
    for (const { scene, key } of log) {
      if (scene !== this.scene) throw new ChoiceError(`\`${key}\` was taken in \`${scene}\`, and this is \`${this.scene}\``);
      this.#taken.push({ step: { scene, key }, after: this.#rules.step(this.state, key) });
    }
  }

  // --- what there is to see

  /** The whole present, as the rules see it. @returns {State} */
  get state() {
    return this.#taken.at(-1)?.after ?? this.#first;
  }

  /** The words since the last choice. */
  get passage() {
    return (this.#passage ??= this.#told(this.#taken.length));
  }

  /** What can be done now, in the author's order; locked choices too. None at an ending. @returns {Offer[]} */
  get offers() {
    const { values, counters } = this.state;
    const found = [];
    for (const choice of this.#here.choices.values()) {
      const context = contextFrom(choice.counter, this.state, this.#chance(this.#taken.length), 1);
      const open = outcomeOf(choice, values, counters) !== null;
      if (!open && (isGone(choice, counters) || !choice.locked)) continue;
      const reason = open || !choice.locked ? "" : line(choice.locked("text", context).map((part) => part.paragraph));
      found.push({ key: choice.key, text: line(choice.text(context)), open, reason });
    }
    return found;
  }

  /** The id of the scene where the player is. */
  get scene() {
    return this.state.scene;
  }

  /** The variables, and for each item whether it is carried. @returns {Record<string, Value>} */
  get values() {
    const { variables = [], items = [] } = this.program;
    const named = [...variables, ...items].map((one, index) => [one.name, this.state.values[index]]);
    return Object.fromEntries(named);
  }

  /** The ending that was reached, if one was. @returns {Ending | null} */
  get ending() {
    const { ending } = this.#here;
    if (!ending) return null;
    const context = this.#context;
    return { id: this.scene, title: line(ending.title(context).map((part) => part.paragraph)), text: wordsOf(ending.text("text", context)) };
  }

  /** The chapter where the player is. @returns {{id: string, title: string}} */
  get chapter() {
    return this.program.chapters.find((/** @type {any} */ one) => one.id === this.#here.chapter);
  }

  /** Where the scene happens, as the story says it; empty if it doesn't. */
  get place() {
    return this.#rules.place(this.state, this.#chance(this.#taken.length));
  }

  /** The status line of the story; empty if it has none. */
  get status() {
    return line(this.#rules.status(this.#context));
  }

  /** The items carried; undefined where the story does not show them. @returns {{name: string, title: string, about?: string}[] | undefined} */
  get carried() {
    const { variables = [], items = [] } = this.program;
    const { values, counters } = this.state;
    if (this.#rules.shows?.(values, counters) !== false)
      return items.filter((/** @type {any} */ _, /** @type {number} */ at) => values[variables.length + at]);
  }

  /** The pages that can be opened now: those with anything to show. @returns {OpenPage[]} */
  get pages() {
    const context = this.#context;
    return this.#rules.pages
      .map((/** @type {any} */ { id, key, title, text }) => ({ id, title: line(title(context)), key, parts: text("text", context) }))
      .filter((/** @type {OpenPage} */ page) => page.parts.length);
  }

  /** The choices taken, in order. @returns {Step[]} */
  get log() {
    return this.#taken.map(({ step }) => step);
  }

  /** Tell the whole playthrough again. @returns {Passage[]} */
  transcript() {
    return this.#taken.map((_, number) => this.#told(number)).concat(this.passage);
  }

  // --- what can be done

  /** Take an open choice and give the words that answer it; throws ChoiceError if it is not open. @param {string} key */
  choose(key) {
    const passage = this.#take(key);
    this.#undone = [];
    return passage;
  }

  /** Take back the last choice; false if there is none. */
  undo() {
    const last = this.#taken.pop();
    if (!last) return false;
    this.#undone.push(last.step);
    this.#passage = null;
    return true;
  }

  /** Take again the choice that was undone last; false if there is none. */
  redo() {
    const step = this.#undone.pop();
    if (!step) return false;
    this.#take(step.key);
    return true;
  }

  // --- how

  /** Give the chance by which is shown what stands after so many choices. @param {number} number */
  #chance(number) {
    return { seed: this.seed, step: number };
  }

  /** @returns {Context} what rendering needs of the present */
  get #context() {
    return contextFrom(this.#here.counter, this.state, this.#chance(this.#taken.length));
  }

  /** @param {number} number @returns {Narrator} what tells the step to where so many choices have been taken */
  #narrator(number) {
    return { parts: [], choice: null, offered: this.#chance(number - 1), shown: this.#chance(number) };
  }

  get #here() {
    return this.#rules.scene(this.scene);
  }

  /** @param {number} number @returns {State} the state after so many choices */
  #after(number) {
    return number ? this.#taken[number - 1].after : this.#first;
  }

  /** @param {string} key */
  #take(key) {
    const { scene } = this;
    const narrator = this.#narrator(this.#taken.length + 1);
    const after = this.#rules.step(this.state, key, narrator);
    this.#taken.push({ step: { scene, key }, after });
    return (this.#passage = new Passage(narrator));
  }

  /** Tell the passage that stands after so many choices. @param {number} number */
  #told(number) {
    const narrator = this.#narrator(number);
    const scene = this.#rules.scene(this.#first.scene);
    if (number) this.#rules.step(this.#after(number - 1), this.#taken[number - 1].step.key, narrator);
    else if (this.start) narrator.parts.push(...scene.tell(contextFrom(scene.counter, this.#first, narrator.shown)));
    else this.#rules.begin(narrator);
    return new Passage(narrator);
  }
}
