// Nothing lies over anything else, and nothing is cut off without saying so: in three languages, on narrow, low and zoomed windows.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { desk, launch, page, serve } from "./support.mjs";

let at, server, browser, incident;

before(async () => {
  at = desk();
  server = await serve(at);
  browser = await launch();
  const { incidents } = await fetch(`${server.base}/api/v1/incidents?limit=100`).then((answer) => answer.json());
  incident = incidents.find((one) => one.label.includes("school")).id;
});
after(async () => {
  await browser?.close();
  server?.stop();
  at?.remove();
});

/** Controls and words beside them of which one lies over another, as far as they are in sight. */
const overlaps = (one) =>
  one.evaluate(() => {
    const boxes = [...document.querySelectorAll("a, button, input, select, summary, label, footer p, .count, [role=slider]")].flatMap((part) => {
      // The map lies below its own buttons, and marks of the line of days lie beside one another by their days.
      if (!part.checkVisibility({ visibilityProperty: true }) || part.closest(".lanes, .skip, .hidden")) return [];
      let { left, top, right, bottom } = part.getBoundingClientRect();
      for (let outer = part.parentElement; outer; outer = outer.parentElement) {
        if (getComputedStyle(outer).overflow === "visible") continue;
        const box = outer.getBoundingClientRect();
        [left, top, right, bottom] = [Math.max(left, box.left), Math.max(top, box.top), Math.min(right, box.right), Math.min(bottom, box.bottom)];
      }
      return right - left > 1 && bottom - top > 1 ? [{ part, left, top, right, bottom }] : [];
    });
    const said = ({ part }) => `${part.tagName} “${(part.innerText || part.getAttribute("aria-label") || part.value || "").slice(0, 30)}”`;
    return boxes.flatMap((a, at) =>
      boxes.slice(at + 1).flatMap((b) => {
        if (a.part.contains(b.part) || b.part.contains(a.part)) return [];
        return Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1 ? [`${said(a)} and ${said(b)}`] : [];
      }),
    );
  });

const windows = { "360 pixels": { width: 360, height: 740 }, "1280 pixels": { width: 1280, height: 800 }, "a low window": { width: 1280, height: 560 }, "twice as near": { width: 640, height: 360 } };
for (const language of ["en", "uk", "ru"]) {
  for (const [name, viewport] of Object.entries(windows)) {
    test(`no control lies over another: ${language}, ${name}`, async () => {
      const { page: one, done } = await page(browser, server.base, { viewport, ...(name === "twice as near" ? { deviceScaleFactor: 2 } : {}) });
      for (const path of ["/board", `/board/incidents/${incident}`, "/board/new?since=2022-02-17&by=published"]) {
        await one.goto(`${server.base}${path}${path.includes("?") ? "&" : "?"}ui=${language}`);
        await one.locator("li[data-id], tbody th, article").first().waitFor();
        if (path === "/board") await one.locator(".map[data-ready]").waitFor();
        await one.waitForTimeout(300);
        assert.deepEqual(await overlaps(one), [], path);
        const [wide, window] = await one.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok(wide <= window, `${path}: ${wide} > ${window}`);
      }
      await done();
    });
  }

  test(`the head of the page stands in one row, its words whole: ${language}`, async () => {
    const { page: one, done } = await page(browser, server.base);
    await one.goto(`${server.base}/board?ui=${language}`);
    await one.locator("li[data-id]").first().waitFor();
    const { rows, cut } = await one.evaluate(() => {
      const header = document.querySelector("header");
      const parts = [...header.querySelectorAll("a, button, input")].filter((part) => part.checkVisibility());
      const middle = (part) => (part.getBoundingClientRect().top + part.getBoundingClientRect().bottom) / 2;
      const input = document.getElementById("words");
      const pen = document.createElement("canvas").getContext("2d");
      const style = getComputedStyle(input);
      pen.font = style.font;
      return {
        rows: Math.max(...parts.map(middle)) - Math.min(...parts.map(middle)),
        cut: pen.measureText(input.placeholder).width > input.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight),
      };
    });
    assert.ok(rows < 12, `the head stands in rows ${rows} pixels apart`);
    assert.ok(!cut, "the words in the search field are cut off");
    await one.setViewportSize({ width: 360, height: 740 });
    await one.waitForTimeout(200);
    const alone = await one.evaluate(() => {
      const parts = [...document.querySelectorAll("header a, header button, header input")].filter((part) => part.checkVisibility());
      const last = parts.find((part) => part.textContent === "?").getBoundingClientRect();
      return !parts.some((part) => part.textContent !== "?" && Math.abs(part.getBoundingClientRect().top - last.top) < 20);
    });
    assert.ok(!alone, "the question mark stands in a row of its own");
    await done();
  });

  test(`the accounts are whole, or it is said that they go on: ${language}`, async () => {
    const { page: one, done } = await page(browser, server.base);
    for (const width of [1280, 700]) {
      await one.setViewportSize({ width, height: 800 });
      await one.goto(`${server.base}/board/incidents/${incident}?ui=${language}`);
      await one.locator("[data-at]").first().waitFor();
      await one.waitForTimeout(200);
      const [inner, outer, told] = await one.evaluate(() => {
        const box = document.querySelector("table:has([data-at])").parentElement;
        return [box.scrollWidth, box.clientWidth, document.querySelector(".goes-on")?.checkVisibility() ?? false];
      });
      assert.equal(told, inner > outer + 1, `${inner} in ${outer} at ${width}`);
    }
    await done();
  });

  test(`a row of the list shows all of its sides, or how many more: ${language}`, async () => {
    for (const width of [1280, 360]) {
      const { page: one, done } = await page(browser, server.base, { viewport: { width, height: 800 } });
      await one.goto(`${server.base}/board?ui=${language}`);
      await one.locator("li[data-id]").first().waitFor();
      const cut = await one.locator("li[data-id]").evaluateAll((rows) =>
        rows.flatMap((row) => {
          const outer = row.getBoundingClientRect();
          return [...row.querySelectorAll(".row > *, .row .side, .row .muted")]
            .filter((part) => part.getBoundingClientRect().right > outer.right - 4 || part.getBoundingClientRect().bottom > outer.bottom + 1)
            .map((part) => `${part.innerText} in ${row.querySelector("a").innerText}`);
        }),
      );
      assert.deepEqual(cut, []);
      const { marks } = { marks: await fetch(`${server.base}/api/v1/incidents/marks`).then((answer) => answer.json()) };
      const told = await one.locator("li[data-id]").evaluateAll((rows) => rows.map((row) => [row.dataset.id, row.querySelectorAll(".side").length + Number(row.querySelector("[data-more]")?.dataset.more ?? 0)]));
      for (const [id, n] of told) assert.equal(n, marks.sides[marks.ids.indexOf(id)].length, id);
      await done();
    }
  });
}
