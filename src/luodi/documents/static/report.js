/* The report's page: words in two languages, filters, and charts drawn when they come into view.
   Everything shown comes from the record embedded in the page; nothing is fetched. */
"use strict";
(() => {
  const report = JSON.parse(document.getElementById("record").textContent);
  const words = JSON.parse(document.getElementById("words").textContent);
  const root = document.documentElement;
  const promises = report.promises;
  const cards = [...document.querySelectorAll(".promise")];
  let language = 0;

  const say = (key) => (words[key] || [key, key])[language];
  const mark = (zh, en) => language ? en : zh;
  const rounded = (value) => String(Math.abs(value) >= 1000 ? Math.round(value) : +value.toPrecision(4));
  const number = (value) => value === null || value === undefined ? "—" : String(+value.toPrecision(12));

  /* ---- words ---- */
  function speak(to) {
    language = to;
    root.lang = to ? "en" : "zh-CN";
    for (const element of document.querySelectorAll("[data-w]")) element.textContent = say(element.dataset.w);
    for (const element of document.querySelectorAll("[data-en]")) {
      if (element.dataset.zh === undefined) element.dataset.zh = element.textContent;
      element.textContent = to ? element.dataset.en : element.dataset.zh;
    }
    for (const element of document.querySelectorAll("[data-wlabel]"))
      element.setAttribute("aria-label", say(element.dataset.wlabel));
    search = null;
    for (const details of document.querySelectorAll("details[data-filled]")) fill(details);
    for (const card of [...drawn.keys()]) { wipe(card); draw(card); }
    tally();
  }

  /* ---- filters ---- */
  const form = document.querySelector(".filters");
  let search = null;
  const sections = [...document.querySelectorAll(".article")];
  function choose() {
    const wanted = Object.fromEntries(new FormData(form));
    const text = wanted.text.trim().toLowerCase();
    if (text) search ||= cards.map((card) => card.textContent.toLowerCase());
    cards.forEach((card, i) => {
      card.hidden = !((!wanted.status || card.dataset.status === wanted.status) &&
        (!wanted.evidence || card.dataset.evidence === wanted.evidence) &&
        (!wanted.article || card.parentElement.id === wanted.article) && (!text || search[i].includes(text)));
    });
    for (const section of sections) section.hidden = !section.querySelector(".promise:not([hidden])");
    tally();
  }
  function tally() {
    const shown = cards.filter((card) => !card.hidden).length;
    document.getElementById("shown").textContent = say("shown").replace("{n}", shown).replace("{all}", cards.length);
    document.getElementById("none").hidden = shown > 0;
  }
  form.addEventListener("input", choose);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(choose));
  for (const link of document.querySelectorAll("a[data-choose]"))
    link.addEventListener("click", () => { form.reset(); form.elements.status.value = link.dataset.choose; setTimeout(choose); });
  /* a tile leads to its card even when a filter has put the card away */
  function reveal() {
    const card = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!card || !card.matches(".promise")) return;
    if (card.hidden) { form.reset(); choose(); }
    card.scrollIntoView();
    card.focus({ preventScroll: true });
  }
  addEventListener("hashchange", reveal);

  /* ---- the table of figures ---- */
  const make = (tag, text, attributes = {}) => {
    const element = Object.assign(document.createElement(tag), attributes);
    if (text !== undefined && text !== null) element.textContent = text;
    return element;
  };
  const two = (it) => it ? (language ? it.en : it.zh) : "";
  const safe = (url) => /^https?:\/\//i.test(url);

  function used(promise) {
    const seen = new Set(), found = [];
    const add = (figure, old) => {
      const key = JSON.stringify(figure);
      if (seen.has(key)) return;
      seen.add(key);
      found.push({ ...figure, old });
      for (const before of [...figure.superseded || []].reverse()) add(before, true);
    };
    for (const figure of [...promise.figures || [], ...(promise.parts || []).flatMap((part) => part.figures || [])]) add(figure);
    return found;
  }
  const BOUNDS = { at_least: "≥", at_most: "≤", about: "≈", exact: "" };
  const amount = (figure) => BOUNDS[figure.bound || "exact"] + number(figure.value);

  function fill(details) {
    const promise = promises[details.dataset.i];
    details.dataset.filled = "";
    details.querySelector(".scroll")?.remove();
    const table = make("table"), head = make("tr"), body = make("tbody");
    for (const key of ["period", "value", "unit", "name", "area", "role", "grade", "source", "known_on", "note"])
      head.append(make("th", say("t_" + key), { scope: "col", className: key === "value" ? "n" : "" }));
    used(promise).forEach((figure, i) => {
      const row = make("tr", null, { id: `f-${details.dataset.i}-${i}` });
      const source = make("td");
      source.append(safe(figure.source_url || "")
        ? make("a", figure.source_title, { href: figure.source_url, rel: "noreferrer" }) : figure.source_title);
      const grade = make("td");
      grade.append(make("span", figure.grade, { className: "grade", title: say("grade." + figure.grade) }));
      const role = say("role." + figure.role) + (figure.decides ? " · " + say("decides") : "") +
        (figure.old ? " · " + say("superseded") : "") + (figure.complete === false ? " · " + say("incomplete") : "");
      row.append(make("td", figure.period, { className: "k" }), make("td", amount(figure), { className: "n" }), make("td", figure.unit),
        make("td", two(figure.name)), make("td", figure.area), make("td", role), grade, source,
        make("td", figure.known_on + (figure.known_on_estimated ? say("estimated") : ""), { className: "k" }),
        make("td", [two(figure.why), figure.note].filter(Boolean).join(mark("；", "; "))));
      body.append(row);
    });
    const thead = make("thead");
    thead.append(head);
    table.append(thead, body);
    const scroll = make("div", null, { className: "scroll", tabIndex: 0 });
    scroll.setAttribute("role", "group");
    scroll.setAttribute("aria-label", say("figures"));
    scroll.append(table);
    details.append(scroll);
  }
  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.("details[data-i]") && event.target.open && !("filled" in event.target.dataset)) fill(event.target);
  }, true);

  /* ---- charts ---- */
  const drawn = new Map();
  const STYLE = {
    direct: { symbol: "circle", color: "#17568a", filled: true },
    partial: { symbol: "rect", color: "#2b706c" },
    proxy: { symbol: "triangle", color: "#855600" },
    benchmark: { symbol: "diamond", color: "#5d6773" },
  };
  /* the end of 2024 stands at 2024: yearly figures speak of the year's end or of the whole of it */
  const when = (iso) => {
    const [year, month, day] = iso.split("-").map(Number);
    return year - 1 + ((month - 1) + day / new Date(year, month, 0).getDate()) / 12;
  };

  /* one plot per unit: figures of different units never share an axis */
  function plots(promise) {
    const main = promise.distance?.unit || (promise.figures || []).find((it) => it.in_unit === it.value)?.unit ||
      promise.demand.unit || "";
    const found = new Map();
    const at = (unit, name) => {
      const key = unit + "\u0000" + (name ? name.zh : "");
      if (!found.has(key)) found.set(key, { unit, name, points: [], progress: [], path: [], fan: [], limit: null });
      return found.get(key);
    };
    const all = used(promise);
    const top = Math.max(promise.demand.threshold || 0, ...all.filter((it) => it.role !== "benchmark" && it.in_unit).map((it) => Math.abs(it.in_unit)));
    all.forEach((figure, row) => {
      const own = figure.in_unit !== null && figure.in_unit !== undefined;
      const part = (promise.parts || []).find((it) => it.indicator === figure.indicator);
      /* a province beside its city would press the city's line flat: far sizes get a plot of their own */
      const far = figure.role === "benchmark" && own && top > 0 && (figure.in_unit > 4 * top || figure.in_unit < top / 4);
      const plot = part ? at(part.unit, part.name) : own && !far ? at(main, null) : at(figure.unit, figure.name);
      if (part) plot.limit = part.limit;
      plot.points.push({ ...figure, row, x: when(figure.on), y: own && !far ? figure.in_unit : figure.value });
    });
    /* a change, a sum or an index is judged in its own terms: path, progress, limit and fan share them, figures do not */
    const other = promise.terms_words && (promise.progress || []).length;
    const key = other ? at(promise.distance?.unit || "", promise.terms_words) : found.get(main + "\u0000");
    if (key) {
      key.progress = other ? promise.progress : [];
      key.path = (promise.path || []).map((it) => [when(it.on), it.value]);
      key.limit = promise.demand.threshold;
      key.fan = promise.outlook?.ahead || [];
    }
    return [...found.values()].sort((a, b) => b.progress.length - a.progress.length);
  }

  /* bands of 90, 80 and 50 % behind the figures, opening from the last one the forecast knows */
  function fan(plot, promise) {
    if (!plot.fan.length) return [];
    const { on, value } = promise.outlook.start;
    const edges = ["p05", "p10", "p25", "p75", "p90", "p95"];
    const rows = [{ on, ...Object.fromEntries([...edges, "p50"].map((edge) => [edge, value])) }, ...plot.fan];
    const band = (data, opacity) => ({
      type: "line", name: say("fan"), stack: "fan", stackStrategy: "all", symbol: "none", silent: true, z: 0, data,
      lineStyle: { color: "#17568a", width: 1, type: "dashed", opacity: .55 },
      areaStyle: { color: "#17568a", opacity },
    });
    return [
      band(rows.map((it) => [when(it.on), it.p05]), 0),
      ...[.1, .18, .3, .18, .1].map((opacity, i) =>
        band(rows.map((it) => [when(it.on), it[edges[i + 1]] - it[edges[i]]]), opacity)),
      {
        type: "line", name: say("median"), symbol: "none", silent: true, z: 1, data: rows.map((it) => [when(it.on), it.p50]),
        lineStyle: { color: "#17568a", width: 1.5, type: "dashed" },
      },
    ];
  }

  function option(plot, promise) {
    const due = promise.demand.due ? when(promise.demand.due) : null;
    const lines = fan(plot, promise);
    const groups = new Map();
    for (const point of plot.points) {
      const key = [point.role, point.area, point.indicator].join();
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(point);
    }
    const few = plot.points.length <= 8;
    for (const group of groups.values()) {
      const first = group[0], style = STYLE[first.role];
      const area = first.role === "direct" ? "" : first.area + " ";
      const dot = (point) => ({
        value: [point.x, point.y], figure: point,
        symbol: style.symbol, symbolSize: point.old ? 6 : 10,
        itemStyle: { color: style.filled && point.complete !== false && !point.old ? style.color : "#fff", borderColor: style.color, borderWidth: 2 },
        label: { show: few || point === group[group.length - 1], formatter: `${point === group[group.length - 1] ? area : ""}${amount({ ...point, value: point.y })} ${point.grade}` },
      });
      const label = { position: "top", color: "#1c2430", fontSize: 12, textBorderColor: "#fff", textBorderWidth: 3 };
      const labelLayout = { hideOverlap: true };
      const now = group.filter((it) => !it.old).sort((a, b) => a.x - b.x);
      /* a line joins like with like: a part of a year or an earlier vintage stands alone */
      lines.push({
        type: "line", name: say("role." + first.role), data: now.filter((it) => it.complete !== false).map(dot), label, labelLayout,
        lineStyle: { color: style.color, width: style.filled ? 2 : 1, type: style.filled ? "solid" : "dotted" },
      });
      const alone = now.filter((it) => it.complete === false);
      if (alone.length) lines.push({ type: "scatter", name: say("incomplete"), data: alone.map(dot), label, labelLayout });
      const old = group.filter((it) => it.old);
      if (old.length) lines.push({ type: "scatter", name: say("superseded"), data: old.map(dot), label: { position: "right", color: "#4f5b69", fontSize: 12 } });
    }
    if (plot.progress.length) lines.push({
      type: "line", name: say("progress"), symbol: "circle", symbolSize: 10, silent: true,
      itemStyle: { color: STYLE.direct.color }, lineStyle: { color: STYLE.direct.color, width: 2 },
      label: { show: true, position: "top", color: "#1c2430", fontSize: 12, formatter: (it) => rounded(it.value[1]) },
      labelLayout: { hideOverlap: true }, data: plot.progress.map((it) => [when(it.on), it.value]),
    });
    if (plot.path.length > 1) lines.push({
      type: "line", name: say("path"), data: plot.path, symbol: "none", silent: true, z: 1,
      lineStyle: { color: "#6b7683", width: 1.5, type: "dashed" },
    });
    const marks = [];
    if (due !== null) marks.push({ xAxis: due, lineStyle: { color: "#9c1c28", type: "solid", width: 1 }, label: { formatter: say("deadline") + " " + promise.demand.due.slice(0, promise.demand.due.endsWith("12-31") ? 4 : 7), position: "end", color: "#9c1c28" } });
    if (plot.limit !== null && plot.limit !== undefined) marks.push({ yAxis: plot.limit, lineStyle: { color: "#1c2430", type: "dashed", width: 1 }, label: { formatter: say("limit") + " " + number(plot.limit), position: "insideStartTop", color: "#1c2430" } });
    if (marks.length) lines.push({ type: "line", data: [], silent: true, markLine: { symbol: "none", silent: true, data: marks, animation: false } });
    const xs = [...plot.points.map((it) => it.x), ...plot.progress.map((it) => when(it.on)), ...plot.path.map((it) => it[0]), ...plot.fan.map((it) => when(it.on)), ...(due === null ? [] : [due])];
    const ys = [...plot.points.map((it) => it.y), ...plot.progress.map((it) => it.value), ...plot.path.map((it) => it[1]), ...plot.fan.flatMap((it) => [it.p05, it.p95]), ...(plot.limit === null || plot.limit === undefined ? [] : [plot.limit])];
    const low = Math.min(...ys), high = Math.max(...ys);
    return {
      animation: false, aria: { enabled: false },
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: 12, right: 40, top: 34, bottom: 8, containLabel: true },
      tooltip: { trigger: "item", confine: true, renderMode: "richText", formatter: (it) => it.data?.figure ? `${it.data.figure.period}  ${amount(it.data.figure)} ${it.data.figure.unit}  ${say("role." + it.data.figure.role)}  ${it.data.figure.grade}\n${it.data.figure.source_title}` : it.seriesName },
      xAxis: { type: "value", min: Math.floor(Math.min(...xs) - .3), max: Math.ceil(Math.max(...xs) + .3), minInterval: 1, axisLabel: { formatter: (year) => Number.isInteger(year) ? String(year) : "", color: "#4f5b69" }, splitLine: { show: false }, axisLine: { lineStyle: { color: "#76828f" } }, axisTick: { show: true } },
      yAxis: { type: "value", boundaryGap: [0, "14%"], name: plot.unit, nameTextStyle: { color: "#4f5b69", align: "left", padding: [0, 0, 0, -6] }, nameLocation: "end", scale: plot.points.length > 1 && low > 0 && (high - low) / high < .25, axisLabel: { color: "#4f5b69" }, splitLine: { lineStyle: { color: "#e6eaee" } }, splitNumber: 4 },
      series: lines,
    };
  }

  function draw(card) {
    const holder = card.querySelector(".charts");
    if (!holder || drawn.has(card)) return;
    const promise = promises[holder.dataset.i], charts = [], wanted = plots(promise);
    card.classList.toggle("many", wanted.length > 2);
    for (const plot of wanted) {
      const figure = make("figure", null, { className: "chart" }), pane = make("div", null, { className: "plot" });
      const caption = make("figcaption");
      const periods = [...plot.points.map((it) => it.period), ...plot.progress.map((it) => it.on.slice(0, 4))].sort();
      const under = plot.progress.length ? used(promise).filter((it) => it.decides) : plot.points;
      const sources = [...new Map(under.map((it) => [it.source_title, it])).values()];
      const span = periods[0] === periods[periods.length - 1] ? periods[0] : `${periods[0]} – ${periods[periods.length - 1]}`;
      const named = two(promise.name) || promise.indicator;
      const title = !plot.name ? named : plot.progress.length ? named + mark("，", ", ") + two(plot.name) : two(plot.name);
      const roles = [...new Set(plot.points.map((it) => it.role))];
      const signs = roles.map((role) => ({ direct: "●", partial: "□", proxy: "△", benchmark: "◇" }[role] + " " + say("role." + role))).join(mark("，", ", ")) +
        (plot.progress.length ? "● " + say("progress") : "") +
        (plot.points.some((it) => it.complete === false) ? mark("，", ", ") + "○ " + say("incomplete") : "") + (plot.path.length > 1 ? mark("，", ", ") + "- - " + say("path") : "") +
        (plot.fan.length ? mark("，", ", ") + "▒ " + say("fan") + mark("（50%、80%、90%）", " (50, 80, 90%)") : "");
      const measure = plot.unit ? plot.unit + mark("，", ", ") : "";
      caption.append(mark(`${title}（${measure}${span}）。${signs}。来源：`, `${title} (${measure}${span}). ${signs}. Source: `));
      sources.slice(0, 3).forEach((it, i) => caption.append(i ? mark("；", "; ") : "",
        safe(it.source_url || "") ? make("a", it.source_title, { href: it.source_url, rel: "noreferrer" }) : it.source_title));
      if (sources.length > 3) caption.append(say("more_sources"));
      pane.setAttribute("role", "img");
      pane.setAttribute("aria-label", `${title}${mark("：", ": ")}` + plot.points.map((it) => `${it.area} ${it.period} ${amount(it)}${it.unit}`).join(mark("，", ", ")) +
        plot.progress.map((it) => `${it.on.slice(0, 4)} ${rounded(it.value)}${plot.unit}`).join(mark("，", ", ")) +
        plot.fan.map((it) => mark(`，${it.period} 80%预测区间 `, `, ${it.period} 80% forecast interval `) + `${rounded(it.p10)}–${rounded(it.p90)}${plot.unit}`).join(""));
      figure.append(pane, caption);
      holder.append(figure);
      const chart = echarts.init(pane, null, { renderer: "svg", width: paper ? 310 : undefined, height: paper ? 190 : undefined });
      chart.setOption(option(plot, promise));
      chart.on("click", (event) => event.data?.figure && pick(card, event.data.figure.row));
      charts.push(chart);
    }
    drawn.set(card, charts);
  }
  function wipe(card) {
    for (const chart of drawn.get(card)) chart.dispose();
    drawn.delete(card);
    card.querySelector(".charts").textContent = "";
  }
  /* a chart's points open their rows */
  function pick(card, row) {
    const details = card.querySelector("details");
    details.open = true;
    if (!("filled" in details.dataset)) fill(details);
    for (const old of card.querySelectorAll(".picked")) old.classList.remove("picked");
    const line = card.querySelectorAll("tbody tr[id]")[row];
    line.classList.add("picked");
    line.scrollIntoView({ block: "nearest" });
  }
  const near = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) draw(entry.target);
  }, { rootMargin: "400px" });
  for (const card of cards) if (card.querySelector(".charts")) near.observe(card);
  let paper = false, resizing = 0;
  addEventListener("resize", () => {
    clearTimeout(resizing);
    resizing = setTimeout(() => { if (!paper) for (const charts of drawn.values()) for (const chart of charts) chart.resize(); }, 120);
  });

  /* ---- paper: everything is drawn and every table opened before the printer asks ---- */
  let closed = [];
  function toPaper() {
    if (paper) return;
    paper = true;
    for (const card of [...drawn.keys()]) wipe(card);
    for (const card of cards) draw(card);
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const details of closed) {
      if (details.dataset.i !== undefined && !("filled" in details.dataset)) fill(details);
      details.open = true;
    }
  }
  function toScreen() {
    if (!paper) return;
    paper = false;
    for (const details of closed) details.open = false;
    for (const card of [...drawn.keys()]) { wipe(card); draw(card); }
  }
  addEventListener("beforeprint", toPaper);
  addEventListener("afterprint", toScreen);
  matchMedia("print").addEventListener("change", (event) => event.matches ? toPaper() : toScreen());

  document.getElementById("print").addEventListener("click", () => print());
  document.getElementById("language").addEventListener("click", (event) => {
    speak(1 - language);
    event.target.textContent = language ? "中文" : "English";
    event.target.lang = language ? "zh-CN" : "en";
  });
  tally();
  reveal();
})();
