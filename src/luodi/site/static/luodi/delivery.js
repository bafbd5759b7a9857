// One promise: its figures against the path to the deadline; a click on a figure goes to its row in the table.
"use strict";
(() => {
  // the end of 2024 stands at 2024: yearly figures speak of the year's end or of the whole of it
  const when = (iso) => {
    const [year, month, day] = iso.split("-").map(Number);
    return year - 1 + (month - 1 + day / new Date(year, month, 0).getDate()) / 12;
  };
  const line = (name, points, extra) => ({ name, type: "line", data: points.map((p) => [when(p.on), p.value, p.on]), ...extra });
  const option = (c) => {
    const series = [
      line(c.words.figures, c.figures, { symbol: "circle", symbolSize: 10, color: "#17568a", z: 5 }),
      line(c.words.path, c.path, { symbol: "none", lineStyle: { type: "dashed" }, color: "#667085" }),
    ];
    if (c.ahead.length) {
      const last = c.figures[c.figures.length - 1];
      const from = last ? [{ on: last.on, low: last.value, middle: last.value, high: last.value }] : [];
      const ahead = [...from, ...c.ahead];
      series.push(line(c.words.ahead, ahead.map((p) => ({ on: p.on, value: p.middle })), { symbol: "emptyCircle", lineStyle: { type: "dotted" }, color: "#855600" }));
      for (const edge of ["low", "high"]) {
        series.push(line(c.words.band, ahead.map((p) => ({ on: p.on, value: p[edge] })), { symbol: "none", lineStyle: { type: "dotted", width: 1 }, color: "#b08a4a" }));
      }
    }
    if (c.due) {
      series[0].markLine = { symbol: "none", silent: true, lineStyle: { color: "#9c1c28" }, label: { formatter: `${c.words.due} ${c.due}` }, data: [{ xAxis: when(c.due) }] };
    }
    if (c.due && c.threshold !== null) {
      series.push({ name: c.words.due, type: "scatter", symbol: "diamond", symbolSize: 12, color: "#9c1c28", data: [[when(c.due), c.threshold, c.due]] });
    }
    return {
      animation: false,
      aria: { enabled: true },
      legend: { top: 0 },
      grid: { left: 8, right: 60, top: 44, bottom: 8, containLabel: true },
      tooltip: { trigger: "item", renderMode: "richText", formatter: (p) => `${p.seriesName} ${p.value[2]}\n${p.value[1]} ${c.unit}` },
      xAxis: { type: "value", minInterval: 1, min: (value) => Math.floor(value.min), max: (value) => Math.ceil(Math.max(value.max, c.due ? when(c.due) : value.max)), axisLabel: { formatter: (year) => (Number.isInteger(year) ? String(year) : "") }, splitLine: { show: false } },
      yAxis: { type: "value", name: c.unit, scale: true },
      series,
    };
  };
  const draw = async (box) => {
    const answer = await fetch(box.dataset.delivery, { headers: { Accept: "application/json" } });
    if (!answer.ok) { box.hidden = true; return; }
    const chart = await answer.json();
    const drawn = echarts.init(box, null, { renderer: "svg" });
    drawn.setOption(option(chart));
    drawn.on("click", (point) => {
      const figure = point.seriesIndex === 0 && chart.figures[point.dataIndex];
      if (!figure) return;
      location.hash = figure.anchor;
      document.getElementById(figure.anchor)?.focus();
    });
    addEventListener("resize", () => drawn.resize());
  };
  document.addEventListener("DOMContentLoaded", () => { for (const box of document.querySelectorAll("[data-delivery]")) draw(box); });
})();
