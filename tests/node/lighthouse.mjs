/**
 * Lighthouse on one page, as a phone: node lighthouse.mjs ADDRESS COOKIE CHROMIUM SWITCH...
 * Prints JSON: what was measured on, the three scores in hundredths, the audits that lost points, what was loaded, and
 * what of it the page waits for.
 */

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const CATEGORIES = ["accessibility", "best-practices", "performance"];
const [address, cookie, chromePath, ...chromeFlags] = process.argv.slice(2);

const chrome = await launch({ chromePath, chromeFlags: ["--headless=new", ...chromeFlags] });
try {
  const run = await lighthouse(address, { port: chrome.port, onlyCategories: CATEGORIES, extraHeaders: { Cookie: cookie } });
  if (!run) throw new Error("Lighthouse measured nothing");
  process.stdout.write(JSON.stringify(told(run)));
} finally {
  chrome.kill();
}

/** @param {import("lighthouse").RunnerResult} run */
function told({ lhr, artifacts }) {
  /** @param {string} audit */
  const items = (audit) => /** @type {{ items?: any[] } | undefined} */ (lhr.audits[audit].details)?.items ?? [];
  return {
    address: lhr.finalDisplayedUrl,
    html: artifacts.MainDocumentContent,
    scores: Object.fromEntries(CATEGORIES.map((name) => [name, Math.round((lhr.categories[name].score ?? 0) * 100)])),
    lost: CATEGORIES.flatMap((name) => lhr.categories[name].auditRefs)
      .filter((part) => part.weight > 0 && (lhr.audits[part.id].score ?? 1) < 1)
      .map((part) => [part.id, lhr.audits[part.id].score, lhr.audits[part.id].displayValue ?? ""]),
    figures: Object.fromEntries(["first-contentful-paint", "largest-contentful-paint", "speed-index", "total-blocking-time",
      "cumulative-layout-shift"].map((id) => [id, lhr.audits[id].numericValue])),
    blocking: items("render-blocking-insight").map((item) => item.url),
    loaded: items("network-requests").map((item) => ({ url: item.url, status: item.statusCode, bytes: item.transferSize })),
    warnings: [lhr.runWarnings, lhr.runtimeError].flat().filter(Boolean),
  };
}
