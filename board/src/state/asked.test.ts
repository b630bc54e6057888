import { expect, test } from "vitest";
import { screenOf, understood } from "./asked";

test("what is not understood is left out, and told", () => {
  expect(understood({ since: "bogus", until: "2022-02-17", q: "any words" })).toEqual({ query: { until: "2022-02-17", q: "any words" }, misread: ["since=bogus"] });
  for (const wrong of ["as_of=bogus", "as_published=2022-13-01", "as_of=2022-02-30", "as_published=2022-02-17T09:00", "since=99999-01-01", "bbox=1,2", "bbox=a,b,c,d", "bbox=999,0,1000,1", "bbox=0,60,1,50", "cell=x", "cell=1", "ui=xx", "from=0", "to=-"]) {
    const [name = "", value = ""] = wrong.split("=");
    expect(understood({ [name]: value }), wrong).toEqual({ query: {}, misread: [wrong] });
  }
});

test("what is understood stays as it is", () => {
  const query = { as_of: "2022-02-17T09:05:00.5+02:00", since: "2022-02-17", until: "2022-02-18T00:00:00Z", bbox: "35.5,46.5,-170,50", cell: "0.-1", ui: "uk", side: "bogus" };
  expect(understood(query)).toEqual({ query, misread: [] });
  expect(understood({ bbox: "", since: "" })).toEqual({ query: {}, misread: [] });
});

test("a path leads to a screen, or to none", () => {
  expect(screenOf("/board")).toEqual({ screen: "incidents", id: null, unknown: null });
  expect(screenOf("/board/")).toEqual({ screen: "incidents", id: null, unknown: null });
  expect(screenOf("/board/incidents/i%201")).toEqual({ screen: "incidents", id: "i 1", unknown: null });
  expect(screenOf("/board/reports/%E0%A4%A")).toEqual({ screen: "reports", id: "%E0%A4%A", unknown: null });
  expect(screenOf("/board/coding/7")).toEqual({ screen: "coding", id: "7", unknown: null });
  for (const none of ["nothing", "new/1", "reports/1/2"]) expect(screenOf(`/board/${none}`)).toEqual({ screen: "incidents", id: null, unknown: none });
});
