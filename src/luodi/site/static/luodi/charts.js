// Draws the charts of a page: numbers come from a JSON route, a click on a point opens its rows.
"use strict";
(() => {
  const COLOURS = { red: "#b3261e", yellow: "#b07d00", green: "#2e8b45", none: "#98a2b3", closed: "#1f5a99", plan: "#667085" };
  const SHAPES = { red: "rect", yellow: "triangle", green: "circle", none: "emptyCircle", closed: "diamond", plan: "emptyRect" };
  const series = (chart) => chart.series.map((each) => ({
    name: each.name,
    type: chart.shape === "lines" ? "line" : "bar",
    stack: chart.shape === "stacked" ? "all" : undefined,
    data: each.values,
    symbol: SHAPES[each.light] || "circle",
    symbolSize: 7,
    lineStyle: { type: each.light === "plan" ? "dashed" : "solid" },
    color: COLOURS[each.light],
    barMaxWidth: 40,
  }));
  const option = (chart) => ({
    animation: false,
    aria: { enabled: true, decal: { show: chart.shape === "stacked" } }, // colours alone tell nobody who does not see them
    textStyle: { fontFamily: "inherit" },
    legend: { top: 0, itemHeight: 12, itemGap: 20, type: "scroll" }, // one line on a phone: a second would lie over the bars
    grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true },
    tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow" } },
    xAxis: { type: "category", data: chart.labels, axisLabel: { hideOverlap: true, interval: chart.labels.length > 14 ? "auto" : 0, rotate: chart.labels.length > 8 ? 40 : 0 } },
    yAxis: { type: "value", name: chart.unit, minInterval: 1 },
    series: series(chart),
  });
  const draw = async (box) => {
    const answer = await fetch(box.dataset.chart, { headers: { Accept: "application/json" } });
    if (!answer.ok) { box.hidden = true; return; }
    const chart = await answer.json();
    if (!chart.labels.length) { box.hidden = true; return; }
    const drawn = echarts.init(box, null, { renderer: "svg" });
    drawn.setOption(option(chart));
    drawn.on("click", (point) => {
      const url = chart.series[point.seriesIndex]?.urls[point.dataIndex];
      if (url) location.assign(url);
    });
    addEventListener("resize", () => drawn.resize());
  };
  document.addEventListener("DOMContentLoaded", () => { for (const box of document.querySelectorAll("[data-chart]")) draw(box); });
})();
