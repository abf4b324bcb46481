// Builds styles, scripts, fonts and icons into dist/ under hashed names; the server embeds the folder.
import { build } from "esbuild"
import { createHash } from "node:crypto"
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { basename } from "node:path"

const ICONS = [
  "activity", "arrow-down", "arrow-left", "arrow-right", "arrow-up", "bell", "book-open", "boxes", "briefcase", "building-2", "check", "chevron-left", "chevron-right",
  "chevrons-up-down", "circle-alert", "columns-3", "copy", "download", "file", "file-up", "house", "import", "link", "list-tree", "log-out", "mail", "menu", "monitor", "moon", "notebook-pen", "paperclip", "percent",
  "plus", "receipt", "search", "settings", "sliders-horizontal", "sun", "user", "user-plus", "users", "wallet", "x",
  "calendar-check", "camera", "circle", "circle-check", "contact-round", "chart-column", "inbox", "landmark", "layout-grid", "lock", "notebook-text", "scale", "trending-up", "undo-2"
]

rmSync("dist", { recursive: true, force: true })
mkdirSync("dist", { recursive: true })

const result = await build({
  entryPoints: { app: "src/app.js", style: "src/app.css", worker: "src/worker.js" },
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  outdir: "dist",
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  publicPath: "/assets",
  loader: { ".woff2": "file" },
  metafile: true
})

const names = {}
for (const [file, output] of Object.entries(result.metafile.outputs)) {
  if (output.entryPoint) names[basename(output.entryPoint)] = basename(file)
}

// What the server sets printed documents in: whole fonts, as browsers' formats are no use to it.
mkdirSync("dist/fonts")
for (const weight of ["400Regular", "600SemiBold"]) copyFileSync(`node_modules/@expo-google-fonts/inter/${weight}/Inter_${weight}.ttf`, `dist/fonts/inter-${weight}.ttf`)

const mark = readFileSync("src/icon.svg")
names["icon.svg"] = `icon-${createHash("sha256").update(mark).digest("hex").slice(0, 8)}.svg`
writeFileSync(`dist/${names["icon.svg"]}`, mark)
writeFileSync("dist/manifest.json", JSON.stringify(names))

const icons = {}
for (const name of ICONS) {
  const svg = readFileSync(`node_modules/lucide-static/icons/${name}.svg`, "utf8")
  icons[name] = svg
    .replace(/<!--.*?-->/s, "")
    .replace(/\s+/g, " ")
    .replace(/<svg [^>]*>/, '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">')
    .trim()
}
writeFileSync("dist/icons.json", JSON.stringify(icons))
