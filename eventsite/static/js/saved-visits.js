/** Let pages open without network; show what is saved on this device, and let the reader remove it. */
const CACHES = ["saved-ticket", "saved-event"];
const bare = (path) => path.replace(/^\/(easy|en)(?=\/)/, ""); // the same page in each language

async function saved() {
  const found = [];
  for (const name of CACHES) {
    const cache = await caches.open(name);
    for (const request of (await cache.keys()).reverse()) {
      const page = await cache.match(request, { ignoreVary: true });
      const until = page.headers.get("X-Saved-Visit").split(" ")[1] * 1000;
      if (until > Date.now()) found.push({ cache, page, request, path: new URL(request.url).pathname });
    }
  }
  return found;
}

async function forget(path) {
  for (const { cache, request, path: other } of await saved()) {
    if (!path || bare(other) === bare(path)) await cache.delete(request, { ignoreVary: true });
  }
}

async function line({ page, path }) {
  const item = document.createElement("li");
  const link = item.appendChild(document.createElement("a"));
  const title = new DOMParser().parseFromString(await page.text(), "text/html").title;
  link.textContent = title.replace(/｜[^｜]*$/, "");
  link.href = path;
  return item;
}

async function show() {
  const found = await saved();
  const here = document.querySelector("[data-saved-here]");
  if (found.some(({ path }) => path === location.pathname)) here?.removeAttribute("hidden"); // and what it said stays
  const list = document.querySelector("[data-saved-list]");
  if (!list) return;
  list.replaceChildren(...(await Promise.all(found.map(line))));
  document.querySelector("[data-saved-works]").hidden = false;
  list.hidden = document.querySelector("[data-saved-some]").hidden = !found.length;
  document.querySelector("[data-saved-none]").hidden = found.length > 0;
}

function offerRemoval(button) {
  button.addEventListener("click", async () => {
    await forget(button.dataset.forget);
    button.parentElement.querySelector("[role=status]").textContent = button.dataset.done;
    button.hidden = true;
    await show();
  });
}

export function startSavedVisits() {
  const worker = navigator.serviceWorker;
  if (!worker || !window.caches) return;
  const isFirst = !worker.controller && document.querySelector("[data-saved-note]");
  worker.addEventListener("message", show);
  worker.startMessages();
  show();
  document.querySelectorAll("[data-forget]").forEach(offerRemoval);
  addEventListener("load", async () => {
    await worker.register("/sw.js", { updateViaCache: "all" });
    if (isFirst) (await worker.ready).active.postMessage(location.pathname);
  });
}
