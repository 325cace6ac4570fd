"use strict";
(() => {
  const all = (query, within = document) => [...within.querySelectorAll(query)];
  const make = (name, text, parent) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (parent) parent.append(made);
    return made;
  };

  // Where a name such as gradients.norm or learning_rate may break into lines.
  const pieces = (name) => name.split(/(?<=[_.])/);

  // Order of texts: by the number they begin with where all do, what is missing last. Within other
  // texts words and numbers by turns, so that "rate 0.01" comes before "rate 0.1" and "rate 2e1".
  const letters = new Intl.Collator("en", {sensitivity: "base"});
  const parts = (text) => text.split(/(\d+(?:\.\d+)?(?:e[-+]?\d+)?)/i);
  const byWords = (a, b) => {
    const left = parts(a), right = parts(b);
    for (let i = 0; i < Math.min(left.length, right.length); ++i) {
      const order = i % 2 ? left[i] - right[i] : letters.compare(left[i], right[i]);
      if (order) return order;
    }
    return left.length - right.length;
  };
  const isMissing = (v) => v === null || v === "" || v === "\u2013";
  const begins = /^[-+]?\d+(\.\d+)?(e[-+]?\d+)?( |$)/i;
  const comparer = (values) => {
    const numbers = values.every((v) => isMissing(v) || typeof v === "number" || begins.test(v));
    const bare = (v) => (numbers && typeof v !== "number" ? parseFloat(v) : v);
    return (a, b, sign) => {
      if (isMissing(a) || isMissing(b)) return isMissing(a) - isMissing(b);
      return sign * (numbers ? bare(a) - bare(b) : byWords(String(a), String(b)));
    };
  };

  // Each heading becomes a button; `order(column, sign)` puts the rows in order.
  const sortable = (table, order) => {
    const heads = all("thead th", table);
    heads.forEach((head, column) => {
      const button = make("button");
      button.type = "button";
      pieces(head.textContent).forEach((part, i) => button.append(...(i ? [make("wbr")] : []), part));
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const sign = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
        order(column, sign);
      });
    });
  };

  for (const table of all("table.sorts")) {
    const body = table.tBodies[0];
    sortable(table, (column, sign) => {
      const rows = [...body.rows].map((row) => [row.cells[column].textContent, row]);
      const compare = comparer(rows.map((row) => row[0]));
      rows.sort((a, b) => compare(a[0], b[0], sign));
      body.append(...rows.map((row) => row[1]));
    });
  }

  // Trials: only what is shown becomes rows of the page.
  const store = document.getElementById("trials-data");
  if (store) {
    const data = JSON.parse(store.textContent);
    const box = document.getElementById("trials");
    const status = data.columns.indexOf("status");
    const tools = make("div", undefined, box);
    tools.className = "tools";
    const label = make("label", "Find ", tools);
    const find = make("input", undefined, label);
    find.type = "search";
    find.placeholder = "adam 0.1 diverged";
    const counts = new Map();
    for (const row of data.rows) for (const word of row[status].split(", "))
      counts.set(word, (counts.get(word) || 0) + 1);
    let only = "";
    const buttons = [["", "all", data.rows.length],
      ...[...counts].sort().map(([word, n]) => [word, word, n])].map(([word, name, n]) => {
      const button = make("button", `${name} ${n}`, tools);
      button.type = "button";
      button.addEventListener("click", () => { only = word; show(); });
      return [word, button];
    });
    const told = make("p", undefined, box);
    told.className = "quiet";
    told.setAttribute("aria-live", "polite");
    const scroll = make("div", undefined, box);
    scroll.className = "scroll";
    scroll.tabIndex = 0;
    const table = make("table", undefined, scroll);
    const head = make("tr", undefined, make("thead", undefined, table));
    const body = make("tbody", undefined, table);
    const isNumber = data.columns.map((_, c) =>
      data.rows.every((row) => row[c] === null || typeof row[c] === "number"));
    data.columns.forEach((name, c) => {
      const cell = make("th", name, head);
      cell.scope = "col";
      if (isNumber[c]) cell.className = "num";
    });
    const more = make("button", undefined, box);
    more.type = "button";
    const cap = 200;
    let most = cap;
    more.addEventListener("click", () => { most = Infinity; show(); });
    const texts = data.rows.map((row) => row.map((v) => v === null ? "" : v).join(" ").toLowerCase());
    let order = data.rows.map((_, r) => r);
    const written = (v) => v === null ? "\u2013"
      : typeof v === "number" && !Number.isInteger(v) ? String(Number(v.toPrecision(5))) : String(v);
    const show = () => {
      for (const [word, button] of buttons) button.setAttribute("aria-pressed", word === only);
      const wanted = find.value.toLowerCase().split(/\s+/).filter(Boolean);
      const rows = order.filter((r) =>
        (only === "" || data.rows[r][status].split(", ").includes(only)) &&
        wanted.every((word) => texts[r].includes(word)));
      const shown = rows.slice(0, most);
      body.replaceChildren(...shown.map((r) => {
        const line = document.createElement("tr");
        data.rows[r].forEach((value, c) => {
          const cell = make("td", written(value), line);
          if (isNumber[c]) cell.className = "num";
          else if (c === status) cell.className = value.split(", ")[0];
          else if (cell.textContent.length > 24) cell.className = "long";
          if (typeof value === "number" && cell.textContent !== String(value)) cell.title = value;
        });
        return line;
      }));
      told.textContent = shown.length === rows.length
        ? `${rows.length} of ${data.rows.length} trials`
        : `the first ${shown.length} of ${rows.length} trials`;
      more.textContent = `Show all ${rows.length}`;
      more.hidden = shown.length === rows.length;
    };
    find.addEventListener("input", () => { most = Math.max(cap, most === Infinity ? 0 : most); show(); });
    sortable(table, (column, sign) => {
      const compare = comparer(data.rows.map((row) => row[column]));
      order = data.rows.map((_, r) => r).sort((a, b) =>
        compare(data.rows[a][column], data.rows[b][column], sign) || a - b);
      show();
    });
    show();
  }

  // Figures: series that are switched off and on, and a closer look.
  const dialog = make("dialog", undefined, document.body);
  dialog.setAttribute("aria-label", "Figure, enlarged");
  const close = make("button", "Close", make("header", undefined, dialog));
  close.type = "button";
  close.addEventListener("click", () => dialog.close());
  let home = null;
  dialog.addEventListener("close", () => {
    home.after(dialog.querySelector(".plot"));
    home.remove();
  });
  const enlarge = (plot) => {
    if (dialog.open) return;
    home = document.createElement("span");
    plot.before(home);
    dialog.append(plot);
    dialog.showModal();
  };
  for (const figure of all("figure")) {
    const plot = figure.querySelector(".plot");
    const size = plot.querySelector("svg").viewBox.baseVal;
    plot.classList.toggle("tall", size.height > size.width);
    const bar = make("div", undefined, figure);
    bar.className = "tools";
    const wide = make("button", "Enlarge", bar);
    wide.type = "button";
    wide.addEventListener("click", () => enlarge(plot));
    plot.addEventListener("click", (event) => {
      if (!event.target.closest("text.label")) enlarge(plot);
    });
    const groups = new Map();
    for (const group of all("[data-series]", plot)) {
      const name = group.dataset.series;
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push(group);
    }
    if (groups.size < 2) continue;
    const switches = make("div", undefined, bar);
    switches.className = "tools switches";
    switches.setAttribute("role", "group");
    switches.setAttribute("aria-label", "Series");
    for (const [name, parts] of groups) {
      const button = make("button", undefined, switches);
      button.type = "button";
      const swatch = make("i", undefined, button);
      button.append(name);
      // A bar is its area, whatever colour its whisker has. Else the last part is drawn on top: a line or a marker rather
      // than its band, which is paler than half.
      const drawn = [...parts].reverse().flatMap((part) => all("path, use, polygon, circle, rect", part));
      const area = drawn.find((d) => d.matches("polygon") && Number(d.getAttribute("fill-opacity") || 1) > 0.5);
      const colour = (area ? [area] : drawn)
        .flatMap((d) => ["stroke", "color", "fill"].map((a) => d.getAttribute(a)))
        .find((c) => c && c !== "none" && c !== "currentColor");
      if (colour) swatch.style.setProperty("--swatch", colour);
      const labels = all("text", plot).filter((text) => text.textContent.trim() === name);
      const flip = () => {
        const off = button.getAttribute("aria-pressed") === "true";
        button.setAttribute("aria-pressed", !off);
        for (const part of [...parts, ...labels]) part.classList.toggle("off", off);
      };
      button.setAttribute("aria-pressed", true);
      button.addEventListener("click", flip);
      for (const text of labels) {
        text.classList.add("label");
        text.addEventListener("click", flip);
      }
    }
  }

  // A table that is wider than A4 within its margins, 703 pixels, goes on paper in parts, each of which begins with the
  // first column. Texts may break into lines of `most` pixels. The font is the print's, of 10 pixels.
  const paper = 695, most = 140;
  const pen = document.createElement("canvas").getContext("2d");
  const widths = (table) => {
    const font = getComputedStyle(document.body).fontFamily;
    const out = [];
    for (const row of table.rows) {
      [...row.cells].forEach((cell, c) => {
        const heads = cell.tagName === "TH", text = cell.textContent;
        pen.font = (heads ? "bold " : "") + "10px " + font;
        const lines = (heads ? pieces(text).join(" ") : text).split(/\s+/).map((word) => pen.measureText(word).width);
        const whole = pen.measureText(text).width;
        const needed = heads ? Math.max(...lines)
          : cell.matches(".num") ? whole : Math.min(whole, Math.max(most, ...lines));
        out[c] = Math.max(out[c] || 0, needed + 12);
      });
    }
    return out;
  };
  const split = (box) => {
    const table = box.querySelector("table");
    const wide = widths(table);
    if (wide.reduce((sum, width) => sum + width, 0) <= paper) return [];
    const parts = [];
    let room = 0;
    wide.slice(1).forEach((width, i) => {
      if (width > room) {
        parts.push([0]);
        room = paper - wide[0];
      }
      parts[parts.length - 1].push(i + 1);
      room -= width;
    });
    const on = document.createElement("div");
    on.className = "on-paper";
    for (const columns of parts) {
      const copy = table.cloneNode(true);
      for (const row of copy.rows)
        row.replaceChildren(...[...row.cells].filter((_, c) => columns.includes(c)));
      copy.classList.toggle("short", copy.rows.length < 30);
      on.append(copy);
    }
    box.after(on);
    box.classList.add("split");
    return [on];
  };

  // Print shows what is folded on the screen.
  let folded = [], added = [];
  addEventListener("beforeprint", () => {
    folded = all("details:not([open])");
    for (const part of folded) part.open = true;
    added = all(".scroll").flatMap(split);
  });
  addEventListener("afterprint", () => {
    for (const part of folded) part.open = false;
    for (const part of added) part.remove();
    for (const box of all(".split")) box.classList.remove("split");
  });
})();
