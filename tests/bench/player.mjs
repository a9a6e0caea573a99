// Plays a compiled story in the page's player as walk.js plays ink. Answers one line of JSON for each line:
//   {"do": "load", "json": path}   {"do": "walk", "picks": path, "hash": bool}
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { Playthrough } = await import(pathToFileURL(process.argv[2]).href);
const picksRead = new Map();
let program = null;

function timed(work) {
  const begun = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - begun) / 1e9;
}

function picksFrom(path) {
  if (!picksRead.has(path)) picksRead.set(path, JSON.parse(readFileSync(path, "utf-8")));
  return picksRead.get(path);
}

function walk(picks, note) {
  let restarts = 0;
  let play = new Playthrough(program);
  for (const pick of picks) {
    const open = play.offers.filter((offer) => offer.open);
    note(String(play.passage), open.map((offer) => offer.text));
    if (open.length === 0) {
      play = new Playthrough(program);
      restarts += 1;
    } else {
      play.choose(open[pick % open.length].key);
    }
  }
  return restarts;
}

const orders = {
  load({ json }) {
    const text = readFileSync(json, "utf-8");
    return { seconds: timed(() => { program = JSON.parse(text); new Playthrough(program); }) };
  },
  walk({ picks, hash }) {
    const found = picksFrom(picks);
    const digest = createHash("sha256");
    let letters = 0;
    const note = hash
      ? (text, choices) => digest.update([...text.split("\n").filter((line) => line), ...choices, ""].join("\n"))
      : (text) => { letters += text.length; };
    let restarts = 0;
    const seconds = timed(() => { restarts = walk(found, note); });
    return { seconds, restarts, letters, hash: hash ? digest.digest("hex") : "" };
  },
};

createInterface({ input: process.stdin }).on("line", (line) => {
  const order = JSON.parse(line);
  process.stdout.write(JSON.stringify(orders[order.do](order)) + "\n");
});
