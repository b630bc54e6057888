import { mount } from "svelte";
import "./style/palette.css";
import "./style/base.css";
import "./style/print.css";
import App from "./App.svelte";
import { speak } from "./words/index.svelte";
import { route } from "./state/route.svelte";

const target = document.getElementById("app");
if (target) {
  await speak(route.language);
  mount(App, { target });
}
