// Coding by people: a report coded blind by mouse and by keys, decided, compared, with nothing shown that was read in it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { desk, launch, page, run, serve, violations } from "./support.mjs";

const password = "correct horse battery";
let at, server, browser;
const signed = {};

before(async () => {
  at = desk();
  for (const [name, role] of [["anna", "analyst"], ["boris", "analyst"], ["chief", "admin"]]) {
    run(["accounts", "add", name, "--role", role, "--ledger", "ledger"], { cwd: at.dir, env: at.env, input: `${password}\n` });
  }
  server = await serve(at);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.stop();
  at?.remove();
});

/** A browser of somebody who has signed in. Its faults are not looked at, as what is kept from somebody is told by one. */
async function as(name) {
  if (signed[name]) return signed[name];
  const one = await page(browser, server.base, {});
  const answer = await one.page.context().request.post(`${server.base}/api/v1/session`, { data: { name, password } });
  assert.equal(answer.status(), 200);
  await one.open("/board/coding");
  one.page.on("dialog", (dialog) => dialog.accept());
  return (signed[name] = one);
}

async function fields(one, values) {
  for (const [label, value] of Object.entries(values)) {
    const field = one.getByLabel(label, { exact: true }).last();
    if ((await field.evaluate((node) => node.tagName)) === "SELECT") await field.selectOption(value);
    else {
      await field.fill(value);
      await field.blur();
    }
  }
}

test("an admin assigns, and the screens have no fault of access", async () => {
  const { page: one } = await as("chief");
  await one.getByText("Assign", { exact: true }).first().click();
  await one.getByLabel("Reports, one a line").fill("17");
  await one.getByLabel("Coders, divided by commas").fill("anna, boris");
  await one.getByRole("button", { name: "Assign" }).click();
  await one.getByText("1 assignment made.").waitFor();
  assert.deepEqual(await violations(one), []);
});

test("a report is coded blind by mouse, with a draft kept on the way", async () => {
  const { page: one } = await as("anna");
  await one.goto(`${server.base}/board/reports/17`);
  await one.getByText(/you are to code assignment \d+ blind/).waitFor();
  await one.goto(`${server.base}/board/coding`);
  await one.getByRole("link", { name: /./ }).filter({ has: one.locator("xpath=ancestor::li[contains(@class,'card')]") }).first().click();
  await one.getByText("You see the words alone").waitFor();
  assert.equal(await one.locator("[data-statement]").count(), 0, "no statement of the machine");
  const paragraph = one.locator(".text .paragraph").nth(1);
  await paragraph.click({ clickCount: 3 });
  await one.getByRole("button", { name: /Add a statement/ }).click();
  await fields(one, { Speaker: "the press service", Side: "SEP", "Speech act": "deny", Accused: "none", Certainty: "CT-" });
  await one.getByRole("button", { name: /Keep as a draft/ }).click();
  await one.getByText("Kept as a draft.").waitFor();
  assert.deepEqual(await violations(one), []);
  await one.reload();
  assert.equal(await one.getByLabel("Speech act", { exact: true }).inputValue(), "deny", "the draft is there again");
  await one.getByRole("button", { name: "Finish" }).click();
  await one.getByText("Finished.").waitFor();
  await one.goto(`${server.base}/board/reports/17`);
  await one.locator("[data-statement]").first().waitFor();
});

test("the same report is coded by keys alone", async () => {
  const { page: one } = await as("boris");
  await one.goto(`${server.base}/board/coding`);
  const link = one.locator("li.card a").first();
  await link.focus();
  await one.keyboard.press("Enter");
  await one.getByText("You see the words alone").waitFor();
  await one.locator(".text").focus();
  await one.keyboard.press("ArrowRight");
  for (let step = 0; step < 6; step++) await one.keyboard.press("Control+Shift+ArrowRight");
  await one.keyboard.press("s");
  await one.waitForFunction(() => document.activeElement?.closest("fieldset"));
  for (const typed of ["the press service", null, "SEP", null, "doubt", null, "none", null, "CT-"]) {
    if (typed === null) {
      await one.keyboard.press("Tab");
      await one.keyboard.press("Tab");
    } else await one.keyboard.type(typed);
  }
  await one.keyboard.press("Tab");
  const act = await one.getByLabel("Speech act", { exact: true }).inputValue();
  assert.equal(act, "doubt");
  const finish = one.getByRole("button", { name: "Finish" });
  await finish.focus();
  await one.keyboard.press("Enter");
  await one.getByText("Finished.").waitFor();
});

test("an admin sees both side by side, decides, and the agreement is shown", async () => {
  const { page: one } = await as("chief");
  await one.goto(`${server.base}/board/coding`);
  await one.locator("li.card a").first().click();
  await one.getByRole("heading", { name: "Side by side" }).waitFor();
  assert.ok((await one.locator("table").first().innerText()).includes("the machine"));
  // What both have alike is there already; what they differ in is decided.
  const empty = one.locator("fieldset select").filter({ has: one.locator("option:checked[value='']") });
  for (let left = await empty.count(); left > 0; left--) {
    const field = empty.first();
    await field.selectOption(await field.locator("option").nth(1).getAttribute("value"));
  }
  for (const field of await one.locator("fieldset input[autocomplete=off]").all()) {
    if (!(await field.inputValue())) await field.fill("none"), await field.blur();
  }
  await one.getByLabel("Why so").fill("the words say so");
  await one.getByRole("button", { name: "Record the decision" }).click();
  await one.getByText("decided by chief").first().waitFor();
  assert.deepEqual(await violations(one), []);
  await one.goto(`${server.base}/board/coding`);
  await one.getByRole("heading", { name: "Agreement" }).waitFor();
  await one.getByRole("row", { name: /Speech act/ }).first().waitFor();
  assert.deepEqual(await violations(one), []);
  await one.goto(`${server.base}/codebook#speech_act.deny`);
  assert.ok(await one.locator("[id='speech_act.deny']").isVisible());
  assert.deepEqual(await violations(one), []);
});

test("an admin withdraws an assignment from who will not code it, and the reason stands beside it", async () => {
  const { page: one } = await as("chief");
  await one.goto(`${server.base}/board/coding`);
  await one.getByText("Assign", { exact: true }).first().click();
  await one.getByLabel("Reports, one a line").fill("13");
  await one.getByLabel("Coders, divided by commas").fill("anna, boris");
  await one.getByRole("button", { name: "Assign" }).click();
  await one.getByText("1 assignment made.").waitFor();
  const card = one.locator("li.card").first();
  await card.locator("summary", { hasText: "Withdraw" }).press("Enter");
  const form = card.getByRole("form", { name: "Withdraw 13" });
  assert.equal(await form.getByRole("button", { name: "Withdraw it" }).isDisabled(), true, "from nobody");
  await form.getByLabel(/anna/).check();
  await form.getByLabel("Why so").fill("on leave");
  assert.deepEqual(await violations(one), []);
  await form.getByLabel("Why so").press("Enter");
  await one.getByText("Withdrawn from anna.").waitFor();
  assert.equal(await one.evaluate(() => document.activeElement?.getAttribute("role")), "status");
  await card.getByText("Withdrawn from anna by chief: on leave").waitFor();
  await card.getByText("anna: withdrawn").waitFor();
  await card.locator("summary", { hasText: "Withdraw" }).press("Enter");
  assert.equal(await card.getByLabel(/anna/).count(), 0, "only who is still to code it");
  const { page: other } = await as("boris");
  await other.goto(`${server.base}/board/coding`);
  await other.locator("li.card a").first().waitFor();
  assert.equal(await other.getByText("Withdraw", { exact: true }).count(), 0, "who may not, is shown no form");
});
