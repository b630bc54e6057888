// A page with nothing but maps, for `tests/map.test.mjs`.
import { mount } from "svelte";
import "../../src/style/palette.css";
import "../../src/style/base.css";
import "../../src/style/print.css";
import { speak } from "../../src/words/index.svelte";
import Page from "./Page.svelte";

const asked = new URLSearchParams(location.search);
document.documentElement.dataset["theme"] = asked.get("theme") ?? "light";
await speak(asked.get("ui") ?? "en");
const target = document.getElementById("app");
if (target) mount(Page, { target });
