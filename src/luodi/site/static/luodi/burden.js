// Draws minutes by kind of form, and forms, by month; a click opens the reports behind; the numbers come from a JSON route, the table beside says the same.
"use strict";
document.addEventListener("DOMContentLoaded", async () => {
  const box = document.querySelector("[data-burden]");
  if (!box) return;
  const answer = await fetch(box.dataset.burden, { headers: { Accept: "application/json" } });
  if (!answer.ok) { box.hidden = true; return; }
  const found = await answer.json();
  const drawn = echarts.init(box, null, { renderer: "svg" });
  const colours = ["#1f5a99", "#2e8b45", "#b07d00", "#667085", "#7a4fa3", "#0f7c80", "#98a2b3", "#8a5a2b"];
  drawn.setOption({
    animation: false,
    aria: { enabled: true, decal: { show: true } },
    legend: { top: 0, type: "scroll" },
    grid: { left: 8, right: 8, top: 60, bottom: 8, containLabel: true },
    tooltip: { trigger: "axis", renderMode: "richText" },
    xAxis: { type: "category", data: found.labels },
    yAxis: [{ type: "value", name: found.minutes_name, nameTextStyle: { align: "left" } }, { type: "value", name: found.forms_name, nameTextStyle: { align: "right" }, minInterval: 1, splitLine: { show: false } }],
    series: [
      ...found.kinds.map((kind, place) => ({ name: kind.title, type: "bar", stack: "minutes", data: kind.minutes, color: colours[place % colours.length], barMaxWidth: 36 })),
      { name: found.forms_name, type: "line", yAxisIndex: 1, data: found.forms, color: "#b3261e", symbol: "rect", symbolSize: 7 },
    ],
  });
  drawn.on("click", (point) => {
    const url = (found.kinds[point.seriesIndex] ?? found).urls[point.dataIndex];
    if (url) location.assign(url);
  });
  addEventListener("resize", () => drawn.resize());
});
