/** Count with one press each, without loading the page anew: every press is a sending of its own. */
import { CONNECTION_LOST, nonce, send } from "./live.js";

const unanswered = new Map(); // which button -> the name of a press of which nobody knows whether it has arrived

let queue = Promise.resolve(); // one after the other, so that the last answer shows the last count

async function count(form, button, message) {
  const which = `${new FormData(form).get("side")} ${button.value}`;
  const name = unanswered.get(which) ?? nonce();
  unanswered.delete(which);
  try {
    message.textContent = await send(form, { band: button.value, nonce: name });
  } catch {
    unanswered.set(which, name);
    message.textContent = CONNECTION_LOST;
  }
}

const message = document.querySelector("[data-tally-message]");
// On the way down, before the guard against double presses sees it: here a second press is a second person.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.matches("[data-tally-form]")) return;
    event.preventDefault();
    const button = event.submitter;
    queue = queue.then(() => count(form, button, message));
  },
  { capture: true },
);
