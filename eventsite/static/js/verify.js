/** Check a published draw in the reader's own browser, and show the row of a number in it. */
import { drawAgain } from "./draw-again.js";

const plain = (text) => text.normalize("NFKC").toUpperCase().replace(/[^0-9A-Z]/g, "");
const isNumber = (receipt, typed) =>
  typed !== "" && [plain(receipt), plain(receipt.split("-").at(-1))].includes(typed);

/** Return the words for what the check finds, and the place of each receipt number if all agrees. */
async function check({ drawUrl, textOk, textWrong, textNotYet, textUnable }) {
  if (!crypto.subtle) return { words: textUnable }; // an address without https
  let bytes;
  try {
    const response = await fetch(drawUrl, { cache: "no-cache" });
    if (!response.ok) return { words: textUnable };
    bytes = await response.arrayBuffer();
  } catch {
    return { words: textUnable };
  }
  try {
    const places = await drawAgain(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return places ? { words: textOk, places } : { words: textNotYet };
  } catch {
    return { words: textWrong };
  }
}

/** Mark the row of the number, and no other; return whether there is one. */
function mark(rows, typed) {
  for (const row of rows) {
    row.classList.remove("is-mine");
    row.removeAttribute("aria-current");
  }
  const mine = rows.find((row) => isNumber(row.dataset.receipt, typed));
  mine?.classList.add("is-mine");
  mine?.setAttribute("aria-current", "true");
  mine?.scrollIntoView({ block: "center", behavior: "instant" });
  return Boolean(mine);
}

function startChecking(box) {
  const { dataset } = box;
  const verdict = box.querySelector("[data-draw-verdict]");
  const field = box.querySelector("form").elements.receipt;
  const rows = [...box.querySelectorAll("[data-draw-table] [data-receipt]")];
  const answer = box.querySelector("[data-draw-answer]"); // what the server said of a number, its place included
  let last = 0; // of two presses, the later one counts

  /** Return the number's place in the order of the draw, or that there is no such number. */
  const sayPlace = (typed, isMarked, places) => {
    const receipt = [...(places?.keys() ?? [])].find((name) => isNumber(name, typed));
    if (receipt) return dataset.textRow.replace("{place}", places.get(receipt));
    return isMarked || !(places || rows.length) ? "" : dataset.textUnknown;
  };

  field.form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const turn = ++last;
    const asked = field.value.trim();
    const isSaid = isNumber(answer?.dataset.drawAnswer ?? "", plain(asked));
    if (!isSaid) answer?.remove();
    const isMarked = mark(rows, plain(asked));
    verdict.textContent = dataset.textWorking;
    const { words, places } = await check(dataset);
    if (turn !== last) return;
    const more = asked && !isSaid && sayPlace(plain(asked), isMarked, places);
    verdict.textContent = [words, more].filter(Boolean).join(" ");
  });
}

for (const box of document.querySelectorAll("[data-draw-check]")) startChecking(box);
