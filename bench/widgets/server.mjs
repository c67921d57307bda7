/**
 * Serves each widget in a small page of its own on 127.0.0.1, compressed as MySay's server does, and answers rasa-webchat
 * over the socket that it wants. Prints the port; ends when its standard input does.
 */

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

import { build } from "esbuild";
import { compile } from "sass";
import { Server } from "socket.io";

const HERE = import.meta.dirname;
const KINDS = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };

const scss = {
  name: "scss",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.scss$/ }, ({ path }) => ({ contents: compile(path, { silenceDeprecations: ["import"] }).css, loader: "css" })),
};
const { outputFiles } = await build({
  entryPoints: ["chatscope.jsx", "botui.jsx"].map((name) => join(HERE, name)), outdir: "/built", write: false,
  plugins: [scss], bundle: true, minify: true, format: "esm", target: "es2022", define: { "process.env.NODE_ENV": '"production"' },
});
const built = new Map(outputFiles.map((file) => [file.path, file.contents]));

const server = createServer(async (request, response) => {
  const path = normalize(new URL(request.url ?? "/", "http://127.0.0.1").pathname);
  try {
    const body = built.get(path) ?? (path.startsWith("/built/") ? Buffer.alloc(0) : await readFile(join(HERE, path)));
    response.writeHead(200, { "Content-Type": KINDS[extname(path)] ?? "application/octet-stream", "Content-Encoding": "gzip" });
    response.end(gzipSync(body));
  } catch {
    response.writeHead(404).end();
  }
});
new Server(server).on("connection", (socket) => {
  socket.on("session_request", (session) => socket.emit("session_confirm", session?.session_id ?? "one"));
  socket.on("user_uttered", () => socket.emit("bot_uttered", { text: "What matters to you?" }));
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.resume().on("end", () => process.exit());
