"""Looks at reports as a reader does: report.py REPORT HOSTILE COMPARISON. Each is the path of an HTML file; the second
is of a study whose texts attack the page. Prints what is wrong; exit code 1 then."""
import pathlib
import re
import sys

from chromium import Browser, Page

wrong = []


def check(good, what):
    if not good:
        wrong.append(what)
        print("WRONG: " + what, file=sys.stderr)


def clean(page, name):
    for complaint in page.complaints():
        check(False, f"{name}: {complaint}")


def in_order(text):
    """Words and numbers by turns."""
    number = r"\d+(?:\.\d+)?(?:e[-+]?\d+)?"
    return re.sub(number, "0", text), [float(n) for n in re.findall(number, text)]


def tables_sort(page, name):
    script = """(() => {
      const table = document.querySelector("table.sorts");
      const column = () => [...table.tBodies[0].rows].map((row) => row.cells[0].textContent);
      const before = column();
      const button = table.querySelector("th button");
      button.click();
      const up = column(), sort = button.parentElement.getAttribute("aria-sort");
      button.click();
      return {before, up, down: column(), sort};
    })()"""
    seen = page.run(script)
    check(len(seen["before"]) > 1, f"{name}: a table to sort")
    check(sorted(seen["up"]) == sorted(seen["before"]), f"{name}: sorting keeps the rows")
    check(seen["up"] == sorted(seen["up"], key=in_order), f"{name}: a click sorts: {seen['up']}")
    check(seen["down"] == seen["up"][::-1], f"{name}: a second click turns the order: {seen}")
    check(seen["sort"] == "ascending", f"{name}: the order is said to those who hear it")


def trials_sort_and_filter(page):
    script = """(() => {
      const box = document.getElementById("trials");
      const heads = [...box.querySelectorAll("th")];
      const at = heads.findIndex((th) => th.textContent === "epochs");
      const values = () => [...box.querySelectorAll("tbody tr")].map((tr) => Number(tr.cells[at].textContent));
      const all = values();
      heads[at].querySelector("button").click();
      const sorted = values();
      const find = box.querySelector("input");
      find.value = "DIVERGED";
      find.dispatchEvent(new Event("input"));
      const found = [...box.querySelectorAll("tbody tr")].map((tr) => tr.textContent);
      find.value = "";
      find.dispatchEvent(new Event("input"));
      const button = [...box.querySelectorAll(".tools button")].find((b) => b.textContent.startsWith("diverged"));
      button.click();
      const pressed = box.querySelectorAll("tbody tr").length;
      return {all, sorted, found, pressed, on: button.getAttribute("aria-pressed"),
              told: box.querySelector("[aria-live]").textContent};
    })()"""
    seen = page.run(script)
    check(len(seen["all"]) > 5, "every trial has a row")
    check(seen["sorted"] == sorted(seen["all"]) and len(set(seen["all"])) > 1, "trials sort by their numbers")
    check(0 < len(seen["found"]) < len(seen["all"]) and all("diverged" in row for row in seen["found"]),
          "the filter finds the trials that diverged")
    check(seen["pressed"] == len(seen["found"]) and seen["on"] == "true", "so does the button")
    check(seen["told"].startswith(str(seen["pressed"]) + " of "), "the filter says how many: " + seen["told"])


def many_rows_come_when_asked(page):
    seen = page.run("""(() => {
      const box = document.getElementById("trials");
      const rows = () => box.querySelectorAll("tbody tr").length;
      const before = rows();
      const button = [...box.querySelectorAll("button")].find((b) => b.textContent.startsWith("Show all"));
      const hidden = button.hidden;
      button.click();
      return {before, after: rows(), hidden};
    })()""")
    check(seen["before"] == 200 and seen["after"] > 200 and not seen["hidden"],
          f"a long table shows its head first, then all: {seen}")


def series_switch(page):
    seen = page.run("""(() => {
      const figure = [...document.querySelectorAll("figure")].find((f) => f.querySelector(".switches"));
      if (!figure) return null;
      const button = figure.querySelector(".switches button");
      const name = button.textContent;
      const parts = [...figure.querySelectorAll("[data-series]")].filter((g) => g.dataset.series === name);
      const shown = () => parts.map((g) => getComputedStyle(g).display !== "none");
      const before = shown();
      button.click();
      const off = shown(), pressed = button.getAttribute("aria-pressed");
      figure.querySelector("text.label").dispatchEvent(new MouseEvent("click", {bubbles: true}));
      return {before, off, pressed, again: shown(), switches: figure.querySelectorAll(".switches button").length};
    })()""")
    check(seen is not None, "a figure with series to switch")
    if seen:
        check(seen["switches"] > 1 and all(seen["before"]), "all series are there at first")
        check(not any(seen["off"]) and seen["pressed"] == "false", "a switch takes its series away")
        check(all(seen["again"]), "its entry in the legend brings it back")


def swatches_are_of_their_bars(page):
    seen = page.run("""(() => {
      const bars = (figure) => [...figure.querySelectorAll("[data-series] polygon")].filter(
          (p) => p.getAttribute("fill-opacity") > 0.5);
      const figure = [...document.querySelectorAll("figure")].find((f) => f.querySelector(".switches") && bars(f).length);
      if (!figure) return null;
      const bar = (name) => bars(figure).find((p) => p.closest("[data-series]").dataset.series === name);
      return [...figure.querySelectorAll(".switches button")].map((button) => ({
        swatch: getComputedStyle(button.querySelector("i")).backgroundColor, bar: getComputedStyle(bar(button.textContent)).fill}));
    })()""")
    check(seen is not None, "a figure with bars of several series")
    if seen:
        check(len({one["swatch"] for one in seen}) == len(seen) > 1, f"each series of bars has a swatch of its own: {seen}")
        check(all(one["swatch"] == one["bar"] for one in seen), f"swatches have the colours of their bars: {seen}")


def figures_enlarge(page):
    seen = page.run("""(async () => {
      const figure = document.querySelector("figure");
      const width = () => document.querySelector("dialog svg, figure svg").getBoundingClientRect().width;
      [...figure.querySelectorAll("button")].find((b) => b.textContent === "Enlarge").click();
      const dialog = document.querySelector("dialog");
      const open = dialog.open, inside = dialog.querySelectorAll("svg").length;
      const closed = new Promise((done) => dialog.addEventListener("close", done, {once: true}));
      [...dialog.querySelectorAll("button")].find((b) => b.textContent === "Close").click();
      await closed;
      await new Promise((done) => setTimeout(done));
      const back = figure.querySelectorAll(".plot svg").length;
      figure.querySelector("svg").dispatchEvent(new MouseEvent("click", {bubbles: true}));
      const again = dialog.open;
      dialog.close();
      return {open, inside, back, again};
    })()""")
    check(seen == {"open": True, "inside": 1, "back": 1, "again": True}, f"figures enlarge and come back: {seen}")


def close_covers_nothing(page):
    seen = page.run("""(async () => {
      const figure = document.querySelector("figure");
      [...figure.querySelectorAll("button")].find((b) => b.textContent === "Enlarge").click();
      const dialog = document.querySelector("dialog");
      const close = [...dialog.querySelectorAll("button")].find((b) => b.textContent === "Close").getBoundingClientRect();
      const plot = dialog.querySelector("svg").getBoundingClientRect();
      dialog.scrollLeft = 1e6;
      const last = dialog.querySelector("button").getBoundingClientRect();
      dialog.close();
      return {bottom: close.bottom, top: plot.top, right: close.right, scrolled: last.right, window: innerWidth};
    })()""")
    check(0 < seen["bottom"] <= seen["top"], f"the button that closes stands above the figure: {seen}")
    check(seen["right"] <= seen["window"] and seen["scrolled"] <= seen["window"], f"and stays in sight: {seen}")


def figures_are_legible(page):
    seen = page.run("""[...document.querySelectorAll(".plot")].map((plot) => {
      const svg = plot.querySelector("svg");
      return {width: svg.getBoundingClientRect().width, scrolls: plot.scrollWidth > plot.clientWidth};
    })""")
    check(all(one["width"] >= 640 and one["scrolls"] for one in seen), f"figures scroll rather than shrink: {seen}")


def shows_remarks(page):
    seen = page.run("""(() => {
      const box = document.querySelector("#trials .scroll");
      const at = [...box.querySelectorAll("th")].findIndex((th) => th.textContent === "remark");
      const right = Math.max(...[...box.querySelectorAll("tr")].map((tr) => tr.cells[at].getBoundingClientRect().right));
      return {at, right, box: box.getBoundingClientRect().right};
    })()""")
    check(seen["at"] > 0 and seen["right"] <= seen["box"], f"what befell a trial is in sight: {seen}")


def fits_a_telephone(page, name):
    seen = page.run("""({page: document.documentElement.scrollWidth, window: innerWidth,
      small: [...document.querySelectorAll("button")].filter((b) => b.offsetParent && b.offsetHeight < 24).length})""")
    check(seen["page"] <= 390 and seen["window"] == 390, f"{name}: no wider than a telephone: {seen}")
    check(seen["small"] == 0, f"{name}: buttons that a finger hits")


def prints(page, name):
    """On A4 within margins of 12 mm: 703 pixels."""
    page.media("print")
    seen = page.run("""(() => {
      dispatchEvent(new Event("beforeprint"));
      const gone = (query) => [...document.querySelectorAll(query)].every((e) => e.offsetParent === null);
      const out = {controls: gone(".tools, nav"), folded: document.querySelectorAll("details:not([open])").length,
                   rows: [...document.querySelectorAll("#trials tbody tr")].length,
                   cut: [...document.querySelectorAll(".scroll, pre, .plot")].filter(
                       (e) => getComputedStyle(e).overflowX !== "visible").length,
                   wide: [document.documentElement, ...document.querySelectorAll("table, svg, pre")].filter(
                       (e) => e.scrollWidth > innerWidth || e.getBoundingClientRect().right > innerWidth + .5).length,
                   window: innerWidth, columns: JSON.parse(document.getElementById("trials-data").textContent).columns,
                   shown: [...document.querySelectorAll("#trials th")].filter((th) => th.offsetParent).map(
                       (th) => th.textContent)};
      dispatchEvent(new Event("afterprint"));
      return out;
    })()""")
    check(seen["controls"], f"{name}: print hides the controls")
    check(seen["folded"] == 0 and seen["cut"] == 0 and seen["rows"] > 0, f"{name}: print shows everything: {seen}")
    check(seen["window"] == 703 and seen["wide"] == 0, f"{name}: nothing is wider than paper: {seen}")
    check([column for column in seen["columns"] if column not in seen["shown"]] == [],
          f"{name}: every column is on paper: {seen}")
    left = page.run("document.querySelectorAll('.on-paper, .split').length")
    check(left == 0, f"{name}: what print needs is gone afterwards")
    page.media("")


def is_dark(page):
    seen = page.run("""({back: getComputedStyle(document.body).backgroundColor,
      plot: getComputedStyle(document.querySelector(".plot")).backgroundColor})""")
    check(seen == {"back": "rgb(21, 24, 28)", "plot": "rgb(255, 255, 255)"}, f"dark, with figures on white: {seen}")


def hostile_texts_are_inert(page):
    seen = page.run("""({attacked: typeof window.attacked, images: document.querySelectorAll("img").length,
      scripts: document.querySelectorAll("script").length, title: document.querySelector("h1").textContent,
      cell: [...document.querySelectorAll("#trials td")].some((td) => td.textContent.includes("<img src=x"))})""")
    check(seen["attacked"] == "undefined" and seen["images"] == 0 and seen["scripts"] == 2, f"no text acts: {seen}")
    check("</script>" in seen["title"] and seen["cell"], f"hostile texts are shown as they are: {seen}")


def main():
    report, hostile, comparison = (pathlib.Path(path).resolve().as_uri() for path in sys.argv[1:])
    browser = Browser()
    try:
        page = Page(browser, report)
        tables_sort(page, "report")
        trials_sort_and_filter(page)
        series_switch(page)
        swatches_are_of_their_bars(page)
        figures_enlarge(page)
        clean(page, "report")
        shows_remarks(Page(browser, report, width=1100))
        for path in (report, hostile):
            prints(Page(browser, path, width=703), path)
        phone = Page(browser, report, width=390, height=844)
        fits_a_telephone(phone, "report")
        figures_are_legible(phone)
        close_covers_nothing(phone)
        clean(phone, "report on a telephone")
        is_dark(Page(browser, report, dark=True))
        page = Page(browser, hostile)
        hostile_texts_are_inert(page)
        many_rows_come_when_asked(page)
        clean(page, "hostile texts")
        fits_a_telephone(Page(browser, hostile, width=390, height=844), "hostile texts")
        page = Page(browser, comparison, width=1100)
        tables_sort(page, "comparison")
        clean(page, "comparison")
        seen = page.run("""(() => {
          const cells = [...document.querySelectorAll("table")].pop().tBodies[0].rows[0].cells;
          return {right: cells[2].getBoundingClientRect().right, box: cells[2].closest(".scroll").getBoundingClientRect().right};
        })()""")
        check(seen["right"] <= seen["box"], f"a comparison's verdicts are in sight: {seen}")
        fits_a_telephone(Page(browser, comparison, width=390, height=844), "comparison")
    finally:
        browser.close()
    return 1 if wrong else 0


sys.exit(main())
