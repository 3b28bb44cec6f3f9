/**
 * Opens saved pages without network. The server says what is saved, and until when (X-Saved-Visit, core/saving.py).
 * Every page is asked for first: a saved copy is shown only where no answer comes, and says of itself what it is.
 */
const HEADER = "X-Saved-Visit";
const FRAME = "saved-frame"; // the page to show where nothing is saved, in each language
const ASSETS = "saved-assets"; // what the pages in the other caches refer to
const MOST = { event: 30, ticket: 10 }; // pages of each kind
const PATIENCE_MS = 3000; // until a saved page is shown in place of one that is slow to come
const ASSET = /\/static\/dist\/[\w./-]+/g;
const ANSWERED_BY = ["Content-Type", "Content-Security-Policy", "Referrer-Policy"];

const pages = (kind) => caches.open(`saved-${kind}`);
const isOver = (page) => page.headers.get(HEADER)?.split(" ")[1] * 1000 < Date.now();

async function find(path) {
  for (const kind in MOST) {
    const page = await (await pages(kind)).match(path, { ignoreVary: true });
    if (page && !isOver(page)) return page;
  }
}

async function remove(path) {
  for (const kind in MOST) await (await pages(kind)).delete(path, { ignoreVary: true });
}

async function keep(path, answer) {
  const kind = answer.headers.get(HEADER)?.split(" ")[0];
  if (!answer.ok && ![404, 410].includes(answer.status)) return;
  await remove(path);
  if (!answer.ok || !MOST[kind]) return;
  const cache = await pages(kind);
  const html = await answer.clone().text();
  await cache.put(path, answer);
  const kept = await cache.keys();
  for (const old of kept.slice(0, -MOST[kind])) await cache.delete(old, { ignoreVary: true });
  await keepAssets(html);
  await prune();
  for (const page of await clients.matchAll()) page.postMessage("saved");
}

async function keepAssets(html) {
  const cache = await caches.open(ASSETS);
  for (const path of new Set(html.match(ASSET))) {
    if (!(await cache.match(path))) await cache.add(path);
  }
}

/** Remove the pages whose time is over. */
async function expire() {
  for (const kind in MOST) {
    const cache = await pages(kind);
    for (const request of await cache.keys()) {
      if (isOver(await cache.match(request, { ignoreVary: true }))) await cache.delete(request, { ignoreVary: true });
    }
  }
}

/** Remove the assets that no page needs any more: the others stay, also those of an older style. */
async function prune() {
  await expire();
  const needed = new Set();
  for (const name of [FRAME, ...Object.keys(MOST).map((kind) => `saved-${kind}`)]) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const page = await cache.match(request, { ignoreVary: true });
      for (const path of (await page.text()).match(ASSET) ?? []) needed.add(path);
    }
  }
  const assets = await caches.open(ASSETS);
  for (const request of await assets.keys()) {
    if (!needed.has(new URL(request.url).pathname)) await assets.delete(request);
  }
}

async function forget() {
  for (const kind in MOST) await caches.delete(`saved-${kind}`);
  await prune();
}

/** Show a page from a cache, with the words that say so. */
async function shown(page) {
  const html = (await page.text()).replace("data-saved-note hidden", "data-saved-note");
  return new Response(html, { headers: ANSWERED_BY.map((name) => [name, page.headers.get(name) ?? ""]) });
}

async function offline(path) {
  const language = path.match(/^\/(easy|en)(?=\/|$)/)?.[0] ?? "";
  return (await caches.open(FRAME)).match(`${language}/saved`, { ignoreVary: true });
}

async function ask(event, path) {
  const answer = (await event.preloadResponse) ?? (await fetch(event.request));
  const matters = answer.headers.has(HEADER) || (await find(path));
  event.waitUntil(matters ? keep(path, answer.clone()) : expire());
  return answer;
}

async function open(event, path) {
  const saved = await find(path);
  const answer = ask(event, path);
  event.waitUntil(answer.catch(() => {}));
  const late = saved && new Promise((_resolve, reject) => setTimeout(reject, PATIENCE_MS));
  try {
    const fresh = await Promise.race(saved ? [answer, late] : [answer]);
    if (!saved || fresh.status < 500) return fresh;
  } catch {} // no answer: on to what is saved
  return shown(saved ?? (await offline(path)));
}

async function install() {
  const cache = await caches.open(FRAME);
  for (const path of ["/saved", "/easy/saved", "/en/saved"]) {
    const page = await fetch(path, { credentials: "omit", cache: "reload" }); // nobody's own page
    if (!page.ok) throw new Error(`${path}: ${page.status}`);
    await keepAssets(await page.clone().text());
    await cache.put(path, page);
  }
  await skipWaiting();
}

async function activate() {
  await registration.navigationPreload?.enable();
  await prune();
  await clients.claim();
}

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
// A page that was opened before there was a worker asks to be saved.
addEventListener("message", (event) => {
  const path = new URL(event.data, location).pathname;
  event.waitUntil(fetch(path).then((answer) => keep(path, answer)));
});
addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (origin !== location.origin) return;
  if (method === "POST" && pathname.endsWith("/staff/sign-out")) event.waitUntil(forget());
  if (method !== "GET") return;
  if (pathname.startsWith("/static/dist/")) {
    event.respondWith(caches.match(pathname).then((asset) => asset ?? fetch(event.request)));
  } else if (mode === "navigate") {
    event.respondWith(open(event, pathname));
  }
});
