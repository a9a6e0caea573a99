// Saves, as the terminal writes and reads them: a playthrough is its choices, with the state they led to
// beside them, and either side goes on from what the other has saved.

import { ChoiceError, GameError, Playthrough, StoryError } from "./player.js";
import { sha256 } from "./sha256.js";
import { tr } from "./words.js";

/** @typedef {import("./player.js").State} State */
/** @typedef {import("./player.js").Step} Step */
/** @typedef {import("./player.js").Value} Value */
/** @typedef {{scene: string, values: Record<string, Value>, items: string[], once: string[][], visits: Record<string, number>, taken?: [string, string, number][]}} Snapshot a state by names; `taken` is left out where it is empty */
/** @typedef {{story: string, fingerprint: string, title: string, chapter: string, place: string, start: Snapshot | null, earlier: string, log: Step[], snapshot: Snapshot, home?: string, run?: number, origin?: string, order?: number, status?: string, ending?: string, pages?: [string, number][], seed?: number}} SaveRecord the last eight since version 2 */
/** @typedef {{play: Playthrough, notice: string}} Loaded `notice` is what there is to say about it, mostly empty */

const FORMAT = "escape-save";
const SAVE_VERSION = 2; // what it added: see record.py
const MAX_LENGTH = 4 * 1024 * 1024;
const MAX_EARLIER = 1024 * 1024; // for the words of earlier accounts
// What may not stand in a save: control characters, what turns the direction of writing, half characters.
const HOSTILE = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff\ud800-\udfff]/gu;

/** A save that can't be used; its message is for the player. */
export class SaveError extends GameError {}

// --- writing ----------------------------------------------------------------------------------------

/** Give what a save of a playthrough holds. @param {Playthrough} play @returns {SaveRecord} */
export function recordOf(play, title = "") {
  const { program } = play;
  return {
    story: program.id,
    fingerprint: program.fingerprint,
    title: label(title),
    chapter: label(play.chapter.title),
    place: label(play.place),
    start: play.start && snapshotOf(program, play.start),
    earlier: play.earlier,
    log: play.log,
    snapshot: snapshotOf(program, play.state),
    home: "",
    run: 0,
    origin: "",
    order: 0,
    status: label(play.status),
    ending: label(play.ending?.title ?? ""),
    pages: [],
    seed: play.seed,
  };
}

/** Write a record as the text of a save. @param {SaveRecord} record */
export function encode(record, version = SAVE_VERSION) {
  /** @type {Map<string, number>} */
  const numbers = new Map();
  /** @type {[string, string][]} */
  const steps = [];
  const log = record.log.map(({ scene, key }) => {
    const name = `${scene} ${key}`;
    const known = numbers.get(name);
    if (known !== undefined) return known;
    numbers.set(name, steps.length);
    return steps.push([scene, key]) - 1;
  });
  const whole = { format: FORMAT, payload: { ...record, log, steps }, version };
  return canonical({ ...whole, sha256: sha256(canonical(whole)) });
}

/** Write JSON in ASCII with its keys in order, the same text for the same value. @param {any} value @returns {string} */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const pairs = Object.keys(value).sort().map((key) => `${canonical(key)}:${canonical(value[key])}`);
    return `{${pairs.join(",")}}`;
  }
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Give a title or a name as a save holds it: one line, not too long. @param {string} text */
function label(text) {
  const words = text.replace(HOSTILE, "").split(/\s+/u).filter(Boolean).join(" ");
  return [...words].slice(0, 200).join("").trimEnd();
}

// --- reading ----------------------------------------------------------------------------------------

/** Read the text of a save. Throws SaveError if it is not what was written. @param {string} text @returns {SaveRecord} */
export function decode(text) {
  const whole = text.length <= MAX_LENGTH && sealed(text.trimEnd());
  if (whole && whole.version > SAVE_VERSION) throw new SaveError(tr("A newer version of the game wrote this save."));
  try {
    const { steps, ...payload } = whole.payload;
    const record = { ...payload, log: payload.log.map((/** @type {number} */ at) => ({ scene: steps[at][0], key: steps[at][1] })) };
    if (fits(record, RECORDS[whole.version]) && encode(record, whole.version) === text.trimEnd()) return record;
  } catch {
    // it is no record, then
  }
  throw new SaveError(tr("This is no save, or it is damaged."));
}

/** Read JSON that is written as we write it, with a digest that is right; null if it is not. @param {string} text @returns {any} */
function sealed(text) {
  try {
    const { sha256: digest, ...whole } = JSON.parse(text);
    const isSealed = digest === sha256(canonical(whole)) && canonical({ ...whole, sha256: digest }) === text;
    return isSealed && whole.format === FORMAT ? whole : null;
  } catch {
    return null;
  }
}

/** @type {(test: (one: any) => boolean) => (value: any) => boolean} */
const listOf = (test) => (value) => Array.isArray(value) && value.every(test);
/** @type {(...tests: ((one: any) => boolean)[]) => (value: any) => boolean} */
const tupleOf = (...tests) => (value) => Array.isArray(value) && value.length === tests.length && tests.every((test, at) => test(value[at]));
/** @type {(test: (one: any) => boolean) => (value: any) => boolean} */
const mapOf = (test) => (value) => isObject(value) && Object.keys(value).every(isName) && Object.values(value).every(test);
const isObject = (/** @type {any} */ value) => value !== null && typeof value === "object" && !Array.isArray(value);
const isName = (/** @type {any} */ value) => typeof value === "string" && /^[a-z0-9_.-]{1,300}$/u.test(value);
const isText = (/** @type {any} */ value) => typeof value === "string";
const isCount = (/** @type {any} */ value) => Number.isSafeInteger(value) && value >= 0;
const isValue = (/** @type {any} */ value) => typeof value === "boolean" || Number.isSafeInteger(value) || isName(value);
const isSnapshot = (/** @type {any} */ value) => isObject(value) && fits({ taken: [], ...value }, SNAPSHOT);
/** @type {Record<string, (value: any) => boolean>} */
const SNAPSHOT = { scene: isName, values: mapOf(isValue), items: listOf(isName), once: listOf(tupleOf(isName, isName)), visits: mapOf(isCount), taken: listOf(tupleOf(isName, isName, isCount)) };
/** @type {Record<string, (value: any) => boolean>} */
const RECORD_1 = {
  story: isName,
  fingerprint: isName,
  title: isText,
  chapter: isText,
  place: isText,
  start: (value) => value === null || isSnapshot(value),
  earlier: (value) => isText(value) && value.length <= MAX_EARLIER,
  log: listOf((step) => isName(step.scene) && isName(step.key)),
  snapshot: isSnapshot,
};
/** @type {Record<string, (value: any) => boolean>} */
const RECORD_2 = {
  ...RECORD_1,
  home: (value) => value === "" || isName(value),
  run: isCount,
  origin: isText,
  order: isCount,
  status: isText,
  ending: isText,
  pages: listOf(tupleOf(isName, isCount)),
  seed: isCount,
};

/** @type {Record<string, typeof RECORD_1>} */
const RECORDS = { 1: RECORD_1, 2: RECORD_2 };

/** Whether a value has just these keys, each with what belongs there. @param {any} value @param {Record<string, (value: any) => boolean>} shape */
function fits(value, shape) {
  const keys = isObject(value) ? Object.keys(value) : [];
  return keys.length === Object.keys(shape).length && keys.every((key) => Object.hasOwn(shape, key) && shape[key](value[key]));
}

// --- states by names --------------------------------------------------------------------------------

/** @typedef {{scene: string, choice?: string, once?: boolean, steady: number, around: number}} Counter */

/** @param {any} program @param {State} state @returns {Snapshot} */
function snapshotOf(program, state) {
  const { variables = [], items = [] } = program;
  /** @type {Counter[]} */
  const counters = program.counters ?? [];
  const met = counters.map((counter, index) => ({ ...counter, count: state.counters[index] })).filter(({ count }) => count);
  /** @type {[string, string, number][]} */
  const taken = met.flatMap(({ scene, choice, once, count }) => (choice !== undefined && count > Number(once ?? 0) ? [[scene, choice, count]] : []));
  return {
    scene: state.scene,
    values: Object.fromEntries(variables.map((/** @type {any} */ one, /** @type {number} */ index) => [one.name, state.values[index]])),
    items: items.filter((/** @type {any} */ _, /** @type {number} */ at) => state.values[variables.length + at]).map((/** @type {any} */ one) => one.name),
    once: met.flatMap(({ scene, choice, once }) => (choice !== undefined && once ? [[scene, choice]] : [])),
    visits: Object.fromEntries(met.filter(({ choice }) => choice === undefined).map(({ scene, count }) => [scene, count])),
    ...(taken.length ? { taken } : {}),
  };
}

/** Give the state of a snapshot in a story that may have changed; null where it doesn't fit. @param {any} program @param {Snapshot} snapshot @returns {State | null} */
function stateOf(program, snapshot) {
  const { variables = [], items = [] } = program;
  if (!Object.hasOwn(program.scenes, snapshot.scene)) return null;
  const values = [];
  for (const variable of variables) {
    const value = Object.hasOwn(snapshot.values, variable.name) ? snapshot.values[variable.name] : variable.start;
    if (!allows(variable, value)) return null;
    values.push(value);
  }
  for (const item of items) values.push(snapshot.items.includes(item.name));
  const taken = new Map(snapshot.once.map((pair) => [pair.join(" "), 1]));
  for (const [scene, choice, count] of snapshot.taken ?? []) taken.set(`${scene} ${choice}`, count);
  /** @type {Counter[]} */
  const counters = program.counters ?? [];
  const counts = counters.map(({ scene, choice, steady, around }) => {
    const entered = snapshot.visits[scene] ?? Number(scene === snapshot.scene);
    return Math.min(choice === undefined ? entered : taken.get(`${scene} ${choice}`) ?? 0, steady + around - 1);
  });
  return { scene: snapshot.scene, values, counters: counts };
}

/** @param {any} variable @param {Value} value */
function allows(variable, value) {
  if (variable.low !== undefined) return typeof value === "number" && variable.low <= value && value <= variable.high;
  return variable.values ? variable.values.includes(value) : typeof value === "boolean";
}

/**
 * Give a record in which scenes and choices have the names that the story has for them today.
 * @param {{scenes?: Record<string, string>, choices?: string[][]}} former @param {SaveRecord} record @returns {SaveRecord}
 */
function renamed({ scenes = {}, choices = [] }, record) {
  const keys = new Map(choices.map(([scene, old, key]) => [`${scene} ${old}`, key]));
  const keyOf = (/** @type {string} */ scene, /** @type {string} */ key) => keys.get(`${scene} ${key}`) ?? key;
  const sceneOf = (/** @type {string} */ name) => {
    const [first, ...others] = name.split(".");
    return others.reduce((found, part) => `${found}.${keyOf(found, part)}`, Object.hasOwn(scenes, first) ? scenes[first] : first);
  };
  /** @type {(pair: string[]) => [string, string]} */
  const stepOf = ([scene, key]) => [sceneOf(scene), keyOf(sceneOf(scene), key)];
  /** @type {(old: Snapshot) => Snapshot} */
  const today = (old) => ({
    ...old,
    scene: sceneOf(old.scene),
    once: old.once.map(stepOf),
    visits: Object.fromEntries(Object.entries(old.visits).map(([scene, count]) => [sceneOf(scene), count])),
    ...(old.taken && { taken: old.taken.map(([scene, key, count]) => [...stepOf([scene, key]), count]) }),
  });
  const log = record.log.map(({ scene, key }) => ({ scene: sceneOf(scene), key: keyOf(sceneOf(scene), key) }));
  return { ...record, log, start: record.start && today(record.start), snapshot: today(record.snapshot) };
}

// --- going on ---------------------------------------------------------------------------------------

/** Go on from a record, in a story that may have changed since. Throws SaveError. @param {any} program @param {SaveRecord} record @returns {Loaded} */
export function resume(program, record) {
  if (record.story !== program.id) throw new SaveError(tr("This is a save of another story, `{story}`.", { story: record.story }));
  if (program.fingerprint !== record.fingerprint && program.former) record = renamed(program.former, record);
  const play = replayed(program, record);
  if (program.fingerprint === record.fingerprint) {
    if (!play || !isFaithful(play, record)) throw new SaveError(tr("This save is damaged."));
    return { play, notice: "" };
  }
  if (!play) return fromSnapshot(program, record);
  const lost = misses(program, record.snapshot, snapshotOf(program, play.state));
  return { play, notice: lost ? tr("{changed}, and the same choices now lead to something else.", { changed: changedSince() }) : "" };
}

const changedSince = () => tr("The story has changed since this save");

/** Play a log; null if it can't be played, or not from its start. @param {any} program @param {SaveRecord} record */
function replayed(program, record) {
  const start = record.start && stateOf(program, record.start);
  if (record.start && !start) return null;
  return played(() => new Playthrough(program, record.log, { start, earlier: record.earlier, seed: record.seed }));
}

/** @param {() => Playthrough} begin @returns {Playthrough | null} */
function played(begin) {
  try {
    return begin();
  } catch (error) {
    if (error instanceof ChoiceError || error instanceof StoryError) return null;
    throw error;
  }
}

/** Whether a playthrough starts and ends just where the record says; how often scenes were entered and choices taken follows from the log. @param {Playthrough} play @param {SaveRecord} record */
function isFaithful(play, record) {
  const start = play.start && snapshotOf(play.program, play.start);
  return same(start, record.start) && same(snapshotOf(play.program, play.state), record.snapshot);
}

/** @param {Snapshot | null} one @param {Snapshot | null} other */
const same = (one, other) => canonical(one && { ...one, visits: 0, taken: 0 }) === canonical(other && { ...other, visits: 0, taken: 0 });

/** Whether a player would miss something; a variable of another type can't be compared. @param {any} program @param {Snapshot} old @param {Snapshot} now */
function misses(program, old, now) {
  const items = (program.items ?? []).map((/** @type {any} */ one) => one.name);
  return (
    old.scene !== now.scene ||
    old.items.some((item) => items.includes(item) && !now.items.includes(item)) ||
    Object.entries(now.values).some(([name, value]) => typeof old.values[name] === typeof value && old.values[name] !== value)
  );
}

/** Go on from the snapshot if it fits the story, else from the last step that does. @param {any} program @param {SaveRecord} record @returns {Loaded} */
function fromSnapshot(program, record) {
  const told = playedOn(program, record);
  const words = told ? transcriptOf(told) : "";
  const state = stateOf(program, record.snapshot);
  const earlier = [record.earlier, words].filter(Boolean).join("\n\n").slice(-MAX_EARLIER);
  const here = state && played(() => new Playthrough(program, [], { start: state, earlier, seed: record.seed }));
  const fitting = told?.log.length ?? 0;
  const what = told
    ? tr("step {number}, `{key}` in `{scene}`, can't be taken any more", { number: fitting + 1, ...record.log[fitting] })
    : tr("the place it went on from is gone");
  const where = here ? tr("you go on where you were") : told ? tr("you go on from the last step that fits") : tr("you begin again");
  const notice = tr("{changed}: {what}; {where}, and the old save is kept.", { changed: changedSince(), what, where });
  return { play: here ?? told ?? new Playthrough(program, [], { seed: record.seed }), notice };
}

/** Play the steps of a log up to the first that can't be taken; null if its start is gone. @param {any} program @param {SaveRecord} record */
function playedOn(program, record) {
  const play = replayed(program, { ...record, log: [] });
  for (const { scene, key } of play ? record.log : []) {
    if (!play || scene !== play.scene || !played(() => (play.choose(key), play))) break;
  }
  return play;
}

/** Tell a playthrough as plain text, each choice after a `> ` on a line of its own. @param {Playthrough} play */
export function transcriptOf(play) {
  return play
    .transcript()
    .map((passage) => (passage.choice === null ? String(passage) : `> ${passage.choice}\n\n${passage}`.trimEnd()))
    .join("\n\n");
}
