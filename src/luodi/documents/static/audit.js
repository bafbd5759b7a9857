"use strict";
// Draws the audit report's charts from the data embedded in the page; colours heat cells; changes the language.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const accent = "#17568a", pale = "#9dbfd9", orange = "#b4551b", ink = "#1c2430";
  const charts = [];
  const narrow = () => window.innerWidth < 640;
  const short = (text, most) => (text.length > most ? text.slice(0, most - 1) + "…" : text);

  function draw(id, option) {
    const pane = document.getElementById(id);
    if (!pane) return null;
    const chart = echarts.getInstanceByDom(pane) || echarts.init(pane, null, { renderer: "svg" });
    chart.setOption({ animation: false, textStyle: { fontFamily: "inherit", color: ink }, ...option }, true);
    if (!charts.includes(chart)) charts.push(chart);
    return chart;
  }

  function ranks() {
    const units = data.units.filter((u) => u.ranks);
    if (!units.length) return;
    const pane = document.getElementById("c-ranks");
    if (!pane) return;
    pane.style.height = Math.max(240, 60 + 15 * units.length) + "px";
    const names = units.map((u) => short(u.name, narrow() ? 8 : 22));
    const last = Math.max(...units.map((u) => Math.max(u.ranks[2], u.rank)));
    draw("c-ranks", {
      grid: { left: 8, right: 16, top: 28, bottom: 8, containLabel: true },
      tooltip: {
        trigger: "axis", axisPointer: { type: "shadow" }, confine: true,
        formatter: (points) => {
          const u = units[points[0].dataIndex];
          return echarts.format.encodeHTML(u.name) + `<br>${u.rank} (${u.ranks[0]}–${u.ranks[2]})`;
        },
      },
      xAxis: { type: "value", min: 1, max: last, position: "top", minInterval: 1 },
      yAxis: { type: "category", data: names, inverse: true, axisLabel: { fontSize: 11, interval: 0 }, axisTick: { show: false } },
      series: [
        { type: "bar", stack: "s", silent: true, itemStyle: { color: "transparent" }, data: units.map((u) => u.ranks[0] - 0.25) },
        { type: "bar", stack: "s", barWidth: 7, itemStyle: { color: pale, borderRadius: 3 }, data: units.map((u) => u.ranks[2] - u.ranks[0] + 0.5) },
        { type: "scatter", symbol: "rect", symbolSize: [2, 11], itemStyle: { color: ink }, data: units.map((u, at) => [u.ranks[1], at]) },
        { type: "scatter", symbolSize: 7, itemStyle: { color: accent }, data: units.map((u, at) => [u.rank, at]) },
      ],
    });
  }

  function indices() {
    const rows = [...data.indices].sort((a, b) => (a.total || 0) - (b.total || 0));
    if (!rows.length) return;
    const first = rows.map((one) => Math.max(0, one.first || 0));
    draw("c-indices", {
      grid: { left: 8, right: 24, top: 28, bottom: 8, containLabel: true },
      tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, confine: true, valueFormatter: (v) => v.toFixed(2) },
      legend: { top: 0, data: [word("单独", "alone"), word("交互", "interactions")] },
      xAxis: { type: "value", min: 0 },
      yAxis: { type: "category", data: rows.map((one) => short(word(one.name_zh, one.name), narrow() ? 12 : 30)) },
      series: [
        { name: word("单独", "alone"), type: "bar", stack: "s", barMaxWidth: 22, itemStyle: { color: accent }, data: first },
        { name: word("交互", "interactions"), type: "bar", stack: "s", barMaxWidth: 22, itemStyle: { color: pale },
          data: rows.map((one, at) => Math.max(0, (one.total || 0) - first[at])) },
      ],
    });
  }

  function tree() {
    const under = new Map();
    for (const node of data.nodes) under.set(node.parent, [...(under.get(node.parent) || []), node]);
    const rings = [];
    const walk = (nodes, depth, hue) => {
      if (!nodes.length) return;
      (rings[depth] = rings[depth] || []).push(...nodes.map((node, at) => ({
        name: node.name, value: node.share,
        itemStyle: { color: `hsl(${hue === null ? (205 + at * 67) % 360 : hue}, ${48 - depth * 8}%, ${36 + depth * 13}%)` },
        hue: hue === null ? (205 + at * 67) % 360 : hue, node,
      })));
    };
    walk(under.get(data.root) || [], 0, null);
    for (let depth = 0; rings[depth]; depth += 1) {
      let deeper = false;
      for (const arc of rings[depth]) {
        const below = arc.node ? under.get(arc.node.code) || [] : [];
        if (below.length) { deeper = true; walk(below, depth + 1, arc.hue); }
        else (rings[depth + 1] = rings[depth + 1] || []).push({ name: "", value: arc.value, itemStyle: { color: "transparent" }, hue: arc.hue, node: null });
      }
      if (!deeper) rings.length = depth + 1;
    }
    const step = 78 / rings.length;
    draw("c-tree", {
      tooltip: { confine: true, formatter: (p) => p.name ? `${echarts.format.encodeHTML(p.name)}: ${(100 * p.value).toFixed(2)} %` : "" },
      series: rings.map((arcs, depth) => ({
        type: "pie", radius: [12 + depth * step + "%", 12 + (depth + 1) * step - 0.6 + "%"], startAngle: 90,
        data: arcs.map(({ name, value, itemStyle }) => ({ name, value, itemStyle: { ...itemStyle, borderColor: "#fff", borderWidth: 1 }, silent: !name })),
        label: { show: true, position: "inside", fontSize: 10, color: depth < 2 ? "#fff" : ink,
          formatter: (p) => (p.name && p.percent > (narrow() ? 9 : 3.5) ? short(p.name, narrow() ? 6 : 12) : "") },
        labelLine: { show: false }, emphasis: { scale: false },
      })),
    });
  }

  function explain() {
    const chosen = document.getElementById("unit");
    const unit = data.units[Number(chosen.value)];
    const said = document.getElementById("said");
    said.textContent = unit.against
      ? word(`${unit.name} 比 ${unit.against} `, `${unit.name} against ${unit.against}: `) + (unit.gap >= 0 ? "+" : "") + unit.gap.toFixed(2)
      : "";
    if (unit.total) {
      const parts = data.indices.map((one, at) => [word(one.name_zh, one.name), unit.total[at]]).filter((pair) => pair[1] !== null);
      parts.sort((a, b) => b[1] - a[1]);
      if (parts.length) said.textContent += word("；名次主要受影响于 ", "; its rank depends most on ") + parts[0][0] + ` (${Math.min(100, 100 * parts[0][1]).toFixed(0)} %)`;
    }
    const parts = [...unit.parts].reverse();
    document.getElementById("c-parts").style.height = Math.max(160, 40 + 26 * parts.length) + "px";
    const chart = draw("c-parts", {
      grid: { left: 8, right: 40, top: 8, bottom: 8, containLabel: true },
      tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, confine: true, valueFormatter: (v) => v.toFixed(3) },
      xAxis: { type: "value" },
      yAxis: { type: "category", data: parts.map((one) => short(one[0], narrow() ? 10 : 34)), axisLabel: { interval: 0 } },
      series: [{
        type: "bar", barMaxWidth: 16, label: { show: true, position: "right", formatter: (p) => p.value.toFixed(2), fontSize: 11 },
        data: parts.map((one) => ({ value: one[1], itemStyle: { color: one[1] >= 0 ? accent : orange }, label: { position: one[1] >= 0 ? "right" : "left" } })),
      }],
    });
    if (chart) chart.resize();
  }

  function heat() {
    for (const cell of document.querySelectorAll("[data-r]")) {
      const r = Number(cell.dataset.r);
      if (cell.dataset.r === "" || Number.isNaN(r)) continue;
      cell.style.background = r >= 0 ? `rgba(23, 86, 138, ${0.55 * r})` : `rgba(196, 98, 32, ${-0.55 * r})`;
      cell.style.printColorAdjust = "exact";
      cell.style.webkitPrintColorAdjust = "exact";
    }
  }

  let english = false;
  const word = (zh, en) => (english ? en : zh);
  function all() { ranks(); indices(); tree(); explain(); for (const chart of charts) chart.resize(); }

  document.getElementById("language").addEventListener("click", (event) => {
    english = !english;
    document.documentElement.lang = english ? "en" : "zh-CN";
    event.currentTarget.textContent = english ? "中文" : "English";
    event.currentTarget.lang = english ? "zh-CN" : "en";
    for (const span of document.querySelectorAll("[data-en]")) {
      if (span.dataset.zh === undefined) span.dataset.zh = span.textContent;
      span.textContent = english ? span.dataset.en : span.dataset.zh;
    }
    all();
  });
  document.getElementById("print").addEventListener("click", () => window.print());
  document.getElementById("unit").addEventListener("change", explain);
  window.addEventListener("resize", all);
  window.addEventListener("beforeprint", () => { for (const chart of charts) chart.resize({ width: 640 }); });
  window.addEventListener("afterprint", all);
  heat();
  all();
})();
