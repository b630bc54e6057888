// A ledger with accounts: one signs in by the form, corrects, and signs out; who may only read is offered nothing else.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { desk, launch, page, run, serve, violations } from "./support.mjs";

let at, server, browser;
const password = "a long enough sentence 1";

before(async () => {
  at = desk();
  for (const [name, role] of [["anna", "analyst"], ["rita", "reader"]])
    run(["accounts", "add", name, "--role", role, "--ledger", at.ledger], { cwd: at.dir, env: { ...at.env, FOGLINE_PASSWORD: password } });
  server = await serve(at);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.stop();
  at?.remove();
});

/** Comes to a page of the board that asks who one is, and signs in by the form as anybody would. */
async function signedIn(name) {
  const one = await page(browser, server.base);
  await one.page.goto(`${server.base}/login?to=${encodeURIComponent("/board/reports/08?s=s3")}`);
  await one.page.locator("input[name=name]").fill(name);
  await one.page.locator("input[name=password]").fill(password);
  assert.deepEqual(await violations(one.page), []);
  await one.page.getByRole("button", { name: "Sign in" }).click();
  await one.page.locator("[data-statement=s3]").waitFor();
  return one;
}

test("an analyst signs in, corrects and signs out", async () => {
  const { page: one, done } = await signedIn("anna");
  await one.locator("[data-statement=s3]").focus();
  await one.keyboard.press("e");
  await one.getByLabel("Speech act").selectOption("comment");
  await one.getByRole("button", { name: "Change", exact: true }).first().click();
  await one.getByText("Recorded as anna").waitFor();
  await one.getByLabel("Reason").fill("as it stands in the text");
  await one.getByRole("button", { name: "Record it" }).click();
  await one.getByText(/Recorded as number/).waitFor();
  await one.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await one.getByRole("button", { name: "Settings" }).click();
  await one.getByText("anna (analyst)").waitFor();
  await one.getByRole("button", { name: "Sign out" }).click();
  await one.waitForURL(/\/login/);
  assert.equal((await one.request.get(`${server.base}/api/v1/incidents`)).status(), 401);
  await done();
});

test("who may only read is offered nothing that would be refused", async () => {
  const { page: one, open: to, done } = await signedIn("rita");
  assert.equal(await one.getByRole("button", { name: "Change this statement" }).count(), 0);
  for (const path of ["/board", "/board/reports", "/board/review"]) {
    await to(path);
    await one.getByRole("link", { name: "Add report" }).waitFor({ state: "detached" });
  }
  await to("/board/add");
  await one.getByText("You may read here, but not add to the ledger.").waitFor();
  assert.equal(await one.locator("textarea, input[type=file]").count(), 0);
  await done();
});
