// Plays choices in the page's player for check.py. Reads a program, then playthroughs, one line of JSON each:
//   {"program": {…}}
//   {"log": [key, …], "seed": 0, "whole": false}
// and answers each of the latter with one line: for every step what a player sees, or its digest.
import { createHash } from "node:crypto";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { GameError, Playthrough } = await import(pathToFileURL(process.argv[2]).href);

/** What a player sees, in the order that check.py gives it too. */
function seen(play) {
  const told = (parts) => parts.map(({ kind, paragraph }) => [kind, paragraph.drawn, paragraph.runs.map((run) => [run.text, run.stressed])]);
  const { ending } = play;
  return [
    play.scene,
    play.passage.choice,
    told(play.passage.parts),
    play.offers.map((offer) => [offer.key, offer.text, offer.open, offer.reason]),
    play.status,
    play.place,
    play.chapter.id,
    Object.entries(play.values),
    (play.carried ?? []).map((item) => item.name),
    play.pages.map((page) => [page.id, page.title, page.key, told(page.parts)]),
    ending && [ending.id, ending.title, ending.text],
  ];
}

function walk(program, { log, whole, seed }) {
  const note = (shown) => (whole ? shown : createHash("sha256").update(JSON.stringify(shown)).digest("hex"));
  const found = [];
  try {
    const play = new Playthrough(program, [], { seed });
    found.push(note(seen(play)));
    for (const key of log) {
      play.choose(key);
      found.push(note(seen(play)));
    }
  } catch (error) {
    found.push(note([error instanceof GameError ? "it stops" : String(error)]));
  }
  return found;
}

let program = null;
for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  if (order.program) program = order.program;
  else process.stdout.write(`${JSON.stringify(walk(program, order))}\n`);
}
