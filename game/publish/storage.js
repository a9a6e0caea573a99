// What a browser keeps of one story between visits: runs, saves, settings, what was found. It may refuse.

/** @typedef {{number: number, when: number, save: string}} Run a playthrough that keeps itself; `when` in milliseconds since 1970 */
/** @typedef {{name: string, when: number, save: string}} Save one that the reader named */

/** A story's shelf in the browser's storage. Every name in it begins with the story's id. */
export class Shelf {
  /** @param {string} story @param {() => Storage} storage asking for it may already be refused */
  constructor(story, storage) {
    this.prefix = `escape/${story}/`;
    /** @type {Storage | null} */
    this.storage = null;
    try {
      this.storage = storage();
      this.works = this.write("works", true);
    } catch {
      this.works = false;
    }
  }

  /** Give the object that is kept under a name; null if it is none, or none that can be read. @param {string} name @returns {any} */
  read(name) {
    try {
      const value = JSON.parse(this.storage?.getItem(this.prefix + name) ?? "null");
      return typeof value === "object" ? value : null;
    } catch {
      return null;
    }
  }

  /** Keep a value, and say whether that could be done. @param {string} name @param {any} value */
  write(name, value) {
    try {
      if (!this.storage) return false;
      this.storage.setItem(this.prefix + name, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }

  /** @param {string} name */
  remove(name) {
    try {
      this.storage?.removeItem(this.prefix + name);
    } catch {
      // it stays, then
    }
  }

  /** Give the runs, the newest first. @returns {Run[]} */
  runs() {
    const found = this.#kept("run/").map(({ name, value }) => ({ ...value, number: Number(name) }));
    return found.filter(({ number }) => Number.isSafeInteger(number)).sort((one, other) => other.when - one.when);
  }

  /** Keep a run as it stands. @param {number} number @param {string} save */
  keepRun(number, save) {
    return this.write(`run/${number}`, { when: Date.now(), save });
  }

  /** Give a number that no run has. */
  newRun() {
    return Math.max(0, ...this.runs().map((run) => run.number)) + 1;
  }

  /** Give the saves that have names, the newest first. @returns {Save[]} */
  saves() {
    return this.#kept("save/")
      .map(({ name, value }) => ({ ...value, name }))
      .sort((one, other) => other.when - one.when);
  }

  /** @param {string} name @param {string} save */
  keepSave(name, save) {
    return this.write(`save/${name}`, { when: Date.now(), save });
  }

  /** @param {string} kind */
  #kept(kind) {
    const start = this.prefix + kind;
    const keys = this.storage ? Object.keys(this.storage).filter((key) => key.startsWith(start)) : [];
    const found = keys.map((key) => ({ name: key.slice(start.length), value: this.read(key.slice(this.prefix.length)) }));
    return found.filter(({ value }) => typeof value?.save === "string" && typeof value.when === "number");
  }
}
