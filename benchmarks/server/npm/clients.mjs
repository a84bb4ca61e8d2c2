// Clients of LibreTranslate from npm, unchanged, against a running server. Exit 1 when one of them fails.
//
//   npm install
//   node clients.mjs http://127.0.0.1:5000
import libretranslate from "libretranslate";
import ts from "libretranslate-ts";
import { Translate } from "translate";

const address = process.argv[2] ?? "http://127.0.0.1:5000";
const persian = "وزیر امور خارجه «روز دوشنبه» وارد مسکو شد.";
const { libreTranslate } = ts;
libreTranslate.setApiEndpoint(address);
libreTranslate.setApiKey("");

const trials = {
  "libretranslate translate": () => libretranslate.translate({ query: persian, source: "fa", target: "en", apiurl: address }),
  "libretranslate translate, auto": () => libretranslate.translate({ query: persian, target: "en", apiurl: address, apiKey: "any" }),
  "libretranslate-ts detect": async () => (await libreTranslate.detect(persian)).language,
  "libretranslate-ts translate": async () => (await libreTranslate.translate(persian, "fa", "en")).translatedText,
  "translate, engine libre": () => Translate({ engine: "libre", url: `${address}/translate`, from: "fa", to: "en" })(persian),
};

let failed = 0;
for (const [name, trial] of Object.entries(trials)) {
  let answer;
  try {
    answer = await trial();
  } catch (error) {
    answer = error;
  }
  const good = name.endsWith("detect") ? answer === "fa" : typeof answer === "string" && /^[\x20-\x7e“”‘’]+$/.test(answer);
  failed += !good;
  console.log(`${good ? "ok " : "BAD"} ${name}: ${answer}`);
}
process.exit(failed ? 1 : 0);
