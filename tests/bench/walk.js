// Plays the ink story as ours is played. Answers one line of JSON for each line of input:
//   {"do": "compile", "ink": path, "json": path}   {"do": "load", "json": path}
//   {"do": "walk", "picks": path, "hash": bool}
"use strict";
const fs = require("fs");
const crypto = require("crypto");
const { Story } = require("inkjs");

const picksRead = new Map();
let compiled = "";
let story = null;

function timed(work) {
  const begun = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - begun) / 1e9;
}

function picksFrom(path) {
  if (!picksRead.has(path)) picksRead.set(path, JSON.parse(fs.readFileSync(path, "utf-8")));
  return picksRead.get(path);
}

function walk(picks, note) {
  let restarts = 0;
  story.ResetState();
  for (const pick of picks) {
    const text = story.ContinueMaximally();
    const choices = story.currentChoices.map((choice) => choice.text);
    note(text, choices);
    if (choices.length === 0) {
      story.ResetState();
      restarts += 1;
    } else {
      story.ChooseChoiceIndex(pick % choices.length);
    }
  }
  return restarts;
}

const orders = {
  compile({ ink, json }) {
    const { Compiler } = require("inkjs/full");
    fs.writeFileSync(json, new Compiler(fs.readFileSync(ink, "utf-8")).Compile().ToJson());
    return {};
  },
  load({ json }) {
    compiled = fs.readFileSync(json, "utf-8");
    return { seconds: timed(() => { story = new Story(compiled); }) };
  },
  walk({ picks, hash }) {
    const found = picksFrom(picks);
    const digest = crypto.createHash("sha256");
    let letters = 0;
    const note = hash
      ? (text, choices) => digest.update([...text.split("\n").filter((line) => line), ...choices, ""].join("\n"))
      : (text) => { letters += text.length; };
    let restarts = 0;
    const seconds = timed(() => { restarts = walk(found, note); });
    return { seconds, restarts, letters, hash: hash ? digest.digest("hex") : "" };
  },
};

require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const order = JSON.parse(line);
  process.stdout.write(JSON.stringify(orders[order.do](order)) + "\n");
});
