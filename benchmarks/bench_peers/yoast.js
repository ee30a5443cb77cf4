// Score files with yoastseo's readability assessor: node yoast.js HOME FILE…
// HOME is the folder that has node_modules.
"use strict";
const fs = require("fs");
const path = require("path");
const { createRequire } = require("module");
const need = createRequire(path.join(path.resolve(process.argv[2]), "index.js"));
const { Paper, ContentAssessor } = need("yoastseo");
const Researcher = need("yoastseo/build/languageProcessing/languages/en/Researcher").default;

for (const file of process.argv.slice(3)) {
  const paper = new Paper(fs.readFileSync(file, "utf8"), { locale: "en_US" });
  const researcher = new Researcher(paper);
  const assessor = new ContentAssessor(researcher);
  assessor.assess(paper);
  process.stdout.write(`${assessor.calculateOverallScore()}\n`);
}
