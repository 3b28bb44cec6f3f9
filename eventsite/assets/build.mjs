// Bundles the style sheet, the scripts, the pictures and the QR reader into eventsite/static/dist/.
// Every file carries a hash of its content in its name, so that it may be cached for ever;
// manifest.json leads from the name used in templates ("css/main.css") to the hashed one.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import { build } from "esbuild";

const assets = path.dirname(fileURLToPath(import.meta.url));
const modules = path.join(assets, "node_modules");
const source = path.join(assets, "..", "static");
const target = path.join(source, "dist");
const unfinished = path.join(source, "dist.unfinished");

const slashes = (name) => name.split(path.sep).join("/");

/** Names of the files below static/<folder> that pass the filter, relative to static/. */
async function filesOf(folder, accepts, options = {}) {
  const start = path.join(source, folder);
  if (!existsSync(start)) return [];
  const entries = await readdir(start, { withFileTypes: true, ...options });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith(".") && accepts(entry.name))
    .map((entry) => path.relative(source, path.join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

/** Those scripts that no other script imports: the others are parts, which the bundler puts into them. */
async function entriesOf(scripts) {
  const texts = await Promise.all(scripts.map((name) => readFile(path.join(source, name), "utf8")));
  const parts = texts.flatMap((text) => [...text.matchAll(/ from "\.\/([\w-]+\.js)"/g)].map((found) => found[1]));
  return scripts.filter((name) => !parts.includes(path.basename(name)));
}

/** Bundle the entries and return the pairs [name in templates, hashed name]. */
async function bundle(entries) {
  const result = await build({
    absWorkingDir: source,
    entryPoints: entries,
    outdir: unfinished,
    outbase: source,
    entryNames: "[dir]/[name]-[hash]",
    chunkNames: "js/shared-[hash]",
    assetNames: "img/[name]-[hash]",
    publicPath: "/static/dist/",
    nodePaths: [modules],
    bundle: true,
    format: "esm",
    splitting: true,
    minify: true,
    metafile: true,
    legalComments: "eof",
    // The oldest browsers still met on town-hall machines and hand-me-down phones.
    target: ["chrome109", "edge109", "firefox115", "safari15.4"],
    loader: { ".svg": "file", ".png": "file", ".jpg": "file", ".webp": "file", ".woff2": "file" },
    logLevel: "warning",
  });
  if (result.warnings.length) throw new Error("the bundler warned; see above");
  return Object.entries(result.metafile.outputs)
    .filter(([, output]) => output.entryPoint)
    .map(([file, output]) => [
      slashes(output.entryPoint),
      slashes(path.relative(unfinished, path.resolve(source, file))),
    ]);
}

/** Copy a file under a hashed name and return the pair [name in templates, hashed name]. */
async function copyHashed(file, name) {
  const digest = createHash("sha256").update(await readFile(file)).digest("hex");
  const { dir, name: stem, ext } = path.posix.parse(name);
  const hashed = `${dir}/${stem}-${digest.slice(0, 8).toUpperCase()}${ext}`;
  await mkdir(path.join(unfinished, dir), { recursive: true });
  await copyFile(file, path.join(unfinished, hashed));
  return [name, hashed];
}

/** Lay a compressed copy beside each file that shrinks; the server hands out what the browser understands. */
async function compressAll(folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => /\.(css|js|svg|wasm)$/.test(entry.name));
  await Promise.all(files.map((entry) => compressOne(path.join(entry.parentPath ?? entry.path, entry.name))));
}

async function compressOne(file) {
  const content = await readFile(file);
  for (const [ending, compress] of [["br", brotliCompress], ["gz", gzip]]) {
    const packed = await promisify(compress)(content);
    if (packed.length < content.length) await writeFile(`${file}.${ending}`, packed);
  }
}

await rm(unfinished, { recursive: true, force: true });
await mkdir(unfinished, { recursive: true });

const scripts = await entriesOf(await filesOf("js", (name) => name.endsWith(".js")));
const pictures = await filesOf("img", () => true, { recursive: true });
const pairs = await bundle(["css/main.css", "css/map.css", ...scripts].map((name) => path.join(source, name)));
for (const picture of pictures) pairs.push(await copyHashed(path.join(source, picture), slashes(picture)));
pairs.push(
  await copyHashed(path.join(modules, "zxing-wasm/dist/reader/zxing_reader.wasm"), "wasm/zxing_reader.wasm"),
);

await compressAll(unfinished);
const manifest = Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1)));
await writeFile(path.join(unfinished, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
await rm(target, { recursive: true, force: true });
await rename(unfinished, target);
