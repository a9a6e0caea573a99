// Goes on from saves in the page's player. For each line of input, [program, text of a save, keys to take],
// answers with one line: what was gone on with and what it is saved as, or why it can't be.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { decode, encode, recordOf, resume, transcriptOf } = await import(pathToFileURL(process.argv[2]).href);

function goOn([program, text, keys]) {
  const record = decode(text);
  const { play, notice } = resume(program, record);
  for (const key of keys) play.choose(key);
  return { notice, log: play.log.map(({ scene, key }) => [scene, key]), earlier: play.earlier, words: transcriptOf(play), save: encode(recordOf(play, record.title)) };
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = goOn(JSON.parse(line));
  } catch (error) {
    answer = { refused: String(error.message) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
