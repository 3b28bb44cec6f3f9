/** Keep a form from being sent twice, or into no network: the pressed button says what goes on. */

const SLOW_MS = 8000;
const labels = new WeakMap(); // button -> its own words, furigana included
const waits = new WeakMap(); // form -> the timer of its press

function begin(form, button) {
  form.dataset.sending = "true";
  if (!button?.dataset.busy) return;
  labels.set(button, [...button.childNodes]);
  button.replaceChildren(button.dataset.busy);
  button.setAttribute("aria-disabled", "true");
  waits.set(form, setTimeout(() => {
    if (button.dataset.slow) button.replaceChildren(button.dataset.slow);
  }, SLOW_MS));
}

/** Say at the button that nothing can be sent now; what was typed stays. Said anew at each press. */
function stay(template, button) {
  clear();
  (button?.closest(".actions") ?? button)?.before(template.content.cloneNode(true));
}

function clear() {
  document.querySelector(".no-network")?.remove();
}

function end(form) {
  delete form.dataset.sending;
  clearTimeout(waits.get(form));
  for (const button of form.querySelectorAll("[data-busy][aria-disabled]")) {
    button.replaceChildren(...labels.get(button));
    button.removeAttribute("aria-disabled");
  }
}

export function startBusyButtons() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    const template = document.querySelector("template[data-no-network]");
    if (template && !navigator.onLine) {
      event.preventDefault();
      stay(template, event.submitter);
    } else if (form.dataset.sending) event.preventDefault();
    else begin(form, event.submitter);
  });
  window.addEventListener("online", clear);
  // A page that comes back from the browser's memory must not stay busy.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-sending]").forEach(end);
  });
}
