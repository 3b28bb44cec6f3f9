/** Keep a form from being sent twice: the pressed button says that it is working, further presses do nothing. */

const labels = new WeakMap(); // button -> its own words, furigana included

function begin(form, button) {
  form.dataset.sending = "true";
  if (!button?.dataset.busy) return;
  labels.set(button, [...button.childNodes]);
  button.replaceChildren(button.dataset.busy);
  button.setAttribute("aria-disabled", "true");
}

function end(form) {
  delete form.dataset.sending;
  for (const button of form.querySelectorAll("[data-busy][aria-disabled]")) {
    button.replaceChildren(...labels.get(button));
    button.removeAttribute("aria-disabled");
  }
}

export function startBusyButtons() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sending) event.preventDefault();
    else begin(form, event.submitter);
  });
  // A page that comes back from the browser's memory must not stay busy.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-sending]").forEach(end);
  });
}
