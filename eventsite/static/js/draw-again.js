/** Make a draw again from the published file alone, as docs/lottery.md describes it. */

const HEX = "[0-9a-f]{64}";
const LINE = "[^\\n\\ud800-\\udfff]*"; // no half of a character: it has no bytes to hash
const SOURCE = '(?:[^"\\\\\\u0000-\\u001f\\ud800-\\udfff]|\\\\["\\\\])+';
const NAME = "[0-9A-Za-z_-]+";
const COUNT = "(?:0|[1-9][0-9]{0,8})";
const SLOT = `\\["${NAME}",(?:null|${COUNT})\\]`;
const RULES = [
  `"call":"${NAME}"`,
  `"event":"${NAME}"`,
  `"fit":"(?:hold|next)"`,
  `"if_over":(?:false|true)`,
  `"places":"(?:parties|people)"`,
  `"priorities":\\[(?:"${NAME}"(?:,"${NAME}")*)?\\]`,
  `"reserves":(?:null|${COUNT})`,
  `"slots":\\[${SLOT}(?:,${SLOT})*\\]`,
  `"source":"${SOURCE}"`,
  `"version":1`,
];
const ENTRY = [NAME, "[1-9][0-9]{0,8}", COUNT, `${NAME}(?:,${NAME})*`];
const TEXTS = {
  commitment: HEX,
  entries: "[\\s\\S]*", // looked at line by line
  entries_hash: HEX,
  public_value: LINE,
  result: "[\\t\\n -~]*",
  result_hash: HEX,
  rules: `\\{${RULES.join(",")}\\}\\n`,
  seed: HEX,
};
const FIELDS = [...Object.keys(TEXTS), "announced", "entries_count", "version"];

const has = (form, text) => typeof text === "string" && new RegExp(`^(?:${form})$`, "u").test(text);
const compare = (one, other) => (one < other ? -1 : Number(one > other));
const linesOf = (text) => text.split("\n").slice(0, -1);

async function sha256(...texts) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(texts.join("\n")));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function require(holds, what) {
  if (!holds) throw new Error(what);
}

/** Return the fields of a draw's file. */
function fieldsOf(text) {
  const file = JSON.parse(text);
  const names = text.match(/"(?:[^"\\]|\\.)*"\s*:/g) ?? []; // a field that stands twice is one in `file`
  require(names.length === FIELDS.length && FIELDS.every((name) => Object.hasOwn(file, name)), "other fields");
  require(file.version === 1 && typeof file.announced === "boolean", "another kind of file");
  return file;
}

/** Without a public value, nobody can have been refused the slot wanted most, and the rules must have said so. */
function requirePublicValue({ public_value: value, rules, result }, entries) {
  if (value !== "") return;
  const won = new Set(linesOf(result).map((line) => line.split("\t").slice(1).join(" ")));
  const everyone = entries.every(({ receipt, wishes }) => won.has(`${receipt} won ${wishes[0]}`));
  require(JSON.parse(rules).if_over && everyone, "no public value");
}

function slotsOf(rules) {
  const slots = JSON.parse(rules).slots;
  require(new Set(slots.map(([code]) => code)).size === slots.length, "a slot that stands twice");
  return new Map(slots);
}

function entryOf(line, slots, classes) {
  require(has(ENTRY.join("\\t"), line), "a line that is no entry");
  const [receipt, places, group, wanted] = line.split("\t");
  const wishes = wanted.split(",");
  require(new Set(wishes).size === wishes.length && wishes.every((wish) => slots.has(wish)), "a wish for no slot");
  require(Number(group) < classes, "a class that the rules do not have");
  return { receipt, places: Number(places), group: Number(group), wishes };
}

function entriesOf(text, slots, classes) {
  require(text === "" || text.endsWith("\n"), "a line without an end");
  const entries = linesOf(text).map((line) => entryOf(line, slots, classes));
  const inOrder = entries.every(({ receipt }, index) => !index || compare(entries[index - 1].receipt, receipt) < 0);
  require(inOrder, "receipt numbers out of order, or twice");
  return entries;
}

/** Return the slot that an entry gets, or null, and take its places there. */
function chooses({ places, wishes }, room, holds) {
  for (const wish of wishes) {
    const left = room.get(wish) ?? Infinity;
    if (left >= places) {
      room.set(wish, left - places);
      return wish;
    }
    if (holds) room.set(wish, 0); // closed for everybody behind
  }
  return null;
}

async function inOrderOfTheLot(entries, key) {
  const drawn = await Promise.all(entries.map(async (entry) => ({ ...entry, lot: await sha256(key, entry.receipt) })));
  return drawn.sort(
    (one, other) => one.group - other.group || compare(one.lot, other.lot) || compare(one.receipt, other.receipt),
  );
}

async function resultOf(file, slots, entries) {
  const { fit, reserves } = JSON.parse(file.rules);
  const key = await sha256(file.seed, await sha256(file.entries), file.public_value);
  const room = new Map(slots);
  let waiting = 0;
  const lines = (await inOrderOfTheLot(entries, key)).map((entry, index) => {
    const place = `${index + 1}\t${entry.receipt}`;
    const slot = chooses(entry, room, fit === "hold");
    if (slot !== null) return `${place}\twon\t${slot}\n`;
    if (reserves !== null && waiting >= reserves) return `${place}\tlost\t-\n`;
    waiting += 1;
    return `${place}\treserve\t${entry.wishes[0]}\n`;
  });
  return lines.join("");
}

/**
 * Return the numbers of the receipts in the order of the draw if everything in the file agrees, null before the draw.
 *
 * Throws when the file is not in its form, or anything in it differs from what is computed here.
 */
export async function drawAgain(text) {
  const file = fieldsOf(text);
  if (!file.announced && file.seed === null && file.result === null) return null;
  for (const [name, form] of Object.entries(TEXTS)) require(has(form, file[name]), name);
  const slots = slotsOf(file.rules);
  const entries = entriesOf(file.entries, slots, 2 ** JSON.parse(file.rules).priorities.length);
  require(file.entries_count === entries.length, "entries_count");
  require(file.commitment === (await sha256(file.seed, file.rules)), "commitment");
  require(file.entries_hash === (await sha256(file.entries)), "entries_hash");
  requirePublicValue(file, entries);
  require(file.result === (await resultOf(file, slots, entries)), "result");
  require(file.result_hash === (await sha256(file.result)), "result_hash");
  return new Map(linesOf(file.result).map((line) => line.split("\t")).map(([place, receipt]) => [receipt, place]));
}
