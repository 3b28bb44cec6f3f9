/** Send a form without leaving the page, and take over what has changed from the page that answers. */

export const CONNECTION_LOST = "つながりません。電波のよい所で、もう一度押してください";

/** Return a new name for one act: the server does an act of the same name once. */
export function nonce() {
  return Array.from(crypto.getRandomValues(new Uint8Array(18)), (byte) => byte.toString(36).padStart(2, "0")).join("");
}

/** Send the form with these values in place of its own; return what the page that answers has against them. */
export async function send(form, values) {
  const data = new FormData(form);
  for (const [name, value] of Object.entries(values)) data.set(name, value);
  const response = await fetch(form.getAttribute("action"), { method: "POST", body: data, keepalive: true }); // also when the page is left at once
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelectorAll("[data-live]");
  if (!fresh.length) {
    if (response.ok) location.reload(); // another page: the session has ended, and here one signs in again
    throw new Error("this is not the page that was asked for");
  }
  for (const part of fresh) {
    document.querySelector(`[data-live="${part.dataset.live}"]`)?.replaceChildren(...part.childNodes);
  }
  return page.querySelector("[data-error-summary] ul")?.textContent.trim() ?? "";
}
